"""A ledger whose reasons are sentences, as the program kept it before reasons were data: it opens and goes
on."""

from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alert_cases import CUSTOMER, FIRST_NIGHT, PARTY, alert_hit, night, noon, settings_with

from screening.alerts import STATES, Ledger, NewDisposition, Note, database
from screening.alerts.database import Database
from screening.model.changes import Cause, Change, PublicReason, Reason
from screening.spreadsheets.review_export import review_table
from screening.spreadsheets.review_import import apply_review
from screening.wording.changes import note_words, public_reason_words, reason_words, statement_words

CONTENT = Path(__file__).resolve().parents[2] / "material" / "ledger_at_0002.sql"
SECOND_NIGHT, THIRD_NIGHT = (FIRST_NIGHT + timedelta(days=days) for days in (1, 2))
# The hits of its second night.
SEEN = [
    alert_hit("C-1"),
    alert_hit("C-2", customer=CUSTOMER | {"date_of_birth": ["1975-02-01"]}),
    alert_hit("C-3", party=PARTY | {"names": [*PARTY["names"], "AL-AMIN, Shaykh"]}),
    alert_hit("C-4"),
    alert_hit(
        "C-5",
        customer=CUSTOMER | {"name": ["Qais al Khazali"], "date_of_birth": ["1975"]},
        party=PARTY | {"programs": ["GLOMAG", "SDGT"]},
    ),
]


@pytest.fixture
def older(new_url):
    """The URL of such a ledger, on both databases in turn."""
    made = Database(new_url)
    with made.writing() as connection:
        config = Config()
        config.set_main_option("script_location", str(Path(database.__file__).parent / "migrations"))
        config.attributes["connection"] = connection
        command.upgrade(config, "0002")
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SET LOCAL TIME ZONE 'UTC'")
        for statement in CONTENT.read_text(encoding="utf-8").split(";\n"):
            if statement.strip():
                connection.exec_driver_sql(statement)
    made.close()
    return new_url


@pytest.fixture
def ledger(older):
    with Ledger.open(older, settings_with(second_person=True)) as opened:
        yield opened


def alert_of(ledger, record_id):
    return ledger.alert(alert_hit(record_id).alert_id)


def test_every_event_is_shown_by_its_sentence(ledger, older):
    engine = sa.create_engine(older)
    with engine.connect() as connection:
        kept = connection.exec_driver_sql("SELECT event_id, reason, reason_data FROM events").fetchall()
    engine.dispose()
    assert len(kept) == 26
    assert {data for _, _, data in kept} == {None}
    events = [event for alert in ledger.alerts(STATES) for event in ledger.history(alert.alert_id)]
    assert {event.event_id: reason_words(event.reason) for event in events} == {
        number: sentence for number, sentence, _ in kept
    }


def test_its_alerts_are_exported_with_the_words_of_then(ledger):
    rows = {row["record_id"]: row for row in review_table(ledger.alerts(STATES)).to_pylist()}
    assert rows["C-2"]["why"] == "customer's birth date was 1974, is 1975-02-01"
    assert rows["N-1"]["why"] == "another man"
    assert rows["C-3"]["why"].endswith("(takes back true match by Ann Lee on 2026-01-01: his passport)")
    assert rows["C-5"]["proposed"] == "false positive by Ann Lee on 2026-01-02: another address"
    assert rows["C-5"]["notes"] == "Ann Lee on 2026-01-01: ask the branch"
    assert (rows["C-4"]["status"], rows["C-4"]["decided_by"]) == ("true match", "Bob Ray")


def test_its_last_night_again_changes_nothing_and_shows_outsiders_no_sentence(ledger):
    again = night(SECOND_NIGHT, has_customer=lambda record_id: record_id != "C-7")
    outcome = ledger.record_night(again, SEEN)
    (reopened,) = outcome.of_kind("reopened")
    assert reason_words(reopened.reason) == "customer's birth date was 1974, is 1975-02-01"
    assert reopened.reason.public() == PublicReason(is_known=False)
    assert public_reason_words(reopened.reason.public()) == "see 'sanctions review history'"


def test_a_night_goes_on_from_it(ledger):
    seen = [
        alert_hit("N-1"),
        alert_hit("C-2"),
        alert_hit("C-3", party=PARTY | {"programs": ["GLOMAG", "SDGT"]}),
        *SEEN[3:],
        alert_hit("C-8"),
    ]
    outcome = ledger.record_night(night(THIRD_NIGHT), seen)
    birth_date = Change("customer", "date_of_birth", ("1975-02-01",), ("1974",))
    names = (*PARTY["names"], "AL-AMIN, Shaykh")
    assert {(event.record_id, event.kind): event.reason for event in outcome.events} == {
        ("C-2", "changed"): Reason(changes=(birth_date,)),
        ("C-3", "reopened"): Reason(
            changes=(
                Change("party", "names", tuple(sorted(names)), tuple(sorted(PARTY["names"]))),
                Change("party", "programs", ("SDGT",), ("GLOMAG", "SDGT")),
            )
        ),
        ("C-8", "restored"): outcome.of_kind("restored")[0].reason,
    }
    assert reason_words(outcome.of_kind("restored")[0].reason) == (
        "is a hit again; false positive as decided by Ann Lee on 2026-01-01"
    )
    assert outcome.statuses[alert_hit("N-1").alert_id].state == "false positive"
    assert [reason_words(event.reason) for event in ledger.history(alert_hit("C-2").alert_id)][2:] == [
        "customer's birth date was 1974, is 1975-02-01",
        "customer's birth date was 1975-02-01, is 1974",
    ]
    assert alert_of(ledger, "C-6").state == "below threshold"


def test_people_go_on_deciding(ledger):
    proposed = alert_of(ledger, "C-5")
    assert statement_words(proposed.proposed) == "false positive by Ann Lee on 2026-01-02: another address"
    new = NewDisposition(proposed.alert_id, "false positive", "so it is", proposed.revision)
    note = Note(alert_hit("C-6").alert_id, "gone?")
    outcomes = ledger.decide([new], "Bob Ray", noon(THIRD_NIGHT), notes=[note])
    assert [each.result for each in outcomes] == ["decided", "noted"]
    last = ledger.history(proposed.alert_id)[-1]
    assert [cause.code for cause in last.reason.causes] == ["comment", "agreed with"]
    assert reason_words(last.reason) == "so it is (agrees with Ann Lee: another address)"
    # What was decided and written down then is known still, and an old export is too.
    (first,) = ledger.dispositions(alert_hit("C-2").alert_id)
    assert (first.disposition, first.reviewer, first.login) == ("false positive", "Ann Lee", "alee")
    old_note = Note(proposed.alert_id, "ask the branch")
    (again,) = ledger.decide([], "Lee, Ann", noon(THIRD_NIGHT), notes=[old_note])
    assert again.result == "already so"
    notes = alert_of(ledger, "C-5").notes
    assert [note_words(each) for each in notes] == ["Ann Lee on 2026-01-01: ask the branch"]
    late = NewDisposition(alert_hit("C-2").alert_id, "true match", "yes", 2)
    (left,) = ledger.decide([late], "Bob Ray", noon(THIRD_NIGHT))
    assert left.note.endswith("now open: customer's birth date was 1974, is 1975-02-01")


def test_a_filled_in_export_of_it_is_applied(ledger, tmp_path):
    alert = alert_of(ledger, "C-2")
    file = tmp_path / "review.csv"
    file.write_text(
        "alert_id,decision,comment,revision,record_id\r\n"
        f"{alert.alert_id},escalate,who is this?,{alert.revision},C-2\r\n",
        encoding="utf-8",
    )
    assert len(apply_review(ledger, file, "Ann Lee", noon(THIRD_NIGHT)).of_result("decided")) == 1
    assert alert_of(ledger, "C-2").state == "escalated"


def test_it_stays_append_only(ledger, older):
    ledger.record_night(night(THIRD_NIGHT), [alert_hit("C-2")])
    engine = sa.create_engine(older)
    for change in (
        "UPDATE events SET reason = 'x' WHERE event_id = 1",
        "UPDATE events SET reason_data = '{}' WHERE event_id = 1",
        "DELETE FROM events",
    ):
        refused = f"append-only: {change.split()[0]} of events refused"
        with engine.connect() as connection, pytest.raises(sa.exc.DBAPIError, match=refused):
            connection.exec_driver_sql(change)
    engine.dispose()


def test_who_queries_the_database_still_finds_sentences(ledger, older):
    ledger.record_night(night(THIRD_NIGHT), [alert_hit("C-2"), alert_hit("C-9")])
    engine = sa.create_engine(older)
    with engine.connect() as connection:
        query = "SELECT reason, reason_data FROM events WHERE alert_id = '{}' ORDER BY event_id DESC"
        rows = [
            connection.exec_driver_sql(query.format(alert_hit(record).alert_id)).first()
            for record in ("C-2", "C-9")
        ]
    engine.dispose()
    assert [sentence for sentence, _ in rows] == [
        "customer's birth date was 1975-02-01, is 1974",
        "first seen, with a score of 91.5",
    ]
    assert Reason.from_json(rows[1][1]) == Reason((Cause("first seen", score=91.5),))
