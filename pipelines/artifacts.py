"""What Prefect's UI shows of a run: a summary and the most likely hits.

Customers' names and data stay in the run's folder: an artifact lies in Prefect's database, which other
people read and which may be on another machine. It has record ids and what the public list says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from screening.storage.addresses import Place
from screening.wording.probability import probability_words

if TYPE_CHECKING:
    import pyarrow as pa

    from screening.model.run_record import RunRecord

__all__ = ["SUMMARY_KEY", "TOP_HITS_KEY", "summary_markdown", "top_hits", "write_artifacts"]

SUMMARY_KEY = "screening-summary"
TOP_HITS_KEY = "screening-top-hits"
_TOP = 50
_COLUMNS = [
    "score",
    "match_probability",
    "record_id",
    "list_id",
    "entity_id",
    "entity_name",
    "matched_name_quality",
    "programs",
]


def write_artifacts(record: RunRecord, hits: pa.Table, out: Place) -> None:
    """Create both artifacts for the current flow run. hits: in their final order, the most likely first."""
    from prefect.artifacts import create_markdown_artifact, create_table_artifact

    create_markdown_artifact(
        key=SUMMARY_KEY, markdown=summary_markdown(record, out), description="What was screened with what"
    )
    create_table_artifact(
        key=TOP_HITS_KEY,
        table=top_hits(hits),
        description=f"The {_TOP} most likely of {record.hits.rows:,} hits"
        if hits.num_rows > _TOP
        else "All hits",
    )


def summary_markdown(record: RunRecord, out: Place) -> str:
    """The run on one page, in Markdown."""
    customers = record.customers
    lines = [
        f"# {record.hits.rows:,} hits on {record.hits.records:,} of {customers.rows_screened:,} customers",
        "",
        f"Run `{record.run_id}`, published in `{out.resolve()}`; read `report.html` there.",
        "",
        f"- Customers: `{customers.path}`, {customers.rows_in:,} rows in, "
        f"{customers.rows_screened:,} screened, {customers.rows_rejected:,} rejected",
        f"- Threshold: {record.threshold:g}; settings `{record.config_sha256[:12]}`; "
        f"code {record.code_version}",
    ]
    if record.programs:
        lines.append(f"- Only parties of: {', '.join(record.programs)}")
    lines += ["", "| List | Published | Parties | Names | Content |", "| --- | --- | ---: | ---: | --- |"]
    lines += [
        f"| {each.list_id} | {each.published or 'unknown'} | {each.entities:,} | {each.names:,} "
        f"| `{each.sha256[:12]}` |"
        for each in record.watchlists
    ]
    lines += ["", "| Gate | Passed | Saw |", "| --- | --- | --- |"]
    lines += [f"| {gate.name} | {'yes' if gate.passed else 'NO'} | {gate.saw} |" for gate in record.gates]
    lines += ["", "| Stage | Seconds |", "| --- | ---: |"]
    lines += [f"| {stage.replace('_', ' ')} | {seconds:.2f} |" for stage, seconds in record.timings.items()]
    return "\n".join(lines)


def top_hits(hits: pa.Table) -> list[dict[str, str | float]]:
    """The most likely hits as rows of a table, without anything of the customer but the record id."""
    rows = hits.select(_COLUMNS).slice(0, _TOP).to_pylist()
    return [
        row
        | {
            "match_probability": probability_words(row["match_probability"]),
            "programs": "; ".join(row["programs"]),
        }
        for row in rows
    ]
