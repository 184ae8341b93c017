"""A run's folder, written whole and moved into place in one step; that of a stopped run is in `stopped_run`.

hits.parquet: equal hits, equal bytes. Nothing that varies from run to run gets in: no pandas metadata, no
chunk borders of the batches that were screened, no time. The bytes also depend on pyarrow, which the lock
pins and the file names as its maker.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pyarrow as pa
import pyarrow.parquet as pq

from screening.model.hit_table import HitRows, parts_of, plain_hits
from screening.runs.run_folder import PARTY_LINKS, staged_run

if TYPE_CHECKING:
    from screening.model.run_record import RunRecord
    from screening.runs.evidence import Evidence
    from screening.runs.set_aside import SetAside
    from screening.storage.addresses import Place

__all__ = ["publish", "write_evidence", "write_hits_parquet"]

_ROWS_A_GROUP = 100_000
_HITS = "hits.parquet"


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Without looking for circles among objects, as Python does again and again while it makes many: writing
    makes millions and no circle, and looking through all that a run has loaded would take a third of the
    time. What gates left behind goes before."""
    gc.collect()
    pa.default_memory_pool().release_unused()
    collected = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collected:
            gc.enable()


def publish(out: Place, overwrite: bool, evidence: Evidence, hits: HitRows, set_aside: SetAside) -> RunRecord:
    """Write the run's folder aside and move it into place in one step."""
    from screening.spreadsheets import write_hits_csv, write_hits_xlsx

    with staged_run(out, overwrite) as folder, _without_collecting():
        clock, settings = evidence.clock, evidence.request.settings
        with clock.stage("write_parquet"):
            write_hits_parquet(hits, folder / _HITS)
        with clock.stage("write_csv"):
            write_hits_csv(hits, folder / "hits.csv")
        with clock.stage("write_workbook"):
            write_hits_xlsx(hits, folder / "hits.xlsx", most_rows=settings.report.workbook_rows)
        record = write_evidence(folder, evidence, hits, set_aside)
    evidence.note_first_screenings(record.finished_at)
    return record


def write_hits_parquet(hits: HitRows, path: Path) -> None:
    """Write hits, ordered already, to `path`: the columns of HIT_SCHEMA, then carried ones as text.

    Raises ValueError where a column of HIT_SCHEMA is missing or out of its place.
    """
    with pq.ParquetWriter(
        path,
        plain_hits(hits.slice(0, 0)).schema,
        version="2.6",
        compression="zstd",
        compression_level=9,
        write_statistics=True,
    ) as writer:
        # map: what was read of a group is let go of before it is written.
        for group in map(plain_hits, parts_of(hits, _ROWS_A_GROUP)):
            writer.write_table(group, row_group_size=_ROWS_A_GROUP)
            pa.default_memory_pool().release_unused()


def write_evidence(
    folder: Path,
    evidence: Evidence,
    hits: HitRows,
    set_aside: SetAside,
    outcome: Literal["published", "stopped"] = "published",
) -> RunRecord:
    """Everything in a run's folder but the hits. party_links.csv is there where there were several lists."""
    from screening.linking.party_links import named_links
    from screening.model.run_record import ShownHits, write_run_json
    from screening.quality.data_docs import write_gate_pages
    from screening.report import page_data, write_report
    from screening.spreadsheets import write_rows_csv
    from screening.spreadsheets.csv_files import write_table_csv

    with evidence.clock.stage("write"):
        write_rows_csv(set_aside.rejected.batches(), set_aside.rejected.schema, folder / "rejected.csv")
        write_rows_csv(set_aside.warnings.batches(), set_aside.warnings.schema, folder / "warnings.csv")
        write_gate_pages(evidence.gates, folder / "gates", report="../report.html")
        if evidence.links is not None and len(evidence.watchlists) > 1:
            write_table_csv(named_links(evidence.links, evidence.watchlists), folder / PARTY_LINKS)
    settings, context = evidence.request.settings, evidence.report_context()
    with evidence.clock.stage("page"):
        data = page_data(hits, settings.threshold, context, settings.report.page_alerts)
    shown = None
    if outcome == "published":
        in_workbook = min(hits.num_rows, settings.report.workbook_rows)
        shown = ShownHits(workbook=in_workbook, page=data.hits.num_rows)
    record = evidence.record(hits, outcome, shown)
    write_report(record, hits, folder / "report.html", context, data=data)
    write_run_json(record, folder / "run.json")
    return record
