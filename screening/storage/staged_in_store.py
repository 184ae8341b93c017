"""A folder in an object store that is there in full or not at all, as far as a store allows.

A store has no folders and no renaming: files appear one after another. A folder counts as whole once its
mark is there (`Contents.mark`, run.json of a run), which goes up last and, where a folder is replaced, is
taken away first. Whoever looks for the mark never sees half a folder.
"""

from __future__ import annotations

import mimetypes
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from screening.model.errors import InputError
from screening.storage.addresses import StoreAddress
from screening.storage.object_stores import files_below, filesystem, kind_of, path_in, reaching
from screening.storage.unfinished import Contents

__all__ = ["check_store_target", "staged_in_store"]

_CHUNK = 8 << 20


@contextmanager
def staged_in_store(out: StoreAddress, contents: Contents, overwrite: bool = False) -> Iterator[Path]:
    """A folder on this machine to write into; what is in it goes to `out` when the block ends well.

    Raises InputError as `staged_folder` does, and where the store cannot be written to: then there is no
    mark in `out`, and what lies there can be replaced with `overwrite`.
    """
    check_store_target(out, contents, overwrite)
    # For its owner alone, and gone with the block.
    with tempfile.TemporaryDirectory(prefix="sanctions-") as name:
        folder = Path(name)
        yield folder
        # Somebody else may have written there meanwhile.
        before = check_store_target(out, contents, overwrite)
        try:
            _upload(folder, out, contents, before)
        except InputError as error:
            raise InputError(
                f"{error}\n{out}: the {contents.what} could not be stored in full. There is no "
                f"{contents.mark}, so nothing there looks finished; run again with --overwrite."
            ) from error


def check_store_target(out: StoreAddress, contents: Contents, overwrite: bool = False) -> list[str]:
    """The names of the files that are in `out`. Raises InputError where it must not be written to."""
    if not out.key:
        raise InputError(f"{out}: a {contents.what} needs a folder of its own in the bucket. Add a name.")
    if kind_of(out) == "file":
        raise InputError(f"{out}: is a file, and a {contents.what} is a folder. Choose another --out.")
    names = [entry.name for entry in files_below(out) if not entry.is_folder]
    if not names:
        return []
    finished = contents.mark in names
    if not overwrite:
        state = (
            "exists already" if finished else f"holds a {contents.what} that was not finished, or other files"
        )
        raise InputError(
            f"{out}: {state}. Choose another --out, or replace that {contents.what} with --overwrite."
        )
    foreign = next((name for name in names if not _is_own(name, contents)), None)
    if foreign is not None:
        raise InputError(
            f"{out}: holds '{foreign}', which no {contents.what} writes, so --overwrite leaves the folder "
            "alone. Move it away, or choose another --out."
        )
    return names


def _is_own(name: str, contents: Contents) -> bool:
    top, _, inner = name.partition("/")
    if top not in contents.files:
        return False
    return not inner or ("/" not in inner and inner.endswith(contents.folders.get(top, "/")))


def _upload(folder: Path, out: StoreAddress, contents: Contents, before: list[str]) -> None:
    names = sorted(entry.relative_to(folder).as_posix() for entry in folder.rglob("*") if entry.is_file())
    if contents.mark in before:
        _delete(out / contents.mark)
    for name in names:
        if name != contents.mark:
            _put(folder / name, out / name)
    for name in sorted(set(before) - set(names) - {contents.mark}):
        _delete(out / name)
    try:
        _put(folder / contents.mark, out / contents.mark)
    except BaseException:
        # It may have arrived though its answer did not.
        with suppress(InputError):
            _delete(out / contents.mark)
        raise


def _put(file: Path, address: StoreAddress) -> None:
    kind = mimetypes.guess_type(file.name)[0]
    # So that a page opens as a page; Azure takes no such word here.
    said = {"Content-Type": kind} if kind and address.scheme != "abfs" else None
    with (
        reaching(address),
        file.open("rb") as source,
        filesystem(address).open_output_stream(path_in(address), metadata=said) as target,
    ):
        shutil.copyfileobj(source, target, _CHUNK)


def _delete(address: StoreAddress) -> None:
    with reaching(address), suppress(FileNotFoundError):
        filesystem(address).delete_file(path_in(address))
