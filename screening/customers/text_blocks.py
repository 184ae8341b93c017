"""Blocks of a customer table as columns of text, and how a column becomes text and is put in order.

Nothing is judged here but whether a row can be told apart from its neighbors. Numbers lose a needless ".0"
(pandas makes floats of integers as soon as one is missing), dates and timestamps become ISO dates,
dictionaries and large strings become plain strings. Nested columns, times and durations have no plain text
and are refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
import pyarrow.compute

from screening.model.errors import InputError

# The functions there are outnumber those its type stubs know.
pc: Any = pyarrow.compute

__all__ = [
    "BROKEN_TEXT",
    "BrokenRow",
    "RawBlock",
    "as_text",
    "composed",
    "has_text",
    "joined",
    "tidy",
    "trimmed",
]


@dataclass(frozen=True)
class BrokenRow:
    """A row that could not be split into the table's columns, with its text and why."""

    row: int
    text: str
    reason: str


@dataclass(frozen=True)
class RawBlock:
    """Rows of one file. `rows` holds their numbers, counted within that file; `broken` the others."""

    columns: dict[str, pa.StringArray]
    rows: pa.Int64Array
    broken: list[BrokenRow] = field(default_factory=list)

    def cut(self, begin: int, end: int) -> RawBlock:
        """The rows from one place to another, of a block without broken ones."""
        columns = {name: column.slice(begin, end - begin) for name, column in self.columns.items()}
        return RawBlock(columns, self.rows.slice(begin, end - begin))


_EXACT_INTEGERS = 2.0**53  # beyond it a float no longer tells whole numbers apart


def has_text(kind: pa.DataType) -> bool:
    """Whether `as_text` can read a column of this Arrow type."""
    if pa.types.is_dictionary(kind):
        return has_text(kind.value_type)
    checks = (
        pa.types.is_string,
        pa.types.is_large_string,
        pa.types.is_string_view,
        pa.types.is_binary,
        pa.types.is_large_binary,
        pa.types.is_integer,
        pa.types.is_floating,
        pa.types.is_decimal,
        pa.types.is_boolean,
        pa.types.is_date,
        pa.types.is_timestamp,
        pa.types.is_null,
    )
    return any(check(kind) for check in checks)


def as_text(column: pa.Array[Any], where: str) -> pa.StringArray:
    """The column as strings, null where it is null (NaN counts as null).

    `where` names the file and column in the InputError that is raised for a type without plain text and
    for bytes that are not UTF-8.
    """
    kind = column.type
    if not has_text(kind):
        raise InputError(
            f"{where}: a column of type {kind} cannot be read as text. "
            "Store it as text, a number or a date, or do not map it."
        )
    try:
        text: pa.StringArray = _cast(column, kind)
    except pa.ArrowException as error:
        raise InputError(f"{where}: cannot be read as text ({error}). Store it as UTF-8 text.") from error
    return text


def _cast(column: Any, kind: pa.DataType) -> Any:
    if pa.types.is_dictionary(kind):
        return _cast(column.cast(kind.value_type), kind.value_type)
    if pa.types.is_floating(kind):
        return _whole_numbers_as_such(pc.cast(column, pa.float64()))
    if pa.types.is_decimal(kind):
        text = pc.cast(column, pa.string())
        return pc.replace_substring_regex(text, r"^(-?\d+)\.0+$", r"\1")
    if pa.types.is_timestamp(kind):
        # A time zone says where the clock hung; the day meant is the one on that clock.
        local = pc.local_timestamp(column) if kind.tz else column
        return pc.cast(pc.cast(local, pa.date32(), safe=False), pa.string())
    text = pc.cast(column, pa.string())
    # Parquet files may claim UTF-8 without keeping it; found here, it has a place and a name.
    text.validate(full=True)
    return text


def _whole_numbers_as_such(column: Any) -> Any:
    finite = pc.if_else(pc.is_nan(column), pa.scalar(None, pa.float64()), column)
    whole = pc.and_(
        pc.equal(finite, pc.floor(finite)),
        pc.less(pc.abs(finite), pa.scalar(_EXACT_INTEGERS)),
    )
    integers = pc.cast(pc.if_else(whole, finite, pa.scalar(None, pa.float64())), pa.int64())
    return pc.coalesce(pc.cast(integers, pa.string()), pc.cast(finite, pa.string()))


# Invisible characters that change how a text looks or compares but not what it says, as the marks that turn
# the direction of writing. The joiners U+200C and U+200D are spelling, and stay. So does a zero-width space
# between words, which may be all that parts them (`screening.names.readings` reads it both ways).
_INVISIBLE = (
    r"[\x{00AD}\x{200E}\x{200F}\x{202A}-\x{202E}\x{2060}\x{2066}-\x{2069}\x{FEFF}]|^\x{200B}+|\x{200B}+$"
)
_EACH_SPACE = r"[\p{Z}\p{Cc}]"
_ANY_SPACE = _EACH_SPACE + "+"
# In a word spaced out (P U T I N   V L A D I M I R) the wider spaces alone tell where words end.
_SPACED_OUT = r"(?:^|\p{Z})\p{L}\p{Z}\p{L}(?:\p{Z}\p{L})*\p{Z}{2,}\p{L}\p{Z}\p{L}(?:\p{Z}|$)"
_UNTIDY = r"[\p{Z}\p{Cc}]{2}|[^\PZ ]|\p{Cc}|" + _INVISIBLE

# UTF-8 read as Latin-1 or Windows-1252: a letter of À to ß and, where the rest of its bytes went, signs that
# hardly follow a letter (Ã¼, Ð¿). Quotes and dashes do follow letters (MALMÅ’S), so they count only where
# more speaks for it. São, JOÃO, Ðorđe and Ñuñoa have letters there.
_SIGNS = r"\x{0080}-\x{009F}\x{00A1}-\x{00AC}\x{00AE}-\x{00BF}€‚ƒ„†‡ˆ‰Š‹ŒŽ˜™š›œžŸ"
_SIGNS_AND_QUOTES = _SIGNS + r"\x{00A0}\x{00AD}…‘’“”•–—"
BROKEN_TEXT = "|".join(
    (
        rf"[ÂÃÄÅÎÏÐÑ×ØÙ][{_SIGNS}]",
        r"Ã[‘“”–—]\p{L}",
        rf"(?:[Â-ß][{_SIGNS_AND_QUOTES}]){{2}}",
        rf"[à-ï][{_SIGNS_AND_QUOTES}]{{2}}",
        # The same as Windows-1251, the Cyrillic of Windows: Putin in Cyrillic is РџСѓС‚РёРЅ there.
        r"(?:[РС][Ђ-Џђ-џҐґ‚„…†‡€‰‹‘’“”•–—™›\x{00A0}-\x{00BF}№]){2}",
        # Cyrillic of Windows read as Windows-1252 (Ïóòèí).
        r"[À-ÖØ-öø-ÿ]{5}",
        # Letters that are gone: replaced when they were read, or when they were written.
        r"\x{FFFD}",
        r"\p{L}\?\p{L}",
    )
)


def trimmed(column: pa.StringArray) -> Any:
    """Without space around it; null where nothing is left."""
    text = pc.utf8_trim_whitespace(column)
    return pc.if_else(pc.equal(text, ""), pa.scalar(None, pa.string()), text)


def composed(column: pa.StringArray) -> Any:
    """In composed form (NFC)."""
    return pc.utf8_normalize(column, form="NFC")


def tidy(text: Any) -> Any:
    """A composed text with single spaces and nothing invisible; null where nothing is left."""
    # Few texts need it, and rewriting all would cost more than everything else here together.
    if pc.any(pc.match_substring_regex(text, _UNTIDY)).as_py():
        text = pc.replace_substring_regex(text, _INVISIBLE, "")
        text = pc.if_else(
            pc.match_substring_regex(text, _SPACED_OUT),
            pc.replace_substring_regex(text, _EACH_SPACE, " "),
            pc.replace_substring_regex(text, _ANY_SPACE, " "),
        )
    return trimmed(text)


def joined(parts: Sequence[Any], separator: str) -> Any:
    """The parts there are, joined; null where there are none."""
    # The empty text in front is never null: pyarrow 26 drops rows whose parts are all null.
    front = pa.array([""] * len(parts[0]), pa.string())
    text = pc.binary_join_element_wise(front, *parts, separator, null_handling="skip")
    text = pc.utf8_slice_codeunits(text, len(separator))
    return pc.if_else(pc.equal(text, ""), pa.scalar(None, pa.string()), text)
