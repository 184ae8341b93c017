"""Which code made a run, in a checkout and without one."""

import subprocess
from importlib.metadata import version
from pathlib import Path

import pytest

from screening.runs.code_version import code_version

VERSION = version("sanctions-screening")


def git(root, *arguments: str) -> None:
    identity = ["-c", "user.name=Tester", "-c", "user.email=tester@example.org"]
    subprocess.run(["git", "-C", str(root), *identity, *arguments], check=True, capture_output=True)


@pytest.fixture
def checkout(tmp_path):
    git(tmp_path, "init")
    (tmp_path / "file").write_text("one", encoding="utf-8")
    git(tmp_path, "add", "file")
    git(tmp_path, "commit", "--message", "first")
    return tmp_path


def test_a_checkout_names_its_commit(checkout):
    commit = subprocess.run(
        ["git", "-C", str(checkout), "rev-parse", "HEAD"], check=True, capture_output=True, text=True
    ).stdout
    assert code_version(checkout) == f"{VERSION}+g{commit[:12]}"


def test_the_program_knows_the_checkout_that_it_runs_from():
    root = Path(__file__).resolve().parents[3]
    if not (root / ".git").exists():
        pytest.skip("this is no checkout")
    assert code_version() == code_version(root) != VERSION


def test_changed_files_are_told(checkout):
    (checkout / "file").write_text("two", encoding="utf-8")
    assert code_version(checkout).endswith(".dirty")


def test_a_folder_inside_somebody_elses_checkout_is_none(checkout):
    inside = checkout / "inside"
    inside.mkdir()
    assert code_version(inside) == VERSION


def test_a_checkout_without_a_commit(tmp_path):
    git(tmp_path, "init")
    assert code_version(tmp_path) == VERSION


def test_without_git(checkout, monkeypatch):
    monkeypatch.setenv("PATH", "")
    assert code_version(checkout) == VERSION
