"""Reports of real lists in a browser: the sample's as the command writes it, and one of 10,000 alerts."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from page_reading import Opened, violations
from playwright.sync_api import Page, expect

from benchmarks.large_report import large_run
from screening.report import write_report

REPOSITORY = Path(__file__).resolve().parents[2]
SANCTIONS = [sys.executable, "-c", "from pipelines.cli import main; main(prog_name='sanctions')"]
HITS = 10_000


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of the sample customers against the parties listed under E.O. 13818."""
    folder = tmp_path_factory.mktemp("sample")
    subprocess.run(
        [*SANCTIONS, "screen", "sample_data/customers.parquet", "--watchlist", "sample_data/ofac_csv",
         "--program", "GLOMAG", "--out", str(folder / "run")],
        cwd=REPOSITORY,
        env=os.environ | {"PREFECT_HOME": str(folder / "prefect")},
        check=True,
        capture_output=True,
    )  # fmt: skip
    return folder / "run" / "report.html"


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory, shared_data: Path) -> Path:
    """The report of a night with 10,000 hits on the real list."""
    record, hits, context = large_run(HITS)
    path = tmp_path_factory.mktemp("large") / "report.html"
    write_report(record, hits, path, context)
    return path


def milliseconds(page: Page) -> tuple[float, float]:
    """When something could first be read, and when the alerts were listed."""
    painted, listed = page.evaluate(
        """[performance.getEntriesByName("first-contentful-paint")[0].startTime,
            performance.getEntriesByName("alerts-listed")[0].startTime]"""
    )
    return painted, listed


def test_the_sample_report_reads_from_verdict_to_alert(opened: Opened, sample: Path) -> None:
    page = opened(sample)
    assert "Sound with reservations" in page.locator(".verdict").inner_text()
    assert "OFAC-SDN has no date" in page.locator(".reasons").inner_text()
    assert "programs GLOMAG only" in page.locator(".verdict").inner_text()
    expect(page.get_by_role("heading", name="Quality gates")).to_be_visible()
    shown, _, rest = page.locator("#alert-count").inner_text().partition(" of ")
    assert int(shown) == int(rest.split()[0]) > 0
    first = page.locator(".row").first
    first.click()
    card = page.locator(".card:not([hidden])")
    for heading in (
        "How the two names meet",
        "Why this score",
        "Other identifiers",
        "Customer",
        "Listed party",
        "Programs and their authority",
        "Earlier decisions",
    ):
        expect(card.get_by_role("heading", name=heading, exact=True)).to_be_visible()
    expect(card).to_contain_text("GLOMAG")
    expect(card).to_contain_text("E.O. 13818")
    expect(card.locator("a[href^='https://sanctionssearch.ofac.treas.gov/']")).to_have_count(1)


def test_the_sample_report_draws_who_is_linked_to_whom(opened: Opened, sample: Path) -> None:
    page = opened(sample)
    relations = page.locator("section", has=page.locator("#relations"))
    drawing = relations.locator("svg[role=img]")
    expect(drawing).to_have_count(1)
    for name in ("TESIC, Slobodan", "FINROST LIMITED", "KAPIDZIC, Esad"):
        expect(drawing.locator("text", has_text=name)).to_be_visible()


def test_the_files_that_the_sample_report_names_are_beside_it(opened: Opened, sample: Path) -> None:
    page = opened(sample)
    links = page.eval_on_selector_all("a[href]", "links => links.map(link => link.getAttribute('href'))")
    near = {link for link in links if not link.startswith(("#", "http"))}
    assert {"hits.csv", "hits.xlsx", "run.json"} <= near
    assert {link for link in near if not (sample.parent / link).is_file()} == set()


def test_nothing_keeps_anybody_from_reading_the_sample_report(opened: Opened, sample: Path) -> None:
    page = opened(sample, bypass_csp=True)
    page.locator(".row").first.click()
    assert violations(page) == []


def test_ten_thousand_alerts_are_there_within_two_seconds(opened: Opened, large: Path) -> None:
    assert large.stat().st_size < 15_000_000
    page = opened(large)
    painted, listed = milliseconds(page)
    assert painted < 2_000
    assert listed < 4_000
    expect(page.locator("#alert-count")).to_have_text(f"{HITS:,} of {HITS:,} alerts")


def test_ten_thousand_alerts_are_searched_while_typing(opened: Opened, large: Path) -> None:
    page = opened(large)
    page.get_by_role("searchbox", name="Search").fill("al-zawahiri")
    expect(page.locator("#alert-count")).not_to_contain_text(f"{HITS:,} of")
    seconds = page.evaluate(
        """() => {
             const begin = performance.now();
             const form = document.getElementById("alert-filters");
             form.elements.search.value = "mohammed al";
             form.elements.order.value = "customer";
             form.requestSubmit();
             return (performance.now() - begin) / 1000;
           }"""
    )
    assert seconds < 1


def test_a_related_party_leads_to_its_alerts(opened: Opened, large: Path) -> None:
    page = opened(large)
    relations = page.locator("section", has=page.locator("#relations"))
    assert relations.locator("svg[role=img]").count() > 0
    party = relations.locator("figure li").first
    name, alerts = party.locator("bdi").inner_text(), party.locator("a").inner_text()
    party.locator("a").click()
    expect(page.locator("#alert-count")).to_have_text(f"{alerts.split()[0]} of {HITS:,} alerts")
    expect(page.locator("#only-party")).to_contain_text(name)
    page.get_by_role("button", name="Show all parties").click()
    expect(page.locator("#alert-count")).to_have_text(f"{HITS:,} of {HITS:,} alerts")


def test_paper_takes_the_first_five_hundred_and_says_so(opened: Opened, large: Path) -> None:
    page = opened(large)
    folded = page.locator(".on-paper:not([open])")
    before = folded.count()
    assert before > 0
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".printed").count() == 500
    told = "The first 500 of 10,000 alerts that pass the filters are printed; the others are in hits.csv."
    assert page.locator("#printed-alerts > p").text_content() == told
    assert folded.count() == 0
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert (page.locator(".printed").count(), folded.count()) == (0, before)
