"""The names that one text may be.

`several_names` cuts a cell that holds several names ("A; B", "A aka B", "A (B)"); `readings` gives all texts
that are compared for a customer's name. Where a separator can be read in two ways both are: a full stop or an
apostrophe may stand between words ("Bank.Melli") or within one ("S.A.", "Asa'ib"), a capital may begin a word
("VladimirPutin") or not ("McDonald").
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import chain, product
from typing import TYPE_CHECKING

from screening.names.framing import MAY_BE_FRAMED, unframed
from screening.names.plain_text import DRESSED, UNSEEN, letters_together, plain, read_escapes, undressed
from screening.names.telling_words import is_place
from screening.names.unspaced import MAY_BE_CUT, cuts_of

if TYPE_CHECKING:
    from screening.settings.names import Kind

__all__ = ["MAX_WORDS", "MAY_BE_READ_OTHERWISE", "MOST_WORDS", "is_overlong", "readings", "several_names"]

# Words of a name past this one do not fit the comparison: longer names are compared in parts.
MAX_WORDS = 48
# Words of an overlong name past this one are left out: that is no name any more.
MOST_WORDS = 1_000
# Overlong names are cut into parts of so many words, each part beginning in the middle of the one before:
# a name that stands somewhere in the text stands whole in a part that has few words besides.
_PART_SIZES = (2, 3, 6, 12, 24, MAX_WORDS)

_BETWEEN_WORDS = r"\s,;:/|()\[\]{}\"\u201c\u201d\u00ab\u00bb_\u2010-\u2015+*&\-"
_WORD = re.compile(rf"[^{_BETWEEN_WORDS}]*[^\W_][^{_BETWEEN_WORDS}]*")
_LETTER = re.compile(r"[^\W\d_]")

# "also known as" and its like between two names: with dots, with slashes, or as a word.
_ALSO = (
    r"(?:a\.?k\.?a|f\.?k\.?a|n\.?k\.?a|d\.?b\.?a|t\.a)\.?|[afn]/k/a|d/b/a|t/a|alias"
    r"|(?:also|formerly|now|better|otherwise)\s+known\s+as|doing\s+business\s+as|trading\s+as"
)
_ALSO_FIRST = re.compile(rf"\s*(?:{_ALSO})[\s:]+", re.IGNORECASE)
_BETWEEN = re.compile(
    # What stands in parentheses is looked at when the text around it is cut.
    r"(?P<inside>\([^()]*\))"
    r"|[;\uff1b\u061b|\uff5c\n\r\u0085\u2028\u2029]"
    r"|\s/\s"
    rf"|(?:,\s*|\s)(?:{_ALSO})[\s:]+",
    re.IGNORECASE,
)
_LAST_INSIDE = re.compile(r"^(?P<before>.+?)\s*\((?P<inside>[^()]+)\)\s*$", re.DOTALL)
_TIGHT_SLASH = re.compile(r"(?<=\w)/(?=\w)")
# Fewer letters name nobody: "(UK)", "; J". Chinese names may have two.
_FEWEST_LETTERS = 3
_FEWEST_SIGNS = 2

# What may stand between two words that no space separates.
_STOP = re.compile(r"(?:(?<=[^\W_])|(?<=['`^]))\.(?=['`^]?[^\W_])")
_WORD_BEFORE = re.compile(r"[^\W_]+\Z")
_WORD_AFTER = re.compile(r"[^\W_]+")
_MARK = re.compile(r"(?<=[^\W_])['`^$]+(?=[^\W_])")
_SHORTEST_BY_MARK = 3
# A form of company that nothing separates from the name: "UNIVISAS.A.", "SEABRASSLIMITED", "LLCNOVYE". Short
# forms without stops end too many words.
_STOPS_BEHIND = re.compile(r"(?<=[^\W\d_]{3})(?=[^\W\d_]\.[^\W\d_](?:[\W_]|$))")
_FORM_BEHIND = "limited|ltda|gmbh|llc|fze|fzco|sarl|corporation|company|ltd"
_FORM_BEFORE = "llc|ooo|oao|zao|pao|pjsc|ojsc|cjsc|jsc"
_GLUED = re.compile(
    rf"(?<=[^\W\d_]{{4}})(?=(?:{_FORM_BEHIND})\b)|\b(?:{_FORM_BEFORE})(?=[^\W\d_]{{4}})|\bclosed(?=joint\b)",
    re.IGNORECASE,
)
_NO_APOSTROPHE = re.compile(r"(?<=[^\W_])[`^$]+(?=[^\W_])")
_UNSEEN = re.compile(f"[{UNSEEN}]+")
# The two joiners are spelling in scripts that write with them, and mean nothing where others do not.
_UNSEEN_BETWEEN = re.compile(
    f"(?:(?![\u200c\u200d])[{UNSEEN}])+|(?<=[A-Za-z\u00c0-\u052f])[\u200c\u200d]+(?=[A-Za-z\u00c0-\u052f])"
)
# Letters that stand alone, so many in a row that they may be a word spaced out.
_SPACED = 4

# In RE2's grammar, for many texts at once: `readings` gives one reading of a text that has none of these, has
# fewer than 2 * MAX_WORDS characters, and is in Unicode's form NFKC. Two patterns: both in one would take a
# hundred times as long.
_IN_ANY_NAME = (
    rf"[;|()/\n\r{DRESSED}{UNSEEN}\x{{ff1b}}\x{{061b}}\x{{ff5c}}\x{{85}}\x{{2028}}\x{{2029}}]"
    r"|\.['`^]?[\pL\pN]|[\pL\pN]['`^$]|%[0-9A-Fa-f]{2}|\p{Ll}\p{Lu}|\p{Lu}\p{Lu}\p{Ll}"
    r"|(?i:[\s\pZ,](?:[afn]ka|dba|alias|known[\s\pZ]+as|business[\s\pZ]+as|trading[\s\pZ]+as)[\s\pZ:])"
    r"|(?:^|[\s\pZ])\pL(?:[ _\-]+\pL){3}"
    rf"|{MAY_BE_CUT}|{MAY_BE_FRAMED}"
)
_FORM_GLUED = rf"(?i:\pL{{4}}(?:{_FORM_BEHIND})\b|\b(?:{_FORM_BEFORE})\pL{{4}}|\bclosedjoint)"
MAY_BE_READ_OTHERWISE = (_IN_ANY_NAME, _FORM_GLUED)


def several_names(text: str) -> list[str]:
    """The names in a cell that holds several, each once and in their order; [text] where it is one.

    Names stand apart by `;`, `|`, ` / `, a line break, `aka` and its like, or the last of them in
    parentheses. `/` without spaces cuts only between names of two words and more ("Import/Export" is one).
    """
    found = list(dict.fromkeys(part for part in _parts(read_escapes(text)) if _names_somebody(part)))
    return found if len(found) > 1 else [text]


def is_overlong(text: str) -> bool:
    """Whether a name has so many words that it is compared in parts. Where `several_names` cuts the text,
    ask of each of its names."""
    # A letter and a space a word at least: nearly every name is seen to be short by its length.
    return len(text) >= 2 * MAX_WORDS and sum(1 for _ in _WORD.finditer(plain(text))) > MAX_WORDS


def readings(text: str, kind: Kind) -> list[str]:
    """The texts that are compared for a customer's name, each once; the best of them is what counts.

    First comes the text itself in plain letters. kind: initials in a row are words of a person's name
    ("V.V.Putin"), but one word of another ("S.A.", "M.V.").
    """
    names = several_names(text)
    each = list(dict.fromkeys([plain(text), *chain.from_iterable(_of_one(name, kind) for name in names)]))
    inner = unframed(text, kind)
    if inner != text and not is_overlong(inner):
        each += _of_one(inner, kind)
    if kind == "person":
        # The likeliest way to cut a name without spaces is a matter of its analysis, as in listed names.
        each += [cut for one in each for cut in cuts_of(one)[1:]]
    return list(dict.fromkeys(each))


def _of_one(text: str, kind: Kind) -> Iterator[str]:
    """Readings of one name, the plainest first."""
    yield plain(text)
    written = letters_together(undressed(read_escapes(text)))
    together = letters_together(written, _SPACED)
    if is_overlong(together):
        yield from _in_parts(plain(together))
        return
    for form in dict.fromkeys((written, together)):
        apart = [separate for separate in _separators(kind) if separate(form) != form]
        chosen = list(product((False, True), repeat=len(apart)))
        # All apart is likelier than some: who has no spaces puts the same in place of each.
        for which in (chosen[0], chosen[-1], *chosen[1:-1]):
            reading = form
            for separate, wanted in zip(apart, which, strict=True):
                reading = separate(reading) if wanted else reading
            yield _NO_APOSTROPHE.sub("", _UNSEEN.sub("", reading))


def _separators(kind: Kind) -> tuple[Callable[[str], str], ...]:
    # Forms first: the full stop of "UNIVISAS.A." is one of the form.
    forms = (_forms_apart,) if kind == "non_person" else ()
    return (
        *forms,
        lambda text: _UNSEEN_BETWEEN.sub(" ", text),
        lambda text: _STOP.sub(lambda stop: _after_stop(stop, kind), text),
        lambda text: _MARK.sub(_instead_of_mark, text),
        _capitals_apart,
    )


def _forms_apart(text: str) -> str:
    """A space between a name and a form of company that is written into it."""
    return _STOPS_BEHIND.sub(" ", _GLUED.sub(lambda form: f"{form.group()} ", text))


def _after_stop(stop: re.Match[str], kind: Kind) -> str:
    """A full stop, with space where it ends a word: after each initial of a person's, else after the last."""
    before = _WORD_BEFORE.search(stop.string, max(0, stop.start() - 2), stop.start())
    after = _WORD_AFTER.match(stop.string, stop.end())
    around = (before.group() if before else "", after.group() if after else "")
    initials = kind == "non_person" and all(len(word) == 1 for word in around)
    return "." if initials or all(word.isdigit() for word in around) else ". "


def _instead_of_mark(mark: re.Match[str]) -> str:
    """A space, but where a small letter goes on beside a short part of a word: "Ka'abi", "Asa'ib"."""
    before = _WORD_BEFORE.search(mark.string, 0, mark.start())
    after = _WORD_AFTER.match(mark.string, mark.end())
    sides = [side.group() for side in (before, after) if side]
    goes_on = mark.string[mark.end()].islower() and not mark.string.islower()
    return mark.group() if goes_on and min(map(len, sides)) < _SHORTEST_BY_MARK else " "


def _capitals_apart(text: str) -> str:
    """`VladimirPutin`, `PUTINVladimir` and `VPutin` with a space before what looks like another word."""
    words = text[:1]
    for at in range(1, len(text)):
        before, here, after = text[at - 1], text[at], text[at + 1 : at + 2]
        if here.isupper() and (before.islower() or (before.isupper() and after.islower())):
            words += " "
        words += here
    return words


def _in_parts(text: str) -> Iterator[str]:
    words = _WORD.findall(text)[:MOST_WORDS]
    for size in _PART_SIZES:
        step = max(1, size // 2)
        for begin in range(0, max(1, len(words) - size + step), step):
            yield " ".join(words[begin : begin + size])


def _parts(text: str) -> list[str]:
    cut: list[str] = []
    begin = 0
    for separator in _BETWEEN.finditer(text):
        if separator["inside"] is None:
            cut.append(text[begin : separator.start()])
            begin = separator.end()
    cut.append(text[begin:])
    return [name for part in cut for name in _with_inside(part.strip(" ,\t"))]


def _with_inside(part: str) -> list[str]:
    """The name before parentheses at the end, and what stands in them."""
    found = _LAST_INSIDE.match(part)
    # Two single words are one name: "Mina (Dheke)". A place is no name, and part of what is before it.
    if (
        found
        and _names_somebody(found["before"])
        and _names_somebody(found["inside"])
        and len(_WORD.findall(part)) > 2
        and not is_place(found["inside"])
    ):
        inside = _ALSO_FIRST.sub("", found["inside"], count=1)
        return [*_with_inside(found["before"].strip(" ,\t")), *_parts(inside)]
    halves = _TIGHT_SLASH.split(part)
    if len(halves) > 1 and all(len(_WORD.findall(half)) > 1 for half in halves):
        return [half.strip() for half in halves]
    return [part]


def _names_somebody(part: str) -> bool:
    letters = _LETTER.findall(part)
    return len(letters) >= (_FEWEST_LETTERS if "".join(letters).isascii() else _FEWEST_SIGNS)
