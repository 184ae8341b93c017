"""The verdict on a run, in the words of the page and of the terminal."""

from hit_rows import hit_table, run_record

from screening.model.run_record import CustomersRecord, GateRecord, ListRecord
from screening.wording.run_verdict import verdict_lines, verdict_sentence

FRESH = ListRecord(list_id="OFAC-SDN", published="2026-11-20", sha256="a" * 64, entities=9043, names=20000)
WHOLE = CustomersRecord(path="c.csv", sha256="b" * 64, rows_in=118, rows_screened=118, rows_rejected=0)


def test_the_terminal_has_a_line_for_each_reason() -> None:
    assert verdict_lines(run_record(hit_table({}))) == [
        "Sound with reservations.",
        "  - OFAC-SDN is 1,782 days old",
        "  - 2 rows could not be screened",
    ]
    sound = run_record(hit_table({}), watchlists=[FRESH], customers=WHOLE)
    assert verdict_lines(sound) == ["Sound run."]


def test_the_sentence_says_how_many_hits_are_decided() -> None:
    hits = hit_table({"status": "open"}, {"entity_id": "2", "status": "false positive"})
    said = verdict_sentence(run_record(hits))
    assert said == (
        "118 customers screened against OFAC-SDN (5 January 2022): 1 of 2 hits on 1 customer waits for a "
        "decision, the others are decided; 2 rows could not be screened."
    )


def test_the_sentence_names_a_failed_gate_and_an_empty_table() -> None:
    hits = hit_table()
    failed = GateRecord(name="customers", passed=False, saw="a doubled id")
    assert "the gate customers did not pass" in verdict_sentence(run_record(hits, gates=[failed]))
    nobody = CustomersRecord(path="c.csv", sha256="b" * 64, rows_in=0, rows_screened=0, rows_rejected=0)
    assert "has no rows, so nothing was screened" in verdict_sentence(run_record(hits, customers=nobody))
    unread = CustomersRecord(path="c.csv", sha256="b" * 64, rows_in=3, rows_screened=0, rows_rejected=3)
    assert "None of the 3 rows of the customer table could be screened" in verdict_sentence(
        run_record(hits, customers=unread)
    )
