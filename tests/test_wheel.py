"""The program as a wheel, installed into an environment of its own and used in an empty folder.

Nothing is fetched: the packages it needs are those of the tests' own environment, which the new one sees by a
.pth file. The checkout it does not see.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from run_inputs import write_customers, write_list

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("screening", "pipelines")
# What a build reads. The folder itself stays as it is: setuptools would leave a build/ in it.
SOURCES = (*PACKAGES, "configs", "pyproject.toml", "README.md", "LICENSE")
# Only the sample data, which no wheel has, needs these.
ONLY_IN_THE_CHECKOUT = {"screening/configs/nightly.yaml", "screening/configs/mappings/*"}

Sanctions = Callable[..., "subprocess.CompletedProcess[str]"]


def done(command: list[str], **options: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False, **options)  # type: ignore[call-overload,no-any-return]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    source, built = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("built")
    for name in SOURCES:
        if (ROOT / name).is_dir():
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(ROOT / name, source / name, symlinks=True, ignore=ignored)
        else:
            shutil.copy(ROOT / name, source)
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    made = done(
        [*pip, "wheel", "--no-deps", "--no-index", "--no-build-isolation", "-w", str(built), str(source)]
    )
    assert made.returncode == 0, made.stderr
    (file,) = built.glob("*.whl")
    return file


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of an environment with the wheel in it."""
    place = tmp_path_factory.mktemp("environment")
    made = done([sys.executable, "-m", "venv", "--without-pip", str(place)])
    assert made.returncode == 0, made.stderr
    python = place / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(python), "--disable-pip-version-check", "--quiet"]
    installed = done([*pip, "install", "--no-deps", "--no-index", "--no-compile", str(wheel)])
    assert installed.returncode == 0, installed.stderr
    own = Path(sysconfig.get_path("purelib", vars={"base": str(place), "platbase": str(place)}))
    # A line of a .pth file puts a folder on the path, and does not read the .pth files in it: the checkout,
    # which is installed there as editable, stays unseen.
    (own / "packages_of_the_tests.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return place / "bin"


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What a command finds: no PYTHONPATH, no program but the system's, a home with nothing in it."""
    return {"HOME": str(tmp_path_factory.mktemp("home")), "PATH": os.defpath, "LANG": "C.UTF-8"}


@pytest.fixture
def sanctions(environment: Path, empty: dict[str, str], tmp_path: Path) -> Sanctions:
    """Call the installed command in an empty folder."""
    (tmp_path / "here").mkdir()

    def call(*arguments: object) -> subprocess.CompletedProcess[str]:
        command = [str(environment / "sanctions"), *(str(argument) for argument in arguments)]
        return done(command, cwd=tmp_path / "here", env=empty)

    return call


def test_it_has_every_file_of_the_packages(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        has = set(archive.namelist())
    files = {
        file.relative_to(ROOT)
        for package in PACKAGES
        # Links are followed by hand, as rglob does not.
        for folder in (ROOT / package, ROOT / package / "configs")
        for file in folder.rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }
    wanted = {
        file.as_posix() for file in files if not any(file.match(pattern) for pattern in ONLY_IN_THE_CHECKOUT)
    }
    assert {
        "screening/py.typed",
        "screening/configs/screening.yaml",
        "pipelines/cli/desk/nightly.yaml",
    } <= wanted
    assert wanted - has == set()
    assert not [name for name in has if name.startswith(("tests/", "benchmarks/", "sample_data/"))]


def test_nothing_of_the_checkout_is_seen(environment: Path, empty: dict[str, str], tmp_path: Path) -> None:
    code = (
        "import pipelines, screening\n"
        "public = [getattr(screening, name) for name in screening.__all__]\n"
        "from screening import Screener, compare_names\n"
        "from screening.settings import load_settings\n"
        "print(screening.__file__, pipelines.__file__, load_settings().threshold)"
    )
    told = done([str(environment / "python"), "-c", code], cwd=tmp_path, env=empty)
    assert told.returncode == 0, told.stderr
    one, other, threshold = told.stdout.split()
    assert Path(one).is_relative_to(environment.parent)
    assert Path(other).is_relative_to(environment.parent)
    assert threshold == "80.0"


def test_help_and_version(sanctions: Sanctions, wheel: Path) -> None:
    told = sanctions("--help")
    assert told.returncode == 0, told.stderr
    assert "sanctions screen" in told.stdout
    assert sanctions("--version").stdout.split()[-1] == wheel.name.split("-")[1]


def test_a_file_is_screened(sanctions: Sanctions, tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    listed, customers = write_list(tmp_path / "list"), write_customers(tmp_path / "customers.csv")
    ran = sanctions("screen", customers, "--watchlist", listed, "--out", "today")
    assert ran.returncode == 0, ran.stderr
    hits = pq.read_table(tmp_path / "here" / "today" / "hits.parquet")  # type: ignore[no-untyped-call]
    assert {"c1", "c3"} == set(hits["record_id"].to_pylist())
    # The page has its template, its styles and its script.
    page = (tmp_path / "here" / "today" / "report.html").read_text(encoding="utf-8")
    assert "Qays al-Khazali" in page
    assert "<style" in page
    assert "<script" in page
    assert (tmp_path / "here" / "today" / "gates" / "index.html").is_file()


def test_a_name_is_compared(sanctions: Sanctions, tmp_path: Path) -> None:
    told = sanctions("name", "Qays al Khazali", "--watchlist", write_list(tmp_path / "list"))
    assert told.returncode == 0, told.stderr
    assert "AL-KHAZALI" in told.stdout


def test_a_misspelled_setting_is_told_with_a_file_that_is_there(sanctions: Sanctions, tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text("treshold: 70\n", encoding="utf-8")
    refused = sanctions("screen", "customers.csv", "--config", tmp_path / "own.yaml", "--watchlist", "list")
    assert refused.returncode == 2
    named = refused.stderr.partition("See ")[2].partition(" for every setting")[0]
    assert "threshold: 80" in Path(named).read_text(encoding="utf-8")


def test_the_line_for_cron_runs_a_night_in_a_folder_that_was_laid_out(
    sanctions: Sanctions, environment: Path, tmp_path: Path
) -> None:
    desk = tmp_path / "100% our desk"
    assert sanctions("init", desk).returncode == 0
    write_list(desk / "lists" / "ofac" / "2026-01-31")
    write_customers(desk / "customers.csv")
    # The list is new, and of a day long gone.
    settings = desk / "nightly.yaml"
    settings.write_text(
        settings.read_text(encoding="utf-8").replace(
            "folder: lists/ofac", "folder: lists/ofac\n    settle_seconds: 0\n    max_age_days: 100000"
        ),
        encoding="utf-8",
    )
    (line,) = [
        line.strip()
        for line in (desk / "README.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("    30 3 ")
    ]
    # cron takes the first five words as the time, and a backslash before a percent sign away.
    command = line.split(" ", 5)[5].replace(r"\%", "%")
    assert str(environment) in command
    night = done(["env", "-i", "/bin/sh", "-c", command], cwd="/")
    log = (desk / "nights.log").read_text(encoding="utf-8")
    assert night.stdout == "", log
    assert night.returncode == 0, log
    (run,) = (desk / "runs").iterdir()
    assert {"hits.parquet", "report.html", "run.json"} <= {file.name for file in run.iterdir()}
    assert (desk / "ledger.db").is_file()
    assert str(run.name) in log
    # A night that cannot be: cron has something to mail.
    (desk / "customers.csv").unlink()
    mailed = done(["env", "-i", "/bin/sh", "-c", command], cwd="/").stdout
    assert "customers.csv" in mailed
