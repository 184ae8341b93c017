"""What makes last night's scores void, and what does not."""

from pathlib import Path
from typing import Any

import pytest

from screening.nightly import basis
from screening.nightly.basis import scoring_basis
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


def test_code_counts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for folder in basis._CODE:
        (tmp_path / folder).mkdir()
    (tmp_path / "matching" / "score.py").write_text("FACTOR = 1\n")
    monkeypatch.setattr(basis, "_PACKAGE", tmp_path)
    monkeypatch.setattr(basis, "_MODULES", ())
    before = scoring_basis(load_settings())
    assert scoring_basis(load_settings()) == before
    (tmp_path / "matching" / "score.py").write_text("FACTOR = 2\n")
    assert scoring_basis(load_settings()) != before


def test_tables_of_configs_count(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for table in basis._TABLES:
        (tmp_path / table).write_bytes((basis.CONFIG_DIR / table).read_bytes())
    settings = load_settings()
    monkeypatch.setattr(basis, "CONFIG_DIR", tmp_path)
    assert scoring_basis(settings) == DEFAULT
    (tmp_path / "programs.yaml").write_text("NEW: {title: new, authority: null, regulations: null}\n")
    assert scoring_basis(settings) != DEFAULT


def test_packages_that_read_names_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(basis, "version", lambda package: "99" if package == "rigour" else "1")
    one = scoring_basis(load_settings())
    monkeypatch.setattr(basis, "version", lambda _package: "1")
    assert scoring_basis(load_settings()) != one
