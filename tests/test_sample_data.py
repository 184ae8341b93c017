"""The sample data: both list formats say the same, and a screening run finds what is planted and no more."""

import functools
from pathlib import Path

import pandas as pd
import pytest

from screening import Screener
from screening.watchlists import Watchlist, read_watchlist
from screening.watchlists.watchlist import SCHEMAS

REPOSITORY = Path(__file__).resolve().parent.parent
SAMPLE = REPOSITORY / "sample_data"
LISTS = {"csv": SAMPLE / "ofac_csv", "xml": SAMPLE / "ofac_xml" / "sdn.xml"}
CONFIGS = {
    "customers.parquet": None,
    "vendors.parquet": REPOSITORY / "configs" / "mappings" / "vendors.yaml",
}
ID_COLUMN = {"customers.parquet": "record_id", "vendors.parquet": "vendor_no"}

read_once = functools.cache(read_watchlist)


def planted() -> pd.DataFrame:
    return pd.read_csv(SAMPLE / "planted.csv", dtype=str, keep_default_na=False)


def planted_rows(*expectations: str) -> list[object]:
    rows = planted()
    chosen = rows[rows["expectation"].isin(expectations)]
    return [
        pytest.param(row, id=f"{row['record_id']}-{row['kind']}-{row['entity_id'] or 'nobody'}")
        for _, row in chosen.iterrows()
    ]


@functools.cache
def screener(list_format: str, file: str) -> Screener:
    return Screener.load(LISTS[list_format], config=CONFIGS[file])


@functools.cache
def screened(list_format: str, file: str) -> pd.DataFrame:
    return screener(list_format, file).screen(pd.read_parquet(SAMPLE / file))


def hits_of(row: pd.Series, list_format: str) -> pd.DataFrame:
    hits = screened(list_format, row["file"])
    return hits[hits["record_id"] == row["record_id"]]


pytestmark = pytest.mark.xdist_group("sample_data")


@pytest.mark.parametrize("list_format", LISTS)
@pytest.mark.parametrize("row", planted_rows("hit"))
def test_planted_match_is_found(row: pd.Series, list_format: str):
    assert row["entity_id"] in set(hits_of(row, list_format)["entity_id"]), row["why"]


@pytest.mark.parametrize("list_format", LISTS)
@pytest.mark.parametrize("row", planted_rows("ruled_out"))
def test_planted_name_sake_is_ruled_out(row: pd.Series, list_format: str):
    assert row["entity_id"] not in set(hits_of(row, list_format)["entity_id"]), row["why"]


@pytest.mark.parametrize("file", ID_COLUMN)
def test_only_other_identifiers_rule_a_name_sake_out(file: str):
    expected = planted().query("expectation == 'ruled_out' and file == @file")
    table = pd.read_parquet(SAMPLE / file)
    kept = [ID_COLUMN[file], *(name for name in table.columns if name.endswith(("name", "type")))]
    # The mapping of vendors names columns that a table of bare names does not have.
    bare = table[kept].assign(**dict.fromkeys(table.columns.difference(kept), pd.NA))
    hits = screener("csv", file).screen(bare)
    found = set(zip(hits["record_id"], hits["entity_id"], strict=True))
    assert set(zip(expected["record_id"], expected["entity_id"], strict=True)) <= found


@pytest.mark.parametrize("list_format", LISTS)
@pytest.mark.parametrize("row", planted_rows("clean", "rejected"))
def test_planted_near_miss_raises_nothing(row: pd.Series, list_format: str):
    hits = hits_of(row, list_format)
    assert hits.empty, f"{row['why']} But: {'; '.join(hits['explanation'])}"


@pytest.mark.parametrize("list_format", LISTS)
@pytest.mark.parametrize("file", ID_COLUMN)
def test_nothing_else_is_found(file: str, list_format: str):
    expected = planted().query("expectation == 'hit' and file == @file")
    pairs = set(zip(expected["record_id"], expected["entity_id"], strict=True))
    hits = screened(list_format, file)
    found = set(zip(hits["record_id"], hits["entity_id"], strict=True))
    assert found - pairs == set()


@pytest.mark.parametrize("file", ID_COLUMN)
def test_both_formats_give_the_same_scores(file: str):
    columns = ["record_id", "entity_id", "score", "matched_name", "authority"]
    pd.testing.assert_frame_equal(screened("csv", file)[columns], screened("xml", file)[columns])


@pytest.mark.parametrize("file", ID_COLUMN)
def test_planted_rows_are_in_their_table(file: str):
    records = pd.read_parquet(SAMPLE / file)[ID_COLUMN[file]]
    assert records.is_unique
    expected = planted().query("file == @file")["record_id"]
    assert set(expected) <= set(records)


@pytest.mark.parametrize("list_format", LISTS)
def test_every_remark_of_the_lists_is_understood(list_format: str):
    watchlist = read_once(LISTS[list_format])
    assert watchlist.tables["unparsed_remarks"].num_rows == 0
    assert watchlist.orphans == 0


# The CSV files have the remarks in one piece, and no numbers for what stands in them.
ONLY_IN_ONE_FORMAT = {"remarks", "name_id"}


def facts(watchlist: Watchlist, table: str) -> list[dict[str, object]]:
    rows = watchlist.tables[table].to_pandas().drop(columns=ONLY_IN_ONE_FORMAT, errors="ignore")
    return sorted(rows.to_dict("records"), key=repr)


@pytest.mark.parametrize("table", SCHEMAS)
def test_both_formats_hold_the_same_facts(table: str):
    csv_list, xml_list = (read_once(path) for path in LISTS.values())
    assert repr(facts(csv_list, table)) == repr(facts(xml_list, table))
    # OFAC's lists say what is prohibited by their programs, and name no other publisher's parties.
    assert csv_list.tables[table].num_rows or table in {"unparsed_remarks", "measures", "references"}


def test_the_december_2019_action_is_there_with_every_alias():
    names = read_once(LISTS["csv"]).tables["names"].to_pandas()
    counts = names.groupby("entity_id").size()
    assert counts[["27994", "28004", "28005", "28023", "28283"]].tolist() == [3, 6, 5, 5, 13]
    assert "AAH" in set(names.query("entity_id == '28283' and quality == 'weak'")["name"])
