"""Alerts as a reviewer's spreadsheet; `review_import` takes it back.

The file is hits.csv or hits.xlsx with more columns: `why` (what happened last, such as "new alias 'X'"),
`state_before` (what the alert was before that), `proposed` (what a first reviewer proposed, where closing
needs two), `decided_by` and `decided_at` (of the disposition in force), `days_waiting` (since it began to
wait for a person), `notes`, and `revision` (which must come back untouched: by it a disposition of an alert
that has changed meanwhile is found out).
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa

from screening.alerts.records import Alert
from screening.model.errors import InputError
from screening.model.hit_table import HIT_SCHEMA, order_hits
from screening.spreadsheets.csv_files import write_hits_csv
from screening.spreadsheets.hits_workbook import write_hits_xlsx
from screening.storage.private import FILE_MODE
from screening.wording.changes import note_words, reason_words, statement_words

__all__ = ["Choice", "review_table", "write_review"]

_OF_THE_LEDGER = (
    "why",
    "state_before",
    "proposed",
    "decided_by",
    "decided_at",
    "days_waiting",
    "notes",
    "revision",
)


@dataclass(frozen=True)
class Choice:
    """Which alerts to export. since: something happened to them on that day or later. min_score: of their
    latest hit. programs: their party is under one of them. Each leaves nothing out unless given."""

    since: date | None = None
    min_score: float | None = None
    programs: Set[str] = frozenset()

    def takes(self, alert: Alert) -> bool:
        return (
            (self.since is None or alert.changed_on >= self.since)
            and (self.min_score is None or float(alert.hit.get("score") or 0) >= self.min_score)
            and (not self.programs or not self.programs.isdisjoint(alert.hit.get("programs") or ()))
        )


def review_table(found: Sequence[Alert], today: date | None = None) -> pa.Table:
    """The alerts as a hit table in the order of a report, with what the ledger knows of them at the end.

    today: up to when days are counted, the day in UTC unless given. status and first_seen are the ledger's. A
    carried column that only some hits have is null in the others.
    """
    carried = dict.fromkeys(name for alert in found for name in alert.hit if name not in HIT_SCHEMA.names)
    extra = [pa.field(name, pa.string()) for name in (*carried, *_OF_THE_LEDGER)]
    today = today or datetime.now(UTC).date()
    rows = [
        {
            **alert.hit,
            "status": alert.state,
            "first_seen": alert.first_seen.isoformat(),
            "why": reason_words(alert.why),
            "state_before": alert.state_before or "",
            "proposed": statement_words(alert.proposed) if alert.proposed else "",
            "decided_by": alert.decided_by,
            "decided_at": f"{alert.decided_at:%Y-%m-%d %H:%M} UTC" if alert.decided_at else "",
            "days_waiting": str((today - alert.waits_since).days) if alert.waits_since else "",
            "notes": "\n".join(map(note_words, alert.notes)),
            "revision": str(alert.revision),
        }
        for alert in found
    ]
    return order_hits(pa.Table.from_pylist(rows, schema=pa.schema([*HIT_SCHEMA, *extra])))


def write_review(found: Sequence[Alert], path: Path, *, overwrite: bool = False) -> None:
    """Write alerts to `path`, in full or not at all, with empty columns `decision` and `comment` to fill in.

    A path that ends with .xlsx becomes a workbook, any other a CSV file.
    Raises InputError where the file is there already (somebody may have filled it in) and `overwrite` is not
    set, and where it cannot be written.
    """
    taken = InputError(
        f"{path}: exists already, and may hold decisions. "
        "Choose another --out, or replace it with --overwrite."
    )
    if path.exists() and not overwrite:
        raise taken
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".partial", dir=path.parent)
    except OSError as error:
        raise InputError(f"{path}: cannot be written ({error.strerror}). Choose another --out.") from error
    os.close(handle)
    aside = Path(name)
    try:
        write = write_hits_xlsx if path.suffix.lower() == ".xlsx" else write_hits_csv
        write(review_table(found), aside)
        # As any temporary file, it is for its owner alone; and so it stays, as it holds customers.
        aside.chmod(FILE_MODE)
        if overwrite:
            aside.replace(path)
        else:
            # Unlike a rename, a link never replaces what came to be there meanwhile.
            os.link(aside, path)
    except FileExistsError as error:
        raise taken from error
    except OSError as error:
        raise InputError(f"{path}: cannot be written ({error.strerror}). Choose another --out.") from error
    finally:
        aside.unlink(missing_ok=True)
