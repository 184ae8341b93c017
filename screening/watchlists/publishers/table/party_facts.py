"""What the rows of a party say of it beside its names, each statement once.

A value has to be understood where its form says what it is: a date, a country, a document in several parts,
a word of the mapping. One that is not is kept as unparsed. Free text is kept whole, and does not count.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import TypeAlias

from screening.model.vocabulary import EntityType
from screening.watchlists import facts
from screening.watchlists.country_words import listed_country
from screening.watchlists.facts import Fact
from screening.watchlists.party_writer import PartyWriter
from screening.watchlists.publishers.table.cells import cell_values, text_of
from screening.watchlists.publishers.table.dates import table_date
from screening.watchlists.publishers.table.mapping import ListMapping
from screening.watchlists.publishers.table.mapping_facts import Address, BirthDates, Identifiers, Programs
from screening.watchlists.publishers.table.rows import TableRow

__all__ = ["Authorities", "RowFacts"]

# Program code → authority, of the file of configs that a mapping names.
Authorities: TypeAlias = Mapping[str, str | None]

_NOBODY_BEFORE = 1850
_IN_BRACKETS = re.compile(r"\([^()]*\)$")


class RowFacts:
    """Reads rows by a mapping. segments: how many values had to be understood so far."""

    def __init__(self, mapping: ListMapping, codes: Authorities) -> None:
        self.mapping = mapping
        self.codes = codes
        self.segments = 0
        self._known = {*mapping.columns, *mapping.ignore}

    def gender(self, row: TableRow) -> str | None:
        told = self.mapping.gender
        return told.words.get(text_of(row, told.column, self.mapping)) if told else None

    def facts(self, rows: Sequence[TableRow]) -> list[Fact]:
        """Facts of all rows, none twice."""
        found: dict[str, Fact] = {}
        for row in rows:
            for fact in self._of_row(row):
                key = repr((fact.table, sorted(fact.row.items(), key=lambda each: each[0])))
                if key not in found:
                    self.segments += 1
                    found[key] = fact
        return _one_main([*found.values()])

    def _of_row(self, row: TableRow) -> Iterator[Fact]:
        mapping = self.mapping
        for dates in mapping.birth_dates:
            for text in cell_values(row, dates, mapping):
                yield _birth_date(dates, text)
        for places in mapping.birth_places:
            for text in cell_values(row, places, mapping):
                yield facts.birth_place(text, is_main=False)
        for countries in mapping.countries:
            for text in cell_values(row, countries, mapping):
                code = listed_country(countries.words.get(text, text))
                row_now = {"kind": countries.kind, "text": text, "country": code, "is_main": False}
                yield Fact("countries", row_now)
                if code is None:
                    yield facts.unparsed(f"{countries.column}: {text}")
        for identifiers in mapping.identifiers:
            for text in cell_values(row, identifiers, mapping):
                yield self._identifier(row, identifiers, text)
        for relations in mapping.relations:
            for text in cell_values(row, relations, mapping):
                yield facts.relation(relations.words, text, kind=relations.kind)
        for contacts in mapping.contacts:
            for text in cell_values(row, contacts, mapping):
                yield facts.contact(contacts.kind, text)
        for statements in mapping.statements:
            for text in cell_values(row, statements, mapping):
                yield facts.statement(statements.kind or statements.column, text)
        # A column that the mapping does not know is a statement under its own name.
        for column in row.cells:
            if column not in self._known and (text := text_of(row, column, mapping)):
                yield facts.statement(column, text)

    def _identifier(self, row: TableRow, told: Identifiers, text: str) -> Fact:
        country = text_of(row, told.country, self.mapping) or None
        if told.pattern is None:
            return facts.identifier(told.kind or "", text, country_text=country)
        found = re.fullmatch(told.pattern, text, re.DOTALL)
        if found is None:
            return facts.unparsed(f"{told.column}: {text}")
        said = {key: value.strip() for key, value in found.groupdict().items() if value}
        kind, number = said.get("kind") or told.kind or "", said.get("number", "")
        meant = next(
            (
                meaning
                for meaning, words in told.means.items()
                if any(re.fullmatch(word, kind, re.IGNORECASE) for word in words)
            ),
            None,
        )
        if meant is not None:
            # What looks like the parts of a document may be the words of a sentence.
            return _meant(meant, kind, text[: found.start("kind")].strip(" ,") or number)
        return facts.identifier(
            kind,
            number,
            country_text=said.get("country") or country,
            issued=said.get("issued"),
            expires=said.get("expires"),
        )

    def write_tables(
        self, writer: PartyWriter, party: str, kind: EntityType, rows: Sequence[TableRow]
    ) -> None:
        """Write what is no `Fact`: addresses, programs, measures, references, the fields of a vessel."""
        once: set[tuple[object, ...]] = set()

        def is_new(*said: object) -> bool:
            if said in once:
                return False
            once.add(said)
            self.segments += 1
            return True

        addresses = [
            each for row in rows for told in self.mapping.addresses for each in self._addresses(row, told)
        ]
        for number, (text, city, country) in enumerate(dict.fromkeys(addresses), start=1):
            self.segments += 1
            writer.address(party, f"{party}-address-{number}", address=text, city=city, country=country)
        for row in rows:
            for programs in self.mapping.programs:
                self._write_programs(writer, party, row, programs, is_new)
            for measure in self.mapping.measures:
                text = text_of(row, measure.column, self.mapping)
                if text in measure.when and is_new("measure", measure.measure, measure.column):
                    writer.measure(party, measure.measure, measure.column)
            for references in self.mapping.references:
                for text in cell_values(row, references, self.mapping):
                    if is_new("reference", references.publisher, text):
                        writer.reference(party, references.publisher, text)
        if kind == "vessel":
            fields: dict[str, str | None] = {
                name: next((text for row in rows if (text := text_of(row, column, self.mapping))), None)
                for name, column in self.mapping.vessel.items()
            }
            if any(fields.values()):
                writer.vessel(party, fields)

    def _addresses(self, row: TableRow, told: Address) -> Iterator[tuple[str | None, str | None, str | None]]:
        country = text_of(row, told.country, self.mapping) or None
        city = text_of(row, told.city, self.mapping) or None
        texts = cell_values(row, told, self.mapping)
        for text in texts:
            yield _ending_in_country(text, city) if told.country_last else (text, city, country)
        if not texts and (city or country):
            yield None, city, country

    def _write_programs(
        self, writer: PartyWriter, party: str, row: TableRow, told: Programs, is_new: Callable[..., bool]
    ) -> None:
        said = text_of(row, told.authority, self.mapping) or None
        listed_on = self._listed_on(row, told)
        for text in cell_values(row, told, self.mapping):
            meaning = told.words.get(text)
            # A list inside this list that nobody has told of: its word is the program, and is seen.
            if told.words and not told.codes and meaning is None and is_new("unknown program", text):
                writer.facts(party, [facts.unparsed(f"{told.column}: {text}")])
            program = meaning.program if meaning else text
            authority = said or (meaning.authority if meaning else None)
            if program:
                authority = authority or self.codes.get(program)
                if is_new("program", program, authority, listed_on):
                    writer.program(party, program, authority=authority, listed_on=listed_on)
            for measure in meaning.measures if meaning else ():
                if is_new("measure", measure, program, text):
                    writer.measure(party, measure, text, program=program)

    def _listed_on(self, row: TableRow, told: Programs) -> date | None:
        text = text_of(row, told.listed_on, self.mapping)
        if text and told.listed_pattern is not None:
            found = re.search(told.listed_pattern, text)
            text = (found[1] if found.re.groups else found[0]) if found else ""
        span = table_date(text, day_first=True) if text else None
        return span.earliest if span and span.day else None


def _birth_date(dates: BirthDates, text: str) -> Fact:
    span = table_date(text, dates.day_first)
    if span is None:
        return facts.unparsed(f"{dates.column}: {text}")
    if span.latest.year < _NOBODY_BEFORE:
        # 24/06/1402 is a day of the Islamic calendar, beside the same day of ours.
        return facts.statement(f"{dates.column} (another calendar)", text)
    return facts.birth_span(text, span, is_main=False)


def _one_main(found: Sequence[Fact]) -> list[Fact]:
    """The first of each table that has a main one is it."""
    seen: set[object] = set()
    facts_now = []
    for fact in found:
        if "is_main" in fact.row:
            key = (fact.table, fact.row.get("kind"))
            fact = Fact(fact.table, {**fact.row, "is_main": key not in seen})
            seen.add(key)
        facts_now.append(fact)
    return facts_now


def _meant(meaning: str, kind: str, text: str) -> Fact:
    """What is written like a document and is none."""
    if meaning == "gender":
        return Fact("entities", {"gender": {"male": "male", "female": "female"}.get(text.lower())})
    if meaning in ("website", "email", "phone"):
        return facts.contact(meaning, text)
    if meaning == "currency":
        return Fact("digital_currency", {"currency": kind.rpartition(" ")[2], "address": text})
    if meaning == "aircraft":
        return Fact("aircraft", {"field": kind, "value": text})
    if meaning == "registration":
        return facts.country("registration", text, is_main=False)
    return facts.statement(kind.strip(" :-"), text)


def _ending_in_country(text: str, city: str | None) -> tuple[str | None, str | None, str | None]:
    """An address without the country that it ends in, and that country. What stands in brackets behind it
    is no part of its name, but stays where no country is found."""
    before, _, last = text.rpartition(",")
    bare = _IN_BRACKETS.sub("", last.rstrip()).strip().rstrip(".")
    if listed_country(bare) is None:
        return text, city, None
    return before.strip() or None, city, bare
