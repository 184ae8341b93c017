"""Alerts out to a spreadsheet and decisions back, whatever the spreadsheet did to the file."""

import csv
import io

import pytest
from alert_cases import CUSTOMER, FIRST_NIGHT, PARTY, alert_hit, night, noon, settings_with

from screening.alerts import Ledger, NewDisposition
from screening.model.changes import Statement
from screening.model.errors import InputError
from screening.spreadsheets.flat_hits import SHEET_COLUMNS
from screening.spreadsheets.review_export import Choice, review_table, write_review
from screening.spreadsheets.review_import import apply_review

NOON = noon(FIRST_NIGHT)
# Ids that a spreadsheet takes for numbers, a name that it could take for a formula, and one in Arabic.
LONG, ZEROS, PLAIN = "1234567890123456", "000123", "C-3"


@pytest.fixture
def ledger(sqlite_template, tmp_path):
    path = tmp_path / "ledger.db"
    path.write_bytes(sqlite_template.read_bytes())
    with Ledger.open(f"sqlite:///{path}", settings_with()) as opened:
        opened.record_night(
            night(FIRST_NIGHT),
            [
                alert_hit(LONG, customer=CUSTOMER | {"name": ["=cmd|' /C calc'!A0"]}),
                alert_hit(ZEROS, customer=CUSTOMER | {"name": ["قيس الخزعلي"]}, customer_branch="7"),
                alert_hit(PLAIN, explanation='Both parts agree; "Qais"\r\nand Qays.'),
            ],
        )
        yield opened


@pytest.fixture
def exported(ledger, tmp_path):
    """The export as rows, by record_id."""
    path = tmp_path / "review.csv"
    write_review(ledger.open_alerts(), path)
    content = path.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def filled(rows, **decisions):
    """Rows with decisions by record_id, each with a comment."""
    for row in rows:
        decision = decisions.get(row["record_id"], decisions.get("every", ""))
        row |= {"decision": decision, "comment": "looked, at\nboth; sides" if decision else ""}
    return rows


def save(path, rows, *, encoding="utf-8-sig", delimiter=",", columns=None, line_end="\r\n"):
    columns = columns or list(rows[0])
    text = io.StringIO(newline="")
    writer = csv.DictWriter(
        text, columns, delimiter=delimiter, lineterminator=line_end, extrasaction="ignore"
    )
    writer.writeheader()
    writer.writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding, errors="replace"))
    return path


def states(ledger):
    found = ledger.alerts(["new", "open", "escalated", "true match", "false positive"])
    return {alert.record_id: alert.state for alert in found}


def test_an_export_has_the_columns_of_a_hit_and_is_safe_to_open(ledger, exported):
    of_ledger = ["why", "state_before", "proposed", "decided_by", "decided_at", "days_waiting", "notes"]
    extra = ["customer_branch", *of_ledger, "revision", "decision", "comment", "exported_row"]
    assert list(exported[0]) == [*SHEET_COLUMNS, *extra]
    row = next(row for row in exported if row["record_id"] == LONG)
    assert row["name"] == "'=cmd|' /C calc'!A0"
    assert (row["status"], row["first_seen"], row["revision"]) == ("new", "2026-01-01", "1")
    assert (row["why"], row["decision"], row["comment"]) == ("first seen, with a score of 91.5", "", "")


def test_an_export_says_why_an_alert_is_open_again(ledger):
    alert_id = alert_hit(PLAIN).alert_id
    ledger.decide([NewDisposition(alert_id, "false positive", "no", 1)], "Ann", NOON)
    changed = alert_hit(PLAIN, party=PARTY | {"programs": ["GLOMAG", "SDGT"]})
    day = FIRST_NIGHT.replace(day=2)
    ledger.record_night(night(day), [changed])
    (row,) = review_table(ledger.alerts(["open"])).to_pylist()
    assert (row["record_id"], row["status"], row["why"]) == (PLAIN, "open", "program GLOMAG added")
    assert (row["revision"], row["first_seen"]) == ("3", "2026-01-01")


def test_an_export_does_not_replace_a_file_that_may_hold_decisions(ledger, tmp_path):
    path = tmp_path / "review.csv"
    path.write_text("mine")
    with pytest.raises(InputError, match="may hold decisions"):
        write_review(ledger.open_alerts(), path)
    assert path.read_text() == "mine"
    write_review(ledger.open_alerts(), path, overwrite=True)
    assert path.read_text(encoding="utf-8-sig").startswith("alert_id,")
    with pytest.raises(InputError, match="cannot be written"):
        write_review(ledger.open_alerts(), tmp_path / "none" / "review.csv")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["ledger.db", "review.csv"]


def test_what_was_decided_comes_in(ledger, exported, tmp_path):
    rows = filled(exported, **{LONG: "false positive", ZEROS: " True_Match ", PLAIN: ""})
    review = apply_review(ledger, save(tmp_path / "back.csv", rows), "Ann", NOON)
    assert states(ledger) == {LONG: "false positive", ZEROS: "true match", PLAIN: "new"}
    assert (len(review.of_result("decided")), review.undecided) == (2, 1)
    (recorded,) = ledger.dispositions(alert_hit(LONG).alert_id)
    assert (recorded.reason, recorded.reviewer) == ("looked, at\nboth; sides", "Ann")


def excel(rows):
    """What Excel makes of an export: numbers rounded, zeros gone, dates in the order of another country."""
    shown = {LONG: "1.23457E+15", ZEROS: "123"}
    return [
        row
        | {
            "record_id": shown.get(row["record_id"], row["record_id"]),
            "first_seen": "01.01.2026",
            "score": row["score"].replace(".", ","),
        }
        for row in rows
    ]


@pytest.mark.parametrize(
    "form",
    [
        {"encoding": "utf-8"},
        {"delimiter": ";", "encoding": "cp1252"},
        {"delimiter": "\t", "encoding": "utf-16"},
        {"columns": ["comment", "revision", "record_id", "decision", "alert_id"], "delimiter": ";"},
        {"columns": ["decision", "comment", "alert_id", "revision"], "line_end": "\n"},
    ],
    ids=["no mark", "German Excel", "Unicode text", "other order", "only what is needed"],
)
def test_a_file_back_from_a_spreadsheet_is_understood(ledger, exported, tmp_path, form):
    rows = excel(filled(exported, every="FALSE  POSITIVE"))
    review = apply_review(ledger, save(tmp_path / "back.csv", rows, **form), "Ann", NOON)
    assert len(review.of_result("decided")) == 3
    assert set(states(ledger).values()) == {"false positive"}


def test_the_same_file_twice_changes_nothing(ledger, exported, tmp_path):
    file = save(tmp_path / "back.csv", filled(exported, every="escalate"))
    apply_review(ledger, file, "Ann", NOON)
    again = apply_review(ledger, file, "Ann", NOON)
    assert {row.outcome.result for row in again.rows} == {"already so"}
    assert len(ledger.dispositions(alert_hit(PLAIN).alert_id)) == 1


def test_rows_that_somebody_else_decided_are_reported_by_their_number(ledger, exported, tmp_path):
    file = save(tmp_path / "back.csv", filled(exported, every="false positive"))
    ledger.decide([NewDisposition(alert_hit(PLAIN).alert_id, "true match", "his passport", 1)], "Bob", NOON)
    review = apply_review(ledger, file, "Ann", NOON)
    (left,) = review.of_result("left alone")
    assert exported[left.row - 2]["record_id"] == PLAIN
    assert "decided by Bob" in left.outcome.note
    assert states(ledger) == {LONG: "false positive", ZEROS: "false positive", PLAIN: "true match"}


def change(rows, which, /, **cells):
    return [row | cells if row["record_id"] == which else row for row in rows]


@pytest.mark.parametrize(
    ("cells", "column", "message"),
    [
        ({"decision": "probably"}, "decision", "'probably' is no decision. Use true match, false positive"),
        ({"comment": " "}, "comment", "a decision needs a reason"),
        ({"alert_id": "A0000000000000000"}, "alert_id", "'A0000000000000000' is not in the ledger"),
        ({"alert_id": ""}, "alert_id", "is not in the ledger"),
        ({"alert_id": alert_hit(ZEROS).alert_id}, "record_id", "'C-3' does not belong to alert"),
        ({"record_id": "C-4"}, "record_id", "'C-4' does not belong to alert"),
        ({"entity_id": "28005"}, "entity_id", "'28005' does not belong to alert"),
        ({"list_id": "UN"}, "list_id", "'UN' does not belong to alert"),
        ({"revision": ""}, "revision", "is no revision"),
        ({"revision": "one"}, "revision", "'one' is no revision"),
        ({"revision": "7"}, "revision", "has no revision 7 yet"),
        ({"expires_on": "03/04/2027"}, "expires_on", "no clear date to come"),
        ({"expires_on": "2025-12-31"}, "expires_on", "no clear date to come"),
        (
            {"decision": "true match", "expires_on": "2027-01-01"},
            "expires_on",
            "only a false positive can expire",
        ),
    ],
)
def test_one_row_that_cannot_be_used_and_nothing_of_the_file_is(
    ledger, exported, tmp_path, cells, column, message
):
    rows = [row | {"expires_on": ""} for row in filled(exported, every="false positive")]
    number = next(place for place, row in enumerate(rows, start=2) if row["record_id"] == PLAIN)
    file = save(tmp_path / "back.csv", change(rows, PLAIN, **cells))
    with pytest.raises(InputError, match=message) as error:
        apply_review(ledger, file, "Ann", NOON)
    assert f"back.csv: nothing was applied. What cannot be used:\n  row {number}, column {column}: " in str(
        error.value
    )
    assert set(states(ledger).values()) == {"new"}


def test_every_row_that_cannot_be_used_is_named_at_once(ledger, exported, tmp_path):
    rows = [row | {"comment": ""} for row in filled(exported, every="maybe")]
    with pytest.raises(InputError) as error:
        apply_review(ledger, save(tmp_path / "back.csv", rows), "Ann", NOON)
    assert [line.split(":")[0] for line in str(error.value).splitlines()[1:]] == [
        f"  row {row}, column {column}" for row in (2, 3, 4) for column in ("decision", "comment")
    ]


def test_an_alert_twice_counts_once_if_the_rows_agree(ledger, exported, tmp_path):
    rows = filled(exported, every="escalate")
    apply_review(ledger, save(tmp_path / "back.csv", [*rows, rows[0]]), "Ann", NOON)
    assert set(states(ledger).values()) == {"escalated"}


def test_an_alert_twice_with_different_decisions_is_refused(ledger, exported, tmp_path):
    rows = filled(exported, every="escalate")
    with pytest.raises(InputError, match=r"row 5, column alert_id: A\w{16} stands in row 2 too"):
        apply_review(
            ledger, save(tmp_path / "b.csv", [*rows, rows[0] | {"decision": "true match"}]), "Ann", NOON
        )
    assert set(states(ledger).values()) == {"new"}


def test_an_expiry_may_be_given_in_a_column_of_its_own(ledger, exported, tmp_path):
    rows = [row | {"expires_on": "31.12.2026"} for row in filled(exported, **{PLAIN: "false positive"})]
    apply_review(ledger, save(tmp_path / "back.csv", rows), "Ann", NOON)
    (recorded,) = ledger.dispositions(alert_hit(PLAIN).alert_id)
    assert recorded.expires_on.isoformat() == "2026-12-31"


def test_comments_without_a_decision_are_kept_as_notes(ledger, exported, tmp_path):
    rows = change(filled(exported), PLAIN, comment="to ask the branch")
    file = save(tmp_path / "back.csv", rows)
    review = apply_review(ledger, file, "Ann", NOON)
    assert ([row.outcome.result for row in review.rows], review.undecided) == (["noted"], 2)
    assert ledger.alert(alert_hit(PLAIN).alert_id).notes == [
        Statement("Ann", FIRST_NIGHT, "to ask the branch")
    ]
    again = apply_review(ledger, file, "Ann", NOON)
    assert [row.outcome.result for row in again.rows] == ["already so"]
    (row,) = (r for r in review_table(ledger.open_alerts()).to_pylist() if r["record_id"] == PLAIN)
    assert row["notes"] == "Ann on 2026-01-01: to ask the branch"


def test_an_export_says_who_decided_when_and_how_long_alerts_wait(ledger):
    ledger.decide([NewDisposition(alert_hit(PLAIN).alert_id, "escalate", "who?", 1)], "Ann", NOON)
    rows = review_table(ledger.open_alerts(), FIRST_NIGHT.replace(day=31)).to_pylist()
    by_record = {row["record_id"]: row for row in rows}
    told = by_record[PLAIN]
    assert (told["decided_by"], told["decided_at"]) == ("Ann", "2026-01-01 12:00 UTC")
    assert (by_record[ZEROS]["days_waiting"], told["days_waiting"]) == ("30", "30")
    assert (told["state_before"], by_record[ZEROS]["state_before"]) == ("new", "")


@pytest.mark.parametrize("cut", [1, 2, 9, 30, 120, "row"])
def test_a_file_that_was_cut_short_is_refused_whole(ledger, exported, tmp_path, cut):
    file = save(tmp_path / "back.csv", filled(exported, every="false positive"))
    content = file.read_bytes()
    end = content[:-2].rindex(b"\r\n") + 2 if cut == "row" else len(content) - cut - 2
    file.write_bytes(content[:end])
    with pytest.raises(InputError, match=r"nothing was applied|Nothing was applied|cannot be split"):
        apply_review(ledger, file, "Ann", NOON)
    assert set(states(ledger).values()) == {"new"}


def test_rows_may_be_left_out_on_purpose(ledger, exported, tmp_path):
    rows = filled(exported, every="escalate")
    review = apply_review(ledger, save(tmp_path / "back.csv", rows[::-1][:2]), "Ann", NOON)
    assert (review.came, review.exported) == (2, 3)
    first = save(tmp_path / "first.csv", rows[:1])
    with pytest.raises(InputError, match=r"the first 1 of 3 exported rows.*--partial"):
        apply_review(ledger, first, "Ann", NOON)
    assert apply_review(ledger, first, "Ann", NOON, partial=True).exported == 3


def test_a_file_without_its_last_line_end_is_whole_if_its_rows_say_so(ledger, exported, tmp_path):
    file = save(tmp_path / "back.csv", filled(exported, every="escalate"))
    file.write_bytes(file.read_bytes().removesuffix(b"\r\n"))
    assert len(apply_review(ledger, file, "Ann", NOON).of_result("decided")) == 3


def test_rows_of_two_exports_are_refused(ledger, exported, tmp_path):
    rows = filled(exported, every="escalate")
    mixed = [*rows, rows[0] | {"exported_row": "1 of 7"}]
    with pytest.raises(InputError, match="of 3 in row 2, of 7 in row 5"):
        apply_review(ledger, save(tmp_path / "back.csv", mixed), "Ann", NOON)


def test_a_decision_is_taken_back_by_open(ledger, exported, tmp_path):
    apply_review(
        ledger, save(tmp_path / "back.csv", filled(exported, **{PLAIN: "false positive"})), "Ann", NOON
    )
    path = tmp_path / "closed.csv"
    write_review(ledger.alerts(["false positive"]), path)
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))
    apply_review(ledger, save(path, filled(rows, every="open")), "Bob", NOON)
    assert states(ledger)[PLAIN] == "open"


def test_alerts_that_an_earlier_version_kept_with_joined_text_are_exported_as_ever(ledger, tmp_path):
    kept = {"programs": "SDGT; GLOMAG", "authority": "E.O. 13224", "linked_to": "", "entity_countries": None}
    ledger.record_night(night(FIRST_NIGHT.replace(day=2)), [alert_hit("C-4", **kept)])
    (alert,) = [each for each in ledger.open_alerts() if each.record_id == "C-4"]
    assert (alert.hit["programs"], alert.hit["linked_to"]) == (["SDGT", "GLOMAG"], [])
    assert Choice(programs=frozenset({"GLOMAG"})).takes(alert)
    write_review([alert], tmp_path / "review.csv")
    text = (tmp_path / "review.csv").read_text(encoding="utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    assert (row["programs"], row["authority"], row["linked_to"]) == ("SDGT; GLOMAG", "E.O. 13224", "")
