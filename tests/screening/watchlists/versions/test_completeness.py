"""What lies in a folder is one whole list, whoever publishes it: a publisher of JSON and tables shows it."""

from pathlib import Path

import pytest

from screening.watchlists.publishers import Publication, Publisher
from screening.watchlists.versions.completeness import incomplete_because, publication


def read(list_id):
    raise NotImplementedError


def recognize(path: Path) -> Publication | None:
    """A base and its deltas as one folder, the base or a table alone as a file. All begin with "LIST"."""
    if path.is_dir():
        deltas = sorted(path.glob("*.delta.json"))
        base = path / "base.json"
        return Publication([base, *deltas], read) if base.exists() and deltas else None
    return Publication([path], read) if path.read_bytes().startswith(b"LIST") else None


@pytest.fixture(autouse=True)
def publisher(monkeypatch):
    known = Publisher("NEW", "NEW", recognize, "a base.json, or a table")
    monkeypatch.setattr("screening.watchlists.read.PUBLISHERS", (known,))


@pytest.fixture
def holds(tmp_path):
    def put(**files: bytes):
        for name, content in files.items():
            (tmp_path / name.replace("_", ".")).write_bytes(content)
        return tmp_path

    return put


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("base.json", b'LIST {"id": 1}'),
        ("base.json", b'LIST {"id": 1}\n'),
        ("list.csv", b"LIST\r\n"),
        ("list.tsv", b"LIST\n"),
        ("list.xml", b"<list/>\n"),
    ],
)
def test_one_file_of_any_kind_beside_files_of_no_list(name, content, tmp_path):
    (tmp_path / name).write_bytes(content)
    (tmp_path / "customers.csv").write_bytes(b"cut")
    (tmp_path / "readme.txt").write_bytes(b"Please read")
    assert incomplete_because(tmp_path) is None
    assert publication(tmp_path) == tmp_path / name


def test_files_that_are_a_list_together(holds):
    folder = holds(base_json=b'LIST {"id": 1}\n', a_delta_json=b'LIST {"id": 2}\n', b_delta_json=b"\n")
    assert incomplete_because(folder) is None
    assert publication(folder) == folder


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ({}, "holds no list"),
        ({"other.json": b"{}"}, "holds no list"),
        ({"base.json": b'LIST {"id"'}, "base.json ends in the middle"),
        ({"list.csv": b"LIST,cu"}, "list.csv ends in the middle"),
        ({"list.xlsx": b"LIST"}, "list.xlsx ends in the middle"),
        ({"list.xml": b""}, "list.xml is empty"),
        ({"base.json": b"LIST {}", "a.delta.json": b""}, "a.delta.json is empty"),
        ({"base.json": b"LIST {}", "a.delta.json": b"{"}, "a.delta.json ends in the middle"),
        ({"list.csv": b"LIST\n", "new.json.part": b"L"}, "new.json.part is still being transferred"),
        ({"list.csv": b"LIST\n", "list.json": b"LIST {}"}, "holds list.csv, list.json; one drop is one list"),
        (
            {"base.json": b"LIST {}", "a.delta.json": b"{}", "list.csv": b"LIST\n"},
            "holds a list's files and list.csv; one drop is one list",
        ),
    ],
)
def test_what_is_not_one_whole_list_is_told(files, reason, tmp_path):
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    assert incomplete_because(tmp_path) == reason
