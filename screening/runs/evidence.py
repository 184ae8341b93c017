"""Gathers, while a run goes on, what run.json will say of it."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

from screening.runs.code_version import code_version
from screening.runs.request import ScreeningRequest
from screening.stopwatch import Stopwatch

if TYPE_CHECKING:
    import pyarrow as pa

    from screening.alerts import RecordedDisposition
    from screening.customers import CustomerSource
    from screening.model.hit_table import HitRows
    from screening.model.run_record import ListState, NightRecord, RunRecord, ShownHits
    from screening.quality import GateResult
    from screening.report import NightChanges, ReportContext
    from screening.watchlists import Watchlist

__all__ = ["Evidence"]


class Evidence:
    """A run from its start. Lists, customers and gates are set as the run reaches them; of a night also the
    states of its lists, what makes it a night, what it did to alerts and what was decided on them before.
    links: what made entries of several lists one party (LINKS); None until that is known.

    A plain class on purpose: Prefect looks into lists and dataclasses that a task is given, not into this.
    """

    def __init__(self, request: ScreeningRequest, started_at: datetime) -> None:
        self.request = request
        self.started_at = started_at
        self.run_id = f"{started_at:%Y%m%dT%H%M%SZ}-{secrets.token_hex(4)}"
        self.clock = Stopwatch()
        self.watchlists: Sequence[Watchlist] = ()
        self.links: pa.Table | None = None
        self.source: CustomerSource | None = None
        self.gates: list[GateResult] = []
        self.lists: Sequence[ListState] = ()
        self.night: NightRecord | None = None
        self.changes: NightChanges | None = None
        self.dispositions: Mapping[str, Sequence[RecordedDisposition]] = {}

    def report_context(self) -> ReportContext:
        """What the report tells beside the hits, as of now."""
        from screening.report import ReportContext

        return ReportContext(
            watchlists=self.watchlists,
            changes=self.changes,
            dispositions=self.dispositions,
            gate_pages="gates/index.html" if self.gates else None,
        )

    def record(
        self,
        hits: HitRows,
        outcome: Literal["published", "stopped"] = "published",
        shown: ShownHits | None = None,
    ) -> RunRecord:
        """The record as of now. Raises ScreeningError where rows do not add up."""
        from screening.model.gates import CoverageSeen, ListSeen
        from screening.model.run_record import (
            ColumnsRecord,
            CustomersRecord,
            GateRecord,
            HitCounts,
            ListRecord,
            RunRecord,
        )
        from screening.runs.scoring_fingerprint import scoring_fingerprint

        if self.source is None:
            raise RuntimeError("no customers were opened in this run")
        settings = self.request.settings
        finished_at = datetime.now(UTC)
        seen = [gate.seen for gate in self.gates]
        unknown = {each.list_id: each.unknown_programs for each in seen if isinstance(each, ListSeen)}
        return RunRecord(
            run_id=self.run_id,
            started_at=self.started_at,
            finished_at=finished_at,
            code_version=code_version(),
            config_sha256=settings.sha256(),
            threshold=settings.threshold,
            watchlists=tuple(
                ListRecord(
                    list_id=watchlist.list_id,
                    published=watchlist.published,
                    sha256=watchlist.sha256,
                    entities=watchlist.entity_count,
                    names=watchlist.name_count,
                    source=watchlist.source,
                    first_screened_at=self._first_screening(watchlist, finished_at, outcome),
                    unknown_programs=unknown.get(watchlist.list_id, ()),
                )
                for watchlist in self.watchlists
            ),
            programs=tuple(sorted(code.strip().upper() for code in self.request.programs)),
            customers=CustomersRecord(
                path=str(self.source.path),
                sha256=self.source.sha256,
                table_version=self.source.table_version,
                rows_in=self.source.rows_in,
                rows_screened=self.source.rows_screened,
                rows_rejected=self.source.rows_rejected,
                rows_with_warnings=self.source.rows_with_warnings,
                placeholder_birth_dates=self.source.placeholder_birth_dates,
                columns=ColumnsRecord(
                    used=dict(self.source.columns.used),
                    missing=self.source.columns.missing,
                    ignored=self.source.columns.ignored,
                ),
            ),
            hits=HitCounts.of(hits),
            gates=tuple(GateRecord.model_validate(gate.as_record()) for gate in self.gates),
            timings=self.clock.timings(),
            outcome=outcome,
            lists=tuple(self.lists),
            coverage=tuple(row for each in seen if isinstance(each, CoverageSeen) for row in each.counts),
            scoring_fingerprint=scoring_fingerprint(settings, self.request.programs),
            settings=settings.as_record(),
            night=self.night,
            party_links=_counts(self.links),
            shown=shown,
        )

    def _first_screening(
        self, watchlist: Watchlist, finished_at: datetime, outcome: Literal["published", "stopped"]
    ) -> datetime | None:
        from screening.watchlists.versions.store import stored

        version = stored(watchlist, self.request.settings.store_dir)
        if version is None:
            return None
        return version.first_screened_at or (finished_at if outcome == "published" else None)

    def note_first_screenings(self, finished_at: datetime) -> None:
        """Note in the store which versions a published run was the first to screen with."""
        from screening.watchlists.versions.store import note_first_screening, stored

        for watchlist in self.watchlists:
            version = stored(watchlist, self.request.settings.store_dir)
            if version is not None and version.first_screened_at is None:
                note_first_screening(version.path, finished_at)


def _counts(links: pa.Table | None) -> dict[str, int]:
    """How many links there are of each kind."""
    if links is None:
        return {}
    counted = Counter(str(kind) for kind in links["kind"].to_pylist())
    return dict(sorted(counted.items()))
