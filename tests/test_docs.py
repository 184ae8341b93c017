"""What README and docs/ say is there: links, files and modules, commands with their options, settings."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
import yaml

from pipelines.cli import main
from screening.settings import load_settings

ROOT = Path(__file__).resolve().parent.parent
PAGES = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")),
    *sorted((ROOT / "docs").glob("*.md")),
    ROOT / "sample_data" / "README.md",
    ROOT / "pipelines" / "cli" / "desk" / "README.md",
]
IDS = [page.relative_to(ROOT).as_posix() for page in PAGES]
# `screening/names/score.py`, `docs/`; words with a blank or a star in them name no one file.
PATH = re.compile(r"`((?:screening|pipelines|configs|tests|benchmarks|docs|sample_data|\.ci)/[^`\s*<]*)`")
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
PROGRAM = re.compile(r"(?:\S*/sanctions|<<sanctions>>|<<cron_sanctions>>|(?<![\w-])sanctions) ([^#`|>&]+)")


def commands(text: str) -> Iterator[list[str]]:
    """The arguments of every call of the program: in blocks of code and in backticks within a sentence."""
    lines = text.replace("\\\n", " ").splitlines()
    code = [line for line in lines if line.startswith("    ")]
    code += [found for line in lines for found in re.findall(r"`([^`]+)`", line)]
    for line in code:
        for arguments in PROGRAM.findall(line):
            yield shlex.split(arguments.strip())


@pytest.mark.parametrize("page", PAGES, ids=IDS)
def test_links_lead_somewhere(page: Path) -> None:
    for link in LINK.findall(page.read_text(encoding="utf-8")):
        if "://" in link:
            continue
        name, _, anchor = link.partition("#")
        target = page.parent / name if name else page
        assert target.exists(), link
        if anchor:
            titles = re.findall(r"^#+ (.+)$", target.read_text(encoding="utf-8"), re.MULTILINE)
            assert anchor in {re.sub(r"[^\w -]", "", title).lower().replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", PAGES, ids=IDS)
def test_files_and_modules_that_are_named_are_there(page: Path) -> None:
    named = set(PATH.findall(page.read_text(encoding="utf-8")))
    assert not [name for name in sorted(named) if not (ROOT / name).exists()]


@pytest.mark.parametrize("page", PAGES, ids=IDS)
def test_commands_exist_and_know_the_options_they_are_called_with(page: Path) -> None:
    for arguments in commands(page.read_text(encoding="utf-8")):
        command: click.Command = main
        while arguments and isinstance(command, click.Group) and arguments[0] in command.commands:
            command = command.commands[arguments.pop(0)]
        assert command is not main or arguments[0].startswith("-"), f"no command: {arguments}"
        known = {option for parameter in command.params for option in parameter.opts} | {
            "--help",
            "--version",
        }
        assert {each for each in arguments if each.startswith("-") and each != "-"} <= known, command.name


def test_the_example_of_settings_can_be_loaded(tmp_path: Path) -> None:
    (example,) = re.findall(
        r"```yaml\n(.*?)```", (ROOT / "docs" / "settings.md").read_text("utf-8"), re.DOTALL
    )
    (tmp_path / "own.yaml").write_text(example, encoding="utf-8")
    assert load_settings(tmp_path / "own.yaml") != load_settings()
    assert set(yaml.safe_load(example)) == {"threshold", "customers", "matching", "names", "gates"}


def test_every_page_can_be_reached_from_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    linked = {(ROOT / link.partition("#")[0]).resolve() for link in LINK.findall(readme) if "://" not in link}
    assert set(PAGES[1:-1]) <= linked
