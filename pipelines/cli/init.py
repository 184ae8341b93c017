"""`sanctions init`: a folder of one's own to screen from, with settings, schedule and a place for lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pipelines.cli.terminal import say

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["init"]

# The files as they lie in `desk`, the folder that is laid out. What stands there as <<word>> is filled in.
_FILES = ("README.md", "nightly.yaml", "mapping.yaml", "prefect.yaml", "prefect.toml")
_FOLDERS = ("lists", "lists/ofac")


@click.command(epilog="Example: sanctions init /srv/screening")
@click.argument("folder", default=".")
def init(folder: str) -> None:
    """Lay out FOLDER for screening each night: settings, a mapping of columns, Prefect's deployments.

    Without FOLDER, the current one. Its README.md says what to do next, and has the line for cron. Nothing
    that is there already is overwritten.
    """
    from pathlib import Path

    place = Path(folder).absolute()
    _refuse_to_overwrite(place)
    _lay_out(place)
    say(f"{place}: laid out. Read README.md there for what to do next.")
    for name in (*_FILES, *(f"{name}/" for name in _FOLDERS)):
        say(f"  {name}")


def _refuse_to_overwrite(place: Path) -> None:
    from screening.model.errors import InputError

    if place.exists() and not place.is_dir():
        raise InputError(f"{place}: is a file. Give a folder.")
    there = [name for name in _FILES if (place / name).exists() or (place / name).is_symlink()]
    if there:
        raise InputError(
            f"{place}: has {', '.join(there)} already, and nothing is overwritten. Give another folder, or "
            "move what is there out of the way."
        )


def _lay_out(place: Path) -> None:
    from importlib.resources import files

    from screening.storage.private import FOLDER_MODE

    desk = files("pipelines.cli").joinpath("desk")
    words = _words(place)
    # A folder that is new is for its owner alone, as what will lie in it names customers.
    place.mkdir(parents=True, mode=FOLDER_MODE, exist_ok=True)
    for name in _FOLDERS:
        (place / name).mkdir(mode=FOLDER_MODE, exist_ok=True)
    for name in _FILES:
        text = desk.joinpath(name).read_text(encoding="utf-8")
        for word, meaning in words.items():
            text = text.replace(f"<<{word}>>", meaning)
        # "x": should somebody else have made the file meanwhile, it is theirs.
        with (place / name).open("x", encoding="utf-8") as file:
            file.write(text)


def _words(place: Path) -> Mapping[str, str]:
    """What the files name that differs from machine to machine, ready for a shell where a shell reads it."""
    import shlex
    import sys
    from pathlib import Path

    from screening.config_files import CONFIG_DIR

    programs = Path(sys.executable).parent
    command = programs / "sanctions"
    sanctions = (
        shlex.quote(str(command)) if command.exists() else f"{shlex.quote(sys.executable)} -m pipelines.cli"
    )
    folder = shlex.quote(str(place))
    return {
        "folder": folder,
        "sanctions": sanctions,
        "prefect": shlex.quote(str(programs / "prefect")),
        "settings": str(CONFIG_DIR / "screening.yaml"),
        "names": str(CONFIG_DIR / "names.yaml"),
        # cron ends a command at a percent sign.
        "cron_folder": folder.replace("%", r"\%"),
        "cron_sanctions": sanctions.replace("%", r"\%"),
    }
