"""A night's report to look at in a browser: invented customers in many scripts, with all a card can hold."""

from datetime import UTC, date, datetime
from typing import Any

from hit_rows import hit_table, run_record

from screening import compare_names
from screening.alerts import Ruling
from screening.model.run_record import CustomersRecord, GateRecord, ListState
from screening.report import ReportContext, render_report
from screening.report.changes import AlertChange, NightChanges

# Text that would do harm if it became markup.
EVIL = "</script><img src=x onerror=alert(1)><!-- & \u2028"

ARABIC = "A00000000000000a1"
LISTED_ARABIC = "A00000000000000a2"
CYRILLIC = "A00000000000000c1"
CHINESE = "A00000000000000c2"
KOREAN = "A00000000000000c3"
DIACRITICS = "A00000000000000d1"
HOSTILE = "A00000000000000e1"
# The last one of the list, on its third page.
LAST = "A0000000000000119"
PLAIN = 120
ALERTS = 127


def night_report(shown_at_most: int = ALERTS) -> str:
    """127 alerts: one in each script, one hostile, and 120 plain ones with falling scores."""
    made = [*_scripts(), *(_plain(number) for number in range(PLAIN))]
    hits = hit_table(*(_with_evidence(hit) for hit in made))
    return render_report(run_record(hits), hits, _context(), shown_at_most)


def stopped_report() -> str:
    """A night that the gate of a list stopped before customers were read; another list was not delivered."""
    hits = hit_table()
    record = run_record(
        hits,
        outcome="stopped",
        watchlists=[],
        customers=CustomersRecord(
            path="customers.parquet", sha256="", rows_in=0, rows_screened=0, rows_rejected=0
        ),
        gates=[GateRecord(name="list OFAC-SDN", passed=False, saw="12 parties", checks=9)],
        lists=[ListState(list_id="EU", state="missing", notes=("drop/eu: holds nothing",))],
    )
    return render_report(record, hits, ReportContext(gate_pages="gates/index.html"))


def _with_evidence(hit: dict[str, Any]) -> dict[str, Any]:
    """The hit with the evidence of its names, beside a score that is made up."""
    compared = compare_names(hit["name"], hit["matched_name"], kind=hit.get("entity_type", "person"))
    return compared.evidence.as_row() | hit


def _scripts() -> list[dict[str, Any]]:
    def hit(alert_id: str, score: float, name: str, listed: str, **more: Any) -> dict[str, Any]:
        return {
            "alert_id": alert_id,
            "record_id": f"R-{alert_id[-2:]}",
            "entity_id": f"90{alert_id[-2:]}",
            "name": name,
            "matched_name": listed,
            "entity_name": listed,
            "score": score,
            "name_score": score,
            "explanation": f"Score {score}.",
            "customer_branch": "Basra",
            "identifiers": [],
            **compare_names(name, listed).evidence.as_row(),
        } | more

    def finding(what: str, outcome: str, ours: str | None, theirs: str | None, points: float = 0.0) -> Any:
        names = ("identifier", "outcome", "customer", "listed", "points")
        return dict(zip(names, (what, outcome, ours, theirs, points), strict=True))

    born = "birth date"
    same = [
        finding(born, "same day", "1974-06-20", "20 Jun 1974", 20.0),
        finding("country", "same nationality", "IQ", "IQ", 2.0),
        finding("gender", "the same", "male", "male"),
        finding("document number", "not stated", None, "Passport A1053743"),
    ]
    turned = [finding(born, "day and month changed over", "1974-06-05", "6 May 1974", 20.0)]
    year = [
        finding(born, "as far as known", "1974", "20 Jun 1974", 2.0),
        finding("gender", "conflicts", "female", "male", -4.0),
    ]
    slip = [
        finding(born, "same but for one part", "1974-06-20", "2 Jun 1974"),
        finding("country", "successor state", "SU", "RU"),
    ]
    paper = [finding("document number", "the same", "IMO: 9187629", "Passport 9187629")]

    return [
        hit(
            ARABIC,
            99.0,
            "قيس الخزعلي",
            "AL-KHAZALI, Qays",
            entity_name="AL-KHAZALI, Qais",
            name_score=77.0,
            identifiers=same,
            data_warnings=["gender 'NP' is not known"],
        ),
        hit(
            LISTED_ARABIC,
            98.5,
            "Qays Khazali",
            "قيس الخزعلي",
            status="open",
            name_score=78.5,
            identifiers=turned,
        ),
        hit(
            CYRILLIC,
            98.0,
            "Иван Примеров",
            "PRIMEROV, Ivan Petrovich",
            programs=["SDGT"],
            name_score=60.0,
            identifiers=paper,
        ),
        hit(
            CHINESE,
            97.5,
            "王小明",
            "WANG, Xiaoming",
            programs=["SDNTK"],
            status="open",
            name_score=99.5,
            identifiers=year,
        ),
        hit(KOREAN, 97.0, "김철수", "KIM, Chol Su", programs=["DPRK"], status="open", identifiers=slip),
        hit(DIACRITICS, 96.5, "José Núñez Łukasz", "NUNEZ, Jose Lukasz", status="false positive"),
        hit(HOSTILE, 96.0, EVIL, EVIL, explanation=EVIL, details_url="javascript:alert(1)"),
    ]


def _plain(number: int) -> dict[str, Any]:
    score = 95 - number / 10
    name, listed = f"Example Person {number:03}", f"PERSON {number:03}, Example"
    return {
        "alert_id": f"A0000000000000{number:03}",
        "record_id": f"P-{number:03}",
        "entity_id": f"7{number:03}",
        "name": name,
        "matched_name": listed,
        "entity_name": listed,
        "entity_type": "organization" if number % 2 else "person",
        "list_id": "OFAC-NONSDN" if number % 4 == 3 else "OFAC-SDN",
        "programs": ["SDGT", "GLOMAG"] if number % 3 == 0 else ["IRAQ2"],
        "score": score,
        "name_score": score,
        "explanation": f"Score {score}.",
        "status": "open",
        "first_seen": date(2026, 11, 1).isoformat() if number else "2026-11-21",
        **compare_names(name, listed).evidence.as_row(),
    }


def _context() -> ReportContext:
    changes = NightChanges(
        (
            AlertChange("new", ARABIC, "R-a1", "AL-KHAZALI, Qais", "first seen", None, "new"),
            AlertChange(
                "reopened",
                LISTED_ARABIC,
                "R-a2",
                "قيس الخزعلي",
                "the party's alias 'Qays' is new",
                "false positive",
                "open",
            ),
            AlertChange(
                "closed",
                "A00000000000000ff",
                "R-ff",
                "GONE, Party",
                "the party left the list",
                "true match",
                "closed by change",
            ),
        )
    )
    ruling = Ruling(
        decision_id=1,
        alert_id=DIACRITICS,
        revision=2,
        verdict="false positive",
        effect="decided",
        reviewer="Ann Lee",
        decided_at=datetime(2026, 11, 2, 9, 30, tzinfo=UTC),
        reason=f"Another birth place {EVIL}",
        watchlist_version="OFAC-SDN 2022-01-01 0123456789ab",
        customer={},
        party={},
        customer_fingerprint="",
        party_fingerprint="",
        expires_on=date(2027, 11, 2),
        confirms=None,
    )
    return ReportContext(
        changes=changes,
        dispositions={DIACRITICS: [ruling]},
        gate_pages="gates/index.html",
    )
