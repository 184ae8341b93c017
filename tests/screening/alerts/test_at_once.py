"""Several people and runs at once, each in a process: nothing is lost, and who comes second is told."""

import json
import subprocess
import sys
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from alert_cases import FIRST_NIGHT, alert_hit, night, noon

from screening.alerts import Ledger, NewDisposition

HERE = Path(__file__).resolve().parents[2] / "material"
ALERTS = [alert_hit(f"C-{number}") for number in range(40)]

# Each waits for the word to start, so that all are under way together.
REVIEWER = """
import json, sys
from datetime import UTC, datetime
from screening.alerts import NewDisposition, Ledger

url, reviewer, disposition = sys.argv[1:]
ledger = Ledger.open(url)
seen = [(alert.alert_id, alert.revision) for alert in ledger.open_alerts()]
print("ready", flush=True)
sys.stdin.readline()
told = []
for alert_id, revision in seen:
    decision = NewDisposition(alert_id, disposition, f"{reviewer} looked", revision)
    told += ledger.decide([decision], reviewer, datetime.now(UTC))
print(json.dumps([[outcome.result, outcome.note] for outcome in told]))
"""
RUN = """
import json, sys
from datetime import timedelta
sys.path.insert(0, sys.argv[3])
from alert_cases import FIRST_NIGHT, night, alert_hit
from screening.alerts import Ledger

ledger = Ledger.open(sys.argv[1])
seen = [alert_hit(f"C-{number}") for number in range(40)]
print("ready", flush=True)
sys.stdin.readline()
outcome = ledger.record_night(night(FIRST_NIGHT + timedelta(days=1), run_key=sys.argv[2]), seen[1:])
print(json.dumps([[event.event_id, event.kind] for event in outcome.events]))
"""


def at_once(*commands):
    """Run programs side by side; give back what each printed last."""
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", *command],
            cwd=HERE.parents[1],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for command in commands
    ]
    for process in processes:
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()
    printed = [process.communicate(timeout=60)[0] for process in processes]
    assert [process.returncode for process in processes] == [0] * len(processes)
    return [json.loads(text) for text in printed]


@pytest.fixture
def alerted(ledger):
    ledger.record_night(night(FIRST_NIGHT), ALERTS)
    return ledger


def test_two_reviewers_of_the_same_alerts(alerted, url):
    ann, bob = at_once((REVIEWER, url, "Ann", "false positive"), (REVIEWER, url, "Bob", "true match"))
    for alert, (ours, told_ann), (theirs, told_bob) in zip(
        alerted.alerts(["false positive", "true match"]), ann, bob, strict=True
    ):
        assert {ours, theirs} == {"decided", "left alone"}
        first, told = ("Bob", told_ann) if theirs == "decided" else ("Ann", told_bob)
        assert told.startswith(f"meanwhile decided by {first} on ")
        assert f"{first} looked" in told
        (recorded,) = alerted.dispositions(alert.alert_id)
        assert (recorded.reviewer, alert.revision) == (first, 2)


def test_the_same_run_twice_at_once_is_recorded_once(alerted, url):
    one, other = at_once((RUN, url, "r", str(HERE)), (RUN, url, "r", str(HERE)))
    assert one == other == [[41, "fell below"]]


def test_a_run_and_a_reviewer_at_once(alerted, url):
    told, _ = at_once((REVIEWER, url, "Ann", "escalate"), (RUN, url, "r", str(HERE)))
    assert {result for result, _ in told[1:]} <= {"decided", "left alone"}
    for alert in alerted.alerts(["escalated", "below threshold"]):
        history = alerted.history(alert.alert_id)
        assert [event.revision for event in history] == list(range(1, alert.revision + 1))
        assert history[-1].to_state == alert.state
        assert all(later.from_state == earlier.to_state for earlier, later in pairwise(history[1:]))
    assert alerted.alert(ALERTS[1].alert_id).last_seen == FIRST_NIGHT + timedelta(days=1)


def test_reviewers_decide_while_a_night_prepares(alerted, url, monkeypatch):
    monkeypatch.setattr("screening.alerts.database._PATIENCE", 0.1)
    told = []

    def decide(alert):
        with Ledger.open(url) as ledger:
            decision = NewDisposition(alert.alert_id, "escalate", "unsure", 1)
            told.extend(ledger.decide([decision], "Ann", noon(FIRST_NIGHT)))

    def hits():
        for place, each in enumerate(ALERTS[2:]):
            if place == 20:
                decide(ALERTS[0])
            yield each

    def has_customer(record_id):
        if record_id == "C-1":
            decide(ALERTS[1])
        return True

    outcome = alerted.record_night(night(FIRST_NIGHT + timedelta(days=1), has_customer=has_customer), hits())
    assert [each.result for each in told] == ["decided", "decided"]
    # And the night sees what was decided meanwhile.
    assert [(event.kind, event.to_state) for event in outcome.events] == [("fell below", "escalated")] * 2
