"""Real files of every publisher, dropped and fetched: by either way they are whole, and the same.

The largest are left to the readers' own tests; how a list comes does not depend on its size.
"""

import json
import shutil
from pathlib import Path

import pytest
from misbehaving_server import MisbehavingServer, good

from screening.model.errors import InputError
from screening.settings import load_settings
from screening.settings.lists import SourceSettings
from screening.watchlists import read_watchlist
from screening.watchlists.read import recognize, source_files
from screening.watchlists.sources import FolderDrop
from screening.watchlists.sources.download import Download

FETCHING = load_settings().fetching.model_copy(update={"allow_http": True, "tries": 1})
FILES = [
    "ofac/consolidated_xml/2024-02-23.xml",
    "ofac/enhanced/cons_enhanced_2025-01-10.xml",
    "ofac/advanced/sdn_advanced_excerpt_2024-02-23.xml",
    "un/consolidated.xml",
    "eu/fsf_1_1_2026-02-24.xml",
    "uk/uk_sanctions_list_2026-07-23.xml",
    "opensanctions/targets.simple_2026-03-13.csv",
    "opensanctions/entities.ftm.json",
    "custom/us_csl_2022-05.csv.gz",
    "custom/au_dfat_2026-08.xlsx",
]


def as_json(value: object) -> bytes:
    return json.dumps(value).encode()


def content(place: Path) -> list[bytes]:
    return [file.read_bytes() for file in source_files(place)]


@pytest.mark.parametrize("name", FILES)
def test_a_real_file_comes_whole_by_either_way_and_a_cut_one_by_none(name, shared_data, tmp_path):
    """Compared are the files that would be read: that equal files make equal lists is shown elsewhere."""
    file = shared_data / name
    drop = tmp_path / "drop" / "2026-01-31"
    drop.mkdir(parents=True)
    shutil.copy(file, drop)
    (tmp_path / "one").mkdir()
    dropped = FolderDrop("ANY", tmp_path / "drop", 0, FETCHING).fetch(tmp_path / "one").place
    assert dropped is not None
    with MisbehavingServer() as server:
        address = server.answers(f"/{file.name}", good(file.read_bytes()))
        source = SourceSettings(files={file.name: address})
        download = Download("ANY", source, FETCHING, tmp_path / "kept")
        (tmp_path / "two").mkdir()
        fetched = download.fetch(tmp_path / "two").place
        assert recognize(fetched) is not None
        assert content(dropped) == content(fetched)
        cut = file.read_bytes()[: file.stat().st_size * 2 // 3].rstrip(b"\r\n\t >")
        server.answers(f"/{file.name}", good(cut))
        (tmp_path / "three").mkdir()
        with pytest.raises(InputError):
            read_watchlist(download.fetch(tmp_path / "three").place)
    (drop / file.name).write_bytes(cut)
    (tmp_path / "four").mkdir()
    assert FolderDrop("ANY", tmp_path / "drop", 0, FETCHING).fetch(tmp_path / "four").place is None


def test_opensanctions_with_its_deltas_is_the_same_by_either_way(shared_data, tmp_path):
    folder = shared_data / "opensanctions"
    deltas = sorted((folder / "delta").glob("*.entities.delta.json"))
    drop = tmp_path / "drop"
    drop.mkdir()
    for file in (folder / "entities.ftm.json", *deltas):
        shutil.copy(file, drop)
    (tmp_path / "one").mkdir()
    dropped = FolderDrop("OPENSANCTIONS", drop, 0, FETCHING).fetch(tmp_path / "one").place
    first = "20240527134702-zbn"
    with MisbehavingServer() as server:
        base = server.answers("/entities.ftm.json", good((folder / "entities.ftm.json").read_bytes()))
        versions = {first: f"{server.address}/none"} | {
            file.name.split(".")[0]: server.answers(f"/{file.name}", good(file.read_bytes()))
            for file in deltas
        }
        server.answers("/delta.json", good(as_json({"versions": versions})))
        source = SourceSettings(
            files={"entities.ftm.json": base},
            index=f"{server.address}/index.json",
            delta_index=f"{server.address}/delta.json",
        )
        download = Download("OPENSANCTIONS", source, FETCHING, tmp_path / "kept")
        for number, newest in enumerate([first, max(versions)]):
            server.answers("/index.json", good(as_json({"version": newest})))
            (tmp_path / f"fetch{number}").mkdir()
            delivery = download.fetch(tmp_path / f"fetch{number}")
            fetched = content(delivery.place)
            delivery.finish(True)
    assert delivery.came.startswith("4 of 5 files came")
    assert len(fetched) == 5
    assert fetched == content(dropped)
