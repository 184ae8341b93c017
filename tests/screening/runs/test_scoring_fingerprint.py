"""What makes last night's scores void, and what does not."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from screening.runs import scoring_fingerprint as made_in
from screening.runs.scoring_fingerprint import scoring_fingerprint
from screening.settings import load_settings

DEFAULT = scoring_fingerprint(load_settings())


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
    assert scoring_fingerprint(load_settings(None, **changed)) != DEFAULT


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
    assert scoring_fingerprint(load_settings(None, **changed)) == DEFAULT


def test_sets_count_whatever_their_order() -> None:
    particles = sorted(load_settings().names.particles)
    for order in (particles, particles[::-1]):
        assert scoring_fingerprint(load_settings(None, names={"particles": order})) == DEFAULT


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with copies of the package and of configs."""
    folder = tmp_path_factory.mktemp("copy")
    shutil.copytree(made_in._PACKAGE, folder / "screening", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(made_in.CONFIG_DIR, folder / "configs")
    return folder


@pytest.fixture
def own_copy(copied: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of copies, which the fingerprint is taken from; what a test changed there is taken back."""
    before = {file: file.stat() for file in copied.rglob("*") if file.is_file()}
    with monkeypatch.context() as patched:
        patched.setattr(made_in, "_PACKAGE", copied / "screening")
        patched.setattr(made_in, "CONFIG_DIR", copied / "configs")
        assert scoring_fingerprint(load_settings()) == DEFAULT
        yield copied
    originals = {"screening": made_in._PACKAGE, "configs": made_in.CONFIG_DIR}
    for file in copied.rglob("*"):
        if file.is_dir() or (file in before and file.stat().st_size == before[file].st_size):
            continue
        if file in before:
            room, *rest = file.relative_to(copied).parts
            shutil.copy2(originals[room].joinpath(*rest), file)
        else:
            file.unlink()


def changed(file: Path, line: str = "# changed\n") -> None:
    with file.open("a", encoding="utf-8") as content:
        content.write(line)


def modules_of(room: str) -> list[str]:
    return [file.relative_to(made_in._PACKAGE).as_posix() for file in (made_in._PACKAGE / room).rglob("*.py")]


@pytest.mark.parametrize(
    "module",
    [
        "matching/screener.py",
        "matching/scoring.py",
        "names/score.py",
        "customers/dates.py",
        "customers/csv_in.py",
        "watchlists/publishers/ofac/remarks.py",
        "watchlists/programs.py",
        "settings/matching.py",
        "settings/customers.py",
        "model/hit_table.py",
        "model/countries.py",
    ],
)
def test_code_that_reads_or_compares_counts(own_copy: Path, module: str) -> None:
    changed(own_copy / "screening" / module)
    assert scoring_fingerprint(load_settings()) != DEFAULT


def test_a_module_counts_from_when_it_is_imported(own_copy: Path) -> None:
    step = own_copy / "screening" / "names" / "a_new_package" / "step.py"
    step.parent.mkdir()
    step.write_text("WEIGHT = 1\n", encoding="utf-8")
    assert scoring_fingerprint(load_settings()) == DEFAULT
    lazily = "\n\ndef _new() -> None:\n    from screening.names.a_new_package import step\n"
    changed(own_copy / "screening" / "names" / "score.py", lazily)
    imported = scoring_fingerprint(load_settings())
    changed(step)
    assert len({DEFAULT, imported, scoring_fingerprint(load_settings())}) == 3


@pytest.mark.parametrize("room", ["alerts", "evaluation", "quality", "report", "runs", "spreadsheets"])
def test_code_that_reviews_judges_or_shows_hits_does_not_count(own_copy: Path, room: str) -> None:
    assert modules_of(room)
    for module in modules_of(room):
        changed(own_copy / "screening" / module)
    assert scoring_fingerprint(load_settings()) == DEFAULT


def test_of_words_only_those_count_that_a_hit_bears(own_copy: Path) -> None:
    """An explanation is kept with its hit, and must be that of a full screening."""
    changed(own_copy / "screening" / "wording" / "lists.py")
    assert scoring_fingerprint(load_settings()) == DEFAULT
    changed(own_copy / "screening" / "wording" / "explanation.py")
    assert scoring_fingerprint(load_settings()) != DEFAULT


@pytest.mark.parametrize(
    "module", ["settings/gates.py", "settings/alerts.py", "settings/nights.py", "settings/__init__.py"]
)
def test_a_new_setting_of_gates_alerts_or_nights_does_not_count(own_copy: Path, module: str) -> None:
    changed(own_copy / "screening" / module, "NEW_LIMIT = 1\n")
    assert scoring_fingerprint(load_settings()) == DEFAULT


@pytest.mark.parametrize("table", ["token_frequencies.csv", "programs/ofac.yaml"])
def test_a_table_that_this_code_reads_counts(own_copy: Path, table: str) -> None:
    changed(own_copy / "configs" / table)
    assert scoring_fingerprint(load_settings()) != DEFAULT


def test_a_new_table_counts_from_when_the_code_names_it(own_copy: Path) -> None:
    changed(own_copy / "configs" / "a_new_table.yaml")
    assert scoring_fingerprint(load_settings()) == DEFAULT
    changed(own_copy / "screening" / "names" / "token_weights.py", '_NEW = CONFIG_DIR / "a_new_table.yaml"\n')
    named = scoring_fingerprint(load_settings())
    changed(own_copy / "configs" / "a_new_table.yaml")
    assert scoring_fingerprint(load_settings()) != named


@pytest.mark.parametrize("table", ["nightly.yaml", "variations.yaml", "mappings/vendors.yaml"])
def test_examples_and_what_is_measured_with_do_not_count(own_copy: Path, table: str) -> None:
    changed(own_copy / "configs" / table)
    assert scoring_fingerprint(load_settings()) == DEFAULT


def test_programs_count_however_they_are_written() -> None:
    settings = load_settings()
    restricted = scoring_fingerprint(settings, ["GLOMAG", "SDGT"])
    assert restricted == scoring_fingerprint(settings, ["sdgt", " glomag ", "SDGT"]) != DEFAULT


@pytest.mark.parametrize(
    "package", ["rigour", "RapidFuzz", "pyicu-wheels", "pyarrow", "scipy", "numpy", "lxml"]
)
def test_packages_that_read_or_compare_names_count(monkeypatch: pytest.MonkeyPatch, package: str) -> None:
    installed = made_in.version
    monkeypatch.setattr(made_in, "version", lambda name: "99" if name == package else installed(name))
    assert scoring_fingerprint(load_settings()) != DEFAULT


def test_packages_that_only_show_or_schedule_do_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    installed, others = made_in.version, {"prefect", "jinja2", "xlsxwriter", "great-expectations", "click"}
    monkeypatch.setattr(made_in, "version", lambda name: "99" if name.lower() in others else installed(name))
    assert scoring_fingerprint(load_settings()) == DEFAULT
