"""`sanctions lists`: versions of watchlists, taken in, shown and compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pipelines.cli.options import config_option
from pipelines.cli.terminal import say

if TYPE_CHECKING:
    from screening.model.list_changes import ListChanges
    from screening.runs.list_intake import Intake

__all__ = ["lists"]

_LINES_A_KIND = 10


@click.group(epilog="Example: sanctions lists import downloads/ofac-2022-01")
def lists() -> None:
    """Keep versions of lists, show and compare them."""


@lists.command("import", epilog="Example: sanctions lists import downloads/ofac-2022-01")
@click.argument("path")
@click.option("--list-id", metavar="NAME", help="What the list is called in hits, such as OFAC-SDN.")
@click.option(
    "--accept-change",
    is_flag=True,
    help="Keep the list however much it differs from the last good version. What the gate said is recorded.",
)
@config_option
def import_list(path: str, list_id: str | None, accept_change: bool, config: str | None) -> None:
    """Read the list at PATH, gate it and keep it as a version.

    PATH is a folder with a publisher's files, or one list file. A list that does not pass the gates (is it
    sound; is it near enough to the last good version) is not kept; content that is in the store already
    makes no new version.
    """
    from pathlib import Path

    from pipelines.cli.progress import log_line, shown_progress

    with shown_progress():
        log_line(f"reading {path} and loading the gates")
        from screening.quality import raise_if_failed
        from screening.runs.list_intake import take_in_list
        from screening.settings import load_settings
        from screening.watchlists import read_watchlist

        settings = load_settings(Path(config) if config else None)
        watchlist = read_watchlist(Path(path), list_id)
        intake = take_in_list(watchlist, settings.store_dir, settings.gates, accept_change)
    if intake.state == "refused":
        raise_if_failed(intake.gates)
    _tell(intake)


@lists.command(epilog="Example: sanctions lists fetch OFAC-SDN UN --config own.yaml")
@click.argument("list_ids", metavar="[LIST]...", nargs=-1)
@config_option
def fetch(list_ids: tuple[str, ...], config: str | None) -> None:
    """Take in new publications from the sources under 'lists' in the settings: of each LIST, or of all.

    A source is a folder, a publisher's address from configs/sources.yaml, or an address of your own. Each
    list is gated like an import. One that is refused or cannot be read does not keep the others out; the
    command ends with 3 where a gate refused one, and with 2 where one is unusable or missing.
    """
    from pathlib import Path

    from pipelines.cli.progress import log_line, shown_progress

    with shown_progress():
        log_line("reading the sources of lists and loading the gates")
        from screening.runs.list_intake import raise_if_not_taken_in, take_in_lists
        from screening.settings import load_settings

        intakes = take_in_lists(load_settings(Path(config) if config else None), only=list_ids)
    for intake in intakes:
        _tell(intake)
    raise_if_not_taken_in(intakes)


@lists.command(epilog="Example: sanctions lists diff OFAC-SDN@previous OFAC-SDN --csv changes.csv")
@click.argument("old")
@click.argument("new")
@click.option("--csv", "csv_file", metavar="FILE", help="Write every value that came or went to a CSV file.")
@click.option("--all", "show_all", is_flag=True, help=f"Every party, not {_LINES_A_KIND} of a kind.")
@config_option
def diff(old: str, new: str, csv_file: str | None, show_all: bool, config: str | None) -> None:
    """Say which parties were added, removed and changed between OLD and NEW, field by field.

    OLD and NEW are each a path (a publisher's files, or a version's folder in the store) or the name of a
    version in the store:

    \b
      OFAC-SDN              the newest of that list
      OFAC-SDN@previous     the one before it
      OFAC-SDN@2022-01-31   the one published then (or @2022-01 for a month)
      OFAC-SDN@3fa91c       the one whose content hash begins so (or 3fa91c)
    """
    from pathlib import Path

    from pipelines.cli.progress import log_line, shown_progress

    with shown_progress():
        log_line(f"reading {old} and {new}")
        from screening.settings import load_settings
        from screening.watchlists.versions.diff import diff as compared
        from screening.watchlists.versions.references import open_list
        from screening.wording.list_changes import count_words

        store = load_settings(Path(config) if config else None).store_dir
        changes = compared(open_list(old, store), open_list(new, store))
    say(f"{changes.old} → {changes.new}")
    say(f"Parties: {count_words(changes)}")
    _tell_changes(changes, None if show_all else _LINES_A_KIND)
    if csv_file is not None:
        from screening.spreadsheets.csv_files import write_table_csv

        write_table_csv(changes.table(), Path(csv_file))
        say(f"\nTable: {csv_file}")


@lists.command(epilog="Example: sanctions lists show")
@config_option
def show(config: str | None) -> None:
    """Show every version in the store. A star marks those that a run without --watchlist uses."""
    from pathlib import Path

    from screening.settings import load_settings
    from screening.watchlists import newest, versions

    store = load_settings(Path(config) if config else None).store_dir
    found = versions(store)
    if not found:
        say(f"{store}: holds no list yet. Import one: sanctions lists import PATH.")
        return
    used = {version.path for version in newest(store)}
    header = ("", "list", "published", "imported", "parties", "names", "not understood", "content", "source")
    rows = [header] + [
        (
            "*" if version.path in used else "",
            version.list_id,
            version.published.isoformat() if version.published else "unknown",
            f"{version.imported_at:%Y-%m-%d %H:%M}",
            f"{version.entities:,}",
            f"{version.names:,}",
            f"{version.unparsed_share:.2%}",
            version.sha256[:12],
            version.source,
        )
        for version in found
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(len(header))]
    for row in rows:
        say("  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip())


def _tell(intake: Intake) -> None:
    """What came of a list on stdout; what needs a person's eye on stderr."""
    for note in intake.notes:
        say(f"{intake.list_id}: {note}", err=True)
    if intake.came:
        say(f"{intake.list_id}: {intake.origin}: {intake.came}")
    if intake.version is not None:
        # What is there already is not gated again.
        for gate in intake.gates:
            passed = "" if gate.passed else "did not pass, and the list was kept all the same: "
            say(f"{gate.name}: {passed}{gate.saw}")
            for check in gate.failures:
                say(f"{gate.name}: {check.name}: {check.saw}", err=True)
        kept = "kept in" if intake.gates else "nothing new, is in"
        say(f"{intake.list_id}: {kept} {intake.version.path}")
    if intake.version is None or intake.state == "unusable":
        say(f"{intake.list_id}: {intake.state}")


def _tell_changes(changes: ListChanges, most: int | None) -> None:
    from screening.wording.list_changes import party_words

    for title, parties in (
        ("Added", changes.added),
        ("Removed", changes.removed),
        ("Changed", changes.changed),
    ):
        if not parties:
            continue
        say(f"\n{title}:")
        for party in parties[:most]:
            say(f"  {party_words(party, changes.list_id)}")
        if most is not None and len(parties) > most:
            say(f"  … and {len(parties) - most:,} more (--all shows them)")
