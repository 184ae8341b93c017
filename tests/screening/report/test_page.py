"""report.html: a page that can be read, trusted and printed by itself. What its script does is tested in a
browser (tests/browser); here, what it is given and what stands in the page without it."""

import base64
import hashlib
import json
import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hit_rows import hit_table, run_record

from screening.model.run_record import CustomersRecord, GateRecord, ListRecord, ListState, NightRecord
from screening.model.run_verdict import age_in_days
from screening.report import NightChanges, ReportContext, render_report, write_report
from screening.report.changes import AlertChange
from screening.report.figures import hits_by_program, score_bins

VOID = {"meta", "line", "br", "input"}


class Page(HTMLParser):
    """Tags with their attributes, the text a reader sees, the data and the script; fails on tags that do not
    pair up."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.html = html
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text = ""
        self.scripts: list[str] = []
        self.feed(html)
        assert self.open == []
        self.text = " ".join(self.text.split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)
        if tag == "script":
            self.scripts.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "script" in self.open:
            self.scripts[-1] += data
        elif "style" not in self.open:
            self.text += f" {data}"

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]

    @property
    def stamp(self) -> tuple[str | None, str]:
        """The class and the words of the verdict's stamp."""
        (paragraph,) = [each for each in self.all("p") if str(each.get("class")).startswith("verdict ")]
        found = re.search(r'<strong class="stamp">([^<]*)', self.html)
        assert found
        return paragraph["class"], found[1]

    @property
    def data(self) -> dict[str, object]:
        """What the script is given."""
        found: dict[str, object] = json.loads(self.scripts[0])
        return found


def page(
    *changes: dict[str, object],
    shown_at_most: int = 2_000,
    context: ReportContext | None = None,
    **record: object,
) -> Page:
    hits = hit_table(*changes)
    return Page(render_report(run_record(hits, **record), hits, context, shown_at_most))


def test_the_page_tells_a_run_without_a_script() -> None:
    text = page({}).text
    for part in (
        "118 customers screened against OFAC-SDN (5 January 2022): 1 hit on 1 customer waits for a decision",
        "2 rows could not be screened",
        "قيس الخزعلي",
        "AL-KHAZALI, Qays",
        "97.25",
        "Both name parts sound the same",
        "E.O. 13818",
        "passed, 9 checks",
        "9,043",
        "1,782 days",
        "c" * 64,
    ):
        assert part in text


def test_several_programs_stand_beside_each_other_without_a_script() -> None:
    several = {"programs": ["SDGT", "GLOMAG"], "authority": ["E.O. 13224", "E.O. 13818"]}
    assert "SDGT; GLOMAG E.O. 13224; E.O. 13818" in page(several).text
    assert "none stated authority not known" in page({"programs": None, "authority": []}).text


def test_the_script_is_given_the_hit_its_party_and_the_threshold() -> None:
    data = page({"customer_branch": "Basra"}).data
    assert data["threshold"] == 80
    (hit,) = data["hits"]
    assert hit["carried"] == [["branch", "Basra"]]
    assert data["parties"][hit["party"]]["names"][hit["matched"]][0] == "AL-KHAZALI, Qays"
    assert hit["identifiers"] == [["Birth date", "agrees", "same day", "1974-06-20", "20 Jun 1974", 5.0]]


def test_the_page_says_how_many_hits_are_decided_already() -> None:
    text = page({"status": "open"}, {"entity_id": "2", "status": "false positive"}).text
    assert "1 of 2 hits on 1 customer waits for a decision, the others are decided" in text


def test_a_refused_publication_is_a_reservation() -> None:
    refused = GateRecord(
        name="list change OFAC-SDN", passed=False, saw="400 parties (-8,643)", kind="publication"
    )
    state = ListState(list_id="OFAC-SDN", state="refused", version="OFAC-SDN 2022-01-05", age_days=12)
    text = page({}, gates=(refused,), lists=(state,)).text
    assert "1 hit on 1 customer waits for a decision" in text
    assert "! Sound with reservations" in text
    assert "OFAC-SDN: a newer publication was refused; the one in use is 12 days old" in text


FRESH = ListRecord(list_id="OFAC-SDN", published="2026-11-20", sha256="a" * 64, entities=9043, names=20000)
WHOLE = CustomersRecord(path="c.csv", sha256="b" * 64, rows_in=118, rows_screened=118, rows_rejected=0)


def test_the_stamp_has_three_looks_in_words_and_the_reasons_beside_it() -> None:
    looks = {
        page({}, watchlists=[FRESH], customers=WHOLE).stamp,
        page({}).stamp,
        page({}, gates=[GateRecord(name="hits", passed=False, saw="")]).stamp,
    }
    assert looks == {
        ("verdict sound", "✓ Sound run"),
        ("verdict reserved", "! Sound with reservations"),
        ("verdict unsound", "✗ Not a sound run"),
    }
    text = page({}).text
    assert "OFAC-SDN is 1,782 days old" in text


def test_a_run_that_a_gate_stopped_says_so_and_has_no_hits() -> None:
    nothing = CustomersRecord(path="c.csv", sha256="", rows_in=0, rows_screened=0, rows_rejected=0)
    gates = [GateRecord(name="list OFAC-SDN", passed=False, saw="12 parties")]
    found = page(outcome="stopped", customers=nothing, watchlists=[], gates=gates)
    assert (
        "✗ Not a sound run This run was stopped by the gate list OFAC-SDN; there are no hits." in found.text
    )
    assert "No list was read." in found.text
    assert "This run was stopped, so there are no hits." in found.text
    assert "came to a score of" not in found.text
    # Nothing but this page and those of the gates is there to be linked.
    assert {link["href"] for link in found.all("a")} <= {"run.json", "#gates", "#with", "#alerts"}
    rejected = CustomersRecord(path="c.csv", sha256="", rows_in=9, rows_screened=4, rows_rejected=5)
    assert "rejected.csv" not in page(outcome="stopped", customers=rejected, gates=gates).html


def test_the_state_of_every_list_of_a_night_is_told() -> None:
    states = (
        ListState(list_id="OFAC-SDN", state="unchanged", version="2022-01-05 0123", age_days=3),
        ListState(list_id="EU", state="missing", notes=("drop/eu: holds no complete publication",)),
    )
    text = page({}, lists=states).text
    assert "OFAC-SDN unchanged 2022-01-05 0123 3 days" in text
    assert "EU missing none: nobody was screened against it not known drop/eu: holds no complete" in text


def test_rows_with_warnings_lead_to_their_file() -> None:
    customers = WHOLE.model_copy(update={"rows_with_warnings": 3})
    found = page({"data_warnings": ["gender 'NP' is not known"]}, customers=customers)
    assert "3 rows were screened without something that cannot be read." in found.text
    assert "warnings.csv" in [link["href"] for link in found.all("a")]
    (hit,) = found.data["hits"]
    assert hit["warnings"] == ["gender 'NP' is not known"]


def test_a_gate_that_a_person_overruled_is_told_as_such() -> None:
    text = page(
        {}, gates=[GateRecord(name="night", passed=False, accepted=True, saw="40 % of ids gone")]
    ).text
    assert "failed, accepted by a person" in text
    assert "The gate night did not pass, and a person accepted what it saw" in text


def test_nothing_in_a_hit_can_become_markup_or_a_script() -> None:
    evil = "</script><script>alert(1)</script><!--"
    token = {"text": evil, "plain": evil, "reading": None}
    found = page({"name": evil, "customer_tokens": [token], "entity_name": evil, "customer_branch": evil})
    assert evil in found.text
    assert [attributes.get("type") for attributes in found.all("script")] == ["application/json", None]
    (hit,) = found.data["hits"]
    assert hit["name"] == hit["words"][0][0] == hit["carried"][0][1] == evil
    assert "alert(1)" not in found.scripts[1]


def test_only_web_addresses_become_links() -> None:
    found = page({"details_url": "javascript:alert(1)"})
    assert "javascript:" not in found.html
    links = [link["href"] for link in page({}).all("a")]
    assert "https://sanctionssearch.ofac.treas.gov/Details.aspx?id=28004" in links


def test_the_page_loads_nothing_and_runs_nothing_but_its_own_script() -> None:
    found = page({})
    assert {tag for tag, _ in found.tags}.isdisjoint({"link", "img", "iframe", "object", "base"})
    assert all("src" not in attributes for _, attributes in found.tags)
    assert not any(name.startswith("on") for _, attributes in found.tags for name in attributes)
    style = re.sub(r"<script.*?</script>", "", found.html, flags=re.DOTALL)
    assert not re.search(r"url\(|@import", style)
    (policy,) = [meta["content"] for meta in found.all("meta") if "http-equiv" in meta]
    digest = base64.b64encode(hashlib.sha256(found.scripts[1].encode()).digest()).decode()
    assert "default-src 'none'" in str(policy)
    assert f"script-src 'sha256-{digest}'" in str(policy)


def test_the_page_can_be_read_by_everybody() -> None:
    found = page({}, {"record_id": "C-18"})
    assert found.all("html") == [{"lang": "en"}]
    assert all(head.get("scope") in {"col", "row"} for head in found.all("th"))
    ids = [attributes["id"] for _, attributes in found.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    targets = [str(link["href"])[1:] for link in found.all("a") if str(link["href"]).startswith("#")]
    assert set(targets) <= set(ids)


def test_more_hits_than_fit_are_counted_but_not_shown() -> None:
    changes = [{"record_id": f"C-{number}", "score": 80.0 + number} for number in range(10)]
    found = page(*changes, shown_at_most=3)
    assert (
        "This page shows the 3 most likely of 10 alerts. Search and filters look at these only." in found.text
    )
    assert "7 more alerts are not on this page: look in hits.csv or hits.xlsx as well." in found.text
    assert found.data["left_out"] == 7
    assert [hit["record_id"] for hit in found.data["hits"]] == ["C-9", "C-8", "C-7"]


def test_a_page_too_large_to_mail_shows_as_many_hits_as_it_can() -> None:
    long = "x" * 3_000_000
    changes = [
        {"record_id": f"C-{number}", "entity_id": f"{number}", "customer_note": long} for number in range(6)
    ]
    found = page(*changes)
    assert "This page shows the 4 most likely of 6 alerts." in found.text
    assert len(found.html.encode()) < 15_000_000
    assert len(found.data["parties"]) == len(found.data["hits"]) == 4


def test_a_run_without_hits_says_so() -> None:
    found = page()
    assert "no hit at or above 80" in found.text
    assert "No customer came to a score of 80 or more" in found.text


def test_a_run_that_is_no_night_tells_no_changes() -> None:
    text = page({}).text
    assert "Since the last run" not in text
    assert "a run for one file keeps no alerts" in text


def test_a_night_tells_what_came_and_went() -> None:
    rows = (
        AlertChange("new", "A-0001", "C-17", "AL-KHAZALI, Qais", "first seen", None, "new"),
        AlertChange("closed", "A-0002", "C-18", "GONE, Rex", "left", "true match", "closed by change"),
        AlertChange("below threshold", "A-0003", "C-19", "SAT, Li", "lower", "open", "below threshold"),
    )
    text = page({}, context=ReportContext(changes=NightChanges(rows))).text
    assert "1 new 0 reopened 1 closed 1 below the threshold now" in text
    assert "closed true match → closed by change C-18 GONE, Rex left" in text
    assert "below threshold open → below threshold C-19 SAT, Li lower" in text
    assert "new new C-17 AL-KHAZALI, Qais first seen" in text
    assert "give the file to sanctions review apply" in text


def test_the_gates_own_pages_are_linked_where_they_are() -> None:
    links = [link["href"] for link in page({}, context=ReportContext(gate_pages="gates/index.html")).all("a")]
    assert "gates/index.html" in links
    assert "gates/index.html" not in page({}).html


def test_linked_parties_are_drawn_and_told(screened) -> None:
    context = ReportContext(watchlists=screened.watchlists)
    html = render_report(run_record(screened.hits), screened.hits, context)
    assert "is linked to TESIC, Slobodan" in Page(html).text


def test_the_age_of_a_list_is_never_below_nothing() -> None:
    record = run_record(hit_table())
    (watchlist,) = record.watchlists
    assert age_in_days(watchlist, record) == 1782
    assert age_in_days(watchlist.model_copy(update={"published": None}), record) is None
    tomorrow = watchlist.model_copy(update={"published": record.started_at.date().replace(day=23)})
    assert age_in_days(tomorrow, record) == 0


def test_the_age_of_a_list_is_that_on_the_day_of_the_night() -> None:
    record = run_record(hit_table(), night=NightRecord(day=date(2022, 1, 8)))
    assert age_in_days(record.watchlists[0], record) == 3


def test_a_run_restricted_to_programs_says_so() -> None:
    found = page({}, programs=["GLOMAG", "SDGT"])
    assert "(5 January 2022), programs GLOMAG, SDGT only: 1 hit" in found.text
    assert "Screened only against parties of GLOMAG, SDGT" in found.text


def test_failed_checks_are_listed() -> None:
    gate = GateRecord(
        name="hits", passed=False, saw="2 hits", failures=[{"check": "scores in range", "saw": "101"}]
    )
    assert "scores in range: 101" in page({}, gates=[gate]).text


@pytest.mark.parametrize(
    ("threshold", "first", "bars"), [(80, 80, 20), (77.5, 76, 12), (0, 0, 20), (100, 99, 1)]
)
def test_score_bins_reach_from_the_threshold_to_100(threshold: float, first: int, bars: int) -> None:
    hits = hit_table({"score": 100.0}, {"score": float(threshold)})
    bins = score_bins(hits, threshold)
    assert (bins[0].low, bins[-1].high, len(bins)) == (first, 100, bars)
    assert sum(bucket.hits for bucket in bins) == 2
    assert bins[0].hits + bins[-1].hits >= 2


def test_programs_are_counted_once_for_each_hit_and_record() -> None:
    hits = hit_table(
        {"programs": ["SDGT", "GLOMAG"]}, {"programs": ["SDGT"]}, {"programs": []}, {"programs": ["NEW-CODE"]}
    )
    counts = {count.program: (count.hits, count.records) for count in hits_by_program(hits)}
    assert counts == {"SDGT": (2, 1), "GLOMAG": (1, 1), "NEW-CODE": (1, 1)}
    by_code = {count.program: count.authority for count in hits_by_program(hits)}
    assert by_code["GLOMAG"] == "E.O. 13818"
    assert by_code["NEW-CODE"] is None


@pytest.mark.parametrize("kept", [None, []])
def test_a_hit_without_identifiers_has_its_card(kept: list[object] | None) -> None:
    assert "1 hit on 1 customer" in page({"identifiers": kept}).text


def test_the_report_is_written_in_utf_8(tmp_path: Path) -> None:
    hits = hit_table({})
    write_report(run_record(hits), hits, tmp_path / "report.html")
    assert "قيس الخزعلي" in (tmp_path / "report.html").read_text(encoding="utf-8")
