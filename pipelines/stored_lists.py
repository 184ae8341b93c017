"""The newest versions in the store of lists. Reach for it where no list was named."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from screening.errors import GateFailure, InputError

if TYPE_CHECKING:
    from pipelines.list_intake import Intake
    from screening.quality import AgeLimit
    from screening.settings import Settings
    from screening.watchlists import StoredVersion

__all__ = ["age_limit", "stored_versions", "versions_of_night"]


def stored_versions(store: Path) -> list[StoredVersion]:
    """The newest version of each list in the store. Raises InputError where it holds none."""
    from screening.watchlists import newest

    versions = newest(store)
    if not versions:
        raise InputError(
            f"{store}: the store holds no list. Give --watchlist PATH, "
            "or import a list first: sanctions lists import PATH."
        )
    return versions


def versions_of_night(store: Path, intakes: Sequence[Intake]) -> list[StoredVersion]:
    """The same for a night that took lists in before. Where there is none, the error says of each configured
    list why: GateFailure where a gate refused one, else InputError."""
    from screening.watchlists import newest

    versions = newest(store)
    if versions:
        return versions
    lines = [f"{store}: there is no list to screen with."]
    for intake in intakes:
        lines.append(f"{intake.list_id}: {_why_not(intake)}")
        lines += [
            f"  - {check.name}: {check.saw}. Way out: {check.way_out}."
            for gate in intake.failed_gates
            for check in gate.failures
        ]
    if not intakes:
        lines.append(
            "No source of lists is configured: name one under 'lists' in the file given with --config."
        )
    lines.append("Mend that and run again, or import a list: sanctions lists import PATH.")
    refused = any(intake.outcome == "refused" for intake in intakes)
    raise (GateFailure if refused else InputError)("\n".join(lines))


def age_limit(version: StoredVersion, settings: Settings) -> AgeLimit:
    """How old a version may be that the program picked, by its list's own limit or that of all."""
    from screening.quality import AgeLimit

    return AgeLimit(version.in_force_since, settings.max_age_days(version.list_id))


def _why_not(intake: Intake) -> str:
    if intake.outcome == "refused":
        return "refused by " + " and ".join(f"the {gate.name} gate" for gate in intake.failed_gates)
    return "; ".join([intake.outcome, *intake.notes])
