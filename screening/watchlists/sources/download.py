"""A list from its publisher's address.

What comes is kept beside the store, with what its server names it by: asked again, a server can answer that
nothing changed, and the kept files are brought once more. However a list comes, the same files make the same
version.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from screening.model.errors import InputError
from screening.settings.lists import FetchSettings, SourceSettings, without_secrets
from screening.watchlists.publishers.publication import begins_like_xml
from screening.watchlists.read import recognize
from screening.watchlists.sources.archives import is_archive, unpack
from screening.watchlists.sources.deltas import fetch_versioned, version_day
from screening.watchlists.sources.kept_files import (
    KeptFile,
    KeptFiles,
    keep,
    linked,
    new_folder,
    read_kept,
)
from screening.watchlists.sources.source import Delivery
from screening.watchlists.sources.web_client import WebClient, web_client
from screening.watchlists.versions.completeness import incomplete_because, publication

__all__ = ["Download"]

# It lies beside the table, and its name fits any.
_MAPPING = "fetched.list.yaml"
_SHA256 = re.compile(r"\b[0-9a-fA-F]{64}\b")


@dataclass(frozen=True)
class Download:
    """A list source that fetches the files of `source` over the web, within `limits`.

    kept_in: the folder where it keeps them, of this list alone. mapping: of a table that has one of its own.
    """

    list_id: str
    source: SourceSettings
    limits: FetchSettings
    kept_in: Path
    mapping: Path | None = None

    def fetch(self, into: Path) -> Delivery:
        """What lies at the addresses now, in a folder under `into` called by the day that the servers tell of
        it; see `ListSource`. Raises InputError where it cannot be had whole."""
        try:
            folder = new_folder(self.kept_in)
        except OSError as error:
            raise self._unwritable(error) from error
        try:
            kept = read_kept(self.kept_in)
            came = self._come(kept, folder)
            delivery = self._laid_out(came, kept, into)
        except OSError as error:
            shutil.rmtree(folder, ignore_errors=True)
            raise self._unwritable(error) from error
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        return delivery

    def _come(self, kept: KeptFiles | None, folder: Path) -> KeptFiles:
        source = self.source
        own = frozenset(urlsplit(address).hostname or "" for address in source.files.values())
        with web_client(self.limits, self._authorization(), own) as web:
            if source.index is not None:
                return fetch_versioned(web, source, kept, folder)
            files = {
                name: self._file(web, name, address, kept, folder) for name, address in source.files.items()
            }
            if source.sha256 is not None:
                self._check_published(web, source.sha256, files, folder)
        return KeptFiles(folder, files)

    @staticmethod
    def _file(web: WebClient, name: str, address: str, kept: KeptFiles | None, folder: Path) -> KeptFile:
        """One file, as it is now."""
        last = kept.files.get(name) if kept is not None else None
        if last is not None and last.address != without_secrets(address):
            last = None
        came = web.get(address, folder / name, last.validators if last else None)
        if came is not None:
            return KeptFile(without_secrets(address), came[1], came[0], datetime.now(UTC))
        if last is None or kept is None:
            raise AssertionError("nothing was asked to be left out")
        linked(kept.folder / name, folder / name)
        return last

    @staticmethod
    def _check_published(web: WebClient, address: str, files: Mapping[str, KeptFile], folder: Path) -> None:
        ((name, file),) = files.items()
        lines = web.text(address, folder / "checksum.incoming").splitlines()
        sums = [(found[0].lower(), line) for line in lines if (found := _SHA256.search(line))]
        # Of a page of checksums, the line that names the file.
        named = [digest for digest, line in sums if name in line] or [digest for digest, _ in sums]
        if len(set(named)) != 1:
            raise InputError(f"{without_secrets(address)}: names no SHA-256 of {name}.")
        if named[0] != file.sha256:
            raise InputError(
                f"{file.address}: what came has the SHA-256 {file.sha256}, where {without_secrets(address)} "
                f"names {named[0]}. It is not what the publisher put out, or either is older: fetch again."
            )

    def _laid_out(self, came: KeptFiles, kept: KeptFiles | None, into: Path) -> Delivery:
        """The files as the reader takes them, unpacked."""
        day = version_day(came.version) if came.version else came.published()
        folder = into / (day.astimezone(UTC).date().isoformat() if day else "fetched")
        folder.mkdir()
        origins = self._lay(came, folder)
        # Files of one list come from one folder of their publisher's.
        addresses = sorted({file.address for file in came.files.values()})
        origin = addresses[0] if len(addresses) == 1 else addresses[0].rpartition("/")[0]
        place = _unknown(folder)
        if place is None:
            reason = incomplete_because(folder)
            if reason is not None:
                words = reason if reason.startswith("holds ") else f"is not whole: {reason}"
                raise InputError(f"{origin}: what came {words}. Fetch again later.")
            place = publication(folder)
        return Delivery(place, origin, (), _what_came(came, kept), origins, _Finish(self.kept_in, came))

    def _lay(self, came: KeptFiles, folder: Path) -> Mapping[str, str]:
        """The files in the folder, by name → the address that each came from."""
        origins: dict[str, str] = {}
        for name, file in came.files.items():
            if is_archive(came.folder / name):
                self._unpack(came.folder / name, folder, file.address)
            else:
                linked(came.folder / name, folder / _with_suffix(came.folder / name))
            origins = {each.name: file.address for each in folder.iterdir()} | origins
        if self.mapping is not None:
            try:
                shutil.copyfile(self.mapping, folder / _MAPPING)
            except OSError as error:
                raise InputError(f"{self.mapping}: the mapping cannot be read: {error.strerror}.") from error
        return origins

    def _unpack(self, file: Path, folder: Path, origin: str) -> None:
        try:
            unpack(file, folder, self.limits)
        except InputError as error:
            raise InputError(str(error).replace(str(file), origin)) from error

    def _authorization(self) -> str | None:
        name = self.source.authorization
        if name is None:
            return None
        value = os.environ.get(name)
        if not value:
            raise InputError(
                f"{self.list_id}: the environment variable {name} is to hold the Authorization header for "
                "its addresses, and is empty. Set it for whoever runs this."
            )
        return value

    def _unwritable(self, error: OSError) -> InputError:
        return InputError(f"{self.kept_in}: what is fetched cannot be kept there: {error.strerror or error}.")


@dataclass(frozen=True)
class _Finish:
    """Keeps what came where it could be read, and clears it away where not."""

    kept_in: Path
    came: KeptFiles

    def __call__(self, was_read: bool) -> None:
        # What is not kept is fetched again: that is all that can go wrong here.
        with suppress(OSError):
            if was_read:
                keep(self.kept_in, self.came)
        shutil.rmtree(self.came.folder, ignore_errors=True)


def _with_suffix(file: Path) -> str:
    """The name of a file, with the suffix that its content is known by where its address has none."""
    if file.suffix:
        return file.name
    with file.open("rb") as content:
        start = content.read(64).lstrip(b"\xef\xbb\xbf \t\r\n")
    if begins_like_xml(file):
        return f"{file.name}.xml"
    return f"{file.name}.json" if start.startswith((b"{", b"[")) else f"{file.name}.csv"


def _unknown(folder: Path) -> Path | None:
    """The only file in a folder, where no publisher knows it: its reader says best what it is instead."""
    files = [file for file in folder.iterdir() if file.name != _MAPPING]
    if len(files) != 1:
        return None
    try:
        return files[0] if recognize(files[0]) is None and recognize(folder) is None else None
    except InputError:
        return files[0]


def _what_came(came: KeptFiles, kept: KeptFiles | None) -> str:
    before = kept.files if kept is not None else {}
    new = [name for name, file in came.files.items() if before.get(name) != file]
    when = came.published()
    dated = f", last modified {when:%Y-%m-%d %H:%M} UTC" if when else ""
    if not new:
        return f"not changed at its publisher since it was fetched{dated}"
    size = sum((came.folder / name).stat().st_size for name in new)
    some = "" if len(new) == len(came.files) else f" of {len(came.files)}"
    return f"{len(new)}{some} file{'' if len(came.files) == 1 else 's'} came, {size:,} bytes{dated}"
