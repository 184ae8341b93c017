"""What was fetched of a list last time, kept beside its versions in the store.

    store/OFAC-SDN/.fetched/fetched.json    which files, from where, their hashes, what servers name them by
    store/OFAC-SDN/.fetched/<name>/         the files

New files come into a folder of their own, and are the kept ones from the moment that fetched.json says so.
They let a server answer that nothing changed, and delta files be laid over a whole one.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import shutil
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from screening.watchlists.sources.transfer import Validators

__all__ = ["KeptFile", "KeptFiles", "keep", "linked", "new_folder", "read_kept"]

_RECORD = "fetched.json"
# Folders of a fetch that was ended from outside are cleared away after so long; until then it may be at it.
_OLD_SECONDS = 24 * 3600
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file as it came. fetched_at: UTC, of its content, not of the last question whether it changed."""

    address: str
    sha256: str
    validators: Validators
    fetched_at: datetime


@dataclass(frozen=True)
class KeptFiles:
    """The files of one list in `folder`, by name. version: what their publisher calls the last of them, where
    it counts versions."""

    folder: Path
    files: Mapping[str, KeptFile] = field(default_factory=dict)
    version: str | None = None

    def published(self) -> datetime | None:
        """When the last of the files changed, by their servers' word; None where none tells."""
        now = datetime.now(UTC)
        told = [each.validators.published(now) for each in self.files.values()]
        return max((when for when in told if when is not None), default=None)


def read_kept(place: Path) -> KeptFiles | None:
    """The files kept in `place`; None where there are none, or one is not what it was."""
    try:
        record = json.loads((place / _RECORD).read_text(encoding="utf-8"))
        files = {
            str(name): KeptFile(
                str(each["address"]),
                str(each["sha256"]),
                Validators(**each["validators"]),
                datetime.fromisoformat(each["fetched_at"]),
            )
            for name, each in record["files"].items()
        }
        kept = KeptFiles(place / str(record["folder"]), files, record["version"])
        for name, each in files.items():
            with (kept.folder / name).open("rb") as content:
                if hashlib.file_digest(content, "sha256").hexdigest() != each.sha256:
                    raise ValueError(f"{name} has changed")
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        _log.warning("%s: what was fetched last time cannot be used (%s); all is fetched anew", place, error)
        return None
    return kept


def new_folder(place: Path) -> Path:
    """An empty folder in `place` for what is being fetched. Raises OSError."""
    place.mkdir(parents=True, exist_ok=True)
    for folder in place.iterdir():
        if folder.name.startswith("incoming-") and time.time() - folder.stat().st_mtime > _OLD_SECONDS:
            shutil.rmtree(folder, ignore_errors=True)
    return Path(tempfile.mkdtemp(prefix="incoming-", dir=place))


def keep(place: Path, came: KeptFiles) -> None:
    """From now on the files in `came` are those kept in `place`, where their folder lies. Raises OSError."""
    folder = place / f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{came.folder.name.removeprefix('incoming-')}"
    came.folder.rename(folder)
    record = {
        "folder": folder.name,
        "version": came.version,
        "files": {
            name: asdict(each) | {"fetched_at": each.fetched_at.isoformat()}
            for name, each in came.files.items()
        },
    }
    aside = folder / _RECORD
    aside.write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")
    aside.replace(place / _RECORD)
    for other in place.iterdir():
        if other.is_dir() and other != folder and not other.name.startswith("incoming-"):
            shutil.rmtree(other, ignore_errors=True)


def linked(file: Path, to: Path) -> None:
    """The file in another place as well. Raises OSError."""
    with suppress(OSError):
        os.link(file, to)
        return
    shutil.copyfile(file, to)
