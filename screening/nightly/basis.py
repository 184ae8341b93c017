"""What a score depends on besides the customer and the party. Reach for it to know whether last night's
hits still hold.

Settings, the tables in configs/, the program's own code and the packages that read and compare names: where
any of them changed, hits of an earlier night say nothing, and everything is screened again.
"""

from __future__ import annotations

import hashlib
import json
import platform
from importlib.metadata import version
from pathlib import Path

import screening
from screening.config_files import CONFIG_DIR
from screening.settings import Settings

__all__ = ["scoring_basis"]

_PACKAGE = Path(screening.__file__).parent
_CODE = ("customers", "matching", "names", "nightly", "watchlists")
_MODULES = ("countries.py", "hits/table.py", "settings.py")
_TABLES = ("programs.yaml", "token_frequencies.csv")
_PACKAGES = ("numpy", "pyarrow", "pyicu-wheels", "rapidfuzz", "rigour", "scipy")
# How rows are cut into batches, and where things are kept, changes no hit.
_NO_MATTER = {"customers": {"batch_rows"}}


def scoring_basis(settings: Settings) -> str:
    """SHA-256, in hexadecimal, of all that."""
    counts = {"threshold", "customers", "matching", "names"}
    said = settings.model_dump(mode="json", include=counts)
    for section, keys in _NO_MATTER.items():
        said[section] = {key: value for key, value in said[section].items() if key not in keys}
    # A set has no order of its own.
    said["names"]["particles"] = sorted(said["names"]["particles"])
    digest = hashlib.sha256(json.dumps(said, sort_keys=True).encode())
    for package in _PACKAGES:
        digest.update(f"{package} {version(package)}\n".encode())
    digest.update(platform.python_version().encode())
    files = [CONFIG_DIR / name for name in _TABLES] + [_PACKAGE / name for name in _MODULES]
    for folder in _CODE:
        files += sorted((_PACKAGE / folder).rglob("*.py"))
    for file in files:
        digest.update(file.name.encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()
