"""The real ownership data, where it is there."""

from pathlib import Path

import pytest

_DATA = Path(__file__).resolve().parents[4] / "shared" / "data" / "ownership"


@pytest.fixture(scope="session")
def ownership_data() -> Path:
    """The folder with the real records; skipped where they are not there."""
    if not _DATA.is_dir():
        pytest.skip(f"{_DATA}: not there")
    return _DATA
