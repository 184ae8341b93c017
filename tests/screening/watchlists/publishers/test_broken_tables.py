"""500 broken copies of a file of each form: a right result or a clear error, no traceback, no hang."""

import gzip
import json

import pytest
from mutated_files import mutations
from small_tables import SIMPLE_CSV, au_workbook, csl, ftm

from screening.model.errors import InputError
from screening.model.vocabulary import ENTITY_TYPES
from screening.watchlists.read import recognize

COPIES = 500
FTM = "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in ftm()).encode()
DELTA = b"".join(
    json.dumps({"op": op, "entity": each}).encode() + b"\n"
    for op, each in (("ADD", {**ftm()[2], "id": "NK-77"}), ("MOD", ftm()[3]), ("DEL", {"id": "NK-4"}))
)
_VALE = (7, "Anton VALE", "Individual", "Primary Name", None, 1971, "Homs", "Syria")
_TONI = ("7a", "Toni", "Individual", "Alias", "Weak", "1/2/1970, 1972", None, None)
_LISTED = (
    "a) Homs b) Beirut",
    "QDi.430.",
    None,
    None,
    "1988 (Taliban)",
    None,
    "Regulation",
    True,
    True,
    True,
    False,
)
AU = au_workbook([(*_VALE, *_LISTED), (*_TONI, *_LISTED)])
FILES = {
    "targets.simple.csv": SIMPLE_CSV,
    "entities.ftm.json": FTM,
    "list.csv": csl(),
    "list.csv.gz": gzip.compress(csl()),
    "list.xlsx": AU,
}


@pytest.mark.parametrize("name", FILES)
def test_a_broken_copy_is_read_right_or_refused(tmp_path, name):
    path = tmp_path / name
    outcomes = {"read": 0, "refused": 0, "not known": 0}
    for broken in mutations(FILES[name], COPIES, seed=12):
        path.write_bytes(broken)
        outcomes[outcome(path)] += 1
    assert sum(outcomes.values()) == COPIES
    assert outcomes["refused"] > 0


def test_a_broken_delta_file_is_applied_or_refused(tmp_path):
    (tmp_path / "entities.ftm.json").write_bytes(FTM)
    path = tmp_path / "20260301000000-aaa.entities.delta.json"
    outcomes = {"read": 0, "refused": 0, "not known": 0}
    for broken in mutations(DELTA, COPIES, seed=12):
        path.write_bytes(broken)
        outcomes[outcome(tmp_path)] += 1
    assert outcomes["read"] > 0
    assert outcomes["refused"] > 0


def outcome(path):
    """What became of a file: read (and sound), refused with a reason, or no list that is known."""
    try:
        publication = recognize(path)
        if publication is None:
            return "not known"
        watchlist = publication.read(None)
        counts = publication.count()
    except InputError as error:
        assert str(path.parent) in str(error)
        return "refused"
    parties = set(watchlist.tables["entities"]["entity_id"].to_pylist())
    assert len(parties) == watchlist.entity_count
    assert set(watchlist.tables["entities"]["entity_type"].to_pylist()) <= set(ENTITY_TYPES)
    assert all(name.strip() for name in watchlist.tables["names"]["name"].to_pylist())
    assert sum(count.parties for count in counts) == watchlist.entity_count
    assert sum(count.names for count in counts) == watchlist.name_count
    return "read"


def test_the_copies_are_of_lists_that_are_read(tmp_path):
    for name, content in FILES.items():
        (tmp_path / name).write_bytes(content)
        assert outcome(tmp_path / name) == "read"
