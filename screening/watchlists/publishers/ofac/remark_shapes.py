"""Statements whose label no table knows, read by their shape: label, value, country in brackets, dates.

OFAC adds labels without notice ("Vessel Year of Build 1996", "C.I.N. U63030HR2022PTC105597 (India)"). What
such a statement is shows in its form:

- an identifier: a number behind a label that ends in a word for one ("... Number", "... Code"), that is an
  abbreviation ("C.I.N."), or that is titled like a label while the number is long;
- a country: a country's name behind a label that speaks of a flag, nationality or registration;
- a way to reach somebody: an address of mail or web, whatever its label;
- a statement under its own label: after a colon or dash, or after a word for a property ("... Year of ...").

What a label and a number look like stands in `label_shapes`. A text that is no label and value has no shape,
nor has one whose number may be part of a name ("Unit 29155", "Resolution 1373"): it stays unknown. Words are
looked at one by one: a text of any length takes little time.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from screening.model.date_spans import parse_date_span
from screening.watchlists import facts
from screening.watchlists.country_words import listed_country
from screening.watchlists.facts import Fact
from screening.watchlists.publishers.ofac.documents import read_document
from screening.watchlists.publishers.ofac.label_shapes import (
    ACRONYM,
    MOST_LABEL_WORDS,
    first_number,
    is_given,
    is_label,
    is_number,
    names_property,
    plain_words,
)
from screening.watchlists.publishers.ofac.label_words import (
    NAMES_WITH_NUMBERS,
    NUMBER_WORDS,
    PHONE_WORDS,
    PROPERTY_WORDS,
    SUBJECTS,
)

__all__ = ["read_labeled", "read_shape"]

# Beyond this no value is worth a guess about where its label ends.
_LONGEST = 2000

# A colon, but not that of a web address, or a dash.
_SEPARATED = re.compile(
    r"(?P<label>[^:;\n]{2,90}?)(?:\s?(?P<colon>:)(?!//)\s*|\s-\s)(?P<value>\S.*)", re.DOTALL
)

# A label with one of these has a country for its value; what the country is to the party say the other words.
_OF_COUNTRIES = frozenset(
    ("country", "flag", "nationality", "citizenship", "jurisdiction", "incorporation", "domicile")
)
# What a property may be of.
_OF_WHAT = (
    PROPERTY_WORDS
    | NUMBER_WORDS
    | SUBJECTS
    | {"build", "incorporation", "birth", "death", "issue", "origin", "establishment", "domicile"}
)
_COUNTRY_KINDS = (
    ("flag", {"flag"}),
    ("registration", {"registration", "incorporation", "jurisdiction", "domicile", "registered"}),
    ("nationality", {"nationality"}),
    ("citizenship", {"citizenship"}),
)
_NOT_THE_MAIN_ONE = frozenset(("former", "other", "previous", "secondary", "old", "alternate", "additional"))
# Statements with rules of their own: where those do not know them, they are broken.
_RESERVED = frozenset(("dob", "pob", "gender", "linked", "a.k.a.", "f.k.a.", "n.k.a.", "d.b.a.", "alt."))

_EMAIL = re.compile(r"[^\s@()<>]+@[^\s@()<>]+\.[A-Za-z]{2,}")
_URL = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_DOMAIN = re.compile(r"(?:[a-z0-9_-]{1,63}\.){1,6}[a-z]{2,24}(?:/\S*)?")
_PHONE = re.compile(r"[+\d(][\d\s()/+.,-]{4,40}")
_MEASURED = re.compile(r"\d[\d.,]*(?: ?[A-Za-z³²/]{1,10}\.?){0,2}")


def read_shape(segment: str, *, is_main: bool) -> Sequence[Fact] | None:
    """What a segment of remarks says by its shape; None where it has none. Never raises."""
    if len(segment) > _LONGEST:
        return None
    separated = _SEPARATED.fullmatch(segment)
    if separated is not None:
        label, value = separated["label"].strip(), separated["value"].strip()
        words = label.split()
        ends_it = separated["colon"] is not None or names_property(plain_words(label))
        if is_label(words, lower_allowed=ends_it) and not _is_reserved(words):
            return read_labeled(label, value, is_main=is_main)
    words = segment.split()
    if len(words) < 2 or _is_reserved(words):
        return None
    return (
        _contact_behind_words(words)
        or _number_behind_words(words)
        or _property_behind_words(words, is_main=is_main)
    )


def read_labeled(
    label: str,
    value: str,
    *,
    is_main: bool,
    country: str | None = None,
    issued: str | None = None,
    expires: str | None = None,
    is_document: bool = False,
) -> Sequence[Fact]:
    """What a value says whose label is known to be one. country, issued, expires: where they stand apart.

    is_document: whether it stands in a list of documents, where a number needs no further sign that it is
    one. What is nothing else is a statement with the label as its kind. Never raises.
    """
    kind = label.rstrip(" :-")
    words = plain_words(kind)
    if _EMAIL.fullmatch(value):
        return [facts.contact("email", value)]
    if _URL.fullmatch(value) or _DOMAIN.fullmatch(value):
        return [facts.contact("website", value)]
    if PHONE_WORDS & set(words) and _PHONE.fullmatch(value):
        return [facts.contact("phone", value)]
    if (found := _country(words, value, is_main=is_main)) is not None:
        return [found]
    if "aircraft" in words:
        return [Fact("aircraft", {"field": kind, "value": value})]
    identifier = read_document(kind, value)
    if identifier is not None and not names_property(words):
        number = str(identifier.row["number"])
        backed = bool(is_document or country or issued or expires) or _is_backed(identifier)
        if is_number(number) and (
            (is_document and any(map(str.isdigit, number))) or is_given(kind, number, backed=backed)
        ):
            if country or issued or expires:
                return [
                    facts.identifier(
                        kind,
                        number,
                        country_text=country or identifier.row["country_text"],
                        issued=issued or identifier.row["issued"],
                        expires=expires or identifier.row["expires"],
                        note=identifier.row["note"],
                    )
                ]
            return [identifier]
    whole = " ".join(
        part
        for part in (
            value,
            f"({country})" if country else "",
            f"issued {issued}" if issued else "",
            f"expires {expires}" if expires else "",
        )
        if part
    )
    return [facts.statement(kind, whole)]


def _contact_behind_words(words: Sequence[str]) -> Sequence[Fact] | None:
    """LABEL ADDRESS, of mail or web, or LABEL NUMBER of a telephone."""
    if is_label(words[:-1]) and any(shape.fullmatch(words[-1]) for shape in (_EMAIL, _URL, _DOMAIN)):
        return read_labeled(" ".join(words[:-1]), words[-1], is_main=True)
    end = next((at for at, word in enumerate(words) if word[0] in "+(0123456789"), 0)
    number = " ".join(words[end:])
    if (
        set(plain_words(" ".join(words[:end]))) & PHONE_WORDS
        and is_label(words[:end])
        and _PHONE.fullmatch(number)
    ):
        return [facts.contact("phone", number)]
    return None


def _number_behind_words(words: Sequence[str]) -> Sequence[Fact] | None:
    """LABEL NUMBER, with country and dates behind it."""
    end = first_number(words)
    if end is None or not is_label(words[:end]):
        return None
    plain = [plain_words(word) for word in words[:end]]
    # In "Registration Number HRB 1234" the letters before the digits are part of the number.
    while (
        end > 1
        and ACRONYM.fullmatch(words[end - 1])
        and plain[end - 2]
        and plain[end - 2][-1] in NUMBER_WORDS
    ):
        end -= 1
    label = " ".join(words[:end]).rstrip(" #:")
    spoken = plain_words(label)
    if not spoken or names_property(spoken):
        return None
    if spoken[-1] not in NUMBER_WORDS and set(spoken[1:]) & PROPERTY_WORDS:
        # "Aircraft Type Boeing 747": the label ended before the word that the number belongs to.
        return None
    found = read_document(label, " ".join(words[end:]).lstrip("# "))
    if found is None or not is_number(str(found.row["number"])):
        return None
    kind = " ".join(words[:end])
    if "aircraft" in spoken:
        return [Fact("aircraft", {"field": label, "value": str(found.row["number"])})]
    return [found] if is_given(kind, str(found.row["number"]), backed=_is_backed(found)) else None


def _property_behind_words(words: Sequence[str], *, is_main: bool) -> Sequence[Fact] | None:
    """SUBJECT PROPERTY VALUE, or PROPERTY of SUBJECT VALUE."""
    for end in range(1, min(len(words), MOST_LABEL_WORDS)):
        if not is_label(words[:end]):
            return None
        if not set(plain_words(words[end - 1])) & PROPERTY_WORDS:
            continue
        # "Year of Build", "Country of Registration".
        more = plain_words(words[end + 1]) if len(words) > end + 2 and words[end] == "of" else ()
        is_of = bool(_OF_WHAT.intersection(more))
        extended = end + 2 if is_of else end
        label, value = " ".join(words[:extended]), " ".join(words[extended:])
        is_measured = parse_date_span(value) is not None or _MEASURED.fullmatch(value) is not None
        if extended == 1 and (not is_measured or words[0].lower() in NAMES_WITH_NUMBERS):
            continue
        found = read_labeled(label, value, is_main=is_main)
        is_sure = found[0].table != "statements" or is_measured or is_of or words[0].lower() in SUBJECTS
        return found if is_sure else None
    return None


def _is_reserved(words: Sequence[str]) -> bool:
    return words[0].lower().rstrip(":") in _RESERVED


def _is_backed(identifier: Fact) -> bool:
    return any(identifier.row[column] for column in ("country", "issued", "expires"))


def _country(words: Sequence[str], value: str, *, is_main: bool) -> Fact | None:
    """A country under a label that tells what it is to the party."""
    if any(map(str.isdigit, value)) or not _OF_COUNTRIES & set(words) or listed_country(value) is None:
        return None
    kind = next((kind for kind, signs in _COUNTRY_KINDS if signs & set(words)), None)
    if kind is None:
        return None
    return facts.country(kind, value, is_main=is_main and words[0] not in _NOT_THE_MAIN_ONE)
