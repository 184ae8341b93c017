"""Free text of a list → what it says: "Label: value" sentences as facts, the rest as it stands.

    read_text("IMO number: 5676084. Ship manager of the YUK TUNG.", "Comments")
    # an identifier, and a statement of the kind "Comments"

The United Nations, the EU and the UK write the same sentences of a party into their comments, remarks and
"other information". A label that is not known becomes the kind of a statement. A label that promises a
number without one is not understood.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import cast, get_args

from screening.model.vocabulary import Gender
from screening.watchlists import facts
from screening.watchlists.facts import Fact
from screening.watchlists.publishers.one_line import one_line

__all__ = ["read_text"]

# A sentence ends before a capital, a bracket or another script; not behind the short words below.
# The sentence on Interpol's notice begins anywhere.
_ENDS = re.compile(
    r"(?<=[.;|])\s*(?=[^\W\d_a-z]|[(\[“‘\"])|\s+(?=INTERPOL-?UN Security Council Special Notice)"
)
_GOES_ON = re.compile(
    r"(?:^|[\s(.])(?:\w|mr|mrs|ms|dr|no|nos|st|gen|lt|col|maj|brig|prof|co|ltd|inc|u\.s|e\.g|i\.e|vs|art)\.$",
    re.IGNORECASE,
)
# At most so many letters and words are a label and no sentence.
_LABELED = re.compile(
    r"\(?(?:\(?[a-z\d]{1,2}\) ?|[a-z\d]\.\s)?(?P<label>[^\W\d_](?:[^:;.|()]|\([^():]*\)){0,70}?)"
    r" ?: ?(?P<value>\S.*)",
    re.DOTALL,
)
_MOST_WORDS = 8
_CLOSING = " .;,|"

_GENDER = re.compile(r"gender|sex")
_IMO = re.compile(r"(?:.*\W)?imo\)?(?: (?:ship |company )?(?:number|no\.?))?")
_IMO_SAID = re.compile(
    r"(?:Company Number |Vessel )?IMO(?: number| no\.?)?:? ?(?P<number>\d{7})", re.IGNORECASE
)
_EMAIL = re.compile(r"e-?mail(?: address(?:es)?)?")
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_WEBSITE = re.compile(r"web ?(?:sites?|pages?)")
_SITE = re.compile(
    r"(?:https?://|www\.)[^\s,;()\[\]]+|(?<!\S)(?:[a-z\d-]+\.)+[a-z]{2,}(?:/[^\s,;()]*)?", re.IGNORECASE
)
_PHONE = re.compile(r"(?:tele)?phone(?: numbers?)?|tel\.?|fax(?: numbers?)?|facsimile numbers?")
_BIRTH = re.compile(r"dob|(?:(?:other )?possible |suspected )?date of birth")
# Addresses of digital currency, after the sign of one at times; their forms tell which one else.
_WALLET = re.compile(
    r"(?:\b(?P<coin>BTC|XBT|ETH|USDT|USDC|BNB|TRX|LTC)\b\s*[:-]?\s*)?"
    r"\b(?P<address>(?P<eth>0x[0-9a-fA-F]{40})|(?P<trx>T[1-9A-HJ-NP-Za-km-z]{33})"
    r"|(?P<xbt>[13](?=\S{0,40}[a-z])(?=\S{0,40}[A-Z])[1-9A-HJ-NP-Za-km-z]{25,34}|bc1[a-z0-9]{25,59}))\b"
)
_SWIFT = re.compile(r"(?:swift|bic)(?: ?/ ?bic)?(?: code)?")
# Labels of a number that identifies. Numbers of telephones, of other lists and of resolutions do not.
_NUMBER = re.compile(
    r"(?:.*\b)?(?:ogrn|inn|kpp|fiscal code|tax (?:id(?:entification)?|number).*|license number|licence number"
    r"|(?:registered company|company|(?:company )?registration|registered|passport|identification"
    r"|identity card|national id(?:entification)?|national tax|trade licen[cs]e|d-?u-?n-?s)"
    r" (?:number|no\.?)(?: \(.*\))?)"
)
_NUMBER_SAID = re.compile(r"(?P<label>OGRN|INN|KPP)[ -]+(?P<number>\d{8,15})")
# A number, of one word with digits or several, and what stands behind it.
_VALUE = re.compile(
    r"(?P<number>(?:[A-Z]{1,4}[ -]){0,3}[^\s(]*\d[^\s(]*(?: [^\s(]*\d[^\s(]*)*)(?P<rest>.*)", re.DOTALL
)
_NO_NUMBER = re.compile(r"(?:none|unknown|not known|n/?a|-)\.?", re.IGNORECASE)
_RELATION = re.compile(
    r"linked to|associated (?:with|individuals?|entit(?:y|ies))|ultimate beneficial owners?(?:\(s\))?"
)
_SUBSIDIARY = re.compile(r"(?:A )?(?P<words>[Ss]ubsidiary of) (?P<other>[^.;]{3,120})")


def read_text(text: str | None, kind: str) -> list[Fact]:
    """What a text says, in its order; sentences that no label divides stand together in statements of
    `kind`. Facts of unparsed remarks are labels whose value could not be used."""
    found: list[Fact] = []
    free: list[str] = []
    for sentence in _sentences(one_line(text)):
        said = _read_sentence(sentence)
        if not said:
            free.append(sentence)
            continue
        if free:
            found.append(facts.statement(kind, " ".join(free)))
            free = []
        found += said
    if free and any(character.isalnum() for character in "".join(free)):
        found.append(facts.statement(kind, " ".join(free)))
    found += _wallets(one_line(text))
    return found


def _sentences(text: str) -> Iterator[str]:
    parts: list[str] = []
    for part in _ENDS.split(text):
        parts += [part.strip()] if part.strip() else []
        # Abbreviations and initials.
        if parts and not _GOES_ON.search(parts[-1][-12:]):
            yield " ".join(parts)
            parts = []
    if parts:
        yield " ".join(parts)


def _read_sentence(sentence: str) -> list[Fact]:
    """The facts of a sentence with a label, or of a known form; none for any other."""
    bare = sentence.rstrip(_CLOSING)
    if found := _IMO_SAID.fullmatch(bare):
        return [facts.identifier("IMO number", found["number"])]
    if found := _NUMBER_SAID.fullmatch(bare):
        return [facts.identifier(found["label"], found["number"])]
    if found := _SUBSIDIARY.fullmatch(bare):
        return [facts.relation(found["words"], found["other"], kind="owned by")]
    found = _LABELED.fullmatch(bare)
    if (
        found is None
        or len(found["label"].split()) > _MOST_WORDS
        or found["label"].lower() in ("http", "https")
    ):
        return []
    return list(_labeled(found["label"].strip(), found["value"].strip()))


def _labeled(label: str, value: str) -> Iterator[Fact]:
    # The Cyrillic letter that looks like the Latin one stands in some.
    word = label.casefold().replace("\N{CYRILLIC SMALL LETTER O}", "o")
    if _GENDER.fullmatch(word):
        gender = value.split()[0].strip(".,").lower()
        if gender in get_args(Gender):
            yield Fact("entities", {"gender": cast(Gender, gender)})
        else:
            yield facts.statement(label, value)
    elif _IMO.fullmatch(word):
        imo = re.match(r"(?:IMO ?)?(\d{7})\b", value)
        yield facts.identifier("IMO number", imo[1]) if imo else facts.unparsed(f"{label}: {value}")
    elif _EMAIL.fullmatch(word):
        yield from _contacts("email", _ADDRESS, label, value)
    elif _WEBSITE.fullmatch(word):
        yield from _contacts("website", _SITE, label, value)
    elif _PHONE.fullmatch(word):
        yield facts.contact("phone", value)
    elif _BIRTH.fullmatch(word):
        yield facts.birth_date(value, is_main=False) or facts.statement(label, value)
    elif _SWIFT.fullmatch(word):
        code = re.match(r"[A-Z]{6}[A-Z\d]{2}(?:[A-Z\d]{3})?\b", value)
        yield facts.identifier("SWIFT/BIC", code[0]) if code else facts.unparsed(f"{label}: {value}")
    elif _NUMBER.fullmatch(word):
        yield _number(label, value)
    elif _RELATION.fullmatch(word):
        yield from (facts.relation(label, each.strip()) for each in value.split(";") if each.strip())
    else:
        yield facts.statement(label, value)


def _contacts(kind: str, pattern: re.Pattern[str], label: str, value: str) -> Iterator[Fact]:
    """Every address in a text; the text itself where there is none."""
    found = [address[0].rstrip(".") for address in pattern.finditer(value)]
    yield from (facts.contact(kind, address) for address in found)
    if not found:
        yield facts.statement(label, value)


def _number(label: str, value: str) -> Fact:
    found = _VALUE.fullmatch(value)
    if found is None:
        whole = f"{label}: {value}"
        return facts.statement(label, value) if _NO_NUMBER.fullmatch(value) else facts.unparsed(whole)
    return facts.identifier(label, found["number"].strip(",;"), note=found["rest"].strip(" ()-,;") or None)


def _wallets(text: str) -> Iterator[Fact]:
    """Each address of digital currency once."""
    found: dict[str, str] = {}
    for wallet in _WALLET.finditer(text):
        by_form = next(coin for coin in ("eth", "trx", "xbt") if wallet[coin])
        found.setdefault(wallet["address"], wallet["coin"] or by_form.upper())
    for address, currency in found.items():
        yield Fact("digital_currency", {"currency": currency, "address": address})
