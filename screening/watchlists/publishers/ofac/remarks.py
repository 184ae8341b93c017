"""The grammar of OFAC's Remarks: what each statement about a listed party says.

A remark is split into segments (`remark_segments`); each goes down the RULES below, in their order, and the
first that knows it turns it into typed rows (`Fact`). `alt. ` before a statement makes it a further one of
its kind: its row is not the main one. A statement of a label that no rule knows is read by its shape
(`remark_shapes`). What is left ends in the table `unparsed_remarks`, as it stands.

The CSV files repeat the title of a party in its remarks, so a segment that says nothing but the title is
known as such.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from screening.watchlists import facts
from screening.watchlists.facts import Fact
from screening.watchlists.publishers.ofac.directives import stated_measures
from screening.watchlists.publishers.ofac.documents import parse_document
from screening.watchlists.publishers.ofac.relation_words import KIN, RELATION_WORDS, relation_kind
from screening.watchlists.publishers.ofac.remark_segments import split_segments
from screening.watchlists.publishers.ofac.remark_shapes import read_labeled, read_shape
from screening.watchlists.publishers.ofac.remark_statements import parse_position, parse_statement

__all__ = ["RULES", "ParsedRemarks", "Rule", "parse_field", "parse_remarks", "parse_segment"]

_Match = re.Match[str]
# No statement is as long: whole remarks of OFAC's lists have less than 2,000 characters.
_LONGEST = 10_000
_ALTERNATIVE = re.compile(r"alt\. ", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the grammar: the whole segment fits `pattern`, and `read` (given the match and whether
    the segment is the main one of its kind) gives its rows, or None where it is something else after all."""

    name: str
    pattern: re.Pattern[str]
    read: Callable[[_Match, bool], Sequence[Fact] | None]


@dataclass(frozen=True, slots=True)
class ParsedRemarks:
    """segments: how many statements there were; facts: their rows, in the order of the text."""

    segments: int
    facts: tuple[Fact, ...]


def _birth_date(found: _Match, is_main: bool) -> Sequence[Fact] | None:
    fact = facts.birth_date(found["text"], is_main=is_main)
    return [fact] if fact else None


def _birth_place(found: _Match, is_main: bool) -> Sequence[Fact]:
    return [facts.birth_place(found["text"], is_main=is_main)]


def _country(kind: str) -> Callable[[_Match, bool], Sequence[Fact] | None]:
    def read(found: _Match, is_main: bool) -> Sequence[Fact]:
        return [facts.country(kind, found["text"], is_main=is_main)]

    return read


def _other_flag(found: _Match, _is_main: bool) -> Sequence[Fact]:
    # The flag a vessel flies stands in a column of its own; any in the remarks is a former or further one.
    return [facts.country("flag", found["text"], is_main=False)]


def _gender(found: _Match, _is_main: bool) -> Sequence[Fact]:
    return [Fact("entities", {"gender": found["text"].lower()})]


def _weak_alias(found: _Match, _is_main: bool) -> Sequence[Fact]:
    # In remarks OFAC puts only the aliases it calls weak; the strong ones have a file of their own.
    kind = {"a.k.a.": "aka", "f.k.a.": "fka", "n.k.a.": "nka"}.get(found["kind"].lower(), "aka")
    return [facts.alias(kind, found["text"], "weak")]


def _relation(found: _Match, _is_main: bool) -> Sequence[Fact]:
    return [facts.relation(found["kind"], found["text"], kind=relation_kind(found["kind"]))]


def _kin(found: _Match, _is_main: bool) -> Sequence[Fact]:
    return [facts.relation(f"{found['kind']} of", found["text"], kind="family")]


def _member(found: _Match, _is_main: bool) -> Sequence[Fact]:
    return [facts.relation("member of", found["text"], kind=relation_kind("member of"))]


def _contact(kind: str) -> Callable[[_Match, bool], Sequence[Fact] | None]:
    def read(found: _Match, _is_main: bool) -> Sequence[Fact]:
        return [facts.contact(kind, found["text"])]

    return read


def _digital_currency(found: _Match, _is_main: bool) -> Sequence[Fact]:
    return [Fact("digital_currency", {"currency": found["currency"], "address": found["text"]})]


def _aircraft(found: _Match, _is_main: bool) -> Sequence[Fact]:
    kind, value = found["kind"], found["text"]
    rows = [Fact("aircraft", {"field": kind, "value": value})]
    # A tail number names one aircraft in the world; serial numbers repeat from maker to maker.
    return [*rows, facts.identifier(kind, value)] if kind.endswith("Tail Number") else rows


def _document(found: _Match, _is_main: bool) -> Sequence[Fact] | None:
    fact = parse_document(found[0])
    return [fact] if fact else None


def _statement(found: _Match, _is_main: bool) -> Sequence[Fact] | None:
    fact = parse_statement(found[0])
    return [fact, *stated_measures(found[0])] if fact else None


def _position(found: _Match, _is_main: bool) -> Sequence[Fact] | None:
    fact = parse_position(found[0])
    return [fact] if fact else None


# Said of a relation with a colon behind it; kinship needs none, nor have the first words of the list.
_RELATION = "|".join(re.escape(words) for words in sorted(RELATION_WORDS, key=len, reverse=True))
_URL = r"(?:https?://|www\.)[^\s()]+|[\w-]+(?:\.[\w-]+)+(?:/\S*)?"
_EMAIL = r"[^\s@()]+@[^\s@()]+\.[^\s@()]+"
_PHONE = r"[^A-Za-z]*\d[^A-Za-z]*(?:ext\.? ?\d+)?"
_COUNTRY = r"[^;\d]+"


def _rule(name: str, pattern: str, read: Callable[[_Match, bool], Sequence[Fact] | None]) -> Rule:
    return Rule(name, re.compile(pattern, re.IGNORECASE | re.DOTALL), read)


# The order matters only where noted.
RULES: tuple[Rule, ...] = (
    _rule("linked to", r"(?P<kind>Linked To): *(?P<text>.+)", _relation),
    _rule("date of birth", r"DOB:? (?P<text>.+)", _birth_date),
    _rule("place of birth", r"POB:? (?P<text>.+)", _birth_place),
    _rule("gender", r"Gender:? (?P<text>male|female)", _gender),
    _rule("weak alias", r"(?P<kind>[afn]\.k\.a\.|d\.b\.a\.) '(?P<text>.+)'", _weak_alias),
    _rule("nationality", rf"nationality(?: Country)?:? (?P<text>{_COUNTRY})", _country("nationality")),
    _rule("citizenship", rf"citizen(?:ship(?: Country)?)?:? (?P<text>{_COUNTRY})", _country("citizenship")),
    _rule("registration", rf"Nationality of Registration:? (?P<text>{_COUNTRY})", _country("registration")),
    _rule("former flag", rf"(?:Former|Other) Vessel Flag:? (?P<text>(?!None){_COUNTRY})", _other_flag),
    _rule("digital currency",
          r"Digital Currency Address ?-? ?(?P<currency>[A-Z0-9]{2,6}):? (?P<text>\w{20,})",
          _digital_currency),
    # Before documents: a tail number is a field of its own.
    _rule("aircraft",
          r"(?P<kind>(?:Previous |Other )?Aircraft (?:Model|Operator|Manufacture Date|Tail Number"
          r"|Manufacturer's Serial Number \(MSN\)|Construction Number \(also called [^()]+\)"
          r"|Mode S Transponder Code|Serial Identification)):? (?P<text>.+)", _aircraft),
    _rule("email", r"(?:E-?mail(?: Address)?[ :]*)(?P<text>[^\s@]+@[^\s@]+)", _contact("email")),
    _rule("email alone", rf"(?P<text>{_EMAIL})(?: \(email\)\.?)?", _contact("email")),
    _rule("website", rf"(?:Website[ :]+)(?P<text>{_URL})", _contact("website")),
    _rule("website alone", r"(?P<text>(?:https?://|www\.)[^\s()]+)(?: \(website\))?", _contact("website")),
    _rule("phone", r"(?:Tele)?(?:Phone|Fax|Telex)(?: (?:No\.|Number))?[ :]*"
                   rf"(?P<text>{_PHONE})", _contact("phone")),
    _rule("kin", rf"(?P<kind>(?:{KIN}) of) (?P<text>.+)", _relation),
    _rule("kin after the name", rf"(?P<text>.+)'s (?P<kind>(?:(?:eldest|first|second|third) )?(?:{KIN}))",
          _kin),
    _rule("member", r"member (?P<text>ETA)", _member),
    # "Assocated" stands so in the list.
    _rule("association", r"(?P<kind>(?:Associated|Assocated|Affiliated) with|founded by) (?P<text>.+)",
          _relation),
    _rule("organization", r"(?P<kind>Organization): (?P<text>.+)", _relation),
    _rule("relation", rf"(?P<kind>{_RELATION}): *(?P<text>\S.*)", _relation),
    # Before documents: "Organization Established Date", "Directive Date" and the like hold numbers too, and
    # what is said of a passport's issue is no passport number.
    _rule("statement", r".+", _statement),
    _rule("document", r".+", _document),
    _rule("position", r".+", _position),
)  # fmt: skip


def parse_remarks(text: str, *, title: str | None = None, is_whole: bool = True) -> ParsedRemarks:
    """Every statement of a remark as typed rows. Never raises.

    title: the party's title where the file gives it apart. is_whole: False where the text is known to be cut
    off; its last segment then goes to `unparsed_remarks` even where a rule would read it, since a cut
    name or number is a wrong one.
    """
    segments = split_segments(text)
    titles = {part.rstrip(".") for part in split_segments(title or "")}
    found: list[Fact] = []
    for position, segment in enumerate(segments, start=1):
        if not is_whole and position == len(segments):
            found.append(facts.unparsed(segment))
        elif segment.rstrip(".") in titles:
            found.append(Fact("entities", {"title": title}))
        else:
            found.extend(parse_segment(segment))
    return ParsedRemarks(len(segments), tuple(found))


@lru_cache(maxsize=131_072)
def parse_segment(segment: str) -> tuple[Fact, ...]:
    """The rows of one segment; one of table `unparsed_remarks` where no rule knows it. Never raises."""
    if len(segment) > _LONGEST:
        return (facts.unparsed(segment),)
    alternative = _ALTERNATIVE.match(segment)
    body = segment[alternative.end() :].strip() if alternative else segment
    is_main = alternative is None
    read = _by_rules(body, is_main=is_main)
    if read is None and ";" in body:
        read = _by_parts(body, is_main=is_main)
    if read is None:
        shaped = read_shape(body, is_main=is_main)
        read = tuple(shaped) if shaped is not None else None
    return read if read is not None else (facts.unparsed(segment),)


def parse_field(
    label: str,
    value: str,
    *,
    country: str | None = None,
    issued: str | None = None,
    expires: str | None = None,
) -> tuple[Fact, ...]:
    """The rows of a statement whose parts a file holds apart: those of the same statement in remarks, but
    nothing has to be guessed where no rule knows the label. country, issued, expires: what else the file says
    of a document. Never raises."""
    parts = (
        label,
        value,
        f"({country})" if country else "",
        f"issued {issued}" if issued else "",
        f"expires {expires}" if expires else "",
    )
    whole = " ".join(part for part in parts if part)
    # What a person is stands nowhere with a label of its own.
    read = _by_rules(whole, is_main=True, rules=[rule for rule in RULES if rule.name != "position"])
    if read is not None:
        return read
    if not label or not value:
        return (facts.unparsed(whole),)
    return tuple(
        read_labeled(
            label, value, is_main=True, country=country, issued=issued, expires=expires, is_document=True
        )
    )


def _by_rules(body: str, *, is_main: bool, rules: Sequence[Rule] | None = None) -> tuple[Fact, ...] | None:
    for rule in RULES if rules is None else rules:
        found = rule.pattern.fullmatch(body)
        rows = rule.read(found, is_main) if found else None
        if rows is not None:
            return tuple(rows)
    return None


def _by_parts(body: str, *, is_main: bool) -> tuple[Fact, ...] | None:
    """A segment of several statements with no space after the semicolon, where every one of them is known."""
    rows: list[Fact] = []
    for part in body.split(";"):
        read = _by_rules(part.strip(), is_main=is_main)
        if read is None:
            return None
        rows.extend(read)
    return tuple(rows)
