"""Whatever nights and decisions come, the ledger stays in one piece."""

import shutil
from collections import Counter
from datetime import timedelta
from itertools import pairwise

from alert_cases import CUSTOMER, FIRST_NIGHT, LIST, PARTY, alert_hit, night, noon, settings_with
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from screening.alerts import DISPOSITIONS, UNDECIDED, Ledger, NewDisposition
from screening.wording.changes import reason_words

RECORDS = ("C-1", "C-2", "C-3")
# For each record: the facts it is a hit with, or why it is none.
HITS = st.dictionaries(
    st.sampled_from(RECORDS),
    st.tuples(st.sampled_from(["1974", "1975"]), st.sampled_from(["SDGT", "GLOMAG"])),
)
LEFT = st.sets(st.sampled_from(RECORDS))
NIGHTS = st.tuples(st.just("night"), HITS, LEFT)
DECISIONS = st.tuples(
    st.just("decide"),
    st.sampled_from(["Ann", "Bob"]),
    st.dictionaries(st.sampled_from(RECORDS), st.sampled_from(DISPOSITIONS), min_size=1),
)


def seen(record_id, birth_date, program):
    customer = CUSTOMER | {"date_of_birth": [birth_date]}
    return alert_hit(record_id, customer=customer, party=PARTY | {"programs": [program]})


def check(ledger, second_person):
    for record_id in RECORDS:
        history = ledger.history(alert_hit(record_id).alert_id)
        if not history:
            continue
        alert = ledger.alert(history[0].alert_id)
        decided_of = ledger.dispositions(alert.alert_id)
        assert [event.revision for event in history] == list(range(1, alert.revision + 1))
        assert history[-1].to_state == alert.state or (history[-1].to_state, alert.state) == ("new", "open")
        assert all(reason_words(event.reason) for event in history)
        for earlier, later in pairwise(history):
            assert later.from_state in (earlier.to_state, "open" if earlier.to_state == "new" else None)
            # Nobody but a person makes a decision; a night only brings one back.
            if later.to_state in ("true match", "false positive") and later.from_state in UNDECIDED:
                assert later.kind == "decided"
        decided = [event.decision_id for event in history if event.kind in ("decided", "proposed")]
        assert decided == [recorded.decision_id for recorded in decided_of]
        if second_person:
            for recorded in decided_of:
                if recorded.effect == "decided" and recorded.disposition in ("true match", "false positive"):
                    (first,) = (each for each in decided_of if each.decision_id == recorded.confirms)
                    assert (first.reviewer != recorded.reviewer, first.disposition) == (
                        True,
                        recorded.disposition,
                    )
                    assert first.party_fingerprint == recorded.party_fingerprint


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.one_of(NIGHTS, DECISIONS), max_size=12), second_person=st.booleans())
def test_any_nights_and_decisions(sqlite_template, tmp_path, steps, second_person):
    path = tmp_path / "ledger.db"
    shutil.copy(sqlite_template, path)
    with Ledger.open(f"sqlite:///{path}", settings_with(second_person=second_person)) as ledger:
        day = FIRST_NIGHT
        for step in steps:
            if step[0] == "decide":
                _, reviewer, dispositions = step
                known = {alert.record_id: alert for alert in ledger.alerts(["closed by change", *UNDECIDED])}
                batch = [
                    NewDisposition(known[record].alert_id, disposition, "because", known[record].revision)
                    for record, disposition in dispositions.items()
                    if record in known
                ]
                ledger.decide(batch, reviewer, noon(day))
            else:
                _, hits, left = step
                day += timedelta(days=1)
                hits = [seen(record, *facts) for record, facts in hits.items()]
                this = night(day, has_customer=lambda record_id, left=left: record_id not in left)
                outcome = ledger.record_night(this, hits)
                assert ledger.record_night(this, hits) == outcome
                assert outcome.statuses.keys() == {each.alert_id for each in hits}
                states = Counter(status.state for status in outcome.statuses.values())
                assert states["closed by change"] == 0
                assert states["false positive"] == outcome.suppressed
                for each in hits:
                    alert = ledger.alert(each.alert_id)
                    status = outcome.statuses[each.alert_id]
                    assert (alert.state, alert.revision, alert.in_hits) == (
                        status.state,
                        status.revision,
                        True,
                    )
                    if alert.state == "false positive":
                        recorded = [r for r in ledger.dispositions(alert.alert_id) if r.effect == "decided"][
                            -1
                        ]
                        assert recorded.customer["date_of_birth"] == each.customer["date_of_birth"]
                        assert recorded.party["programs"] == each.party["programs"]
        assert {alert.list_id for alert in ledger.open_alerts()} <= {LIST}
        check(ledger, second_person)
