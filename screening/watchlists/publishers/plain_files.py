"""Plain files of publishers, as they are or packed by gzip: their bytes, lines and CSV rows, within limits.

A packed file of a few megabytes can be made to unpack to gigabytes, and a line without an end fills the
memory. So what comes out is counted on the way, and the reading stops where no list is so large.
"""

from __future__ import annotations

import csv
import gzip
import io
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

from screening.model.errors import InputError

__all__ = ["csv_rows", "first_bytes", "lines", "open_plain"]

_GZIP_MAGIC = b"\x1f\x8b"
# Unpacked, a list has at most so many bytes, and so many more for each byte of the packed file. Lists as CSV
# unpack to 5 to 15 times their size.
_BYTES, _BYTES_A_BYTE = 20_000_000, 60
# OpenSanctions' largest file has about 3 GB.
_MOST_BYTES = 16_000_000_000
# The longest line of a real list (an entity of OpenSanctions) has about 2 MB.
_MOST_LINE = 32_000_000
_FIRST = 65_536
# What csv takes for one cell by itself is 131,072 characters; OpenSanctions has a few longer ones.
_MOST_CELL = 2_000_000


class _Counted(io.RawIOBase):
    """Bytes of a packed file, counted as they come out."""

    def __init__(self, path: Path, packed: gzip.GzipFile, most: int) -> None:
        self._path, self._packed, self._left, self._most = path, packed, most, most

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        count = self._packed.readinto(buffer)  # type: ignore[arg-type]
        self._left -= count
        if self._left < 0:
            raise InputError(
                f"{self._path}: more than {self._most // 1_000_000:,} MB come out of it, which no list of "
                "this size has. Nothing was read; fetch it again from its publisher."
            )
        return count

    def close(self) -> None:
        if not self.closed:
            self._packed.close()
        super().close()


def open_plain(path: Path) -> IO[bytes]:
    """A file's bytes, unpacked where gzip packed it. Reading raises InputError for more than a list has.

    Raises InputError for a file that cannot be opened. For one that is cut or broken, reading raises what
    gzip raises: EOFError, OSError, zlib.error; `lines` makes an InputError of it.
    """
    try:
        file = path.open("rb")
        try:
            size = file.seek(0, 2)
            file.seek(0)
            packed = file.read(2) == _GZIP_MAGIC
            file.seek(0)
            if size > _MOST_BYTES:
                raise InputError(f"{path}: has more than {_MOST_BYTES // 10**9} GB. No list is so large.")
        except BaseException:
            file.close()
            raise
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}.") from error
    if not packed:
        return file
    file.close()
    most = min(_MOST_BYTES, _BYTES + _BYTES_A_BYTE * size)
    return io.BufferedReader(_Counted(path, gzip.GzipFile(path, "rb"), most), _FIRST)


def first_bytes(path: Path, count: int = _FIRST) -> bytes:
    """The beginning of a file, unpacked where gzip packed it; of a cut one what there is.

    Raises InputError for a file that cannot be opened.
    """
    try:
        with path.open("rb") as file:
            start = file.read(count)
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}.") from error
    if not start.startswith(_GZIP_MAGIC):
        return start
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(start, count)
    except zlib.error:
        return b""


def lines(path: Path, encoding: str = "utf-8", *, last_ends: bool = False) -> Iterator[tuple[int, str]]:
    """(number from 1, text with its line break) of every line. A byte order mark is taken away.

    last_ends: whether the publisher ends the last line, too. Raises InputError that names the line, for bytes
    of another encoding, NUL characters, a line that no list has, a packed file that is cut, and a last line
    without an end where it has one.
    """
    number = 0
    text = "\n"
    try:
        with open_plain(path) as file:
            while raw := file.readline(_MOST_LINE + 1):
                number += 1
                if len(raw) > _MOST_LINE:
                    raise InputError(
                        f"{path}, line {number}: has more than {_MOST_LINE:,} bytes. No list has."
                    )
                if number == 1 and raw.startswith(b"\xef\xbb\xbf"):
                    raw = raw[3:]
                text = _decoded(path, number, raw, encoding)
                yield number, text
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise InputError(
            f"{path}, after line {number}: the packed file is cut or broken. Fetch it again."
        ) from error
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror or error}.") from error
    if last_ends and not text.endswith(("\n", "\r")):
        raise InputError(f"{path}, line {number}: the file ends in the middle of a line. Fetch it again.")


def _decoded(path: Path, number: int, raw: bytes, encoding: str) -> str:
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise InputError(
            f"{path}, line {number}: byte {error.start + 1} is not {encoding}. Fetch the file again; if its "
            "publisher writes another encoding, the mapping of the list must say which."
        ) from error
    if "\0" in text:
        raise InputError(
            f"{path}, line {number}: has a NUL character, which no text has. Fetch the file again."
        )
    return text


def csv_rows(
    path: Path,
    *,
    encoding: str = "utf-8",
    delimiter: str = ",",
    last_ends: bool = True,
    header_row: int = 1,
) -> Iterator[tuple[int, list[str]]]:
    """(line that the row ends in, cells) of every row, the header among them; rows without a cell left out.

    header_row: every row from this one on, counted from 1, must have as many cells as it. Raises InputError
    as `lines`, and for a row that is cut, torn or has other quotes than CSV.
    """
    reached = 0

    def texts(source: Iterable[tuple[int, str]]) -> Iterator[str]:
        nonlocal reached
        for number, text in source:
            reached = number
            yield text

    width = None
    # For the whole process; nothing else relies on a smaller one.
    csv.field_size_limit(max(csv.field_size_limit(), _MOST_CELL))
    rows = csv.reader(texts(lines(path, encoding, last_ends=last_ends)), delimiter=delimiter, strict=True)
    try:
        number = 0
        for row in rows:
            if not row:
                continue
            number += 1
            if number < header_row:
                yield reached, row
                continue
            width = len(row) if width is None else width
            if len(row) != width:
                raise InputError(
                    f"{path}, line {reached}: has {len(row)} cells and the header {width}. The row is cut or "
                    "torn; fetch the file again."
                )
            yield reached, row
    except csv.Error as error:
        raise InputError(
            f"{path}, line {reached}: cannot be cut into cells ({error}). The file is cut or broken; fetch "
            "it again."
        ) from error
