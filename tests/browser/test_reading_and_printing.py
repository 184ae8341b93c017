"""The page for everybody: by screen reader, on a narrow window, without a script, on paper, in the dark."""

import re
from pathlib import Path

import pytest
from made_night import ALERTS, ARABIC, CYRILLIC, KOREAN, LISTED_ARABIC
from page_reading import Opened, printed, violations
from playwright.sync_api import Browser, expect


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_keeps_anybody_from_reading(opened: Opened, night: Path, scheme: str) -> None:
    page = opened(night, bypass_csp=True, color_scheme=scheme)
    assert violations(page) == []
    for alert_id in (ARABIC, LISTED_ARABIC, CYRILLIC, KOREAN):
        page.locator(f"#row-{alert_id}").click()
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_of_a_stopped_night_says_what_stopped_it(opened: Opened, stopped: Path, scheme: str) -> None:
    page = opened(stopped, wait_for="#alerts", bypass_csp=True, color_scheme=scheme)
    verdict = page.locator(".verdict").inner_text()
    assert verdict.startswith("✗ Not a sound run")
    assert "This run was stopped by the gate list OFAC-SDN; there are no hits." in verdict
    assert "EU: nobody was screened against this list" in page.locator(".reasons").inner_text()
    expect(page.get_by_text("Alerts of earlier runs are as they were.")).to_be_visible()
    assert violations(page) == []


def test_dark_is_dark(opened: Opened, night: Path) -> None:
    paper = "getComputedStyle(document.body).backgroundColor"
    shades = {
        scheme: int(opened(night, color_scheme=scheme).evaluate(paper).split("(")[1].split(",")[0])
        for scheme in ("light", "dark")
    }
    assert shades["light"] > 200
    assert shades["dark"] < 50


def test_a_narrow_window_needs_no_sideways_scrolling(opened: Opened, night: Path) -> None:
    page = opened(night, f"#{CYRILLIC}", viewport={"width": 320, "height": 640})
    expect(page.locator(f"#card-{CYRILLIC}")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    wide = page.evaluate(
        "[...document.querySelectorAll('#alerts ~ *, #alerts ~ * *')]"
        ".filter(element => !element.closest('.scroll, .unseen'))"
        ".filter(element => element.getBoundingClientRect().right > 321)"
        ".map(element => element.outerHTML.slice(0, 100))"
    )
    assert wide == []


def test_every_row_has_a_name_that_tells_the_alert(opened: Opened, night: Path) -> None:
    page = opened(night)
    rest = "Customer Иван Примеров . Listed party PRIMEROV, Ivan Petrovich . Program SDGT . State new"
    row = page.get_by_role("button", name=f"Score 98 . Match probability . {rest}")
    expect(row).to_have_count(1)
    headings = page.get_by_role("heading", level=3)
    assert headings.filter(has=page.locator(".row")).count() == 50


def test_without_a_script_the_closest_alerts_are_a_table(opened: Opened, night: Path) -> None:
    page = opened(night, wait_for="noscript table", java_script_enabled=False)
    assert page.locator("noscript tbody tr").count() == 50
    assert "Below are the 50 most likely alerts; all of them are in hits.csv." in page.inner_text("body")
    expect(page.locator("#alert-filters")).to_be_hidden()


@pytest.fixture(scope="module")
def all_sheets(browser: Browser, night: Path, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The whole report on paper, no filter set."""
    page = browser.new_page()
    page.goto(night.as_uri())
    page.wait_for_selector(".row")
    sheets = printed(page, tmp_path_factory.mktemp("paper") / "all.pdf")
    # What was laid out for paper leaves the screen with it.
    assert page.locator(".printed").count() == 0
    page.close()
    return sheets


def test_paper_has_every_alert_without_the_controls(all_sheets: list[str]) -> None:
    text = " ".join(all_sheets)
    assert f"{ALERTS} alerts of {ALERTS}." in text
    assert "Clear filters" not in text
    assert 30 < len(all_sheets) < 90
    assert all(f"{number} of {len(all_sheets)}" in sheet for number, sheet in enumerate(all_sheets, 1))
    assert all("Sanctions screening run 20261122T2300-customers" in sheet for sheet in all_sheets)


def test_no_card_is_cut_by_the_end_of_a_sheet(all_sheets: list[str]) -> None:
    begins = [sheet.count("How the two names meet") for sheet in all_sheets]
    ends = [len(re.findall(r"Alert A0{8}", sheet)) for sheet in all_sheets]
    assert begins == ends
    assert sum(begins) == ALERTS


def test_paper_has_what_passes_the_filters(opened: Opened, night: Path, tmp_path: Path) -> None:
    page = opened(night)
    page.get_by_label("Search").fill("P-00")
    text = " ".join(printed(page, tmp_path / "few.pdf"))
    assert set(re.findall(r"P-\d{3}", text)) == {f"P-00{digit}" for digit in range(10)}


def test_paper_tells_where_links_lead(opened: Opened, night: Path, tmp_path: Path) -> None:
    page = opened(night)
    page.get_by_label("Search").fill("primerov")
    expect(page.locator("#alert-count")).to_have_text(f"1 of {ALERTS} alerts")
    text = " ".join(printed(page, tmp_path / "one.pdf"))
    assert "(https://sanctionssearch.ofac.treas.gov/Details.aspx?id=28004)" in text


def test_the_button_prints_the_alerts_alone(opened: Opened, night: Path) -> None:
    page = opened(night)
    page.evaluate("window.print = () => document.body.dataset.printed = document.body.className")
    page.get_by_role("button", name=f"Print the {ALERTS} alerts shown").click()
    assert page.evaluate("document.body.dataset.printed") == "alerts-only"
    page.emulate_media(media="print")
    expect(page.locator("#gates")).to_be_hidden()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(page.locator("#gates")).to_be_visible()
