"""Files that somebody drops into a folder: the newest whole publication is taken, nothing else."""

import os
import shutil
import threading
from datetime import date, datetime
from pathlib import Path

import pytest

from screening.model.errors import InputError
from screening.watchlists import read_watchlist
from screening.watchlists.sources import Delivery, FolderDrop, ListSource

SMALL = Path(__file__).resolve().parent.parent


@pytest.fixture
def drop(tmp_path):
    return tmp_path / "drop"


@pytest.fixture
def into(tmp_path):
    (tmp_path / "into").mkdir()
    return tmp_path / "into"


def put_csv(folder: Path) -> Path:
    return Path(shutil.copytree(SMALL / "ofac_small", folder))


def put_xml(folder: Path, name: str = "sdn.xml") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return Path(shutil.copy(SMALL / "sdn_small.xml", folder / name))


def fetch(drop: Path, into: Path) -> Delivery:
    source: ListSource = FolderDrop("OFAC-SDN", drop, settle_seconds=0)
    return source.fetch(into)


def test_the_newest_dated_subfolder_is_brought_with_its_date(drop, into):
    for day in ("2021-12-31", "2022-01-31", "2022-01-05"):
        put_csv(drop / day)
    delivery = fetch(drop, into)
    assert (delivery.origin, delivery.left) == (str(drop / "2022-01-31"), ())
    watchlist = read_watchlist(delivery.place)
    assert (watchlist.entity_count, watchlist.published) == (7, date(2022, 1, 31))


def test_what_is_brought_is_a_copy(drop, into):
    put_csv(drop / "2022-01-31")
    place = fetch(drop, into).place
    shutil.rmtree(drop)
    assert read_watchlist(place).entity_count == 7


def test_files_in_the_folder_itself(drop, into):
    put_csv(drop)
    (drop / "customers.csv").write_bytes(b"not a file of the list, and cut")
    delivery = fetch(drop, into)
    assert delivery.origin == str(drop)
    assert sorted(file.name for file in delivery.place.iterdir()) == [
        "add.csv",
        "alt.csv",
        "sdn.csv",
        "sdn_comments.csv",
    ]


def test_one_xml_file(drop, into):
    put_xml(drop / "2022-01-31", "SDN.XML")
    delivery = fetch(drop, into)
    assert delivery.place == into / "2022-01-31" / "SDN.XML"
    assert read_watchlist(delivery.place).entity_count == 7


@pytest.mark.parametrize(("changed", "taken"), [("2022-02-01", "drop"), ("2022-01-30", "2022-01-31")])
def test_files_in_the_folder_itself_go_by_the_day_they_changed(drop, into, changed, taken):
    put_csv(drop / "2022-01-31")
    noon = datetime.fromisoformat(f"{changed}T12:00:00+00:00").timestamp()
    os.utime(put_xml(drop), (noon, noon))
    assert Path(fetch(drop, into).origin).name == taken


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes().rstrip(b"\x1a\r\n >")[:-5])


HALF_WRITTEN = {
    "alt.csv is missing": lambda folder: (folder / "alt.csv").unlink(),
    "sdn.csv ends in the middle": lambda folder: cut(folder / "sdn.csv"),
    "add.csv is empty": lambda folder: (folder / "add.csv").write_bytes(b""),
    "sdn_comments.csv.part is still being transferred": lambda folder: (
        folder / "sdn_comments.csv.part"
    ).write_bytes(b"x"),
    "holds no list": lambda folder: [file.unlink() for file in folder.iterdir()],
    "holds CSV files and sdn.xml; one drop is one list": put_xml,
    "holds files of two lists; put each list into a drop folder of its own": lambda folder: (
        folder / "cons_prim.csv"
    ).write_bytes(b"\r\n"),
}


@pytest.mark.parametrize("reason", HALF_WRITTEN)
def test_a_drop_that_is_not_whole_is_left_and_the_one_before_it_is_brought(drop, into, reason):
    put_csv(drop / "2022-01-05")
    HALF_WRITTEN[reason](put_csv(drop / "2022-01-31"))
    delivery = fetch(drop, into)
    assert delivery.left == (f"{drop / '2022-01-31'}: {reason}; left where it is",)
    assert read_watchlist(delivery.place).published == date(2022, 1, 5)
    assert [folder.name for folder in into.iterdir()] == ["2022-01-05"]


@pytest.mark.parametrize("spoil", ["cut", "two"])
def test_xml_that_is_not_whole(drop, into, spoil):
    file = put_xml(drop)
    if spoil == "cut":
        cut(file)
    else:
        put_xml(drop, "sdn_old.xml")
    delivery = fetch(drop, into)
    assert delivery.place is None
    said = {"cut": "sdn.xml ends in the middle", "two": "holds sdn.xml, sdn_old.xml; one drop is one list"}
    assert delivery.left == (f"{drop}: {said[spoil]}; left where it is",)


def test_an_empty_folder_brings_nothing(drop, into):
    drop.mkdir()
    assert fetch(drop, into) == Delivery(None, str(drop))


def test_a_list_in_a_folder_of_another_name_is_left_and_said(drop, into):
    put_csv(drop / "20220131")
    (drop / "archive").mkdir()
    put_csv(drop / ".hidden")
    delivery = fetch(drop, into)
    assert delivery.place is None
    assert delivery.left == (
        f"{drop / '20220131'}: is not called by its date, such as 2022-01-31; left where it is",
    )


def test_a_missing_folder_says_the_way_out(drop, into):
    with pytest.raises(InputError, match=r"the folder of OFAC-SDN cannot be read: No such file.*'lists'"):
        fetch(drop, into)


def test_files_that_grow_meanwhile_are_left(drop, into):
    aliases = put_csv(drop / "2022-01-31") / "alt.csv"
    stop = threading.Event()

    def write_a_row():
        with aliases.open("ab") as file:
            file.write(b'306,9999,"aka","ONE MORE",-0- \r\n')

    def write_on():
        while not stop.wait(0.05):
            write_a_row()

    write_a_row()
    writer = threading.Thread(target=write_on)
    writer.start()
    try:
        delivery = FolderDrop("OFAC-SDN", drop, settle_seconds=0.4).fetch(into)
    finally:
        stop.set()
        writer.join()
    assert delivery.place is None
    assert delivery.left == (f"{drop / '2022-01-31'}: its files are still being written; left where it is",)
    assert list(into.iterdir()) == []
    assert FolderDrop("OFAC-SDN", drop, settle_seconds=0.1).fetch(into).place is not None


def test_old_files_are_not_waited_for(drop, into, monkeypatch):
    for file in put_csv(drop / "2022-01-31").iterdir():
        os.utime(file, (1e9, 1e9))
    monkeypatch.setattr("time.sleep", lambda seconds: pytest.fail(f"slept {seconds} seconds"))
    assert FolderDrop("OFAC-SDN", drop, settle_seconds=60).fetch(into).place is not None
