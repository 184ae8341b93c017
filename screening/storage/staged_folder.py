"""A folder that is there in full or not at all: `staged_folder` is around all that writes into it.

Files are written to a hidden folder beside the target, flushed to disk, and moved into place in one step.
What was there before is touched only in that step, and only if it is a folder of the same kind.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from screening.model.errors import InputError
from screening.storage.addresses import Place, StoreAddress
from screening.storage.durable import flush_entries, flush_tree, swap_folders
from screening.storage.private import keep_private
from screening.storage.unfinished import Contents, unfinished_folder

__all__ = ["check_target", "staged_folder"]


@contextmanager
def staged_folder(out: Place, contents: Contents, overwrite: bool = False) -> Iterator[Path]:
    """A folder to write into; it becomes `out` when the block ends well, else it is removed.

    contents: what the folder may hold. Raises InputError, before the block is entered, where
    `out` exists and is not an empty folder: without `overwrite` always, with it where `out` is not such a
    folder (for a run: no run.json) or holds files that are none of its own.
    The folder is for its owner alone. A crash leaves `out` as it was before or as it is after, and at most a
    hidden folder besides, which the next run in the same place removes. Of a store: `staged_in_store`.
    """
    if isinstance(out, StoreAddress):
        from screening.storage.staged_in_store import staged_in_store

        with staged_in_store(out, contents, overwrite) as folder:
            yield folder
            keep_private(folder)
        return
    target = Path(os.path.abspath(out))  # noqa: PTH100 - resolve() would follow a link
    _check_target(target, overwrite, contents)
    stack = ExitStack()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        # Holds the unfinished run, then the replaced one or nothing, and then is gone.
        hidden = stack.enter_context(unfinished_folder(target, contents))
    except OSError as error:
        raise InputError(f"{target}: cannot be created ({error.strerror}). Choose another --out.") from error
    with stack:
        yield hidden
        keep_private(hidden)
        flush_tree(hidden)
        _move_into_place(hidden, target, overwrite, contents)


def check_target(out: Place, contents: Contents, overwrite: bool = False) -> None:
    """Raise the InputError that `staged_folder` would raise now, writing nothing: ask before slow work."""
    if isinstance(out, StoreAddress):
        from screening.storage.staged_in_store import check_store_target

        check_store_target(out, contents, overwrite)
        return
    _check_target(Path(os.path.abspath(out)), overwrite, contents)  # noqa: PTH100 - as in staged_folder


def _check_target(target: Path, overwrite: bool, contents: Contents) -> None:
    if target.is_symlink():
        raise InputError(f"{target}: is a link. Give the folder itself as --out.")
    if not target.exists():
        return
    if not target.is_dir():
        raise InputError(f"{target}: is a file, and {_a(contents.what)} is a folder. Choose another --out.")
    found = sorted(entry.name for entry in target.iterdir())
    if not found:
        return
    if not overwrite:
        raise InputError(
            f"{target}: exists already. Choose another --out, "
            f"or replace that {contents.what} with --overwrite."
        )
    if contents.mark not in found:
        raise InputError(
            f"{target}: does not look like {_a(contents.what)} (no {contents.mark}), "
            "so --overwrite leaves it alone. "
            "Choose another --out."
        )
    foreign = next(contents.foreign(target), None)
    if foreign is not None:
        raise InputError(
            f"{target}: holds '{foreign}', which no {contents.what} writes, "
            "so --overwrite leaves the folder alone. Move it away, or choose another --out."
        )


def _move_into_place(staging: Path, target: Path, overwrite: bool, contents: Contents) -> None:
    # Somebody else may have written there meanwhile.
    _check_target(target, overwrite, contents)
    if target.exists() and any(target.iterdir()):
        swap_folders(staging, target)
    else:
        try:
            staging.rename(target)
        except OSError as error:
            raise InputError(
                f"{target}: was made by somebody else while this {contents.what} was under way "
                f"({error.strerror}). Choose another --out."
            ) from error
    flush_entries(target.parent)


def _a(word: str) -> str:
    return f"an {word}" if word[0] in "aeiou" else f"a {word}"
