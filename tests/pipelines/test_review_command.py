"""`sanctions review` from the command line: statuses, messages, and a whole round."""

import csv
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from screening.alerts import AlertHit, Ledger, Night
from screening.model.alert_ids import alert_id
from screening.model.alert_states import STATES


def alert_hit(record_id: str) -> AlertHit:
    key = alert_id(record_id, "OFAC-SDN", "28004")
    hit = {
        "alert_id": key,
        "record_id": record_id,
        "list_id": "OFAC-SDN",
        "entity_id": "28004",
        "score": 90.0,
        "programs": "SDGT",
    }
    return AlertHit(key, record_id, "OFAC-SDN", "28004", hit, {"name": ["Q"]}, {"names": ["AL-KHAZALI"]})


@pytest.fixture
def reviewed(sanctions):
    """The command line in a folder with a ledger of two alerts."""
    with Ledger.open("sqlite:///ledger.db") as ledger:
        ledger.record_night(
            Night("n1", date(2026, 1, 1), {"OFAC-SDN": "v1"}, lambda _: True, lambda _list, _id: True),
            [alert_hit("C-1"), alert_hit("C-2")],
        )
    return sanctions


def fill(path: Path, decisions: dict[str, tuple[str, str]]) -> None:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row["decision"], row["comment"] = decisions.get(row["record_id"], ("", ""))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)


def said(result) -> list[str]:
    """What stands on stderr besides the log of the command's own."""
    return [line for line in result.stderr.splitlines() if " INFO reading " not in line]


def test_a_round_of_review(reviewed):
    result = reviewed("review", "export", "--out", "review.csv")
    assert (result.exit_code, result.stdout) == (0, "2 alerts in review.csv\n"), result.stderr
    fill(Path("review.csv"), {"C-1": ("false positive", "another man"), "C-2": ("", "ask the branch")})
    result = reviewed("review", "apply", "review.csv", "--reviewer", "Ann Lee")
    assert result.exit_code == 0, result.stderr
    assert result.stdout == "1 decided (1 false positive); 1 noted; 0 without a decision\n"
    assert said(result) == []
    quiet = reviewed("review", "apply", "review.csv", "--reviewer", "Lee, Ann")
    assert (quiet.exit_code, said(quiet)) == (0, [])
    assert quiet.stdout == "0 decided; 2 already so; 0 without a decision\n"
    again = reviewed("review", "apply", "review.csv", "--reviewer", "Bob")
    assert (again.exit_code, again.stdout) == (0, "0 decided; 1 noted; 1 left alone; 0 without a decision\n")
    assert "Left alone: row 2, alert" in again.stderr
    assert "decided by Ann Lee" in again.stderr
    told = reviewed("review", "history", alert_hit("C-1").alert_id).stdout
    assert "Now false positive" in told
    assert "decided by Ann Lee (login " in told
    assert "): new to false positive. another man [v1]" in told


def test_a_round_of_review_with_a_workbook(reviewed):
    result = reviewed("review", "export", "--out", "review.xlsx")
    assert (result.exit_code, result.stdout) == (0, "2 alerts in review.xlsx\n"), result.stderr
    workbook = load_workbook("review.xlsx")
    sheet = workbook["hits"]
    places = {cell.value: cell.column for cell in sheet[1]}
    sheet.cell(2, places["decision"]).value = "true match"
    sheet.cell(2, places["comment"]).value = "- same passport"
    workbook.save("review.xlsx")
    result = reviewed("review", "apply", "review.xlsx", "--reviewer", "Ann Lee")
    assert (result.exit_code, said(result)) == (0, [])
    assert result.stdout == "1 decided (1 true match); 1 without a decision\n"
    told = reviewed("review", "history", sheet.cell(2, places["alert_id"]).value).stdout
    assert "): new to true match. - same passport [v1]" in told


def test_hits_of_a_run_without_alerts_are_refused_with_the_reason(reviewed):
    Path("hits.csv").write_text("alert_id,decision,comment\nA1,open,x\n", encoding="utf-8")
    result = reviewed("review", "apply", "hits.csv", "--reviewer", "Ann Lee")
    assert result.exit_code == 2
    assert "hits.csv, row 1: the column 'revision' is missing." in result.stderr
    assert "Hits of a run by 'sanctions screen' have no alerts." in result.stderr


def test_an_export_has_a_name_of_its_own_and_may_show_other_states(reviewed):
    result = reviewed("review", "export")
    assert result.exit_code == 0, result.stderr
    (file,) = Path().glob("review-*.csv")
    assert result.stdout == f"2 alerts in {file}\n"
    result = reviewed("review", "export", "--state", "true match", "--out", "closed.csv")
    assert result.stdout == "0 alerts in closed.csv\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("review", "apply", "none.csv", "--reviewer", "Ann"), "none.csv: cannot be read"),
        (("review", "apply", "none.csv", "--reviewer", "  "), "--reviewer: the name is blank"),
        (("review", "apply", "none.csv"), "--reviewer"),
        (("review", "export", "--out", "ledger.db"), "ledger.db: exists already"),
        (("review", "history", "A0"), "alert 'A0': not in the ledger"),
    ],
)
def test_what_cannot_be_used_ends_with_2(reviewed, arguments, message):
    result = reviewed(*arguments)
    assert result.exit_code == 2
    assert message in result.stderr


def test_a_row_that_cannot_be_used_ends_with_2_and_names_it(reviewed):
    reviewed("review", "export", "--out", "review.csv")
    fill(Path("review.csv"), {"C-1": ("false positive", "no"), "C-2": ("perhaps", "")})
    result = reviewed("review", "apply", "review.csv", "--reviewer", "Ann")
    assert result.exit_code == 2
    assert "review.csv: nothing was applied" in result.stderr
    assert "row 3, column decision: 'perhaps' is no decision" in result.stderr
    assert "row 3, column comment: a decision needs a reason" in result.stderr


def test_an_export_may_be_narrowed(reviewed):
    for options, count in (
        (("--since", "2026-01-01"), 2),
        (("--since", "2099-01-01"), 0),
        (("--min-score", "90"), 2),
        (("--min-score", "90.5"), 0),
        (("--program", "SDGT", "--program", "GLOMAG"), 2),
        (("--program", "GLOMAG"), 0),
    ):
        result = reviewed("review", "export", *options, "--out", "some.csv", "--overwrite")
        assert result.stdout == f"{count} alerts in some.csv\n", result.stderr


def test_all_alerts_of_a_customer(reviewed):
    told = reviewed("review", "history", "--record", "C-2").stdout
    assert told.startswith(f"{alert_hit('C-2').alert_id}: record C-2, OFAC-SDN 28004. Now new;")
    missing = reviewed("review", "history", "--record", "C-9")
    assert (missing.exit_code, "record_id 'C-9': has no alert" in missing.stderr) == (2, True)
    for arguments in ((), ("A0", "--record", "C-2")):
        assert reviewed("review", "history", *arguments).exit_code == 2


def test_the_status_of_the_ledger(reviewed):
    told = reviewed("review", "status").stdout.splitlines()
    assert told[:2] == ["2 alerts to decide", "        2 new"]
    assert told[5].startswith("The oldest waits since 2026-01-01 (")
    assert told[6] == "0 of them decided by one person and to be agreed to by another"
    assert told[7] == "0 true match; 0 false positive; 0 closed by change; 0 rekeyed"


def test_customers_numbered_anew(reviewed):
    reviewed("review", "export", "--out", "review.csv")
    fill(Path("review.csv"), {"C-1": ("false positive", "another man")})
    reviewed("review", "apply", "review.csv", "--reviewer", "Ann Lee")
    Path("ids.csv").write_text("old_record_id,new_record_id\nC-1,C-2\nC-2,C-3\n", encoding="utf-8")
    result = reviewed("review", "rekey", "ids.csv", "--reviewer", "Bob Ray")
    assert result.exit_code == 0, result.stderr
    assert result.stdout == "2 alerts of 2 customers carried to new record ids, 1 of them to decide\n"
    told = reviewed("review", "history", "--record", "C-2").stdout
    assert "Now false positive" in told
    assert f"[as record C-1, alert {alert_hit('C-1').alert_id}]" in told
    gone = reviewed("review", "history", alert_hit("C-1").alert_id).stdout
    assert f"Goes on as alert {alert_hit('C-2').alert_id}, record C-2, now false positive." in gone
    again = reviewed("review", "rekey", "ids.csv")
    assert again.exit_code == 2
    assert "nothing was carried" in again.stderr
    assert reviewed("review", "rekey", "none.csv").exit_code == 2


def test_a_file_that_was_cut_short_is_refused(reviewed):
    reviewed("review", "export", "--out", "review.csv")
    content = Path("review.csv").read_bytes()
    Path("review.csv").write_bytes(content[: content[:-2].rindex(b"\r\n") + 2])
    result = reviewed("review", "apply", "review.csv", "--reviewer", "Ann")
    assert result.exit_code == 2
    assert "holds the first 1 of 2 exported rows and none of the others" in result.stderr
    partial = reviewed("review", "apply", "review.csv", "--reviewer", "Ann", "--partial")
    assert (partial.exit_code, said(partial)) == (0, ["1 of 2 exported rows came back."])


def test_who_may_decide_is_configured(reviewed, monkeypatch):
    monkeypatch.setattr("getpass.getuser", lambda: "alee")
    Path("own.yaml").write_text("alerts: {reviewers: {Ann Lee: [alee], Bob Ray: []}}\n", encoding="utf-8")
    reviewed("review", "export", "--out", "review.csv")
    fill(Path("review.csv"), {"C-1": ("false positive", "another man")})
    for name, message in (("Carl", "not in alerts.reviewers"), ("Bob Ray", "logged in as 'alee'")):
        result = reviewed("review", "apply", "review.csv", "--reviewer", name, "--config", "own.yaml")
        assert (result.exit_code, message in result.stderr) == (2, True)
    assert (
        reviewed("review", "apply", "review.csv", "--reviewer", "lee ann", "--config", "own.yaml").exit_code
        == 0
    )
    told = reviewed("review", "history", "--record", "C-1").stdout
    assert "decided by Ann Lee (login alee): new to false positive" in told


def test_exports_and_ledgers_are_for_their_owner_alone(reviewed):
    reviewed("review", "export", "--out", "review.csv")
    reviewed("review", "export", "--out", "review.xlsx")
    for name in ("ledger.db", "review.csv", "review.xlsx"):
        assert Path(name).stat().st_mode & 0o777 == 0o600, name


def test_where_there_is_no_ledger(sanctions):
    result = sanctions("review", "export")
    assert result.exit_code == 2
    assert "there is no ledger" in result.stderr
    assert list(Path().iterdir()) == []


def test_the_ledger_of_a_config(reviewed):
    Path("own.yaml").write_text("alerts: {ledger: 'sqlite:///other.db'}\n", encoding="utf-8")
    result = reviewed("review", "export", "--config", "own.yaml")
    assert result.exit_code == 2
    assert "other.db" in result.stderr


def test_every_command_first_says_what_it_reads(reviewed):
    for arguments in (
        ("export", "--out", "review.csv"),
        ("apply", "review.csv", "--reviewer", "Ann"),
        ("history", "--record", "C-1"),
        ("status",),
    ):
        result = reviewed("review", *arguments)
        assert result.exit_code == 0, result.stderr
        first = result.stderr.splitlines()[0]
        assert " INFO reading " in first
        assert "ledger" in first


def test_what_a_reviewer_wrote_cannot_act_on_the_terminal(reviewed):
    reviewed("review", "export", "--out", "review.csv")
    fill(Path("review.csv"), {"C-1": ("escalate", "\x1b[2Jwho?")})
    reviewed("review", "apply", "review.csv", "--reviewer", "Ann")
    shown = reviewed("review", "history", "--record", "C-1").stdout
    assert "\\x1b[2Jwho?" in shown
    assert "\x1b" not in shown


def test_help_needs_no_ledger_and_names_every_state():
    """The states come from the ground floor, where nothing heavy is."""
    program = (
        "import sys; from pipelines.cli import main\n"
        "try: main(['review', 'export', '--help'])\n"
        "finally: print({'pyarrow', 'pydantic', 'sqlalchemy', 'prefect'} & sys.modules.keys())"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert all(state in " ".join(done.stdout.split()) for state in STATES)
    assert done.stdout.endswith("set()\n")
