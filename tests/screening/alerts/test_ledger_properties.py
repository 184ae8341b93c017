"""Whatever nights and decisions come, the ledger stays in one piece."""

import shutil
from collections import Counter
from datetime import timedelta
from itertools import pairwise

from alert_cases import CUSTOMER, FIRST_NIGHT, LIST, PARTY, night, noon, settings_with, sighting
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from screening.alerts import UNDECIDED, VERDICTS, Decision, Ledger

RECORDS = ("C-1", "C-2", "C-3")
# For each record: the facts it is a hit with, or why it is none.
SIGHTINGS = st.dictionaries(
    st.sampled_from(RECORDS),
    st.tuples(st.sampled_from(["1974", "1975"]), st.sampled_from(["SDGT", "GLOMAG"])),
)
LEFT = st.sets(st.sampled_from(RECORDS))
NIGHTS = st.tuples(st.just("night"), SIGHTINGS, LEFT)
DECISIONS = st.tuples(
    st.just("decide"),
    st.sampled_from(["Ann", "Bob"]),
    st.dictionaries(st.sampled_from(RECORDS), st.sampled_from(VERDICTS), min_size=1),
)


def seen(record_id, birth_date, program):
    customer = CUSTOMER | {"date_of_birth": [birth_date]}
    return sighting(record_id, customer=customer, party=PARTY | {"programs": [program]})


def check(ledger, second_person):
    for record_id in RECORDS:
        history = ledger.history(sighting(record_id).alert_id)
        if not history:
            continue
        alert = ledger.alert(history[0].alert_id)
        rulings = ledger.decisions(alert.alert_id)
        assert [event.revision for event in history] == list(range(1, alert.revision + 1))
        assert history[-1].to_state == alert.state or (history[-1].to_state, alert.state) == ("new", "open")
        assert all(event.reason for event in history)
        for earlier, later in pairwise(history):
            assert later.from_state in (earlier.to_state, "open" if earlier.to_state == "new" else None)
            # Nobody but a person makes a decision; a night only brings one back.
            if later.to_state in ("true match", "false positive") and later.from_state in UNDECIDED:
                assert later.kind == "decided"
        decided = [event.decision_id for event in history if event.kind in ("decided", "proposed")]
        assert decided == [ruling.decision_id for ruling in rulings]
        if second_person:
            for ruling in rulings:
                if ruling.effect == "decided" and ruling.verdict in ("true match", "false positive"):
                    (first,) = (each for each in rulings if each.decision_id == ruling.confirms)
                    assert (first.reviewer != ruling.reviewer, first.verdict) == (True, ruling.verdict)
                    assert first.party_fingerprint == ruling.party_fingerprint


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.one_of(NIGHTS, DECISIONS), max_size=12), second_person=st.booleans())
def test_any_nights_and_decisions(sqlite_template, tmp_path, steps, second_person):
    path = tmp_path / "ledger.db"
    shutil.copy(sqlite_template, path)
    with Ledger.open(f"sqlite:///{path}", settings_with(second_person=second_person)) as ledger:
        day = FIRST_NIGHT
        for step in steps:
            if step[0] == "decide":
                _, reviewer, verdicts = step
                known = {alert.record_id: alert for alert in ledger.alerts(["closed by change", *UNDECIDED])}
                batch = [
                    Decision(known[record].alert_id, verdict, "because", known[record].revision)
                    for record, verdict in verdicts.items()
                    if record in known
                ]
                ledger.decide(batch, reviewer, noon(day))
            else:
                _, hits, left = step
                day += timedelta(days=1)
                sightings = [seen(record, *facts) for record, facts in hits.items()]
                this = night(day, has_customer=lambda record_id, left=left: record_id not in left)
                outcome = ledger.record_night(this, sightings)
                assert ledger.record_night(this, sightings) == outcome
                assert outcome.statuses.keys() == {each.alert_id for each in sightings}
                states = Counter(status.state for status in outcome.statuses.values())
                assert states["closed by change"] == 0
                assert states["false positive"] == outcome.suppressed
                for each in sightings:
                    alert = ledger.alert(each.alert_id)
                    status = outcome.statuses[each.alert_id]
                    assert (alert.state, alert.revision, alert.in_hits) == (
                        status.state,
                        status.revision,
                        True,
                    )
                    if alert.state == "false positive":
                        ruling = [r for r in ledger.decisions(alert.alert_id) if r.effect == "decided"][-1]
                        assert ruling.customer["date_of_birth"] == each.customer["date_of_birth"]
                        assert ruling.party["programs"] == each.party["programs"]
        assert {alert.list_id for alert in ledger.open_alerts()} <= {LIST}
        check(ledger, second_person)
