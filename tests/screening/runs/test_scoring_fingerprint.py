"""What makes last night's scores void, and what does not."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from screening.runs import scoring_fingerprint as basis
from screening.runs.scoring_fingerprint import scoring_basis
from screening.settings import load_settings

DEFAULT = scoring_basis(load_settings())


@pytest.mark.parametrize(
    "changed",
    [
        {"threshold": 71},
        {"matching": {"identifiers": {"country_conflicts": 1.5}}},
        {"matching": {"weak_aliases": {"require_exact": False}}},
        {"matching": {"screened_against": {"vessel": ["vessel", "organization", "aircraft"]}}},
        {"names": {"particles": ["al"]}},
        {"customers": {"columns": {"name": "full_name"}}},
        {"customers": {"carry": ["branch"]}},
        {"customers": {"default_entity_type": "person"}},
        {"customers": {"day_first": True}},
    ],
    ids=str,
)
def test_settings_that_scores_depend_on(changed: dict[str, Any]) -> None:
    assert scoring_basis(load_settings(None, **changed)) != DEFAULT


@pytest.mark.parametrize(
    "changed",
    [
        {"workers": 7},
        {"runs_dir": "elsewhere"},
        {"store_dir": "elsewhere"},
        {"lists": [{"list_id": "OFAC-SDN", "folder": "drops"}]},
        {"customers": {"batch_rows": 7}},
        {"gates": {"max_hit_share": 0.5}},
        {"alerts": {"second_person": True}},
        {"alerts": {"reopen_on": {"customer": ["name"], "party": ["names"]}}},
        {"nightly": {"full_on_day": None, "customers": "customers.parquet", "notify_score": 50}},
    ],
    ids=str,
)
def test_settings_that_they_do_not_depend_on(changed: dict[str, Any]) -> None:
    assert scoring_basis(load_settings(None, **changed)) == DEFAULT


def test_sets_count_whatever_their_order() -> None:
    particles = sorted(load_settings().names.particles)
    for order in (particles, particles[::-1]):
        assert scoring_basis(load_settings(None, names={"particles": order})) == DEFAULT


@pytest.fixture
def own_copy(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder with copies of the package and of configs, which the basis is taken from."""
    shutil.copytree(basis._PACKAGE, tmp_path / "screening", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(basis.CONFIG_DIR, tmp_path / "configs")
    monkeypatch.setattr(basis, "_PACKAGE", tmp_path / "screening")
    monkeypatch.setattr(basis, "CONFIG_DIR", tmp_path / "configs")
    assert scoring_basis(load_settings()) == DEFAULT
    return tmp_path


@pytest.mark.parametrize(
    "file",
    [
        "screening/matching/scoring.py",
        "screening/names/a_new_package/step.py",
        "screening/customers/dates.py",
        "screening/watchlists/remarks.py",
        "screening/hits/table.py",
        "screening/countries.py",
        "screening/a_new_module.py",
        "configs/token_frequencies.csv",
        "configs/programs.yaml",
        "configs/a_new_table.yaml",
    ],
)
def test_code_and_tables_count_whoever_wrote_them(own_copy: Path, file: str) -> None:
    place = own_copy / file
    place.parent.mkdir(exist_ok=True)
    with place.open("a", encoding="utf-8") as content:
        content.write("# changed\n")
    assert scoring_basis(load_settings()) != DEFAULT


@pytest.mark.parametrize(
    "file",
    [
        "screening/alerts/rules.py",
        "screening/quality/lists.py",
        "screening/report/words.py",
        "screening/evaluation/evaluate.py",
        "configs/nightly.yaml",
        "configs/variations.yaml",
        "configs/mappings/vendors.yaml",
    ],
)
def test_what_reviews_judges_or_shows_hits_does_not_count(own_copy: Path, file: str) -> None:
    with (own_copy / file).open("a", encoding="utf-8") as content:
        content.write("# changed\n")
    assert scoring_basis(load_settings()) == DEFAULT


def test_programs_count_however_they_are_written() -> None:
    settings = load_settings()
    restricted = scoring_basis(settings, ["GLOMAG", "SDGT"])
    assert restricted == scoring_basis(settings, ["sdgt", " glomag ", "SDGT"]) != DEFAULT


def test_packages_that_read_names_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(basis, "version", lambda package: "99" if package == "rigour" else "1")
    one = scoring_basis(load_settings())
    monkeypatch.setattr(basis, "version", lambda _package: "1")
    assert scoring_basis(load_settings()) != one
