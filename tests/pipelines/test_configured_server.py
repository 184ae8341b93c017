"""Whether a Prefect server is configured: what the program finds by itself is what Prefect finds."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from screening.model.errors import InputError

API, OTHER = "http://127.0.0.1:4299/api", "http://127.0.0.1:4300/api"
PROFILES = f"""
active = "office"
[profiles.office]
PREFECT_API_URL = "{API}"
[profiles.home]
PREFECT_API_URL = "{OTHER}"
[profiles.none]
PREFECT_LOGGING_LEVEL = "INFO"
"""
# What lies in the working folder and in the home, the variables that are set, and the address that counts.
CASES = {
    "nothing": ({}, {}, None),
    "variable": ({}, {"PREFECT_API_URL": API}, API),
    "variable in small letters": ({}, {"prefect_api_url": API}, API),
    "dotenv": ({"work/.env": f"PREFECT_API_URL='{API}'  # ours\n"}, {}, API),
    "variable before dotenv": ({"work/.env": f"PREFECT_API_URL={OTHER}\n"}, {"PREFECT_API_URL": API}, API),
    "prefect.toml": ({"work/prefect.toml": f'[api]\nurl = "{API}"\n'}, {}, API),
    "pyproject.toml": ({"work/pyproject.toml": f'[tool.prefect.api]\nurl = "{API}"\n'}, {}, API),
    "prefect.toml before pyproject.toml": (
        {
            "work/prefect.toml": f'[api]\nurl = "{API}"\n',
            "work/pyproject.toml": f'[tool.prefect.api]\nurl = "{OTHER}"\n',
        },
        {},
        API,
    ),
    "active profile": ({"home/.prefect/profiles.toml": PROFILES}, {}, API),
    "named profile": ({"home/.prefect/profiles.toml": PROFILES}, {"PREFECT_PROFILE": "home"}, OTHER),
    "profile without": ({"home/.prefect/profiles.toml": PROFILES}, {"PREFECT_PROFILE": "none"}, None),
    "profile that is not there": ({"home/.prefect/profiles.toml": PROFILES}, {"PREFECT_PROFILE": "x"}, None),
    "toml before profile": (
        {"home/.prefect/profiles.toml": PROFILES, "work/prefect.toml": f'[api]\nurl = "{OTHER}"\n'},
        {},
        OTHER,
    ),
    "empty variable before profile": (
        {"home/.prefect/profiles.toml": PROFILES},
        {"PREFECT_API_URL": ""},
        None,
    ),
    "profiles in another home": (
        {"work/own/profiles.toml": PROFILES},
        {"PREFECT_HOME": "own"},
        API,
    ),
    "profiles file by name": ({"work/all.toml": PROFILES}, {"PREFECT_PROFILES_PATH": "all.toml"}, API),
    "profiles file named in toml": (
        {"work/all.toml": PROFILES, "work/prefect.toml": 'profiles_path = "all.toml"\n'},
        {},
        API,
    ),
    "another variable": ({}, {"PREFECT_SERVER_API_HOST": "127.0.0.1"}, None),
}
FOUND = """
import sys
from pipelines.configured_server import configured_api
found = configured_api()
assert "prefect" not in sys.modules
print(found)
"""
PREFECT_FOUND = "from prefect.settings import get_current_settings as now; print(now().api.url or None)"


@pytest.fixture
def said(tmp_path):
    """What a program prints that is run in a working folder, with a home, of its own."""

    def run(program: str, files: dict[str, str], variables: dict[str, str]) -> str:
        for folder in ("work", "home"):
            (tmp_path / folder).mkdir(exist_ok=True)
        for name, content in files.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(content, encoding="utf-8")
        kept = {key: value for key, value in os.environ.items() if not key.upper().startswith("PREFECT_")}
        done = subprocess.run(
            [sys.executable, "-c", program],
            cwd=tmp_path / "work",
            env=kept | {"HOME": str(tmp_path / "home")} | variables,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.splitlines()[-1]

    return run


@pytest.mark.parametrize("case", CASES)
def test_what_is_found_is_what_prefect_finds(said, case):
    files, variables, api = CASES[case]
    assert said(FOUND, files, variables) == str(api)
    assert said(PREFECT_FOUND, files, variables) == str(api)


def test_a_file_of_settings_that_cannot_be_read_is_named(tmp_path, monkeypatch):
    from pipelines.configured_server import _api_of

    monkeypatch.chdir(tmp_path)
    Path("prefect.toml").write_text("[api\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"prefect\.toml: Prefect's settings cannot be read"):
        _api_of({})


def test_where_prefect_is_loaded_it_is_asked(prefect_api):
    from pipelines.configured_server import configured_api

    assert configured_api() == prefect_api
