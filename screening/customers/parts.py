"""Which files a customer table consists of, on this machine or in an object store.

A folder must not hold customers that would be passed over: whatever is neither Parquet nor hidden, and every
subfolder that is no partition, is refused instead of being left out. A partition's folder says a column of
all its rows: country=IQ. Nothing is opened that may wait for ever, as a pipe does.
"""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

import numpy as np
import pyarrow as pa

from screening.customers.parquet_in import PARQUET_MAGIC
from screening.model.errors import InputError
from screening.storage.addresses import Place, StoreAddress
from screening.storage.file_marks import FileMark

__all__ = ["Part", "content_hash", "find_parts", "is_parquet", "marks", "reading"]

_CSV_ENDINGS = {".csv", ".tsv", ".txt"}
_CHUNK = 1 << 20
# What Hive and Spark call the partition of rows that have no value, and what Hadoop leaves beside folders.
_NO_VALUE = "__HIVE_DEFAULT_PARTITION__"
_HADOOP_MARK = "_$folder$"


@dataclass(frozen=True)
class Part:
    """One file of a table.

    name: its path inside the table's folder. said: columns that are not in the file, but said of all its
    rows; None for a value that is not there. renamed: columns that the file calls otherwise, the table's name
    → the file's. kept: of each of its first rows, whether it is there still; None, and further rows, for all.
    """

    place: Place
    name: str
    said: Mapping[str, str | None] = field(default_factory=dict)
    renamed: Mapping[str, str] = field(default_factory=dict)
    kept: pa.BooleanArray | None = None


@contextmanager
def reading(path: Place) -> Iterator[None]:
    """Turns what the system or a store says of a file that cannot be read, or is gone, into an InputError."""
    if isinstance(path, StoreAddress):
        from screening.storage.object_stores import reaching

        with reaching(path):
            yield
        return
    try:
        yield
    except FileNotFoundError as error:
        gone = error.filename or path
        raise InputError(f"{gone}: the file is gone. Run again when it is back, and whole.") from error
    except OSError as error:
        raise InputError(
            f"{error.filename or path}: cannot be read ({error.strerror or error}). "
            "Check its permissions and its disk."
        ) from error


def find_parts(path: Place) -> list[Part]:
    """The one file, or a folder's Parquet parts sorted by name (hidden and _marker files left out).

    Raises InputError where there is nothing, an empty file, or a file of another kind.
    """
    if isinstance(path, StoreAddress):
        return _parts_in_store(path)
    try:
        kind = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:
        raise InputError(f"{path}: no such file or folder of customers. Check the path.") from error
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}). Check its permissions.") from error
    with reading(path):
        parts = _folder_parts(path) if stat.S_ISDIR(kind) else [Part(path, path.name)]
        for part in parts:
            if isinstance(part.place, Path):
                _check(part.place)
    return parts


def is_parquet(path: Place) -> bool:
    """Whether the file begins as Parquet does, or claims to be Parquet by its name."""
    if isinstance(path, StoreAddress) and path.suffix.lower() == ".parquet":
        return True
    with path.open("rb") as file:
        return file.read(len(PARQUET_MAGIC)) == PARQUET_MAGIC or path.suffix.lower() == ".parquet"


def content_hash(path: Place, parts: Sequence[Part]) -> str:
    """SHA-256 of the file's bytes; for a folder, of each part's name, size and bytes in order, and of what is
    said of the part and is not in its name or bytes."""
    digest = hashlib.sha256()
    alone = len(parts) == 1 and parts[0].place == path
    for part, (size, chunks) in zip(parts, _contents(parts), strict=True):
        if not alone:
            digest.update(f"{part.name}\0{size}\0".encode())
            if part.said:
                digest.update(f"{sorted(part.said.items())}\0".encode())
            if part.kept is not None:
                digest.update(np.flatnonzero(~part.kept.to_numpy(zero_copy_only=False)).tobytes())
        for chunk in chunks:
            digest.update(chunk)
    return digest.hexdigest()


def marks(parts: Sequence[Part]) -> list[FileMark]:
    """What each file is told by now. Raises OSError where one is gone."""
    places = [part.place for part in parts]
    if not any(isinstance(place, StoreAddress) for place in places):
        return [FileMark.of(place) for place in places]
    from screening.storage.object_stores import side_by_side

    return side_by_side(FileMark.of, places)


def _contents(parts: Sequence[Part]) -> Iterator[tuple[int, Iterator[bytes]]]:
    addresses = [part.place for part in parts if isinstance(part.place, StoreAddress)]
    if addresses:
        from screening.storage.object_stores import contents

        yield from contents(addresses)
    for part in parts:
        if isinstance(part.place, Path):
            yield part.place.stat().st_size, _chunks(part.place)


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def _folder_parts(folder: Path) -> list[Part]:
    parts = sorted(_below(folder, folder), key=lambda part: part.name)
    if not parts:
        raise InputError(f"{folder}: the folder holds no Parquet file. Give the folder with the parts.")
    return parts


def _below(folder: Path, table: Path) -> Iterator[Part]:
    for entry in sorted(folder.iterdir()):
        if _is_passed_over(entry.name):
            continue
        if entry.is_symlink() and not entry.exists():
            raise InputError(
                f"{entry}: a link to a file that is not there. Put the part back, or remove the link."
            )
        name = entry.relative_to(table).as_posix()
        if entry.is_dir():
            _partitions(table, f"{name}/")
            yield from _below(entry, table)
            continue
        if entry.is_file() and entry.stat().st_size and not is_parquet(entry):
            raise _no_part(entry)
        yield Part(entry, name, _partitions(table, name))


def _parts_in_store(address: StoreAddress) -> list[Part]:
    from screening.storage.object_stores import files_below, kind_of, side_by_side

    kind = kind_of(address)
    if kind is None:
        raise InputError(f"{address}: no such file or folder of customers in the store. Check the address.")
    if kind == "file":
        if address.open().size() == 0:
            raise _empty(address)
        with reading(address):
            if not is_parquet(address) and address.suffix.lower() not in _CSV_ENDINGS:
                raise _no_table(address)
        return [Part(address, address.name)]
    parts = []
    for entry in files_below(address):
        names = entry.name.split("/")
        if entry.is_folder or any(map(_is_passed_over, names)) or entry.name.endswith(_HADOOP_MARK):
            continue
        parts.append(Part(address / entry.name, entry.name, _partitions(address, entry.name)))
        if not entry.size:
            raise _empty(address / entry.name)
    if not parts:
        raise InputError(f"{address}: the folder holds no Parquet file. Give the folder with the parts.")
    with reading(address):
        for part, can_be_read in zip(
            parts, side_by_side(is_parquet, [part.place for part in parts]), strict=True
        ):
            if not can_be_read:
                raise _no_part(part.place)
    return parts


def _is_passed_over(name: str) -> bool:
    # Spark and others mark a folder with _SUCCESS, _metadata and the like; a partition may be called _day=1.
    return name.startswith(".") or (name.startswith("_") and "=" not in name)


def _partitions(table: Place, name: str) -> dict[str, str | None]:
    """What the folders on the way to a part say. Raises InputError for one that says nothing."""
    said: dict[str, str | None] = {}
    *folders, _ = name.split("/")
    for depth, folder in enumerate(folders, start=1):
        column, sign, value = folder.partition("=")
        column = unquote(column)
        place = table / "/".join(folders[:depth])
        if not sign or not column:
            raise InputError(
                f"{place}: a subfolder in a folder of customers would be left out. Put all parts directly "
                "into one folder or into partitions (country=IQ), or screen each folder by itself."
            )
        if column in said:
            raise InputError(f"{place}: a partition by '{column}' in a partition by '{column}'. Move it out.")
        said[column] = None if value == _NO_VALUE else unquote(value)
    return said


def _check(path: Path) -> None:
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise InputError(
            f"{path}: a pipe or a device, which cannot be read twice. "
            "Write the customers to a file and give that."
        )
    if status.st_size == 0:
        raise _empty(path)
    if not is_parquet(path) and path.suffix.lower() not in _CSV_ENDINGS:
        raise _no_table(path)


def _empty(place: Place) -> InputError:
    return InputError(f"{place}: the file is empty (0 bytes). Export the customers again.")


def _no_table(place: Place) -> InputError:
    return InputError(
        f"{place}: neither Parquet nor CSV, as far as its name and first bytes tell. "
        "Give a .parquet file, a folder of them, or a .csv file (unpacked)."
    )


def _no_part(place: Place) -> InputError:
    return InputError(
        f"{place}: a folder of customers may hold Parquet parts only, and this file would be left "
        "out. Screen it by itself, or move it away."
    )
