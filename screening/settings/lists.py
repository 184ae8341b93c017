"""Where new publications of lists arrive: the settings under `lists`, and those under `fetching`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Self
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from pydantic import AfterValidator, Field, model_validator

from screening.config_files import Section

__all__ = ["Address", "FetchSettings", "ListSourceSettings", "SourceSettings", "without_secrets"]

# A file's name that is safe on every system and cannot leave its folder.
_FILE_NAME = r"^[A-Za-z0-9][A-Za-z0-9._-]*$"
# Below it nothing is a bomb, however small it was packed.
_SMALL = 10_000_000
_SECRET = re.compile(r"token|key|secret|sig|pass|credential|auth", re.IGNORECASE)


def _checked_address(address: str) -> str:
    parts = urlsplit(address)
    if parts.scheme not in ("https", "http") or not parts.hostname:
        raise ValueError("an address begins with https:// and names a host")
    if parts.username is not None or parts.password is not None:
        raise ValueError(
            "leave user and password out of the address: name a source under 'fetching.sources' and in its "
            "'authorization' the environment variable that holds them"
        )
    return address


Address = Annotated[str, AfterValidator(_checked_address)]
_FileName = Annotated[str, Field(pattern=_FILE_NAME)]


class SourceSettings(Section):
    """A publisher's address of one list. See configs/sources.yaml.

    files: what each file is called here → its address. sha256: the address of the published checksum of the
    only file. index, delta_index: addresses of what names the newest version of an OpenSanctions data set,
    and of its delta files. authorization: the environment variable that holds the header of this name.
    """

    files: dict[_FileName, Address] = Field(min_length=1)
    sha256: Address | None = None
    index: Address | None = None
    delta_index: Address | None = None
    authorization: str | None = None

    @model_validator(mode="after")
    def _about_one_file(self) -> Self:
        if len(self.files) > 1 and (self.sha256 or self.index or self.delta_index):
            raise ValueError("sha256, index and delta_index are about one file, and 'files' names several")
        if (self.index is None) != (self.delta_index is None):
            raise ValueError("index and delta_index go together")
        return self


class FetchSettings(Section):
    """How lists are fetched, and from where. See configs/sources.yaml."""

    sources: dict[str, SourceSettings]
    user_agent: str = Field(min_length=1)
    connect_seconds: float = Field(gt=0)
    read_seconds: float = Field(gt=0)
    total_seconds: float = Field(gt=0)
    max_bytes: int = Field(gt=0)
    max_ratio: int = Field(ge=1)
    max_archive_files: int = Field(ge=1)
    tries: int = Field(ge=1)
    first_wait_seconds: float = Field(ge=0)
    max_wait_seconds: float = Field(ge=0)
    max_redirects: int = Field(ge=0)
    max_deltas: int = Field(ge=0)
    allow_http: bool

    def most_unpacked(self, packed: int) -> int:
        """How many bytes a list may have that came as so many packed ones."""
        return min(self.max_bytes, max(_SMALL, self.max_ratio * packed))


class ListSourceSettings(Section):
    """Where new publications of one list arrive: a folder, a source of `fetching.sources`, or an address (for
    a list of several files, all of theirs). See `screening.watchlists.sources`.

    mapping: of a table that is fetched and that no mapping in configs/lists knows; in a folder it lies beside
    the table. max_age_days: of this list instead of `gates.max_list_age_days`."""

    list_id: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")
    folder: Path | None = None
    source: str | None = None
    address: Address | list[Address] | None = None
    mapping: Path | None = None
    settle_seconds: float = Field(default=10, ge=0)
    max_age_days: int | None = Field(default=None, ge=0)

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        ways = [name for name in ("folder", "source", "address") if getattr(self, name) is not None]
        if len(ways) != 1:
            found = " and ".join(ways) if ways else "none of them"
            raise ValueError(
                f"{self.list_id} needs one of folder, source and address to come from, and has {found}"
            )
        if self.folder is not None and self.mapping is not None:
            raise ValueError(f"{self.list_id}: the mapping of a table in a folder lies beside it")
        if self.address is not None:
            self.addressed()
        return self

    def addressed(self) -> SourceSettings:
        """The source that `address` makes: each file is called by the end of its address.

        Raises ValueError where two files would have one name.
        """
        addresses = [self.address] if isinstance(self.address, str) else self.address or []
        files: dict[str, str] = {}
        for address in addresses:
            name = _file_name(address)
            if name in files:
                raise ValueError(f"{self.list_id}: two addresses end in {name}")
            files[name] = address
        return SourceSettings(files=files)


def without_secrets(address: str) -> str:
    """An address to show: what may be a secret in its query, and a user and password, left out."""
    parts = urlsplit(address)
    query = [
        (key, "***" if _SECRET.search(key) else value)
        for key, value in parse_qsl(parts.query, keep_blank_values=True)
    ]
    place = parts.netloc.rpartition("@")[2]
    return parts._replace(netloc=place, query=urlencode(query, safe="*:/,"), fragment="").geturl()


def _file_name(address: str) -> str:
    end = unquote(urlsplit(address).path).rpartition("/")[2]
    return end if re.match(_FILE_NAME, end) else "list"
