"""The card of an alert whose party is on several lists."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hit_rows import hit_table, run_record
from party_lists import links, small_list
from playwright.sync_api import Page, expect

from screening.linking.group_hits import group_hits
from screening.linking.party_links import PartyGroups
from screening.report import ReportContext
from screening.report.page import render_report

Opens = Callable[..., Page]
OFAC, UN, UK = ("OFAC-SDN", "28004"), ("UN", "QDi.430"), ("UK", "AQD0430")


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of an alert on three lists, and of one under a program that freezes nothing."""
    lists = [
        small_list(
            "OFAC-SDN",
            {"28004": ["AL-KHAZALI, Qais", "AL-KHAZALI, Qays"], "7": ["ROSBANK"]},
            programs=[{"entity_id": "28004", "program": "GLOMAG"}],
        ),
        small_list(
            "UN",
            {"QDi.430": ["QAIS AL KHAZALI", "قيس الخزعلي"]},
            birth_dates=[{"entity_id": "QDi.430", "text": "20 Jun 1974"}],
            programs=[
                {"entity_id": "QDi.430", "program": "Al-Qaida", "authority": "UN resolution 1267 (1999)"}
            ],
            measures=[
                {"entity_id": "QDi.430", "measure": measure}
                for measure in ("asset freeze", "travel ban", "arms embargo")
            ],
        ),
        small_list("UK", {"AQD0430": ["Qais al-Khazali"]}),
    ]
    of_un = {"alert_id": "A-0002", "list_id": "UN", "entity_id": "QDi.430", "score": 99.0}
    of_un |= {"entity_name": "QAIS AL KHAZALI", "matched_name": "قيس الخزعلي", "details_url": None}
    of_un |= {"programs": ["Al-Qaida"], "prohibits": ["asset freeze", "travel ban", "arms embargo"]}
    securities = {"alert_id": "A-0003", "record_id": "C-18", "entity_id": "7", "entity_name": "ROSBANK"}
    securities |= {"matched_name": "ROSBANK", "prohibits": ["debt and equity dealings"], "programs": []}
    hits = hit_table({}, of_un | {"watchlist_version": lists[1].version}, securities)
    groups = PartyGroups(
        links((OFAC, UN, "same reference UN QDi.430"), (UN, UK, "same name and birth date 20 Jun 1974"))
    )
    found = group_hits(hits, groups, lists)
    path = tmp_path_factory.mktemp("several") / "report.html"
    text = render_report(run_record(found), found, ReportContext(watchlists=lists))
    path.write_text(text, encoding="utf-8")
    return path


def test_a_card_names_every_list_and_what_it_means(opened: Opens, several: Path) -> None:
    page = opened(several)
    assert page.locator(".row").count() == 2
    page.locator(".row").first.click()
    card = page.locator(".card").first
    entries = card.locator(".entries > li")
    ofac, un, uk = entries.all_inner_texts()
    assert ofac.startswith("OFAC-SDN 28004")
    assert "E.O. 13818" in ofac
    assert un.startswith("UN QDi.430")
    assert "Same party: same reference UN QDi.430." in un
    assert "UN resolution 1267 (1999)" in un
    assert "Prohibits: asset freeze; travel ban; arms embargo." in un
    assert "a score of 99, compared here" in un
    assert uk.startswith("UK AQD0430")
    assert "not a hit by itself" in uk
    assert "same name and birth date 20 Jun 1974, with UN QDi.430" in uk
    assert "Not blocking" not in card.inner_text()


def test_the_names_are_those_of_the_entry_that_was_compared(opened: Opens, several: Path) -> None:
    page = opened(several)
    page.locator(".row").first.click()
    card = page.locator(".card").first
    assert "All names on UN (2)" in card.inner_text()
    assert card.locator(".names .matched").inner_text().startswith("قيس الخزعلي")


def test_what_freezes_no_assets_is_said_to_be_no_blocking(opened: Opens, several: Path) -> None:
    page = opened(several)
    page.locator(".row").nth(1).click()
    text = page.locator(".card").nth(1).inner_text()
    assert "Prohibits: debt and equity dealings." in text
    assert "Not blocking: the listing freezes no assets." in text


def test_an_alert_is_found_by_any_of_its_lists_and_names(opened: Opens, several: Path) -> None:
    page = opened(several)
    page.locator("[name=list]").select_option("UK")
    expect(page.locator(".row")).to_have_count(1)
    page.locator("[name=list]").select_option("")
    page.locator("[name=search]").fill("AQD0430")
    expect(page.locator(".row")).to_have_count(1)
