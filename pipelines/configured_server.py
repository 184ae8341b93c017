"""Which Prefect server the user configured, found without importing Prefect, which takes seconds.

Prefect looks for the address of its API in this order, and the first place that names one counts:

1. the variable PREFECT_API_URL, in the environment, else in the file .env of the working folder
2. prefect.toml there, `url` under [api]; else pyproject.toml, under [tool.prefect.api]
3. the profile that is active: that of PREFECT_PROFILE, else the one named in the file of profiles, which is
   PREFECT_PROFILES_PATH, or profiles.toml in PREFECT_HOME (~/.prefect)

An address that is set but empty means none, as it does to Prefect.
"""

from __future__ import annotations

import os
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from screening.model.errors import InputError

__all__ = ["configured_api"]

_URL = "PREFECT_API_URL"
_PROFILES = "PREFECT_PROFILES_PATH"
# With any of these Prefect reads no profiles.
_TEST_MODES = (
    "PREFECT_TEST_MODE",
    "PREFECT_UNIT_TEST_MODE",
    "PREFECT_TESTING_UNIT_TEST_MODE",
    "PREFECT_TESTING_TEST_MODE",
)


def configured_api() -> str | None:
    """The address of the configured server's API; None where runs go without a server.

    Raises InputError for a file of settings that is no TOML, as Prefect would.
    """
    if "prefect.settings" in sys.modules:
        # Where Prefect is loaded already, it knows; a program may have set it there.
        from prefect.settings import get_current_settings

        return get_current_settings().api.url or None
    return _api_of(os.environ) or None


def _api_of(environment: Mapping[str, str]) -> str | None:
    # Prefect reads names of variables in any case.
    variables = {name.upper(): value for name, value in environment.items()}
    dotenv = _dotenv()
    files = {"prefect.toml": _toml(Path("prefect.toml"))}
    files["pyproject.toml"] = _below(_toml(Path("pyproject.toml")), "tool", "prefect")
    for found in (
        variables.get(_URL),
        {name.upper(): value for name, value in dotenv.items()}.get(_URL),
        *(_below(settings, "api").get("url") for settings in files.values()),
    ):
        if found is not None:
            return str(found)
    if any(environment.get(name) for name in _TEST_MODES):
        return None
    profiles = _toml(_profiles_file(environment, dotenv, files))
    active = environment.get("PREFECT_PROFILE") or profiles.get("active")
    return _below(profiles, "profiles", str(active)).get(_URL)


def _profiles_file(
    environment: Mapping[str, str], dotenv: Mapping[str, str | None], files: Mapping[str, Mapping[str, Any]]
) -> Path:
    named = environment.get(_PROFILES) or dotenv.get(_PROFILES)
    for settings in files.values():
        named = named or settings.get("profiles_path")
    if named:
        return Path(named)
    home = environment.get("PREFECT_HOME")
    return (Path(home) if home else Path.home() / ".prefect") / "profiles.toml"


def _dotenv() -> Mapping[str, str | None]:
    file = Path(".env")
    if not file.is_file():
        return {}
    # Its own grammar of quotes and comments; Prefect reads it with the same.
    from dotenv import dotenv_values

    return dotenv_values(file)


def _toml(file: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except OSError as error:
        raise InputError(f"{file}: Prefect's settings cannot be read ({error.strerror}).") from error
    except ValueError as error:
        raise InputError(f"{file}: Prefect's settings cannot be read: {error}. Mend it.") from error


def _below(settings: Mapping[str, Any], *keys: str) -> Mapping[str, Any]:
    """A table inside a table; an empty one where there is none."""
    for key in keys:
        inner = settings.get(key)
        settings = inner if isinstance(inner, Mapping) else {}
    return settings
