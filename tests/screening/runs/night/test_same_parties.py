"""Nights with two lists whose links come and go: those that screen what changed give one row a customer and
party, as full ones do, with the same alerts."""

import random
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pyarrow as pa
import pytest
from bank import Bank, Listed, Row
from party_lists import small_list

from screening.alerts import Ledger, NightOutcome
from screening.runs.night import plan
from screening.runs.night.recording import NightFacts
from screening.runs.night.same_parties import hits_of_parties
from screening.settings import Settings, load_settings
from screening.watchlists import Watchlist

FIRST = date(2026, 1, 2)
# Of one month, so that none of them is screened in full but the first.
DAYS = 9
MEN = ["Omar Khalil", "Rustam Karzai", "Pavel Drozdov", "Qays Khazali", "Arkady Sorokin", "Boris Tadmir"]
CUSTOMERS: list[Row] = [{"record_id": f"c{place}", "name": name} for place, name in enumerate(MEN)]


def listed_men() -> list[Listed]:
    """Each man is on both lists, and nothing says that he is one."""
    eu = small_list("EU", {f"E{place}": [name] for place, name in enumerate(MEN)})
    uk = small_list("UK", {f"K{place}": [name.upper()] for place, name in enumerate(MEN)})
    return [Listed.of(watchlist, watchlist.list_id, 1) for watchlist in (eu, uk)]


def settings_with_ledger(folder: Path) -> Settings:
    folder.mkdir()
    ledger = f"sqlite:///{folder / 'ledger.db'}"
    return load_settings(None, linking={"kinds": ["reference"]}, alerts={"ledger": ledger})


class Desk:
    """A bank with a ledger of its own."""

    def __init__(self, folder: Path, *, full: bool) -> None:
        self.settings = settings_with_ledger(folder)
        self.bank = Bank(folder, self.settings)
        self.full = full

    def night(self, lists: list[Watchlist], day: date, customers: list[Row]) -> tuple[pa.Table, NightOutcome]:
        screened = self.bank.screen(lists, customers, day, full=self.full)
        assert screened.plan.full == (self.full or day == FIRST)
        found = hits_of_parties(screened.hits, lists, self.settings)
        facts = NightFacts(screened.night)
        with Ledger.open(self.settings.alerts.ledger, self.settings.alerts) as ledger:
            outcome = ledger.record_night(facts.ledger_night(), facts.sightings(found.hits, found.alerts))
        return found.hits, outcome


class Changes:
    """What a day brings to lists, drawn with a seed."""

    def __init__(self, seed: int, lists: list[Listed]) -> None:
        self.draw = random.Random(seed)
        self.lists = lists

    def day(self) -> None:
        for _ in range(3):
            self.draw.choice([self._refer, self._refer, self._list, self._alias])(
                self.draw.randrange(len(MEN))
            )

    def _refer(self, man: int) -> None:
        """Both lists say by which number the UN lists him, or one of them takes it back."""
        here = [listed for listed in self.lists if entry(listed, man) in listed.ids]
        if here and all(listed.rows("references", entry(listed, man)) for listed in here):
            one = self.draw.choice(here)
            one.tables["references"][entry(one, man)] = []
            return
        for listed in here:
            row = {"entity_id": entry(listed, man), "publisher": "UN", "reference": f"QDi.{man}"}
            listed.tables["references"][entry(listed, man)] = [row]

    def _list(self, man: int) -> None:
        listed = self.draw.choice(self.lists)
        if entry(listed, man) in listed.ids:
            listed.delist(entry(listed, man))
        else:
            listed.list_again(entry(listed, man))

    def _alias(self, man: int) -> None:
        listed = self.draw.choice(self.lists)
        if entry(listed, man) in listed.ids:
            listed.add_alias(entry(listed, man), f"Abu {MEN[man]}")


def entry(listed: Listed, man: int) -> str:
    return f"{'E' if listed.list_id == 'EU' else 'K'}{man}"


def test_nights_of_what_changed_group_hits_as_full_nights_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Reading the program's own code takes longer than such a night.
    monkeypatch.setattr(plan, "scoring_fingerprint", lambda *_: "the same")
    lists = listed_men()
    changes = Changes(3, lists)
    some, whole = Desk(tmp_path / "some", full=False), Desk(tmp_path / "whole", full=True)
    joined = []
    for number in range(DAYS):
        if number:
            changes.day()
        tonight, day = [listed.watchlist() for listed in lists], FIRST + timedelta(days=number)
        hits, outcome = some.night(tonight, day, CUSTOMERS)
        all_hits, of_all = whole.night(tonight, day, CUSTOMERS)
        assert hits.equals(all_hits), f"night {number}"
        assert outcome.statuses == of_all.statuses
        assert [(event.alert_id, event.kind, event.reason) for event in outcome.events] == [
            (event.alert_id, event.kind, event.reason) for event in of_all.events
        ]
        joined.append({hit["record_id"] for hit in hits.to_pylist() if len(hit["listings"]) > 1})
    came = sum(len(now - before) for before, now in pairwise(joined))
    went = sum(len(before - now) for before, now in pairwise(joined))
    # Links came and went, or nothing would be proved.
    assert min(came, went) >= 3
