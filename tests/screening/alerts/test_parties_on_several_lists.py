"""The alert of a party on several lists: one, whatever lists come and go, and no decision is lost."""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from alert_cases import CUSTOMER, FIRST_NIGHT, night, noon, settings_with
from hit_rows import hit_table
from party_lists import links, small_list

from screening.alerts import Alert, AlertHit, Ledger, NewDisposition, NightOutcome
from screening.alerts.facts_by_list import by_list, facts_on_lists, party_changes
from screening.linking.group_hits import group_hits, linked_records
from screening.linking.party_links import PartyGroups
from screening.model.alert_ids import alert_id
from screening.model.changes import Change
from screening.wording.changes import reason_words

EU, UK, UN = ("EU", "12"), ("UK", "AFG1"), ("UN", "QDi.1")
NAMES = {EU: "KHALIL Omar", UK: "Omar KHALIL", UN: "OMAR KHALIL"}
LINKED = links((EU, UN, "same reference UN QDi.1"), (UK, UN, "same reference UN QDi.1"))
APART = links()
ALERT = {entry: alert_id("C-1", *entry) for entry in NAMES}


class Office:
    """Plays nights with some lists, and decides between them."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.day = FIRST_NIGHT - timedelta(days=1)

    def night(
        self,
        *hits: tuple[str, str],
        link=LINKED,
        lists: Sequence[tuple[str, str]] | None = None,
        more: Mapping[tuple[str, str], Mapping[str, list[str]]] | None = None,
        again: bool = False,
    ) -> NightOutcome:
        """hits: entries that the customer is a hit on. lists: all that are listed, the hits unless given.
        more: facts of entries that are not as they were."""
        self.day += timedelta(days=0 if again else 1)
        lists = lists or hits
        watchlists = [small_list(entry[0], {entry[1]: [NAMES[entry]]}) for entry in lists]
        rows = hit_table(
            *(
                {"alert_id": ALERT[entry], "record_id": "C-1", "list_id": entry[0], "entity_id": entry[1]}
                for entry in hits
            )
        )
        groups = PartyGroups(link)
        known = self.ledger.known_alerts(linked_records(rows, groups))
        facts = {
            entry: {
                "names": [NAMES[entry]],
                "programs": [f"{entry[0]} program"],
                **(more or {}).get(entry, {}),
            }
            for entry in lists
        }
        seen = []
        for row in group_hits(rows, groups, watchlists, alerts=known).to_pylist():
            entries = [(each["list_id"], each["entity_id"]) for each in row["listings"]]
            own = known.own_entry.get(row["alert_id"], entries[0])
            seen.append(
                AlertHit(
                    row["alert_id"],
                    "C-1",
                    *own,
                    row,
                    CUSTOMER,
                    facts_on_lists(own[0], [(entry[0], facts[entry]) for entry in entries]),
                    entries if entries != [own] else (),
                    known.joins.get(row["alert_id"], ()),
                )
            )
        return self.ledger.record_night(
            night(
                self.day,
                watchlist_versions={watchlist.list_id: watchlist.version for watchlist in watchlists},
                is_listed=lambda *entry: entry in lists,
                party_facts=lambda *entry: facts.get(entry),
            ),
            seen,
        )

    def says(self, entry: tuple[str, str], disposition="false positive", by: str = "Ann") -> None:
        revision = self.alert(entry).revision
        said = NewDisposition(ALERT[entry], disposition, "because", revision)
        (outcome,) = self.ledger.decide([said], by, noon(self.day))
        assert outcome.result == "decided"

    def alert(self, entry: tuple[str, str]) -> Alert:
        return self.ledger.alert(ALERT[entry])

    def state(self, entry: tuple[str, str]) -> str:
        return self.alert(entry).state

    def why(self, entry: tuple[str, str]) -> str:
        return reason_words(self.ledger.history(ALERT[entry])[-1].reason)


@pytest.fixture
def office(sqlite_template: Path, tmp_path: Path) -> Iterator[Office]:
    shutil.copy(sqlite_template, tmp_path / "ledger.db")
    with Ledger.open(f"sqlite:///{tmp_path / 'ledger.db'}", settings_with()) as ledger:
        yield Office(ledger)


def test_a_party_on_several_lists_is_one_alert(office):
    outcome = office.night(EU, UK, UN)
    assert [event.alert_id for event in outcome.events] == [ALERT[EU]]


def test_the_alert_stays_when_a_list_comes_that_stands_before_its_own(office):
    office.night(UN)
    office.night(EU, UN)
    assert office.ledger.identities([ALERT[EU]]) == {}
    assert office.state(UN) == "open"
    assert office.why(UN) == "now also listed on EU"


def test_a_false_positive_is_reopened_when_a_list_comes(office):
    office.night(UN)
    office.says(UN)
    office.night(UN)
    assert office.state(UN) == "false positive"
    office.night(UK, UN)
    assert (office.state(UN), office.why(UN)) == ("open", "now also listed on UK")


def test_a_decision_covers_the_lists_it_was_made_for(office):
    office.night(UK, UN)
    office.says(UK)
    outcome = office.night(UK, UN)
    assert (office.state(UK), outcome.events) == ("false positive", [])


def test_a_list_that_the_party_is_on_counts_though_its_entry_is_no_hit(office):
    office.night(UN)
    office.says(UN)
    office.night(UN, lists=[UN, UK])
    assert office.why(UN) == "now also listed on UK"


def test_a_list_that_goes_reopens_nothing(office):
    office.night(UK, UN)
    office.says(UK)
    for entry in (UK, UN):
        office.night(entry)
        assert office.state(UK) == "false positive"


def test_an_alert_goes_on_when_its_own_entry_is_taken_off(office):
    office.night(EU, UN)
    office.says(EU, "true match")
    office.night(UN)
    alert = office.alert(EU)
    assert (alert.state, alert.in_hits) == ("true match", True)
    assert (alert.hit["list_id"], alert.hit["alert_id"]) == ("UN", ALERT[EU])
    assert office.why(EU) == "no longer listed on EU"
    office.night(UN, lists=[UN, UK])
    assert office.state(EU) == "true match"


def test_what_changes_on_any_of_its_lists_reopens_a_false_positive(office):
    office.night(UK, UN)
    office.says(UK)
    office.night(UK, UN, more={UN: {"names": [NAMES[UN], "ABU OMAR"]}})
    assert office.why(UK) == "new alias 'ABU OMAR'"


def test_a_decision_from_before_measures_were_known_holds_on_each_list(office):
    office.night(UK, UN)
    office.says(UK)
    measures = {UK: {"measures": ["asset freeze"]}, UN: {"measures": ["asset freeze", "travel ban"]}}
    assert office.night(UK, UN, more=measures).events == []
    office.night(UK, UN, more={**measures, UN: {"measures": ["travel ban"]}})
    assert (office.state(UK), office.why(UK)) == ("open", "measure asset freeze lifted")


def test_an_alert_of_a_party_that_is_taken_off_every_list_is_closed(office):
    office.night(UK, UN)
    office.day += timedelta(days=1)
    versions = {"UK": "UK now", "UN": "UN now"}
    office.ledger.record_night(night(office.day, watchlist_versions=versions, is_listed=lambda *_: False), [])
    assert office.state(UK) == "closed by change"
    assert office.why(UK) == "the party was taken off UK; the party was taken off UN"


def test_alerts_that_fall_together_lose_no_decision(office):
    office.night(UK, UN, link=APART)
    office.says(UK)
    office.says(UN, "true match", by="Bob")
    office.night(UK, UN)
    # What is grave goes on.
    assert (office.state(UN), office.state(UK)) == ("true match", "closed by change")
    assert office.why(UK).startswith(f"joined with alert {ALERT[UN]}")
    assert office.ledger.history(ALERT[UK])[-1].linked_alert_id == ALERT[UN]
    assert [each.disposition for each in office.ledger.dispositions(ALERT[UK])] == ["false positive"]
    assert office.why(UN).startswith(f"alert {ALERT[UK]} is about the same party")


def test_of_equals_the_oldest_goes_on(office):
    office.night(UN)
    office.night(EU, UN, link=APART)
    office.night(EU, UN)
    assert (office.state(UN), office.state(EU)) == ("open", "closed by change")


def test_what_was_decided_of_each_list_holds_when_alerts_fall_together(office):
    office.night(UK, UN, link=APART)
    office.says(UK)
    office.says(UN)
    office.night(UK, UN)
    assert office.state(UK) == "false positive"
    outcome = office.night(UK, UN)
    assert (office.state(UK), outcome.events) == ("false positive", [])
    office.night(UK, UN, more={UN: {"programs": ["another"]}})
    assert office.state(UK) == "open"


def test_a_list_that_nobody_cleared_reopens_the_false_positive_it_falls_together_with(office):
    office.night(UK, UN, link=APART)
    office.says(UK)
    office.night(UK, UN)
    assert office.state(UK) == "open"
    assert office.why(UK).endswith("now also listed on UN")


def test_alerts_come_apart_when_their_link_is_taken_back(office):
    office.night(UK, UN, link=APART)
    office.says(UN)
    office.night(UK, UN)
    assert office.state(UN) == "closed by change"
    office.night(UK, UN, link=APART)
    assert (office.state(UK), office.state(UN)) == ("open", "false positive")
    assert office.why(UN).startswith(f"no longer counts as about the same party as alert {ALERT[UK]}; false")


def test_what_never_was_an_alert_of_its_own_becomes_one_when_the_link_is_taken_back(office):
    office.night(UK, UN)
    office.says(UK)
    outcome = office.night(UK, UN, link=APART)
    assert [(event.kind, event.alert_id) for event in outcome.events] == [("raised", ALERT[UN])]
    assert office.state(UK) == "false positive"


@pytest.mark.parametrize("link", [LINKED, APART])
def test_the_same_night_again_changes_nothing(office, link):
    office.night(UN, link=APART)
    office.night(UK, UN, link=APART)
    office.night(EU, UK, UN)
    first = office.night(EU, UK, UN, link=link)
    again = office.night(EU, UK, UN, link=link, again=True)
    assert first == again


def test_a_reviewer_is_told_where_a_joined_alert_went(office):
    office.night(UK, UN, link=APART)
    revision = office.alert(UN).revision
    office.night(UK, UN)
    said = NewDisposition(ALERT[UN], "true match", "because", office.alert(UN).revision)
    (outcome,) = office.ledger.decide([said], "Ann", noon(office.day))
    assert outcome.note == f"was joined with alert {ALERT[UK]}, of the same party; decide that one"
    assert revision < office.alert(UN).revision


def test_joined_alerts_move_to_other_record_ids_together(office, tmp_path):
    office.night(UK, UN, link=APART)
    office.night(UK, UN)
    office.ledger.rekey({"C-1": "N-1"}, tmp_path / "ids.csv", "Ann")
    known = office.ledger.known_alerts([])
    assert known.assign("N-1", [[UK, UN]])[0].alert_id == alert_id("N-1", *UK)
    assert known.joins == {alert_id("N-1", *UK): (alert_id("N-1", *UN),)}


def test_facts_of_one_list_stay_as_they_always_were():
    facts = {"names": ["A"]}
    assert facts_on_lists("UN", [("UN", facts)]) is facts
    assert by_list(facts, "UN") == {"UN": facts}


def test_facts_of_several_lists_come_back_by_list():
    known = {"UK": {"names": ["A"]}, "EU": {"names": ["B"], "programs": ["P"]}}
    assert by_list(facts_on_lists("UK", known.items()), "UK") == known
    alone = facts_on_lists("UK", [("EU", {"names": ["B"]})])
    assert by_list(alone, "UK") == {"EU": {"names": ["B"]}}


def test_where_new_lists_do_not_count_nothing_of_them_does():
    before, after = {"names": ["A"]}, {"names": ["A"], "lists": ["EU", "UK"], "EU: names": ["B"]}
    assert party_changes(before, after, ["names"], "UK") == ()
    assert party_changes(before, after, ["lists"], "UK") == (Change("party", "lists", ("UK",), ("EU", "UK")),)
