"""Lists that come packed, as .zip or .gz: opened without trusting what they say of themselves.

What is in an archive lands in the folder it is opened into, whatever path it asks for; how large that may
grow is counted while it grows. Archives within archives stay packed.
"""

from __future__ import annotations

import gzip
import stat
import struct
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from typing import Protocol

from screening.model.errors import InputError
from screening.settings.lists import FetchSettings

__all__ = ["is_archive", "unpack"]

_CHUNK = 1 << 16
_ENCRYPTED = 1
# What the libraries raise for bytes that are no archive, or one with a part missing.
_BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, ValueError, LookupError, RuntimeError)
_GZIP, _ZIP = b"\x1f\x8b", (b"PK\x03\x04", b"PK\x05\x06")
# What packers do by themselves. The library's errors for the others are any.
_WAYS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


class _Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


def is_archive(file: Path) -> bool:
    """Whether a file is packed, by its content: a workbook is a zip by build, but no archive.

    Raises OSError for a file that cannot be read.
    """
    start = _beginning(file)
    return start.startswith(_GZIP) or (start.startswith(_ZIP) and not _is_workbook(file))


def unpack(file: Path, into: Path, limits: FetchSettings) -> None:
    """Put the files in an archive into a folder, by their names without folders.

    Raises InputError for an archive that is cut or broken, holds what is no plain file within it, or grows
    beyond the limits; OSError where the folder cannot be written.
    """
    try:
        if _beginning(file).startswith(_ZIP):
            _unzip(file, into, limits)
        else:
            name = file.name[: -len(file.suffix)] if file.suffix.lower() == ".gz" else file.name
            with gzip.open(file) as content:
                _write(content, into / name, file, limits, 0)
    except (*_BROKEN, gzip.BadGzipFile) as error:
        raise InputError(f"{file}: the archive is cut or broken ({error}). Fetch it again.") from error


def _beginning(file: Path) -> bytes:
    with file.open("rb") as content:
        return content.read(4)


def _is_workbook(file: Path) -> bool:
    try:
        with zipfile.ZipFile(file) as archive:
            return "[Content_Types].xml" in archive.NameToInfo
    except _BROKEN:
        # One that is cut has lost its directory, which stands at the end.
        return file.suffix.lower() == ".xlsx"


def _unzip(file: Path, into: Path, limits: FetchSettings) -> None:
    with zipfile.ZipFile(file) as archive:
        members = [member for member in archive.infolist() if not member.is_dir()]
        if len(members) > limits.max_archive_files:
            raise InputError(
                f"{file}: holds {len(members):,} files; a list has no more than {limits.max_archive_files} "
                "('fetching.max_archive_files')."
            )
        written = 0
        for member in members:
            name = _plain_name(member, file)
            with archive.open(member) as content:
                written += _write(content, into / name, file, limits, written)


def _plain_name(member: zipfile.ZipInfo, file: Path) -> str:
    """The name of a file in an archive. Raises InputError where it leads elsewhere, or is a link."""
    # As it stands in the archive: what the library made of it would hide a NUL.
    path = PurePosixPath(member.orig_filename.replace("\\", "/"))
    kind = stat.S_IFMT(member.external_attr >> 16)
    leads_out = path.is_absolute() or ".." in path.parts or "\0" in str(path) or ":" in str(path)
    if leads_out or kind not in (0, stat.S_IFREG) or path.name in ("", "."):
        raise InputError(
            f"{file}: holds {member.orig_filename!r}, which is no plain file in the archive. No publisher "
            "packs such; do not open it, and ask where it comes from."
        )
    if member.flag_bits & _ENCRYPTED:
        raise InputError(f"{file}: is locked with a password. Give the list without one.")
    if member.compress_type not in _WAYS:
        raise InputError(f"{file}: is packed in an uncommon way. Give the list as a plain .zip, or unpacked.")
    return path.name


def _write(content: _Readable, place: Path, file: Path, limits: FetchSettings, before: int) -> int:
    """How many bytes were written. before: those of the same archive."""
    if place.exists():
        raise InputError(f"{file}: there would be two files called {place.name}; one list has one of a name.")
    most = limits.most_unpacked(file.stat().st_size)
    written = 0
    with place.open("wb") as out:
        while chunk := content.read(_CHUNK):
            written += len(chunk)
            if before + written > most:
                raise InputError(
                    f"{file}: unpacks to more than {most:,} bytes. No list does; it is broken or made to do "
                    "harm ('fetching.max_bytes', 'fetching.max_ratio')."
                )
            out.write(chunk)
    return written
