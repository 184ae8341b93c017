"""Entries of several lists that are one party: what links them, and what speaks against it."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pyarrow as pa
import pytest

from screening.linking.links import find_links, link_parties
from screening.linking.party_links import LINKS, PartyGroups
from screening.settings import load_settings
from screening.settings.linking import LinkingSettings
from screening.watchlists import facts
from screening.watchlists.party_writer import PartyWriter
from screening.watchlists.watchlist import Watchlist, WatchlistBuilder

KHAZALI: dict[str, Any] = {"name": "AL-KHAZALI, Qais", "born": "20 Jun 1974", "program": "IRAN"}


def a_list(list_id: str, **parties: Mapping[str, Any]) -> Watchlist:
    """A list of parties by entity_id, each as the keywords of `_write`."""
    builder = WatchlistBuilder(list_id, source="test")
    writer = PartyWriter(builder)
    for entity_id, party in parties.items():
        _write(writer, entity_id, **party)
    return builder.build()


def _write(
    writer: PartyWriter,
    entity_id: str,
    name: str,
    *,
    kind: str = "person",
    aliases: Sequence[str] = (),
    weak: Sequence[str] = (),
    born: str | None = None,
    gender: str | None = None,
    program: str | None = None,
    listed_on: date | None = None,
    references: Sequence[tuple[str, str]] = (),
    numbers: Sequence[tuple[str, str, str | None, str | None]] = (),
) -> None:
    writer.start(entity_id, kind, name, gender=gender)
    for number, alias in enumerate(aliases):
        writer.alias(entity_id, f"{entity_id}-{number}", "aka", alias)
    for number, alias in enumerate(weak):
        writer.alias(entity_id, f"{entity_id}-weak-{number}", "aka", alias, "weak")
    if born:
        birth = facts.birth_date(born, is_main=True)
        assert birth is not None
        writer.facts(entity_id, [birth])
    if program:
        writer.program(entity_id, program, listed_on=listed_on)
    for publisher, reference in references:
        writer.reference(entity_id, publisher, reference)
    for word, digits, country, note in numbers:
        writer.facts(entity_id, [facts.identifier(word, digits, country_text=country, note=note)])


@pytest.fixture(scope="module")
def settings() -> LinkingSettings:
    return load_settings().linking


def rows(lists: Sequence[Watchlist], settings: LinkingSettings, **changes: Any) -> list[dict[str, Any]]:
    return link_parties(lists, settings.model_copy(update=changes)).to_pylist()


def linked(lists: Sequence[Watchlist], settings: LinkingSettings, **changes: Any) -> set[tuple[str, str]]:
    """The linked entities of two lists, by their numbers."""
    return {(row["entity_id"], row["other_entity_id"]) for row in rows(lists, settings, **changes)}


class TestReferences:
    def test_a_list_that_gives_the_others_number(self, settings: LinkingSettings) -> None:
        un = a_list("UN", **{"QDi.430": {"name": "SALLY JONES"}})
        uk = a_list("UK", AQD0001={"name": "Sally-Anne Jones", "references": [("UN", "QDI.430 ")]})

        (row,) = rows([un, uk], settings)

        assert row == {
            "list_id": "UK",
            "entity_id": "AQD0001",
            "other_list_id": "UN",
            "other_entity_id": "QDi.430",
            "kind": "reference",
            "because": "same reference UN QDi.430",
        }

    def test_two_lists_that_give_the_same_third_number(self, settings: LinkingSettings) -> None:
        eu = a_list("EU", E1={"name": "Sally Jones", "references": [("UN", "QDi.430")]})
        uk = a_list("UK", U1={"name": "JONES Sally-Anne", "references": [("UN", "QDi.430")]})

        assert linked([eu, uk], settings) == {("E1", "U1")}

    def test_two_lists_of_one_publisher_share_its_numbers(self, settings: LinkingSettings) -> None:
        sdn = a_list("OFAC-SDN", **{"17016": {"name": "GAZPROMBANK", "kind": "organization"}})
        cons = a_list("OFAC-CONS", **{"17016": {"name": "GAZPROMBANK OAO", "kind": "organization"}})

        (row,) = rows([sdn, cons], settings)

        assert row["because"] == "same reference OFAC 17016"

    def test_a_number_printed_wrong_does_not_link_two_names_with_nothing_in_common(
        self, settings: LinkingSettings
    ) -> None:
        un = a_list("UN", **{"HTi.009": {"name": "KEMPES SANON"}, "HTi.008": {"name": "DIMITRI HERARD"}})
        uk = a_list(
            "UK", HAI0012={"name": "Dimitri Herard", "program": "Haiti", "references": [("UN", "HTi.009")]}
        )

        assert ("HAI0012", "HTi.009") not in linked([un, uk], settings)

    def test_a_number_that_is_another_partys_speaks_against_the_name(self, settings: LinkingSettings) -> None:
        aweys: dict[str, Any] = {
            "QDi.042": {"name": "HASSAN DAHIR AWEYS", "aliases": ["Hassan Tahir Oais"]},
            "SOi.002": {"name": "HASSAN DAHIR AWEYS"},
        }
        un = a_list("UN", **aweys)
        uk = a_list("UK", SOM0003={"name": "Hassan Dahir Aweys", "references": [("UN", "SOi.002")]})

        assert linked([un, uk], settings) == {("SOM0003", "SOi.002")}

    def test_the_kind_switched_off(self, settings: LinkingSettings) -> None:
        un = a_list("UN", **{"QDi.430": {"name": "SALLY JONES"}})
        uk = a_list("UK", U1={"name": "Sally Smith", "references": [("UN", "QDi.430")]})

        assert linked([un, uk], settings) == {("U1", "QDi.430")}
        assert linked([un, uk], settings, kinds=frozenset({"name", "identifier"})) == set()


class TestIdentifiers:
    def test_a_ship_by_its_imo_number_whatever_it_is_called_now(self, settings: LinkingSettings) -> None:
        one = a_list(
            "OFAC-SDN",
            V1={
                "name": "ARTAVIL",
                "kind": "vessel",
                "numbers": [("Vessel Registration Identification", "IMO 9187629", None, None)],
            },
        )
        other = a_list(
            "EU",
            E1={"name": "LANTANA", "kind": "vessel", "numbers": [("IMO number", "9187629", None, None)]},
        )

        (row,) = rows([one, other], settings)

        assert (row["kind"], row["because"]) == ("identifier", "same IMO number 9187629")

    def test_a_passport_of_one_country(self, settings: LinkingSettings) -> None:
        one = a_list(
            "UN", U1={"name": "Tayeb Nail", "numbers": [("Passport", "CV 9157521", "Pakistan", None)]}
        )
        same = {"name": "NAIL, Al Tayeb", "numbers": [("Passport", "CV9157521", "Pakistan", None)]}
        elsewhere = {"name": "NAIL, Al Tayeb", "numbers": [("Passport", "CV9157521", "Algeria", None)]}

        assert linked([a_list("EU", E1=same), one], settings) == {("E1", "U1")}
        assert linked([a_list("EU", E1=elsewhere), one], settings) == set()

    @pytest.mark.parametrize(
        "number",
        [
            pytest.param(("Passport", "12345", "Pakistan", None), id="short"),
            pytest.param(("Passport", "CV9157521", "Pakistan", "Reported as fraudulent"), id="fraudulent"),
            pytest.param(("Passport", "0000000", "Pakistan", None), id="all the same sign"),
            pytest.param(("Website number", "CV9157521", "Pakistan", None), id="of a kind nobody knows"),
        ],
    )
    def test_numbers_that_tell_nothing(
        self, settings: LinkingSettings, number: tuple[str, str, str | None, str | None]
    ) -> None:
        lists = [
            a_list("EU", E1={"name": "NAIL, Al Tayeb", "numbers": [number]}),
            a_list("UN", U1={"name": "Tayeb Nail", "numbers": [number]}),
        ]

        assert linked(lists, settings) == set()

    def test_names_with_nothing_in_common_speak_against_a_passport(self, settings: LinkingSettings) -> None:
        passport = ("Passport", "CV9157521", "Pakistan", None)
        lists = [
            a_list("EU", E1={"name": "Olena Mizulina", "numbers": [passport]}),
            a_list("UN", U1={"name": "Tayeb Nail", "numbers": [passport]}),
        ]

        assert linked(lists, settings) == set()

    def test_other_imo_numbers_speak_against_names(self, settings: LinkingSettings) -> None:
        names = {"name": "OCEAN SHEARWATER", "aliases": ["PETREL STARLIGHT"], "kind": "vessel"}
        one = names | {"program": "DPRK", "numbers": [("IMO number", "9187629", None, None)]}
        other = names | {"program": "DPRK", "numbers": [("IMO number", "9187631", None, None)]}

        assert linked([a_list("EU", E1=names | {"program": "PRK"}), a_list("UN", U1=one)], settings)
        assert not linked([a_list("EU", E1=other), a_list("UN", U1=one)], settings)


class TestNames:
    def test_the_same_name_and_day_of_birth(self, settings: LinkingSettings) -> None:
        lists = [
            a_list("OFAC-SDN", **{"28004": KHAZALI}),
            a_list("UK", U1={"name": "Qays AL KHAZALI", "born": "20 Jun 1974"}),
        ]

        (row,) = rows(lists, settings)

        assert row["kind"] == "name"
        assert row["because"] == "same name AL-KHAZALI, Qais, same day of birth"

    def test_a_near_name_is_enough_for_the_same_day_of_birth_only(self, settings: LinkingSettings) -> None:
        longer = {"name": "Oleg Yevgenyvich Belaventsev", "program": "UKR"}
        shorter = {"name": "BELAVENCEV, Oleg Evgenyevich", "program": "UKRAINE-EO13661"}
        born = {"born": "15 Sep 1949"}

        assert linked([a_list("EU", E1=longer | born), a_list("OFAC-SDN", O1=shorter | born)], settings)
        assert not linked([a_list("EU", E1=longer), a_list("OFAC-SDN", O1=shorter)], settings)

    def test_without_birth_dates_a_common_name_alone_is_nobody(self, settings: LinkingSettings) -> None:
        lists = [a_list("EU", E1={"name": "Ali Ahmad"}), a_list("UK", U1={"name": "AHMAD, Ali"})]

        assert linked(lists, settings) == set()

    def test_without_birth_dates_several_names_and_one_regime_are_enough(
        self, settings: LinkingSettings
    ) -> None:
        eu = a_list(
            "EU",
            E1={
                "name": "Muthanna Harith Al-Dari",
                "aliases": ["Muthanna Al Zawba", "Abu Harith"],
                "program": "TAQA",
            },
        )
        uk = a_list(
            "UK",
            U1={
                "name": "MUTHANNA HARITH AL DARI",
                "aliases": ["Muthana Al-Zawba"],
                "program": "Isil (Da'esh) and Al-Qaeda (United Nations Sanctions) Regulations",
            },
        )

        (row,) = rows([eu, uk], settings)

        assert row["because"] == (
            "same name Muthanna Harith Al-Dari, 1 further name, programs of one regime (Al-Qaida and ISIL)"
        )

    def test_a_weak_alias_alone_is_nobody(self, settings: LinkingSettings) -> None:
        lists = [
            a_list("EU", E1={"name": "Peter Cherif", "weak": ["Tango"], "program": "TAQA"}),
            a_list("UN", U1={"name": "Igor Girkin", "weak": ["Tango"], "program": "Al-Qaida"}),
        ]

        assert linked(lists, settings) == set()

    def test_of_two_namesakes_on_the_other_list_neither(self, settings: LinkingSettings) -> None:
        one = a_list("EU", E1={"name": "Ghasem Soleymani", "program": "IRN"})
        other = a_list(
            "UN",
            U1={"name": "GHASEM SOLEYMANI", "program": "Iran"},
            U2={"name": "QASEM SOLEIMANI", "program": "Iran"},
        )

        assert linked([one, other], settings) == set()

    def test_a_ship_is_not_known_by_one_name(self, settings: LinkingSettings) -> None:
        ship = {"name": "OCEAN SHEARWATER", "kind": "vessel"}
        lists = [
            a_list("EU", E1=ship | {"program": "PRK"}),
            a_list("UN", U1=ship | {"program": "DPRK"}),
        ]

        assert linked(lists, settings) == set()


class TestAgainst:
    @pytest.mark.parametrize(
        ("other", "why"),
        [
            ({"born": "20 Jun 1951"}, "their birth dates contradict each other"),
            ({"gender": "female"}, "one is female, the other male"),
            ({"kind": "organization", "born": None}, "one is a organization, the other a person"),
        ],
    )
    def test_what_contradicts_keeps_two_entries_apart_whatever_links_them(
        self, settings: LinkingSettings, other: Mapping[str, Any], why: str
    ) -> None:
        un = a_list("UN", **{"QDi.1": KHAZALI | {"gender": "male"}})
        uk = a_list("UK", U1={**KHAZALI, **other, "references": [("UN", "QDi.1")]})

        found = find_links([un, uk], settings)

        assert found.links.num_rows == 0
        (left_out,) = found.left_out.to_pylist()
        assert left_out["because"] == f"same reference UN QDi.1; but {why}"

    def test_a_chain_brings_no_two_entries_of_one_list_together(self, settings: LinkingSettings) -> None:
        passport = {"numbers": [("Passport", "CV9157521", "Pakistan", None)]}
        other = {"numbers": [("Passport", "AB1234567", "Iraq", None)]}
        un = a_list(
            "UN", U1={"name": "Qais Al Khazali", **passport}, U2={"name": "Layth Al Khazali", **other}
        )
        eu = a_list("EU", E1={"name": "Qais al-Khazali", "aliases": ["Layth al-Khazali"], **passport})
        uk = a_list("UK", K1={"name": "Layth al-Khazali", "aliases": ["Qais al Khazali"], **other})

        found = find_links([un, eu, uk], settings)

        groups = PartyGroups(found.links)
        assert groups.members("UN", "U1") == [("EU", "E1"), ("UN", "U1")]
        assert groups.members("UN", "U2") == [("UK", "K1"), ("UN", "U2")]
        (left_out,) = [row for row in found.left_out.to_pylist() if row["other_list_id"] == "UK"]
        assert left_out["because"] == (
            "same name Qais al-Khazali, 1 further name; but UN U1 and UN U2 are two entries of one list"
        )


class TestPersons:
    def test_together_joins_what_nothing_links(self, settings: LinkingSettings) -> None:
        lists = [a_list("UN", U1={"name": "Tayeb Nail"}), a_list("UK", K1={"name": "Peter Cherif"})]

        (row,) = rows(lists, settings, together=((("UN", "U1"), ("UK", "K1")),))

        assert (row["list_id"], row["kind"], row["because"]) == ("UK", "person", "joined by a person")

    def test_together_holds_where_linking_is_off(self, settings: LinkingSettings) -> None:
        lists = [a_list("UN", U1=KHAZALI), a_list("UK", K1=KHAZALI), a_list("EU", E1=KHAZALI)]
        together = ((("UN", "U1"), ("UK", "K1")),)

        assert linked(lists, settings, enabled=False) == set()
        assert linked(lists, settings, enabled=False, together=together) == {("K1", "U1")}

    def test_apart_holds_whatever_links_them_also_through_others(self, settings: LinkingSettings) -> None:
        lists = [
            a_list("UN", U1=KHAZALI),
            a_list("UK", K1=KHAZALI | {"references": [("UN", "U1")]}),
            a_list("EU", E1=KHAZALI),
        ]

        groups = PartyGroups(
            link_parties(lists, settings.model_copy(update={"apart": ((("UK", "K1"), ("UN", "U1")),)}))
        )

        assert ("UN", "U1") not in groups.members("UK", "K1")

    def test_an_entry_that_is_on_no_list_is_nobodys(self, settings: LinkingSettings) -> None:
        lists = [a_list("UN", U1=KHAZALI), a_list("UK", K1={"name": "Peter Cherif"})]

        assert rows(lists, settings, together=((("UN", "U1"), ("UK", "gone")),)) == []


NAMES = ("Qais Al Khazali", "AL-KHAZALI, Qays", "Igor Girkin", "Igor STRELKOV", "Tayeb Nail", "Sally Jones")
DAYS = (None, "20 Jun 1974", "1974", "12 Mar 1951", "17 Dec 1970")
IDS = ("A1", "A2", "A3", "A4")


def drawn(seed: int) -> list[Watchlist]:
    """Small lists drawn by chance from few names and days, so that much agrees."""
    chance = random.Random(seed)
    return [
        a_list(
            list_id,
            **{
                entity_id: {
                    "name": chance.choice(NAMES),
                    "aliases": chance.sample(NAMES, chance.randint(0, 2)),
                    "kind": chance.choice(("person", "person", "organization")),
                    "born": chance.choice(DAYS),
                    "program": chance.choice(("IRAN", "Iran", "UKR", None)),
                    "references": [("UN", chance.choice(IDS))] if chance.random() < 0.2 else [],
                }
                for entity_id in IDS
            },
        )
        for list_id in ("UN", "EU", "UK")
    ]


@pytest.fixture(scope="module")
def worlds() -> list[list[Watchlist]]:
    return [drawn(seed) for seed in range(12)]


class TestWhateverTheLists:
    def test_the_order_of_lists_and_rows_does_not_matter(
        self, worlds: list[list[Watchlist]], settings: LinkingSettings
    ) -> None:
        for lists in worlds:
            turned = [replace(each, tables=_upside_down(each.tables)) for each in reversed(lists)]
            assert link_parties(turned, settings).equals(link_parties(lists, settings))

    def test_what_is_linked_can_be_one_party(
        self, worlds: list[list[Watchlist]], settings: LinkingSettings
    ) -> None:
        count = 0
        for lists in worlds:
            links = link_parties(lists, settings)
            groups = PartyGroups(links)
            count += links.num_rows
            kinds, spans = _types(lists), _spans(lists)
            for row in links.to_pylist():
                one = (row["list_id"], row["entity_id"])
                other = (row["other_list_id"], row["other_entity_id"])
                assert one < other and row["because"]
                members = groups.members(*one)
                assert members == groups.members(*other)
                assert len({list_id for list_id, _ in members}) == len(members)
                assert len({kinds[entry] for entry in members}) == 1
                for first in members:
                    for second in members:
                        assert not _years_apart(spans[first], spans[second])
        assert count > 20

    def test_a_list_alone_has_no_links(
        self, worlds: list[list[Watchlist]], settings: LinkingSettings
    ) -> None:
        for lists in worlds:
            assert link_parties(lists[:1], settings).equals(LINKS.empty_table())
            assert link_parties([lists[0], lists[0]], settings).num_rows == 0

    def test_apart_always_wins(self, worlds: list[list[Watchlist]], settings: LinkingSettings) -> None:
        for lists in worlds:
            for row in link_parties(lists, settings).to_pylist()[:2]:
                one = (row["list_id"], row["entity_id"])
                other = (row["other_list_id"], row["other_entity_id"])
                apart = settings.model_copy(update={"apart": ((other, one),)})
                assert other not in PartyGroups(link_parties(lists, apart)).members(*one)


def _upside_down(tables: Mapping[str, pa.Table]) -> dict[str, pa.Table]:
    return {
        name: pa.Table.from_pylist(table.to_pylist()[::-1], schema=table.schema)
        for name, table in tables.items()
    }


def _types(lists: Sequence[Watchlist]) -> dict[tuple[str, str], str]:
    return {
        (each.list_id, row["entity_id"]): row["entity_type"]
        for each in lists
        for row in each.tables["entities"].to_pylist()
    }


def _spans(lists: Sequence[Watchlist]) -> dict[tuple[str, str], list[tuple[int, int]]]:
    """The years of birth of each entry."""
    spans: dict[tuple[str, str], list[tuple[int, int]]] = {entry: [] for entry in _types(lists)}
    for each in lists:
        for row in each.tables["birth_dates"].to_pylist():
            spans[each.list_id, row["entity_id"]].append((row["earliest"].year, row["latest"].year))
    return spans


def _years_apart(one: Sequence[tuple[int, int]], other: Sequence[tuple[int, int]]) -> bool:
    gaps = [max(mine[0] - theirs[1], theirs[0] - mine[1]) for mine in one for theirs in other]
    return bool(gaps) and min(gaps) > 1
