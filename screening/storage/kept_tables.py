"""Tables that took long to make, kept on the disk for whoever needs the same again.

    FOLDER/names-3fa91c…/     an Arrow file a table, and contents.json with the hash of each

An entry is called by the hash of all that it was made from, the code that made it included, so nothing that
lies there is ever out of date: what was made from something else has another name. It is written aside and
moved into place. What is missing, cut or changed is as good as absent: whoever asks makes the tables again.
Files are mapped, not read, and hold columns alone: nothing of them is ever run.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import shutil
import tempfile
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa

__all__ = ["Kept", "KeptTables"]

# Another way to write entries makes other entries.
_FORM = "1"
_CONTENTS = "contents.json"
_ASIDE = ".new-"
# What a killed process left is older than any that is still being written.
_SECONDS_TO_WRITE = 3600
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Kept:
    """What an entry holds. facts: what is no table, as JSON has it."""

    tables: Mapping[str, pa.Table]
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class KeptTables:
    """A folder of entries. made_by: stands for the code that makes them, in its version. newest: how many
    entries stay; of more, those that were not used for the longest time are removed."""

    folder: Path
    made_by: str
    newest: int

    def read(self, what: str, made_of: Iterable[str]) -> Kept | None:
        """The entry made from the texts `made_of`; None where there is none that is whole. what: a word for
        what it is, the beginning of its name."""
        name = self._name(what, made_of)
        place = self.folder / name
        try:
            kept = _read(place, name)
            # When it was used last.
            with suppress(OSError):
                os.utime(place)
        except FileNotFoundError:
            _log.debug("%s: nothing is kept", place)
            return None
        except (OSError, ValueError, TypeError, KeyError, AttributeError, pa.ArrowException) as error:
            _log.debug("%s: is made again: %s", place, error)
            return None
        return kept

    def keep(self, what: str, made_of: Iterable[str], kept: Kept) -> None:
        """Keep what was made from `made_of`. Where the folder cannot be written nothing is kept."""
        name = self._name(what, made_of)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            aside = Path(tempfile.mkdtemp(prefix=_ASIDE, dir=self.folder))
            try:
                _write(aside, name, kept)
                place = self.folder / name
                if place.exists():
                    # It is not whole, or it would have been read.
                    shutil.rmtree(place, ignore_errors=True)
                aside.rename(place)
            finally:
                shutil.rmtree(aside, ignore_errors=True)
            self._tidy_up()
        except (OSError, pa.ArrowException) as error:
            _log.debug("%s: nothing is kept: %s", self.folder, error)

    def _name(self, what: str, made_of: Iterable[str]) -> str:
        digest = hashlib.sha256()
        for part in (_FORM, self.made_by, *made_of):
            # With its length, so that no two rows of texts are one.
            text = part.encode("utf-8", "surrogatepass")
            digest.update(b"%d:" % len(text))
            digest.update(text)
        return f"{what}-{digest.hexdigest()}"

    def _tidy_up(self) -> None:
        entries: list[tuple[float, Path]] = []
        for entry in self.folder.iterdir():
            # Whoever else tidies up may be quicker.
            with suppress(OSError):
                used = entry.stat().st_mtime
                if entry.name.startswith(_ASIDE):
                    if used < time.time() - _SECONDS_TO_WRITE:
                        shutil.rmtree(entry, ignore_errors=True)
                elif (entry / _CONTENTS).is_file():
                    entries.append((used, entry))
        for _, entry in sorted(entries, reverse=True)[self.newest :]:
            shutil.rmtree(entry, ignore_errors=True)


def _write(folder: Path, name: str, kept: Kept) -> None:
    files = {}
    for table_name, table in kept.tables.items():
        file = folder / f"{table_name}.arrow"
        with pa.OSFile(str(file), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
            writer.write_table(table.combine_chunks())
        with file.open("rb") as content:
            files[table_name] = hashlib.file_digest(content, "sha256").hexdigest()
    contents = {"name": name, "files": files, "facts": kept.facts}
    contents |= {"sha256": _digest(contents)}
    (folder / _CONTENTS).write_text(json.dumps(contents, indent=2) + "\n", encoding="utf-8")


def _read(folder: Path, name: str) -> Kept:
    contents = json.loads((folder / _CONTENTS).read_text(encoding="utf-8"))
    if contents.pop("sha256") != _digest(contents) or contents["name"] != name:
        raise ValueError("contents.json is not what was written")
    tables = {}
    for table_name, sha256 in contents["files"].items():
        content = pa.memory_map(str(folder / f"{table_name}.arrow")).read_buffer()
        if hashlib.sha256(content).hexdigest() != sha256:
            raise ValueError(f"{table_name}.arrow is not what was written")
        tables[table_name] = pa.ipc.open_file(content).read_all()
        tables[table_name].validate(full=True)
    return Kept(tables, contents["facts"])


def _digest(contents: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(contents, sort_keys=True).encode()).hexdigest()
