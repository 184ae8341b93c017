"""What nights leave behind, to be compared: runs, alerts, and how far a night came. For `killed_nights`."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from night_command import NightFolder

from screening.runs.run_folder import RUN_FILES

__all__ = ["alerts_of", "hits_of", "how_far", "in_one_state"]


def hits_of(folder: Path) -> dict[str, bytes]:
    """Name of each run → the bytes of its hits; a run that is not whole has none."""
    runs = folder / "runs"
    return {
        entry.name: (entry / "hits.parquet").read_bytes() if _is_whole(entry) else b""
        for entry in (sorted(runs.iterdir()) if runs.exists() else ())
    }


def _is_whole(run_folder: Path) -> bool:
    return sorted(entry.name for entry in run_folder.iterdir()) == sorted(RUN_FILES)


def alerts_of(folder: Path) -> list[list[tuple[object, ...]]]:
    """All the ledger says but for the times of the clock."""
    tables = {
        "alerts": "*",
        "events": "event_id, alert_id, revision, run_key, reviewer, kind, from_state, to_state, reason, "
        "watchlist_version, decision_id",
        "nights": "run_key, day, watchlist_versions, sightings, sightings_sha256, unscreened, last_event",
    }
    with sqlite3.connect(folder / "ledger.db") as ledger:
        return [
            ledger.execute(f"SELECT {columns} FROM {table} ORDER BY 1").fetchall()
            for table, columns in tables.items()
        ]


def in_one_state(folder: Path) -> bool:
    """Whether every alert has one row, in the state that its newest event says; new may be open by now."""
    with sqlite3.connect(folder / "ledger.db") as ledger:
        rows = ledger.execute(
            "SELECT a.record_id, a.list_id, a.entity_id, a.state, e.to_state FROM alerts a "
            "LEFT JOIN events e ON e.alert_id = a.alert_id AND e.revision = a.revision"
        ).fetchall()
    once = len({row[:3] for row in rows}) == len(rows)
    return once and all(state == last or (state, last) == ("open", "new") for *_, state, last in rows)


def how_far(night_folder: NightFolder, day: str) -> str:
    """What the night of `day` had done when it was killed."""
    folder = night_folder.path
    if any(not name.startswith(".") and day in name for name in hits_of(folder)):
        pointer = folder / "state" / "last_night.json"
        nights = folder / "state" / "nights"
        last = pointer.read_text().split('"')[3] if pointer.exists() else ""
        here = (nights / last / "night.json").read_text() if last else ""
        return "state left" if day in here else "run published"
    if (folder / "ledger.db").exists():
        with sqlite3.connect(folder / "ledger.db") as ledger:
            tables = {name for (name,) in ledger.execute("SELECT name FROM sqlite_master")}
            query = f"SELECT count(*) FROM nights WHERE day = '{day}'"
            if "nights" in tables and ledger.execute(query).fetchone()[0]:
                return "alerts recorded"
    if any((folder / "state" / "results").glob("*.arrow")):
        return "customers screened"
    return "night planned" if night_folder.is_planned else "not planned"
