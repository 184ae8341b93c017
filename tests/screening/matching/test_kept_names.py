"""Listed names that were kept find what freshly analyzed ones find, and nothing else is taken for them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from screening import Screener
from screening.customers import open_customers
from screening.matching import across_types, kept_names
from screening.settings import load_settings
from screening.storage.kept_tables import Kept, KeptTables
from screening.watchlists import Watchlist, read_watchlist

SAMPLE = Path(__file__).resolve().parents[3] / "sample_data"
AS_OF = date(2026, 1, 2)
SETTINGS = load_settings()


@pytest.fixture(scope="module")
def listed() -> Watchlist:
    return read_watchlist(SAMPLE / "ofac_csv")


@pytest.fixture
def kept(tmp_path: Path) -> KeptTables:
    return KeptTables(tmp_path, "this program", newest=20)


def hits(screener: Screener) -> pa.Table:
    """Of the sample, in which people are listed as ships and the other way round, as of every type."""
    source = open_customers(SAMPLE / "customers.parquet", SETTINGS.customers)
    found = []
    for batch in source.batches():
        found.append(screener.screen_batch(batch.customers, AS_OF))
        place = batch.customers.schema.get_field_index("entity_type")
        for entity_type in ("person", "organization", None):
            column = pa.array([entity_type] * batch.customers.num_rows, pa.string())
            found.append(
                screener.screen_batch(batch.customers.set_column(place, "entity_type", column), AS_OF)
            )
    return pa.concat_tables(found)


@pytest.fixture(scope="module")
def expected(listed: Watchlist) -> pa.Table:
    return hits(Screener([listed], SETTINGS))


@pytest.fixture
def no_analysis(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """From when it is called, a list that is analyzed is an error."""

    def refuse(*_: object) -> None:
        raise AssertionError("a list was analyzed that is kept")

    def begin() -> None:
        monkeypatch.setattr(kept_names, "read_names", refuse)
        monkeypatch.setattr(across_types, "analyze", refuse)

    return begin


def test_kept_names_find_the_same(
    listed: Watchlist, kept: KeptTables, expected: pa.Table, no_analysis: Callable[[], None]
) -> None:
    assert expected.num_rows > 0
    assert hits(Screener([listed], SETTINGS, kept)).equals(expected)
    no_analysis()
    assert hits(Screener([listed], SETTINGS, kept)).equals(expected)


def test_another_policy_finds_nothing_kept(listed: Watchlist, kept: KeptTables) -> None:
    Screener([listed], SETTINGS, kept)
    before = set(kept.folder.iterdir())
    names = SETTINGS.names.model_copy(update={"particles": frozenset({"al"})})
    Screener([listed], SETTINGS.model_copy(update={"names": names}), kept)
    assert len(set(kept.folder.iterdir()) - before) == len(before) == 4


def test_another_name_in_a_list_is_analyzed(listed: Watchlist, kept: KeptTables) -> None:
    Screener([listed], SETTINGS, kept)
    before = len(list(kept.folder.iterdir()))
    names = listed.tables["names"]
    shouted = names.set_column(names.schema.names.index("name"), "name", pc.utf8_upper(names["name"]))
    changed = replace(listed, tables={**listed.tables, "names": shouted.slice(1)})
    assert hits(Screener([changed], SETTINGS, kept)).equals(hits(Screener([changed], SETTINGS)))
    assert len(list(kept.folder.iterdir())) > before


def shortened(found: Kept) -> Kept:
    return Kept({name: table.slice(0, len(table) - 1) for name, table in found.tables.items()}, found.facts)


def pointing_outside(found: Kept) -> Kept:
    words = found.tables["words"]
    place = words.schema.names.index("word_text")
    return Kept(
        {**found.tables, "words": words.set_column(place, "word_text", pc.add(words["word_text"], 10**6))},
        found.facts,
    )


def of_other_types(found: Kept) -> Kept:
    tables = {
        name: table.set_column(0, table.schema.names[0], table[0].cast(pa.large_string()))
        for name, table in found.tables.items()
    }
    return Kept(tables, found.facts)


def without_facts(found: Kept) -> Kept:
    return Kept(found.tables)


def without_tables(found: Kept) -> Kept:
    return Kept({}, found.facts)


@pytest.mark.parametrize(
    "changed", [shortened, pointing_outside, of_other_types, without_facts, without_tables]
)
def test_an_entry_that_somebody_wrote_wrong_is_analyzed_again(
    listed: Watchlist,
    kept: KeptTables,
    expected: pa.Table,
    monkeypatch: pytest.MonkeyPatch,
    changed: Callable[[Kept], Kept],
) -> None:
    """Its hashes are right: it says what was written there, and that is not what belongs there."""
    write = KeptTables.keep

    def write_wrong(self: KeptTables, what: str, made_of: list[str], entry: Kept) -> None:
        write(self, what, made_of, changed(entry) if what == "names" else entry)

    with monkeypatch.context() as patched:
        patched.setattr(KeptTables, "keep", write_wrong)
        Screener([listed], SETTINGS, kept)
    source = open_customers(SAMPLE / "customers.parquet", SETTINGS.customers)
    batch = next(source.batches()).customers
    found = Screener([listed], SETTINGS, kept).screen_batch(batch, AS_OF)
    assert found.equals(expected.slice(0, found.num_rows))
