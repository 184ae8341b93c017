"""What a score depends on besides the customer and the party. Reach for it to know whether hits of an earlier
run still hold, and to say in run.json what made a score.

In are the settings, the tables in configs/, the program's own code, the packages that read and compare names
(ICU comes with one of them) and Python, which knows Unicode. Everything counts that is not named here as
having no say, so that what is added later is not forgotten.

Out are settings of where things are kept, of gates, alerts and nights; code that reviews, judges or shows
hits once they are there; and tables that are settings (which count as such), examples of settings, or used
to measure only.
"""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import Path

import screening
from screening.config_files import CONFIG_DIR
from screening.settings import Settings

__all__ = ["scoring_basis"]

_PACKAGE = Path(screening.__file__).parent
_CODE_WITHOUT_SAY = ("alerts", "evaluation", "quality", "report", "runs", "spreadsheets", "storage")
_TABLES_WITHOUT_SAY = ("mappings", "names.yaml", "nightly.yaml", "screening.yaml", "variations.yaml")
_SETTINGS_WITHOUT_SAY = {"workers", "runs_dir", "store_dir", "lists", "gates", "alerts", "nightly"}
_PACKAGES = ("numpy", "pyarrow", "pyicu-wheels", "rapidfuzz", "rigour", "scipy")


def scoring_basis(settings: Settings, programs: Sequence[str] = ()) -> str:
    """SHA-256, in hexadecimal, of all that. programs: codes that the lists are restricted to."""
    said = {key: value for key, value in settings.as_record().items() if key not in _SETTINGS_WITHOUT_SAY}
    # How rows are cut into batches changes no hit.
    said["customers"] = {key: value for key, value in said["customers"].items() if key != "batch_rows"}
    said["programs"] = sorted({code.strip().upper() for code in programs})
    digest = hashlib.sha256(json.dumps(said, sort_keys=True).encode())
    for package in _PACKAGES:
        digest.update(f"{package} {version(package)}\n".encode())
    digest.update(platform.python_version().encode())
    code = _files(_PACKAGE, "*.py", _CODE_WITHOUT_SAY)
    for name, file in (*code, *_files(CONFIG_DIR, "*", _TABLES_WITHOUT_SAY)):
        digest.update(f"{name}\n".encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _files(folder: Path, pattern: str, without_say: Sequence[str]) -> Iterator[tuple[str, Path]]:
    """The files below a folder by name, in a fixed order; hidden ones, such as an editor's, are nobody's."""
    for file in sorted(folder.rglob(pattern)):
        place = file.relative_to(folder)
        hidden = any(part.startswith(".") for part in place.parts)
        if file.is_file() and not hidden and place.parts[0] not in without_say:
            yield place.as_posix(), file
