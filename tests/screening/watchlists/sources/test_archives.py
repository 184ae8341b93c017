"""Archives that are dropped into a folder: opened as those that are fetched, whose dangers are tried in
test_download.py."""

import gzip
import shutil
import zipfile
from datetime import date
from pathlib import Path

import pytest

from screening.settings import load_settings
from screening.watchlists import read_watchlist
from screening.watchlists.sources import FolderDrop
from screening.watchlists.sources.archives import is_archive

SMALL = Path(__file__).resolve().parent.parent
LIMITS = load_settings().fetching.model_copy(update={"max_bytes": 100_000})


@pytest.fixture
def drop(tmp_path):
    """A drop of one day."""
    (tmp_path / "drop" / "2022-01-31").mkdir(parents=True)
    return tmp_path / "drop" / "2022-01-31"


@pytest.fixture
def fetched(tmp_path):
    def fetch():
        shutil.rmtree(tmp_path / "into", ignore_errors=True)
        (tmp_path / "into").mkdir()
        delivery = FolderDrop("OFAC-SDN", tmp_path / "drop", 0, LIMITS).fetch(tmp_path / "into")
        # Nothing else stays there.
        assert len(list((tmp_path / "into").iterdir())) == (delivery.place is not None)
        return delivery

    return fetch


def zip_of(file: Path, *content: Path) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for each in content:
            archive.write(each, f"lists/{each.name}")


def test_a_zip_of_several_files_is_the_list_that_they_are(drop, fetched):
    zip_of(drop / "sdn_all.zip", *(SMALL / "ofac_small").iterdir())
    watchlist = read_watchlist(fetched().place)
    assert (watchlist.entity_count, watchlist.published) == (7, date(2022, 1, 31))
    assert watchlist.sha256 == read_watchlist(SMALL / "ofac_small").sha256


def test_files_may_be_packed_one_by_one_or_some_of_them(drop, fetched):
    for file in (SMALL / "ofac_small").iterdir():
        if file.name == "add.csv":
            shutil.copy(file, drop)
        else:
            (drop / f"{file.name}.gz").write_bytes(gzip.compress(file.read_bytes()))
    assert read_watchlist(fetched().place).sha256 == read_watchlist(SMALL / "ofac_small").sha256


def test_what_is_in_an_archive_must_be_whole_and_one_list(drop, fetched):
    zip_of(drop / "a.zip", *(SMALL / "ofac_small" / name for name in ("sdn.csv", "alt.csv")))
    assert fetched().left == (f"{drop}: add.csv is missing; left where it is",)
    shutil.copy(SMALL / "ofac_small" / "add.csv", drop)
    shutil.copy(SMALL / "sdn_small.xml", drop)
    said = "holds CSV files and sdn_small.xml; one drop is one list"
    assert fetched().left == (f"{drop}: {said}; left where it is",)


def test_an_archive_that_is_still_on_its_way_is_left_and_the_one_before_is_brought(drop, fetched):
    before = Path(shutil.copytree(SMALL / "ofac_small", drop.parent / "2022-01-05"))
    zip_of(drop / "a.zip", SMALL / "sdn_small.xml")
    (drop / "a.zip").write_bytes((drop / "a.zip").read_bytes()[:-30])
    delivery = fetched()
    assert delivery.origin == str(before)
    (left,) = delivery.left
    assert left.startswith(f"{drop}: a.zip: the archive is cut or broken")


def test_a_bomb_is_left(drop, fetched):
    (drop / "sdn.xml.gz").write_bytes(gzip.compress(bytes(10_000_000)))
    assert "sdn.xml.gz: unpacks to more than 100,000 bytes" in fetched().left[0]


def test_a_workbook_and_a_table_that_begins_like_a_zip_are_no_archives(tmp_path):
    book = tmp_path / "list.xlsx"
    with zipfile.ZipFile(book, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
    table = tmp_path / "list.csv"
    table.write_text("PK,name\n", encoding="utf-8")
    assert not is_archive(book)
    assert not is_archive(table)
    zip_of(tmp_path / "list.zip", table)
    assert is_archive(tmp_path / "list.zip")
