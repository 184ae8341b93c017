"""The list gate: one fault at a time, each found by the check that is there for it."""

from dataclasses import replace
from datetime import date

import pyarrow as pa
import pytest
from gate_inputs import TODAY, a_list, listed
from real_lists import read_real

from screening.model.errors import GateFailure
from screening.model.gates import HitsSeen
from screening.quality import AgeLimit, GateResult, list_gate, raise_if_failed
from screening.quality.lists import tables_to_check
from screening.watchlists.watchlist import WatchlistBuilder


def failed(result: GateResult) -> list[str]:
    return [check.name for check in result.failures]


def test_a_sound_list_passes_and_says_what_was_seen(watchlist, limits):
    result = list_gate(watchlist, limits, TODAY)
    assert result.passed, result.failures
    assert result.name == "list TEST"
    assert result.saw == (
        "2 parties with 3 names, 0 orphan rows (0.000%), "
        "0.00% of 0 segments of remarks not understood, published 2022-01-01, 30 days ago"
    )
    raise_if_failed([result])


def test_a_party_listed_twice(limits):
    builder = a_list()
    listed(builder, "1", "SOMEBODY ELSE")
    result = list_gate(builder.build(), limits, TODAY)
    assert failed(result) == ["every party is listed once"]
    assert result.failures[0].saw == "found 2 of 3 rows, such as entity_id '1'; entity_id '1'"


def test_a_party_without_a_number(limits):
    builder = a_list()
    listed(builder, None, "NOBODY")
    assert "every party has a number" in failed(list_gate(builder.build(), limits, TODAY))


@pytest.mark.parametrize(
    ("entity_type", "check"),
    [
        ("ship", "types are person, organization, vessel, aircraft"),
        (None, "every party has a type"),
    ],
)
def test_a_type_that_is_none(limits, entity_type, check):
    builder = a_list()
    listed(builder, "3", "QUEEN MARY", entity_type=entity_type)
    assert failed(list_gate(builder.build(), limits, TODAY)) == [check]


@pytest.mark.parametrize(
    ("name", "checks"),
    [(None, ["no name is null"]), ("  ", ["no name is blank"]), ("", ["no name is blank"])],
)
def test_a_name_that_says_nothing(limits, name, checks):
    builder = a_list()
    builder.add("names", entity_id="1", name=name, kind="aka", quality="strong")
    assert failed(list_gate(builder.build(), limits, TODAY)) == checks


def test_a_name_of_unknown_quality(limits):
    builder = a_list()
    builder.add("names", entity_id="1", name="QAYS", kind="aka", quality="good")
    result = list_gate(builder.build(), limits, TODAY)
    assert failed(result) == ["qualities are primary, strong, weak"]
    assert result.failures[0].saw == "found 1 of 4 rows, such as 'good' (entity_id '1')"


def test_a_party_whose_primary_name_is_missing(limits):
    builder = a_list()
    builder.add("entities", entity_id="3", entity_type="person", name="NAMELESS")
    result = list_gate(builder.build(), limits, TODAY)
    assert failed(result) == ["every party has a primary name"]
    assert "entity_id '3'" in result.failures[0].saw


@pytest.mark.parametrize("table", ["names", "addresses", "programs", "identifiers", "relations"])
def test_a_row_of_any_table_that_points_to_nobody(limits, table):
    builder = a_list()
    extra = {"name": "GHOST", "kind": "aka", "quality": "strong"} if table == "names" else {}
    builder.add(table, entity_id="999", **extra)
    result = list_gate(builder.build(), limits, TODAY)
    assert failed(result) == ["every row of every table points to a listed party"]
    assert f"table '{table}'" in result.failures[0].saw


@pytest.mark.parametrize(
    ("earliest", "latest", "check"),
    [
        (date(1974, 6, 21), date(1974, 6, 20), "no range of birth dates ends before it begins"),
        (date(1674, 6, 20), date(1674, 6, 20), "birth dates lie between 1850 and today"),
        (date(2022, 2, 1), date(2022, 2, 1), "birth dates lie between 1850 and today"),
        (None, date(1974, 6, 20), "every date of birth has a first possible day"),
        (date(1974, 6, 20), None, "every date of birth has a last possible day"),
    ],
)
def test_an_impossible_birth_date(limits, earliest, latest, check):
    builder = a_list()
    builder.add("birth_dates", entity_id="2", text="?", earliest=earliest, latest=latest)
    assert failed(list_gate(builder.build(), limits, TODAY)) == [check]


def test_a_birth_year_that_is_not_over_yet_is_possible(limits):
    builder = a_list()
    builder.add(
        "birth_dates", entity_id="2", text="2022", earliest=date(2022, 1, 1), latest=date(2022, 12, 31)
    )
    assert list_gate(builder.build(), limits, TODAY).passed


def test_an_empty_list(watchlist, limits):
    empty = replace(watchlist, tables={name: table.slice(0, 0) for name, table in watchlist.tables.items()})
    result = list_gate(empty, limits, TODAY)
    assert failed(result) == ["the list holds at least 1 parties"]
    assert result.failures[0].saw == "found 0"


def test_too_few_parties(watchlist, limits):
    result = list_gate(watchlist, limits.model_copy(update={"min_entities": 1000}), TODAY)
    assert failed(result) == ["the list holds at least 1,000 parties"]


def test_orphans_are_measured_against_aliases_and_addresses(watchlist, limits):
    # One alias, one address and two orphans: half of the rows point to nobody.
    result = list_gate(replace(watchlist, orphans=2), limits, TODAY)
    assert failed(result) == ["at most 0.100% of aliases and addresses point to no listed party"]
    assert result.failures[0].saw == "found 0.5"
    assert list_gate(
        replace(watchlist, orphans=2), limits.model_copy(update={"max_orphan_share": 0.5}), TODAY
    ).passed


@pytest.mark.parametrize(
    ("list_id", "unknown"),
    [
        # It has a table of programs, so a code that is not there is new whatever the list says of it.
        ("EU", ("NEW", "NEW TOO")),
        # Of others, the list itself may tell.
        ("TEST", ("NEW",)),
    ],
)
def test_programs_that_nobody_knows_are_told(limits, list_id, unknown):
    builder = a_list()
    builder.list_id = list_id
    for code, authority in (("NEW", None), ("NEW TOO", "an act"), ("SYR", "another act")):
        builder.add("programs", entity_id="1", program=code, authority=authority)
    result = list_gate(builder.build(), limits, TODAY)
    assert result.passed, result.failures
    assert result.saw.endswith(f", unknown programs: {', '.join(unknown)}")


def test_remarks_that_the_grammar_does_not_know(limits):
    builder = a_list()
    builder.remark_segments = 10
    builder.add("unparsed_remarks", entity_id="1", text="Favourite color: blue")
    result = list_gate(builder.build(), limits, TODAY)
    assert failed(result) == ["at most 1.00% of the segments of remarks are not understood"]
    assert result.failures[0].saw == "found 0.1"


@pytest.mark.parametrize(
    ("published", "passes"),
    [
        (date(2022, 1, 31), True),
        (date(2022, 1, 1), True),
        (date(2021, 12, 31), False),
        (date(2022, 2, 1), True),
        (date(2022, 3, 1), False),
        (None, True),
    ],
)
def test_the_age_of_a_list_that_nobody_chose(watchlist, limits, published, passes):
    age = AgeLimit(published or TODAY, 30)
    result = list_gate(replace(watchlist, published=published), limits, TODAY, age)
    assert result.passed is passes
    assert failed(result) == [] if passes else ["the list is no older than 30 days, and not from the future"]


def test_a_list_that_a_person_chose_may_be_of_any_age_and_says_it(watchlist, limits):
    result = list_gate(replace(watchlist, published=date(1997, 1, 31)), limits, TODAY)
    assert result.passed
    assert result.saw.endswith("published 1997-01-31, 9,131 days ago")
    undated = list_gate(replace(watchlist, published=None), limits, TODAY)
    assert undated.passed
    assert undated.saw.endswith("of unknown date, so its age was not checked")


def test_the_age_of_a_list_without_a_date_is_that_of_its_arrival(watchlist, limits):
    undated = replace(watchlist, published=None)
    old = list_gate(undated, limits, TODAY, AgeLimit(date(2021, 12, 1), 30))
    assert failed(old) == ["the list is no older than 30 days, and not from the future"]
    assert old.saw.endswith("of unknown date, last brought 2021-12-01, 61 days ago")
    assert "max_age_days" in old.failures[0].way_out


def with_aliases(parties: int, *owners: int, addresses: tuple[int, ...] = ()) -> WatchlistBuilder:
    builder = WatchlistBuilder(list_id="TEST", source="test")
    for number in range(parties):
        listed(builder, str(number), f"PARTY {number}")
    for number in owners:
        builder.add("names", entity_id=str(number), name=f"ALIAS {number}", kind="aka", quality="strong")
    for number in addresses:
        builder.add("addresses", entity_id=str(number), city="Baghdad")
    return builder


ENDS = "aliases and addresses run on to the end of the list"


@pytest.mark.parametrize(
    ("owners", "passes"),
    [
        (range(0, 500, 2), True),
        (range(0, 401, 2), True),
        # The last alias is that of party 398: behind it stand 101 without one.
        (range(0, 399, 2), False),
        ((), False),
        # Long stretches without aliases are the way of this list.
        ((0, 300, 301), True),
    ],
)
def test_aliases_that_end_before_the_list_does(limits, owners, passes):
    result = list_gate(with_aliases(500, *owners).build(), limits, TODAY)
    assert failed(result) == ([] if passes else [ENDS])


def test_a_list_without_aliases_is_let_through_where_the_settings_say_so(limits):
    watchlist = with_aliases(500).build()
    result = list_gate(watchlist, limits, TODAY)
    assert result.failures[0].saw == "found 1 of 2 rows, such as 1 (rows 'aliases')"
    assert "max_parties_without_alias" in result.failures[0].way_out
    assert list_gate(watchlist, limits.model_copy(update={"max_parties_without_alias": None}), TODAY).passed


def test_a_list_whose_names_stand_in_one_file_with_the_parties_may_end_without_aliases(limits):
    watchlist = with_aliases(500, *range(0, 399, 2)).build()
    assert list_gate(replace(watchlist, list_id="UN"), limits, TODAY).passed
    assert failed(list_gate(replace(watchlist, list_id="OFAC-SDN"), limits, TODAY)) == [ENDS]


def test_addresses_that_end_before_the_list_does_but_not_a_list_without_any(limits):
    aliases = range(0, 500, 2)
    cut = with_aliases(500, *aliases, addresses=tuple(range(300)))
    assert failed(list_gate(cut.build(), limits, TODAY)) == [ENDS]
    assert list_gate(with_aliases(500, *aliases).build(), limits, TODAY).passed


@pytest.mark.parametrize(
    "path", ["2021-04", "2021-07", "2022-01", "consolidated", "consolidated_xml/2024-02-23.xml"]
)
def test_real_lists_run_on_to_their_end(shared_data, limits, path):
    result = list_gate(read_real(shared_data / "ofac" / path), limits)
    assert ENDS not in failed(result)


def test_a_failure_says_what_was_seen_and_the_way_out(watchlist, limits):
    result = list_gate(watchlist, limits.model_copy(update={"min_entities": 1000}), TODAY)
    with pytest.raises(GateFailure) as raised:
        raise_if_failed([result])
    assert str(raised.value) == (
        "The list TEST gate stopped the run; nothing was published. It saw 2 parties with 3 names, "
        "0 orphan rows (0.000%), 0.00% of 0 segments of remarks not understood, "
        "published 2022-01-01, 30 days ago.\n"
        "  - the list holds at least 1,000 parties: found 2. "
        "Way out: fetch the list again, or lower min_entities (see the 'gates' section of the settings)."
    )


def test_a_gate_writes_no_file(watchlist, limits, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert list_gate(watchlist, limits, TODAY).passed
    assert list(tmp_path.iterdir()) == []


def test_a_gate_that_checked_nothing_has_not_passed():
    assert not GateResult(HitsSeen(hits=0, records=0, customers=0), checks=()).passed


def test_a_table_the_gate_cannot_read_is_a_fault_of_the_program(watchlist, limits):
    from screening.quality.validation import validate

    parties, *_ = tables_to_check(watchlist, limits, TODAY, None)
    other = pa.table({"something": ["else"]}).to_pandas()
    with pytest.raises(RuntimeError, match=r"suite 'list\.entities' could not be computed"):
        validate([replace(parties, rows=other)])
