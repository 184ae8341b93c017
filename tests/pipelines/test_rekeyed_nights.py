"""A night after customers were numbered anew and their alerts were carried along."""

import sqlite3
from contextlib import chdir
from pathlib import Path

from click.testing import CliRunner
from night_office import CUSTOMERS, Office

from screening.alerts import STATES, Ledger


def test_decisions_hold_and_nothing_is_raised_or_closed(tmp_path: Path) -> None:
    from pipelines.cli import main

    office = Office(tmp_path)
    with chdir(tmp_path):
        first = office.open().night("2026-01-01")
        office.decide("c6", "false positive", "2026-01-01")
        before = office.states
        # Every id is that of the next customer now.
        ids = [str(row["record_id"]) for row in CUSTOMERS]
        new = dict(zip(ids, [*ids[1:], "c7"], strict=True))
        mapping = "".join(f"{old},{renamed}\n" for old, renamed in new.items())
        Path("ids.csv").write_text(f"old_record_id,new_record_id\n{mapping}", encoding="utf-8")
        arguments = ["review", "rekey", "ids.csv", "--reviewer", "Ann Lee", "--config", "own.yaml"]
        result = CliRunner().invoke(main, arguments, prog_name="sanctions")
        assert result.exit_code == 0, result.output
        office.customers([row | {"record_id": new[str(row["record_id"])]} for row in CUSTOMERS])
        second = office.night("2026-01-02", accept_change=True)
        with sqlite3.connect("ledger.db") as ledger:
            count = "SELECT count(*) FROM events e JOIN nights n ON n.run_key = e.run_key WHERE n.day = ?"
            assert ledger.execute(count, ("2026-01-02",)).fetchone() == (0,)
        live = [state for state in STATES if state != "rekeyed"]
        with Ledger.open("sqlite:///ledger.db") as opened:
            after = {alert.record_id: alert.state for alert in opened.alerts(live)}
        expected = {new[record]: "open" if state == "new" else state for record, state in before.items()}
        assert after == expected
        assert second.statuses["c7", "28004"] == "false positive"
        assert {hit["first_seen"] for hit in second.hits} == {"2026-01-01"}
        assert len(second.hits) == len(first.hits)
        for folder in (second.folder, Path("state")):
            assert folder.stat().st_mode & 0o777 == 0o700
            files = [entry for entry in folder.rglob("*") if entry.is_file()]
            assert files
            assert {entry.stat().st_mode & 0o777 for entry in files if entry.name != "lock"} == {0o600}
