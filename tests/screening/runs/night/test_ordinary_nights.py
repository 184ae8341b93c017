"""Thirty ordinary nights pass the gate between nights at its defaults, and a bad one after them does not.

`benchmarks/ordinary_nights.py` plays the same with 20,000 customers, real lists and every gate.
"""

import random
from datetime import date, timedelta

from bank import Bank, Listed, Row, Screened, sample_customers, settings_with, two_lists

from screening.alerts.records import Identity
from screening.quality import GateResult, night_gate
from screening.runs.night.comparison import compare_with_last
from screening.settings import load_settings

NIGHTS = 12


class OrdinaryBank:
    """Every night some customers change, one leaves and one comes; every third a party comes or goes."""

    def __init__(self, folder, seed: int = 1) -> None:
        self.bank = Bank(folder, settings_with())
        self.lists: list[Listed] = two_lists()
        self.draw = random.Random(seed)
        everybody = sample_customers()
        self.draw.shuffle(everybody)
        self.waiting, self.here = everybody[:NIGHTS], everybody[NIGHTS:]
        self.day = date(2026, 1, 2)
        self.alerts: list[Identity] = []
        self.comes = [self.lists[0].ids[place] for place in (3, 9, 15, 21, 27)]
        for entity_id in self.comes:
            self.lists[0].delist(entity_id)

    def pass_a_day(self, number: int) -> None:
        place = self.draw.randrange(len(self.here))
        self.here[place] = self.here[place] | {"nationality": self.draw.choice(["FR", "IQ", "US"])}
        self.here.pop(self.draw.randrange(len(self.here)))
        self.here.append(self.waiting.pop())
        if number % 6 == 0:
            self.lists[0].list_again(self.comes.pop())
        elif number % 6 == 3:
            self.lists[0].delist(self.draw.choice(self.lists[0].ids))
        self.day += timedelta(days=1)

    def night(self, customers: list[Row]) -> GateResult:
        """What the gate makes of it; the night is left to the next whatever that is."""
        lists = [each.watchlist() for each in self.lists]
        screened: Screened = self.bank.screen(lists, customers, self.day, leave=False)
        compared = compare_with_last(screened.night, screened.hits, self.alerts, self.bank.state)
        result = night_gate(compared, load_settings().gates.night)
        with self.bank.state.locked():
            screened.night.leave(screened.hits, self.bank.state.path)
        pairs = screened.hits.select(["record_id", "list_id", "entity_id"]).to_pylist()
        self.alerts = [Identity(**pair, revision=1) for pair in pairs]
        return result


def test_ordinary_nights_and_a_bad_one(tmp_path):
    office = OrdinaryBank(tmp_path)
    failed = [*office.night(office.here).failures]
    for number in range(1, NIGHTS):
        office.pass_a_day(number)
        failed += office.night(office.here).failures
    assert failed == []
    assert len(office.alerts) > 5
    assert not office.night(office.here[: len(office.here) // 2]).passed
