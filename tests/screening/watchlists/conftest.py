"""A small list in OFAC's own formats: seven parties of July 2021, as CSV files and as XML."""

import shutil
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent


@pytest.fixture
def small_csv(tmp_path: Path) -> Path:
    """A copy of the CSV files that a test may spoil."""
    return Path(shutil.copytree(HERE / "ofac_small", tmp_path / "2021-07"))


@pytest.fixture
def small_xml(tmp_path: Path) -> Path:
    """A copy of the same parties as SDN.XML."""
    return Path(shutil.copy(HERE / "sdn_small.xml", tmp_path / "SDN.XML"))
