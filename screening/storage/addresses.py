"""Where a file or folder lies: a path on this machine, or an address in an object store.

A `StoreAddress` has the few operations of a path that runs and customers need, under the same names, so that
who reads or writes there need not ask which of the two it is. How its store is reached goes along with it.
No secret is part of either: what opens the store is taken from the environment, when it is opened.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, TypeAlias

from screening.model.errors import InputError

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Place", "StoreAddress", "StoreOptions", "as_place", "is_address", "without_secrets"]


@dataclass(frozen=True)
class StoreOptions:
    """How the stores of one scheme are reached; the settings under `object_stores` say it.

    endpoint: URL of a store of one's own; without it, the provider's. region: of the buckets (s3 alone).
    anonymous: without credentials, for public buckets. instance_role: ask the cloud's metadata service for
    the credentials of this machine.
    """

    endpoint: str | None = None
    region: str | None = None
    anonymous: bool = False
    instance_role: bool = False


# As people and other tools write them. A Path made of an address has one slash only.
_SCHEMES = {
    "s3": "s3",
    "s3a": "s3",
    "gs": "gs",
    "gcs": "gs",
    "abfs": "abfs",
    "abfss": "abfs",
}
_ADDRESS = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):/{1,2}(?=[^/])(.*)", re.DOTALL)


def is_address(text: str) -> bool:
    """Whether the text is meant as an object store's address."""
    found = _ADDRESS.fullmatch(text)
    return found is not None and (found[1].lower() in _SCHEMES or "://" in text)


def without_secrets(text: str) -> str:
    """A path or address as it may be shown before anybody checked it: without credentials in it."""
    if not is_address(text):
        return text
    scheme, _, rest = text.partition(":")
    root, slash, key = rest.lstrip("/").partition("/")
    user, at, host = root.rpartition("@")
    user = "…" if ":" in user or not scheme.lower().startswith("abfs") else user
    shown = f"{scheme}://{f'{user}@{host}' if at else root}{slash}{key}"
    before, asked, after = shown.partition("?")
    return shown if not asked or after.removeprefix("version=").isdecimal() else f"{before}?…"


@dataclass(frozen=True)
class StoreAddress:
    """A file or folder in an object store: s3://BUCKET/KEY, gs://BUCKET/KEY,
    abfs://CONTAINER@ACCOUNT.dfs.core.windows.net/KEY. What its methods raise is an InputError."""

    scheme: str
    root: str
    key: str
    options: StoreOptions = field(default=StoreOptions(), repr=False, compare=False)

    @classmethod
    def parse(cls, text: str, options: StoreOptions | None = None) -> StoreAddress:
        """Raises InputError for a store that is not known, and for an address with a secret in it."""
        found = _ADDRESS.fullmatch(text)
        scheme = _SCHEMES.get(found[1].lower()) if found else None
        if found is None or scheme is None:
            shown = f"{found[1]}://…" if found else "the address"
            raise InputError(
                f"{shown}: no object store that is known. Give s3://BUCKET/KEY, gs://BUCKET/KEY or "
                "abfs://CONTAINER@ACCOUNT.dfs.core.windows.net/KEY."
            )
        root, _, key = found[2].partition("/")
        user, at, host = root.rpartition("@")
        if ":" in user or (at and scheme != "abfs"):
            raise InputError(
                f"{scheme}://…@{host}: an address must hold no credentials, for it stands in run.json and "
                "in logs. Give them in the environment (docs/object-stores.md)."
            )
        if "?" in key or "?" in root:
            raise InputError(
                f"{scheme}://{root.partition('?')[0]}/{key.partition('?')[0]}: what follows the '?' is not "
                "known. Only ?version=N of a Delta table may, on the command line; in settings that is "
                "customers.table_version. How a store is reached is said there under object_stores."
            )
        if not root:
            raise InputError(f"{scheme}://: names no bucket. Give {scheme}://BUCKET/KEY.")
        key = "/".join(part for part in key.split("/") if part)
        return cls(scheme, root, key, options or StoreOptions())

    def __str__(self) -> str:
        return f"{self.scheme}://{self.root}/{self.key}".rstrip("/")

    def __truediv__(self, name: str) -> StoreAddress:
        return replace(self, key=f"{self.key}/{name}".lstrip("/"))

    def with_name(self, name: str) -> StoreAddress:
        """The address beside this one that is called so."""
        return replace(self, key=str(PurePosixPath(self.key).with_name(name)))

    @property
    def name(self) -> str:
        """The last part of the address."""
        return PurePosixPath(self.key).name or self.bucket

    @property
    def parent(self) -> StoreAddress:
        """The folder it lies in."""
        return replace(self, key=self.key.rpartition("/")[0])

    @property
    def stem(self) -> str:
        """The last part without its ending."""
        return PurePosixPath(self.name).stem

    @property
    def suffix(self) -> str:
        """The ending of the last part, with its dot."""
        return PurePosixPath(self.name).suffix

    @property
    def bucket(self) -> str:
        """The bucket, or the container."""
        return self.root.partition("@")[0]

    def resolve(self) -> StoreAddress:
        """The same: an address depends on no working directory."""
        return self

    def exists(self) -> bool:
        """Whether there is a file or a folder."""
        from screening.storage.object_stores import kind_of

        return kind_of(self) is not None

    def is_dir(self) -> bool:
        """Whether there is a folder: something whose key begins so."""
        from screening.storage.object_stores import kind_of

        return kind_of(self) == "folder"

    def open(self, mode: str = "rb") -> pa.NativeFile:
        """The file, to read bytes from wherever they are asked for; `mode` is as that of a path."""
        from screening.storage.object_stores import open_file, reaching

        if mode != "rb":
            raise ValueError("a file of an object store is opened to read its bytes")
        with reaching(self):
            return open_file(self)

    def read_bytes(self) -> bytes:
        """What the file holds."""
        from screening.storage.object_stores import reaching

        with self.open() as file, reaching(self):
            content: bytes = file.read()
        return content

    def read_text(self, encoding: str = "utf-8") -> str:
        """The same as text."""
        return self.read_bytes().decode(encoding)


Place: TypeAlias = Path | StoreAddress


def as_place(given: Any, options: StoreOptions | None = None) -> Place:
    """The path or address that is meant by a text, a path, or a place. Raises InputError as `parse` does."""
    if isinstance(given, StoreAddress):
        return given if options is None else replace(given, options=options)
    text = str(given)
    return StoreAddress.parse(text, options) if is_address(text) else Path(text)
