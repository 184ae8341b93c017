"""JSON as text of publishers: one value a line, or one value a file. Whatever is wrong is an InputError."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from screening.model.errors import InputError
from screening.watchlists.publishers.plain_files import lines, open_plain

__all__ = ["json_file", "json_lines"]

# A file that is one value is held whole.
_MOST_BYTES = 500_000_000


def json_lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """(line number, object) of every line that is not blank. Raises InputError that names the line, for one
    that is no JSON object (the last of a cut file is not), and as `lines`."""
    for number, text in lines(path):
        if text.isspace():
            continue
        value = _value(f"{path}, line {number}", text)
        if not isinstance(value, dict):
            raise InputError(f"{path}, line {number}: is no JSON object. Fetch the file again.")
        yield number, value


def json_file(path: Path) -> Any:
    """The one value of a file. Raises InputError for one that is cut, broken or larger than can be held."""
    try:
        with open_plain(path) as file:
            content = file.read(_MOST_BYTES + 1)
    except (EOFError, OSError, zlib.error) as error:
        raise InputError(f"{path}: cannot be read, or is cut. Fetch it again.") from error
    if len(content) > _MOST_BYTES:
        raise InputError(f"{path}: has more than {_MOST_BYTES // 10**6} MB, too much for one JSON value.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: byte {error.start + 1} is not UTF-8. Fetch the file again.") from error
    return _value(str(path), text)


def _value(where: str, text: str) -> Any:
    try:
        value = json.loads(text)
        # Half of a pair of code units may be written with \u and is no character.
        if "\\ud" in text or "\\uD" in text:
            json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise InputError(f"{where}: is cut or no JSON ({_reason(error)}). Fetch the file again.") from error
    return value


def _reason(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "nested too deep"
    return error.msg if isinstance(error, json.JSONDecodeError) else "not a value that can be read"
