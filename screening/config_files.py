"""Where the configuration files stand, and how one is read. Reach for it to load a table of configs/."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from screening.errors import InputError

__all__ = ["CONFIG_DIR", "read_yaml"]

CONFIG_DIR = Path(__file__).resolve().parent.parent / "configs"


def read_yaml(path: Path, what: str = "configuration file") -> Any:
    """What the file holds, None where it is empty; whether it has the right shape is for the caller.

    what: how to call it in the InputError for a file that is missing or is no YAML.
    """
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise InputError(f"{path}: no such {what}.") from error
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise InputError(f"{path}: cannot be read as YAML: {error}") from error
