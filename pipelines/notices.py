"""Notices to people who do not look at Prefect's pages.

A notice leaves the machine, often through somebody else's service. So nothing of a customer is in it, not
even the record id: the alert's id leads to the rest, inside. Of errors, only what a gate found is quoted:
others may quote a customer table.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from screening.model.errors import GateFailure, InputError
from screening.wording.lists import trouble_words

if TYPE_CHECKING:
    from screening.runs.night.summary import NightSummary

__all__ = ["Notice", "failure_notice", "night_notice"]

_MOST_ALERTS = 20


@dataclass(frozen=True)
class Notice:
    subject: str
    body: str


def night_notice(summary: NightSummary, from_score: float) -> Notice | None:
    """The lists that somebody has to look after, and the new and reopened alerts at `from_score` or more, the
    most likely first; None where there are neither."""
    alerts = [alert for alert in summary.alerts if alert.score >= from_score]
    behind = trouble_words(summary.lists)
    if not alerts and not behind:
        return None
    lines = [
        f"- {alert.score:.1f} {alert.entity_name} ({alert.list_id} {alert.entity_id}), {alert.kind}, "
        f"alert {alert.alert_id}"
        for alert in alerts[:_MOST_ALERTS]
    ]
    if len(alerts) > _MOST_ALERTS:
        lines.append(f"- and {len(alerts) - _MOST_ALERTS:,} more")
    news, body = [], []
    if alerts:
        news.append(f"{len(alerts):,} alert{'' if len(alerts) == 1 else 's'} at {from_score:g} or more")
        body += ["New and reopened:", *lines, "To decide: sanctions review export."]
    if behind:
        troubled = [f"{each.list_id} {each.state}" for each in summary.lists if each.is_trouble]
        news.append(f"list {', '.join(troubled)}")
        body = ["Screened with older lists than were to be had:", *(f"- {each}" for each in behind), *body]
    return Notice(
        f"Sanctions screening {summary.day}: {'; '.join(news)}",
        "\n".join([*body, f"Run: {summary.folder}"]),
    )


def failure_notice(flow_name: str, run_name: str, error: BaseException | None) -> Notice:
    """A run that did not end well. error: what it raised; None where its process went away."""
    end = f"Run '{run_name}' of {flow_name}; its log in Prefect's pages says more."
    if isinstance(error, GateFailure):
        return Notice(f"Sanctions screening: a gate failed in {flow_name}", f"{error}\n{end}")
    if isinstance(error, InputError):
        why = "Its input or settings could not be used; nothing was published."
    elif error is not None:
        why = f"A fault of the program ({type(error).__name__}) ended it."
    else:
        why = "It was stopped from outside, or it crashed. The next run goes on where it stopped."
    return Notice(f"Sanctions screening: {flow_name} failed", f"{why}\n{end}")
