"""report.html: a page that can be read, trusted and printed by itself."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hit_rows import hit_table, run_record

from screening.hits import CustomersRecord, GateRecord
from screening.report import render_report, write_report
from screening.report.figures import hits_by_program, score_bins
from screening.report.words import identifier_words, verdict

VOID = {"meta", "line", "br"}


class Page(HTMLParser):
    """Tags with their attributes, and the text a reader sees; fails on tags that do not pair up."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(html)
        assert self.open == []
        self.text = " ".join(self.text.split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.text += f" {data}"

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def page(*changes: dict[str, object], shown_at_most: int = 2_000, **record: object) -> Page:
    hits = hit_table(*changes)
    return Page(render_report(run_record(hits, **record), hits, shown_at_most))


def test_the_page_tells_a_hit_in_full() -> None:
    text = page({"customer_branch": "Basra"}).text
    for part in (
        "118 customers screened against OFAC-SDN (5 January 2022): 1 hit on 1 customer waits for a decision",
        "2 rows could not be screened",
        "قيس الخزعلي",
        "AL-KHAZALI, Qays",
        "alias of AL-KHAZALI, Qais",
        "97.25",
        "name alone 92.25",
        "Both name parts sound the same",
        "agrees: customer 1974-06-20, listed 20 Jun 1974",
        "Gender conflicts",
        "Country unknown: not stated for the customer, listed IQ",
        "E.O. 13818",
        "branch: Basra",
        "passed, 9 checks",
        "9,043",
        "c" * 64,
    ):
        assert part in text


def test_the_page_says_how_many_hits_are_decided_already() -> None:
    text = page({"status": "open"}, {"entity_id": "2", "status": "false positive"}).text
    assert "1 of 2 hits on 1 customer waits for a decision, the others are decided" in text


def test_a_refused_publication_leaves_the_run_sound() -> None:
    refused = GateRecord(name="list change OFAC-SDN", passed=False, saw="400 parties (-8,643)")
    text = page({}, gates=(refused,)).text
    assert "1 hit on 1 customer waits for a decision" in text
    assert "A newer publication of OFAC-SDN was refused: see its gate." in text


def test_nothing_in_a_hit_can_become_markup_or_a_script() -> None:
    evil = "<script>alert(1)</script>"
    found = page({"name": evil, "explanation": evil, "details_url": "javascript:alert(1)"})
    assert evil in found.text
    assert found.all("script") == []
    assert not any("javascript" in str(link["href"]) for link in found.all("a"))


def test_the_page_loads_nothing() -> None:
    html = render_report(run_record(hit_table({})), hit_table({}))
    found = Page(html)
    assert {tag for tag, _ in found.tags}.isdisjoint({"script", "link", "img", "iframe", "object"})
    assert all("src" not in attributes for _, attributes in found.tags)
    assert not re.search(r"url\(|@import", html)
    policy = [meta["content"] for meta in found.all("meta") if "http-equiv" in meta]
    assert policy == ["default-src 'none'; style-src 'unsafe-inline'"]


def test_the_page_can_be_read_by_everybody() -> None:
    found = page({}, {"record_id": "C-18"})
    assert found.all("html") == [{"lang": "en"}]
    assert all(head.get("scope") in {"col", "row"} for head in found.all("th"))
    assert [attributes["dir"] for _, attributes in found.tags if "dir" in attributes] == ["auto"] * 4
    ids = [attributes["id"] for _, attributes in found.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    targets = [str(link["href"])[1:] for link in found.all("a") if str(link["href"]).startswith("#")]
    assert set(targets) <= set(ids)


def test_the_details_are_linked() -> None:
    links = [link["href"] for link in page({}).all("a")]
    assert "https://sanctionssearch.ofac.treas.gov/Details.aspx?id=28004" in links


def test_more_hits_than_fit_are_counted_but_not_shown() -> None:
    changes = [{"record_id": f"C-{number}", "score": 80.0 + number} for number in range(10)]
    found = page(*changes, shown_at_most=3)
    assert "This page shows the 3 closest of 10 hits." in found.text
    assert [record in found.text for record in ("C-9", "C-8", "C-7", "C-6")] == [True, True, True, False]


def test_a_run_without_hits_says_so() -> None:
    found = page()
    assert "no hit at or above 80" in found.text
    assert "No customer came to a score of 80 or more" in found.text


def test_the_verdict_names_a_failed_gate_and_an_empty_table() -> None:
    hits = hit_table()
    failed = GateRecord(name="customers", passed=False, saw="a doubled id")
    assert "gate customers did not pass" in verdict(run_record(hits, gates=[failed]))
    nobody = CustomersRecord(path="c.csv", sha256="b" * 64, rows_in=0, rows_screened=0, rows_rejected=0)
    assert "has no rows, so nothing was screened" in verdict(run_record(hits, customers=nobody))


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
        {"programs": "SDGT; GLOMAG"}, {"programs": "SDGT"}, {"programs": None}, {"programs": "NEW-CODE"}
    )
    counts = {count.program: (count.hits, count.records) for count in hits_by_program(hits)}
    assert counts == {"SDGT": (2, 1), "GLOMAG": (1, 1), "NEW-CODE": (1, 1)}
    by_code = {count.program: count.authority for count in hits_by_program(hits)}
    assert by_code["GLOMAG"] == "E.O. 13818"
    assert by_code["NEW-CODE"] is None


def test_identifiers_that_say_something_come_first() -> None:
    hit = hit_table({"id_match": "agrees"}).to_pylist()[0]
    assert [what for what, _, _ in identifier_words(hit)] == [
        "Birth date",
        "Gender",
        "Document number",
        "Country",
    ]


def test_the_report_is_written_in_utf_8(tmp_path: Path) -> None:
    hits = hit_table({})
    write_report(run_record(hits), hits, tmp_path / "report.html")
    assert "قيس الخزعلي" in (tmp_path / "report.html").read_text(encoding="utf-8")
