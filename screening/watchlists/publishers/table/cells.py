"""What a mapping finds in the cells of a row: values, names, and the type of a party."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from screening.model.vocabulary import EntityType
from screening.watchlists.publishers.table.mapping import ListMapping
from screening.watchlists.publishers.table.mapping_cells import Names, OneOf, PartyType, Values
from screening.watchlists.publishers.table.rows import TableRow

__all__ = ["ListedName", "cell_values", "names_of", "one_of", "party_type", "text_of"]

_BLANKS = re.compile(r"\s{2,}")


@dataclass(frozen=True, slots=True)
class ListedName:
    """A name as it is published. kind: primary, aka, fka or nka; quality: strong or weak."""

    name: str
    kind: str
    quality: str
    family: str | None = None
    given: str | None = None


def text_of(row: TableRow, column: str | None, mapping: ListMapping) -> str:
    """A cell as one text, empty where it says nothing."""
    cell = row.cells.get(column, "") if column else ""
    if not isinstance(cell, str):
        cell = "; ".join(cell)
    text = _tidy(cell)
    return "" if text.casefold() in mapping.says_nothing else text


def cell_values(row: TableRow, values: Values | Names, mapping: ListMapping) -> list[str]:
    """The values of a cell, those left out that say nothing. A list of JSON or Parquet has its own."""
    if values.column is None:
        return []
    cell = row.cells.get(values.column, "")
    texts: Sequence[str] = [cell] if isinstance(cell, str) else cell
    found: list[str] = []
    for text in texts:
        # A mapping's patterns may begin with any number of blanks, and would try each of thousands.
        text = _BLANKS.sub(_one_blank, text)
        if values.remove is not None:
            text = re.sub(values.remove, "", text)
        found += _apart(text, values)
    if values.strip is not None:
        found = [re.sub(f"^(?:{values.strip})|(?:{values.strip})$", "", text) for text in found]
    tidy = (_tidy(text) for text in found)
    return [text for text in tidy if text and text.casefold() not in mapping.says_nothing]


def _one_blank(blanks: re.Match[str]) -> str:
    # A line's end may part values.
    return "\n" if "\n" in blanks[0] else " "


def _apart(text: str, values: Values | Names) -> Iterator[str]:
    if isinstance(values, Values) and values.find is not None:
        for found in re.finditer(values.find, text):
            yield (found["value"] if "value" in found.re.groupindex else found[0]) or ""
    elif values.split is not None:
        # Groups of the pattern would come between the values.
        yield from re.split(_without_groups(values.split), text)
    else:
        yield text


def _without_groups(pattern: str) -> str:
    return re.sub(r"(?<!\\)\((?!\?)", "(?:", pattern)


def one_of(row: TableRow, by: OneOf, mapping: ListMapping) -> str | None:
    """The word of ours that a cell means."""
    return by.words.get(text_of(row, by.column, mapping), by.otherwise)


def party_type(row: TableRow, told: PartyType, mapping: ListMapping) -> tuple[EntityType | None, str | None]:
    """(type, the word that no rule knows): None for a type that nothing tells, None for no such word."""
    unknown = None
    for rule in told.rules:
        text = text_of(row, rule.column, mapping)
        if not text:
            continue
        if rule.pattern is not None:
            if re.search(rule.pattern, text):
                return rule.type, unknown
        elif text in rule.words:
            return rule.words[text], unknown
        else:
            unknown = unknown or f"{rule.column}: {text}"
    return told.otherwise, unknown


def names_of(row: TableRow, mapping: ListMapping) -> list[ListedName]:
    """Every name of a row, in the order of the mapping."""
    found = []
    for number, names in enumerate(mapping.names):
        kind = one_of(row, names.kind_by, mapping) if names.kind_by else names.kind
        if names.kind_by is None and number == 0 and mapping.rows != "name":
            kind = "primary"
        quality = (one_of(row, names.quality_by, mapping) if names.quality_by else None) or names.quality
        family = text_of(row, names.family, mapping) or None
        given = " ".join(text for column in names.given if (text := text_of(row, column, mapping))) or None
        parts = [text for column in names.columns if (text := text_of(row, column, mapping))]
        texts = [" ".join(parts)] if parts else cell_values(row, names, mapping)
        found += [ListedName(text, kind or names.kind, quality, family, given) for text in texts]
    return found


def _tidy(text: str) -> str:
    """Without white space around it; inside, no-break spaces are spaces and line breaks stay."""
    return text.replace("\u00a0", " ").strip()
