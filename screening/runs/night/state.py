"""What one night leaves to the next, on disk.

    STATE/last_night.json       which of the nights is the last one
    STATE/nights/RUN_KEY/       night.json, customers.parquet, parties.parquet, hits.parquet
    STATE/batches/KEY/          prepared batches of customers (`matching.prepared_cache`)
    STATE/results/KEY.arrow     hits of a piece of work that is done, until the night is

Everything is written aside and moved into place, and last_night.json last of all: whatever ends the program,
the last whole night is what the next one goes on from. Names of batches and results are hashes of all they
depend on, so what a killed run finished is found again and nothing else is.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import tempfile
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from screening.model.errors import InputError
from screening.runs.night.table_profile import TableProfile
from screening.storage.addresses import Place, as_place
from screening.storage.durable import flush_entries, flush_tree
from screening.storage.private import FILE_MODE, FOLDER_MODE, keep_private

__all__ = ["LastNight", "StateFolder"]

_POINTER = "last_night.json"
_TABLES = ("customers", "parties", "hits")


@dataclass(frozen=True)
class LastNight:
    """A night that was screened to its end.

    run_key: names it; inputs: what it was made from, in one hash; folder: its published run.
    day: its date. scoring_fingerprint: see the function of that name. last_full: the day of the last full
    screening up to it.
    list_versions: list_id → `Watchlist.version`.
    customers: record_id, fingerprint, batch, row. parties: list_id, entity_id, fingerprint. hits: as
    screened, without what the ledger adds. table: what the customer table looked like; None where an older
    program left the state.
    """

    run_key: str
    inputs: str
    folder: Place
    day: date
    scoring_fingerprint: str
    last_full: date
    list_versions: dict[str, str]
    customers: pa.Table
    parties: pa.Table
    hits: pa.Table
    table: TableProfile | None = None


class StateFolder:
    """The state of the nights, in a folder of its own (made where it is missing)."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.batches = path / "batches"
        self.results = path / "results"
        self._nights = path / "nights"

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep the state to one run at a time. Raises InputError where another run has it."""
        try:
            for folder in (self.batches, self.results, self._nights):
                folder.mkdir(parents=True, exist_ok=True)
            # Others must not read customers here; and a state of an earlier version lets them.
            self.path.chmod(FOLDER_MODE)
            lock = (self.path / "lock").open("w")
        except OSError as error:
            raise InputError(f"{self.path}: cannot be written ({error.strerror}).") from error
        with lock:
            try:
                # The system lets go of it with the process, however that ends.
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise InputError(
                    f"{self.path}: another nightly run is under way with this state. Let it end first."
                ) from error
            yield

    def last_night(self) -> LastNight | None:
        """The last night that ended well; None before the first. Raises InputError where it is damaged."""
        pointer = self.path / _POINTER
        if not pointer.exists():
            return None
        try:
            folder = self._nights / json.loads(pointer.read_text(encoding="utf-8"))["run_key"]
            said = json.loads((folder / "night.json").read_text(encoding="utf-8"))
            tables = {name: pq.read_table(folder / f"{name}.parquet") for name in _TABLES}
            return LastNight(
                run_key=str(said["run_key"]),
                inputs=str(said["inputs"]),
                folder=as_place(said["folder"]),
                day=date.fromisoformat(said["day"]),
                # Older versions of the program called it the basis.
                scoring_fingerprint=str(said.get("scoring_fingerprint") or said["basis"]),
                last_full=date.fromisoformat(said["last_full"]),
                list_versions=dict(said["list_versions"]),
                customers=tables["customers"],
                parties=tables["parties"],
                hits=tables["hits"],
                table=_profile(said.get("table")),
            )
        except (OSError, ValueError, KeyError, TypeError, AttributeError, pa.ArrowException) as error:
            raise InputError(
                f"{pointer}: the state of the last night cannot be read ({error}). "
                "Move the folder away; the next run then screens everything."
            ) from error

    def leave(self, night: LastNight) -> None:
        """Make `night` the last one, and drop what no later night needs. After a power cut the state is that
        before or that after: all of it is on the disk before anything points to it."""
        aside = Path(tempfile.mkdtemp(prefix=".", dir=self._nights))
        said = {
            "run_key": night.run_key,
            "inputs": night.inputs,
            "folder": str(night.folder.resolve()),
            "day": night.day.isoformat(),
            "scoring_fingerprint": night.scoring_fingerprint,
            "last_full": night.last_full.isoformat(),
            "list_versions": night.list_versions,
            "table": asdict(night.table) if night.table else None,
        }
        (aside / "night.json").write_text(json.dumps(said, indent=2) + "\n", encoding="utf-8")
        for name in _TABLES:
            pq.write_table(getattr(night, name), aside / f"{name}.parquet", compression="zstd")
        for key in night.customers["batch"].unique().to_pylist():
            flush_tree(self.batches / str(key))
        keep_private(self.path)
        flush_tree(aside)
        folder = self._nights / night.run_key
        # One that is there was left by a run that ended before the pointer was set.
        shutil.rmtree(folder, ignore_errors=True)
        aside.rename(folder)
        flush_entries(self._nights)
        flush_entries(self.batches)
        pointer = self.path / f".{_POINTER}.{os.getpid()}"
        with pointer.open("w", encoding="utf-8") as file:
            pointer.chmod(FILE_MODE)
            file.write(json.dumps({"run_key": night.run_key}) + "\n")
            file.flush()
            os.fsync(file.fileno())
        pointer.replace(self.path / _POINTER)
        flush_entries(self.path)
        self._tidy(night)

    def _tidy(self, night: LastNight) -> None:
        _keep_only(self._nights, {night.run_key})
        _keep_only(self.batches, {str(key) for key in night.customers["batch"].unique().to_pylist()})
        _keep_only(self.results, set())


def _profile(said: Mapping[str, Any] | None) -> TableProfile | None:
    if said is None:
        return None
    filled = {str(name): int(rows) for name, rows in said["filled"].items()}
    return TableProfile(int(said["rows"]), filled, tuple(map(str, said["columns"])))


def _keep_only(folder: Path, names: Collection[str]) -> None:
    for entry in folder.iterdir():
        if entry.name in names:
            continue
        if entry.is_dir():
            shutil.rmtree(entry)
        else:
            entry.unlink()
