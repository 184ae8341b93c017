"""An office that screens every night: lists and customers in, published nights and alerts out."""

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from run_inputs import ADDRESSES, ALIASES, PARTIES, write_customers, write_list

from screening.alerts import Alert, Event, Ledger, NewDisposition
from screening.model.alert_states import STATES
from screening.runs.night import run_night
from screening.runs.run_folder import RUN_FILES
from screening.runs.run_step import RunStep, run_here

CUSTOMERS = [
    {"record_id": "c1", "name": "Qays al-Khazali", "date_of_birth": "1974-06-20", "nationality": "Iraq"},
    {"record_id": "c2", "name": "Rex Tillerson", "date_of_birth": "1952", "nationality": "US"},
    {"record_id": "c3", "name": "Asaib Ahl al-Haq"},
    {"record_id": "c4", "name": "League of the Righteous"},
    {"record_id": "c5", "name": "Aerocaribbean Airlines"},
    {"record_id": "c6", "name": "Qais al Khazali"},
]
CONFIG = """
lists: [{list_id: OFAC-SDN, folder: drop, settle_seconds: 0}]
nightly: {customers: customers.parquet, state_dir: state}
runs_dir: runs
store_dir: store
alerts: {ledger: "sqlite:///ledger.db"}
workers: 1
"""


@dataclass(frozen=True)
class Published:
    """One night's folder, as long as the current folder is that of the office."""

    folder: Path

    @property
    def hits(self) -> list[dict[str, Any]]:
        return pq.read_table(self.folder / "hits.parquet").to_pylist()

    @property
    def statuses(self) -> dict[tuple[str, str], str]:
        """(record_id, entity_id) → status."""
        return {(hit["record_id"], hit["entity_id"]): hit["status"] for hit in self.hits}

    @property
    def run(self) -> dict[str, Any]:
        record: dict[str, Any] = json.loads((self.folder / "run.json").read_text(encoding="utf-8"))
        return record

    @property
    def page(self) -> str:
        """The report without what tells one run from another: its name, times and hours."""
        page = (self.folder / "report.html").read_text(encoding="utf-8").replace(self.run["run_id"], "RUN")
        for moment in (self.run["started_at"], self.run["finished_at"]):
            page = page.replace(moment[:19].replace("T", " "), "TIME")
        for each in self.run["lists"]:
            page = page.replace(f">{each.get('hours_to_first_screening')}<", ">HOURS<")
        return page

    @property
    def card(self) -> dict[str, dict[str, Any]]:
        """record_id → its card in the report; there is one a customer here."""
        data = self.page.partition('id="alerts-data">')[2].partition("</script>")[0]
        return {card["record_id"]: card for card in json.loads(data)["hits"]}

    @property
    def bytes(self) -> bytes:
        return (self.folder / "hits.parquet").read_bytes()


class Office:
    """Works in the current folder; paths in its config are relative to it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def open(self) -> "Office":
        """With its first customers and the first publication of the list."""
        (self.folder / "own.yaml").write_text(CONFIG, encoding="utf-8")
        (self.folder / "drop").mkdir()
        self.customers(CUSTOMERS)
        self.list_of("2026-01-01")
        return self

    def config(self, before: str, after: str) -> None:
        """Put other words into the config."""
        file = self.folder / "own.yaml"
        text = file.read_text(encoding="utf-8")
        assert before in text
        file.write_text(text.replace(before, after), encoding="utf-8")

    def list_of(self, day: str, parties: Any = PARTIES, aliases: Any = ALIASES) -> None:
        """The publisher's files of a day are put into the drop folder."""
        addresses = [row for row in ADDRESSES if row[0] in {party[0] for party in parties}]
        aliases = [row for row in aliases if row[0] in {party[0] for party in parties}]
        write_list(self.folder / "drop" / day, parties=parties, aliases=aliases, addresses=addresses)

    def customers(self, rows: Sequence[dict[str, str]]) -> None:
        write_customers(self.folder / "customers.parquet", list(rows))

    def night(
        self, day: str, full: bool = False, accept_change: bool = False, run_step: RunStep = run_here
    ) -> Published:
        """A night by the library alone."""
        return Published(
            run_night("own.yaml", day=day, full=full, accept_change=accept_change, run_step=run_step)
        )

    def flow_night(self, day: str, full: bool = False, accept_change: bool = False) -> Published:
        """The same as a flow run."""
        from pipelines.nightly import nightly_screening

        folder = nightly_screening(config="own.yaml", day=day, full=full, accept_change=accept_change)
        return Published(Path(folder))

    def decide(self, record_id: str, disposition: Any, day: str) -> None:
        at = datetime.combine(date.fromisoformat(day), time(9), UTC)
        with self._ledger() as ledger:
            (alert,) = [each for each in ledger.alerts(STATES) if each.record_id == record_id]
            decision = NewDisposition(alert.alert_id, disposition, "another man", alert.revision)
            (outcome,) = ledger.decide([decision], "Ann Lee", at)
        assert outcome.result == "decided"

    @property
    def alerts(self) -> dict[str, Alert]:
        """record_id → its alert; there is one alert a customer here."""
        with self._ledger() as ledger:
            alerts = ledger.alerts(STATES)
        found = {alert.record_id: alert for alert in alerts}
        assert len(found) == len(alerts)
        return found

    @property
    def states(self) -> dict[str, str]:
        return {record_id: alert.state for record_id, alert in self.alerts.items()}

    def history(self, record_id: str) -> list[Event]:
        with self._ledger() as ledger:
            return ledger.history(self.alerts[record_id].alert_id)

    @property
    def runs(self) -> list[str]:
        """All entries of the folder of runs, hidden ones too."""
        folder = self.folder / "runs"
        return sorted(entry.name for entry in folder.iterdir()) if folder.exists() else []

    def bytes_of_nights(self) -> dict[str, bytes]:
        """hits.parquet of every night that was published."""
        return {name: Published(self.folder / "runs" / name).bytes for name in self.runs}

    def pages_of_nights(self) -> dict[str, str]:
        """The report of every night that was published."""
        return {name: Published(self.folder / "runs" / name).page for name in self.runs}

    @property
    def nights_recorded(self) -> int:
        with sqlite3.connect(self.folder / "ledger.db") as ledger:
            return int(ledger.execute("SELECT count(*) FROM nights").fetchone()[0])

    def check_whole(self) -> None:
        """Nothing is there by halves: runs are whole, and an alert stands in one state."""
        for name in self.runs:
            assert sorted(entry.name for entry in (self.folder / "runs" / name).iterdir()) == sorted(
                RUN_FILES
            )
        with sqlite3.connect(self.folder / "ledger.db") as ledger:
            # The state of an alert is that of its newest event, but for an alert that is no longer new.
            rows = ledger.execute(
                "SELECT a.alert_id, a.state, e.to_state FROM alerts a LEFT JOIN events e "
                "ON e.alert_id = a.alert_id AND e.revision = a.revision"
            ).fetchall()
            events = ledger.execute("SELECT min(event_id), max(event_id), count(*) FROM events").fetchone()
        assert len({alert_id for alert_id, _, _ in rows}) == len(rows) > 0
        assert all(state == last or (state, last) == ("open", "new") for _, state, last in rows)
        assert events == (1, events[2], events[2])

    def _ledger(self) -> Ledger:
        return Ledger.open("sqlite:///ledger.db", create=False)
