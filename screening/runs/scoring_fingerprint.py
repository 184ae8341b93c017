"""What a score depends on besides the customer and the party, in one hash: it says whether hits of an earlier
run still hold, and stands in run.json.

In it are the settings that scores depend on, the code that reads customers and lists and compares them, the
tables in configs/ that this code reads, the versions of the packages it imports, and Python, which knows
Unicode. The code is found by following its import statements (`imported_code`), so nothing has to be kept in
step by hand: code that reviews, judges or shows hits once they are there is not among it.
"""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.metadata import packages_distributions, version
from pathlib import Path

import screening
from screening.config_files import CONFIG_DIR
from screening.runs.imported_code import ImportedCode, imported_code
from screening.settings import Settings

__all__ = ["scoring_fingerprint"]

_PACKAGE = Path(screening.__file__).parent
# What a run calls to read customers and lists, to restrict lists to programs, and to screen.
_ROOTS = (
    "screening.customers",
    "screening.matching.screener",
    "screening.matching.workers",
    "screening.watchlists",
    "screening.watchlists.programs",
)
# It puts the sections of all rooms together. What they come to counts by its values, below.
_NOT_FOLLOWED = ("screening.settings",)
_SETTINGS_WITHOUT_SAY = {
    "workers",
    "cluster",
    "runs_dir",
    "store_dir",
    "lists",
    "fetching",
    "gates",
    "alerts",
    "nightly",
    "ownership",
    "object_stores",
    "report",
}
# Read into the settings, which count as they came to be.
_FILES_OF_SETTINGS = (
    "customer_words.yaml",
    "document_kinds.yaml",
    "match_probability.yaml",
    "names.yaml",
    "screening.yaml",
    "sources.yaml",
)


def scoring_fingerprint(settings: Settings, programs: Sequence[str] = ()) -> str:
    """SHA-256, in hexadecimal, of all that. programs: codes that the lists are restricted to."""
    said = {key: value for key, value in settings.as_record().items() if key not in _SETTINGS_WITHOUT_SAY}
    # How rows are cut into batches changes no hit, and which customers there are is no matter of scores.
    without = ("batch_rows", "table_version")
    said["customers"] = {key: value for key, value in said["customers"].items() if key not in without}
    said["programs"] = sorted({code.strip().upper() for code in programs})
    digest = hashlib.sha256(json.dumps(said, sort_keys=True).encode())
    code = imported_code(_ROOTS, _PACKAGE, _NOT_FOLLOWED)
    for package, its_version in _packages(code):
        digest.update(f"{package} {its_version}\n".encode())
    digest.update(platform.python_version().encode())
    for name, file in (*sorted(code.modules.items()), *_tables(code)):
        digest.update(f"{name}\n".encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _packages(code: ImportedCode) -> Iterator[tuple[str, str]]:
    """The packages that the code imports, each with its version; the standard library is Python's."""
    providers = _providers()
    for name in sorted({package for top in code.others for package in providers.get(top, ())}):
        yield name, version(name)


@cache
def _providers() -> Mapping[str, Sequence[str]]:
    # Which package a module comes from need not be asked twice of hundreds of files.
    return packages_distributions()


def _tables(code: ImportedCode) -> Iterator[tuple[str, Path]]:
    """The tables of configs/ that the code names, in a fixed order."""
    for file in sorted(CONFIG_DIR.rglob("*")):
        name = file.relative_to(CONFIG_DIR).as_posix()
        if name in code.texts and name not in _FILES_OF_SETTINGS and file.is_file():
            yield name, file
