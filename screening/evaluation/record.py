"""evaluation.json: all figures of an evaluation, and what they were measured with.

All but `evaluation_id`, the times and `timings` is the same for the same lists, customers, settings, seed and
program version.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, field_serializer

from screening.evaluation.figures import KindFigures, Share, ThresholdFigures, WantedRate
from screening.evaluation.tables import Degree
from screening.model.run_record import ListRecord

__all__ = ["CleanRecord", "EvaluationRecord", "SampleRecord", "write_evaluation_json"]


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SampleRecord(_Record):
    """Listed parties drawn, by entity type, one name of each; variations made of them (with the control)."""

    parties: int = Field(ge=0)
    by_type: dict[str, int]
    variations: int = Field(ge=0)


class CleanRecord(_Record):
    """The customers taken for clean: nobody has checked it. identifiers: those that any of the sample states.

    alerts, alerts_by_name: at the settings' threshold, with the table's identifiers and without.
    """

    path: str
    sha256: str
    rows_in: int = Field(ge=0)
    rows_screened: int = Field(ge=0)
    rows_rejected: int = Field(ge=0)
    sampled: int = Field(ge=0)
    identifiers: tuple[str, ...]
    alerts: Share
    alerts_by_name: Share
    wanted_rates: tuple[WantedRate, ...]
    wanted_rates_by_name: tuple[WantedRate, ...]


class EvaluationRecord(_Record):
    """All of evaluation.json. floor: the threshold everything was screened at, to see what lies below.

    found: variations of all kinds but the control, at `threshold`; degrees: the minor and the major ones.
    clean: None where no customers were given. timings: seconds by stage.
    """

    evaluation_id: str
    started_at: AwareDatetime
    finished_at: AwareDatetime
    code_version: str
    config_sha256: str
    seed: int
    threshold: float = Field(ge=0, le=100)
    floor: float = Field(ge=0, le=100)
    watchlists: tuple[ListRecord, ...]
    sample: SampleRecord
    found: Share
    kinds: tuple[KindFigures, ...]
    degrees: dict[Degree, Share] = Field(default_factory=dict)
    over_thresholds: tuple[ThresholdFigures, ...]
    clean: CleanRecord | None
    timings: dict[str, float]

    @field_serializer("started_at", "finished_at")
    def _in_utc(self, moment: datetime) -> str:
        return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def write_evaluation_json(record: EvaluationRecord, path: Path) -> None:
    """Write the record as indented JSON in UTF-8."""
    text = json.dumps(record.model_dump(mode="json"), indent=2, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")
