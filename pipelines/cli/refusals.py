"""What the system refused, in a person's words.

A full disk or a folder without permission is no fault of the program: whoever runs it can mend it. Which
library met it, and inside what it wrapped the refusal, makes no difference.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator
from pathlib import Path

__all__ = ["refusal"]

_FULL = "the disk is full. Nothing is published by halves: make room there, then run the same command again"
_WAYS_OUT = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EFBIG: "grew larger than a file may be here. Raise that limit (ulimit -f), or give another place",
    errno.EACCES: "this user may not read or write it. Change its permissions, or give another place",
    errno.EPERM: "this user may not do that with it. Change its permissions, or give another place",
    errno.EROFS: "is on a file system that can only be read. Give another place",
    errno.ENOENT: "is not there, or not any more. Give one that stays until the run has ended",
    errno.ENOTDIR: "a part of the path is a file, where a folder is needed. Give another place",
    errno.EISDIR: "is a folder, where a file is needed. Give another place",
    errno.EEXIST: "is there already. Give another place",
    errno.ENAMETOOLONG: "the name is too long for the file system. Give a shorter one",
    errno.ELOOP: "is a link that leads to itself. Give the file itself",
    errno.ESTALE: "the network drive lost it. Mount it anew, then run the same command again",
    errno.EIO: "the disk or network drive fails. See to it, then run the same command again",
    errno.EMFILE: "too many files are open. Raise the limit (ulimit -n), then run the same command again",
}
# Whatever else was wrapped around them, these are why.
_ALWAYS = (errno.ENOSPC, errno.EDQUOT)
_PROGRAM = Path(__file__).resolve().parent.parent.parent


def refusal(error: BaseException) -> str | None:
    """What was refused, where, and the way out; None for what is a fault of the program."""
    for each in _behind(error):
        if not isinstance(each, OSError) or each.errno not in _WAYS_OUT:
            continue
        if each.errno in _ALWAYS or (each is error and not _is_own_file(each)):
            return f"{_place(each)}{_WAYS_OUT[each.errno]}."
    return None


def _behind(error: BaseException) -> Iterator[BaseException]:
    """The error, and what it was raised because of or in the middle of."""
    seen: set[int] = set()
    following: BaseException | None = error
    while following is not None and id(following) not in seen:
        seen.add(id(following))
        yield following
        following = following.__cause__ or following.__context__


def _is_own_file(error: OSError) -> bool:
    """Whether it is one of those that the program brings along: then the program is broken."""
    if not isinstance(error.filename, str):
        return False
    file = Path(error.filename)
    return any(file.is_relative_to(_PROGRAM / part) for part in ("screening", "pipelines", "configs"))


def _place(error: OSError) -> str:
    places = [str(name) for name in (error.filename, error.filename2) if name is not None]
    if places:
        return f"{' → '.join(places)}: "
    # Arrow names the file in its words alone.
    words = (error.strerror or "").splitlines()
    return f"{words[0]}: " if words and "'" in words[0] else ""
