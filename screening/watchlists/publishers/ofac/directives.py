"""What a party's own remarks say that is prohibited: directives, menus of sanctions, correspondent accounts.

A program's code stands for blocking and for less: UKRAINE-EO13662 is on the SDN list and, with a directive
beside it, on the list of sectoral sanctions. So where a remark names the restriction, it is a row of
`measures`, bound to the program whose order it speaks of.

A party may be on both lists, and its remarks are the same on both: what they state is less than all that is
prohibited on the SDN list, where everybody is blocked. `blocked_as_well` says so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from screening.model.vocabulary import Measure
from screening.watchlists.facts import Fact
from screening.watchlists.party_writer import PartyWriter

__all__ = ["blocked_as_well", "stated_measures"]

# Order or act as the remarks name it → the code of its program.
_ACTS = {
    "Executive Order 13662": "UKRAINE-EO13662",
    "Executive Order 13846": "IRAN-EO13846",
    "Executive Order 14014": "BURMA-EO14014",
    "Executive Order 14024": "RUSSIA-EO14024",
    "Executive Order 14059": "ILLICIT-DRUGS-EO14059",
    "CAATSA": "CAATSA - RUSSIA",
    "PEESA": "PEESA",
}
_ACT = re.compile(
    rf"(?P<act>{'|'.join(_ACTS)})(?: Section \d+)? (?:Directive )?(?:Determination|Information)",
    re.IGNORECASE,
)
_DIRECTIVE = re.compile(r"Subject to Directive (?P<number>\d[a-z]?)", re.IGNORECASE)
# Of the Russian directives: new debt and equity, bonds, correspondent accounts, goods and services for oil
# projects, transactions of the central bank. That of Burma: financial services.
_DIRECTIVES: dict[tuple[str, str], Measure] = {
    ("UKRAINE-EO13662", "1"): "debt and equity dealings",
    ("UKRAINE-EO13662", "2"): "debt and equity dealings",
    ("UKRAINE-EO13662", "3"): "debt and equity dealings",
    ("UKRAINE-EO13662", "4"): "trade restrictions",
    ("RUSSIA-EO14024", "1"): "debt and equity dealings",
    ("RUSSIA-EO14024", "1a"): "debt and equity dealings",
    ("RUSSIA-EO14024", "2"): "correspondent accounts",
    ("RUSSIA-EO14024", "3"): "debt and equity dealings",
    ("RUSSIA-EO14024", "4"): "payments",
    ("BURMA-EO14014", "1"): "payments",
}
_DIRECTIVE_DATE = re.compile(
    r"Listing Date \(EO (?P<order>\d+) Directive (?P<number>\d[a-z]?)\).*", re.IGNORECASE | re.DOTALL
)
# Items of a menu, by words of theirs; the first that fits.
_MENU: tuple[tuple[str, Measure], ...] = (
    ("EXPORT-IMPORT BANK", "loans and credit"),
    ("BLOCKING PROPERTY", "asset freeze"),
    ("PROPERTY BLOCKED", "asset freeze"),
    ("EQUITY OR DEBT", "debt and equity dealings"),
    ("LOANS", "loans and credit"),
    ("FOREIGN EXCHANGE", "payments"),
    ("BANKING TRANSACTIONS", "payments"),
    ("EXPORT SANCTIONS", "export license"),
    ("IMPORT SANCTIONS", "trade restrictions"),
    ("EXCLUSION OF CORPORATE OFFICERS", "visa restrictions"),
    ("PRINCIPAL EXECUTIVE OFFICERS", "other"),
)
_ACCOUNTS = re.compile(
    r"United States financial institutions are prohibited from (?:opening|maintaining)\b.*\bcorrespondent.*",
    re.IGNORECASE | re.DOTALL,
)
_LONGEST = 2000


def stated_measures(segment: str) -> Sequence[Fact]:
    """The prohibition that a segment of remarks states; none for any other segment. Never raises."""
    if len(segment) > _LONGEST:
        return ()
    dated = _DIRECTIVE_DATE.fullmatch(segment)
    if dated is not None:
        program = _ACTS.get(f"Executive Order {dated['order']}")
        measure = _DIRECTIVES.get((program or "", dated["number"].lower()))
        return [_measure(program, measure, segment)] if measure else ()
    if _ACCOUNTS.fullmatch(segment):
        return [_measure(None, "correspondent accounts", segment)]
    act = _ACT.match(segment)
    if act is None:
        return ()
    program = next(code for name, code in _ACTS.items() if name.lower() == act["act"].lower())
    directive = _DIRECTIVE.search(segment)
    if directive is not None:
        measure = _DIRECTIVES.get((program, directive["number"].lower()))
        return [_measure(program, measure, segment)] if measure else ()
    rest = segment[act.end() :].upper()
    found = next((measure for words, measure in _MENU if words in rest), None)
    return [_measure(program, found, segment)] if found else ()


def blocked_as_well(writer: PartyWriter) -> None:
    """Of the SDN list: add to what is stated of a party that it is blocked. What a list states goes before
    what its programs stand for, so a directive alone would hide it."""
    stated: dict[str, set[str]] = {}
    for row in writer.builder.rows("measures"):
        stated.setdefault(row["entity_id"], set()).add(row["measure"])
    for entity_id, measures in stated.items():
        if "asset freeze" not in measures:
            writer.measure(entity_id, "asset freeze")


def _measure(program: str | None, measure: Measure, text: str) -> Fact:
    return Fact("measures", {"program": program, "measure": measure, "text": text})
