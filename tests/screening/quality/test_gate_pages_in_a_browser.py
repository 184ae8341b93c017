"""The gates' pages as a browser shows them: nothing is fetched, and what failed can be seen."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from gate_inputs import TODAY, a_hit, hits

from screening.quality import hits_gate, list_gate
from screening.quality.data_docs import write_gate_pages


@pytest.fixture
def folder(watchlist, screened, limits, tmp_path) -> Path:
    """The pages of a sound list and of a hit below the threshold."""
    gates = [
        list_gate(watchlist, limits, TODAY),
        hits_gate(hits(a_hit(watchlist, score=12.0)), [watchlist], screened, limits, threshold=80),
    ]
    write_gate_pages(gates, tmp_path)
    return tmp_path


def test_every_page_opens_from_the_index_and_asks_for_nothing_else(browser, folder):
    page = browser.new_page()
    asked, complaints = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.goto((folder / "index.html").as_uri())
    names = [link.inner_text() for link in page.locator("main a").all()]
    assert len(names) == 9
    for name in names:
        page.get_by_role("link", name=name, exact=True).click()
        assert page.get_by_role("heading", level=1).inner_text().startswith(name)
        page.get_by_role("link", name="Quality gates").click()
    assert set(asked) == {path.as_uri() for path in folder.iterdir()}
    assert complaints == []


def test_a_check_that_failed_can_be_seen(browser, folder):
    page = browser.new_page()
    page.goto((folder / "index.html").as_uri())
    page.get_by_role("link", name="Hits").click()
    row = page.locator("tr", has_text="score lies between 80 and 100").filter(has_text="Failed")
    assert row.is_visible()
    assert "found 12" in row.inner_text().lower()


def test_no_page_is_hard_to_read_for_anyone(browser, folder):
    page = browser.new_context(bypass_csp=True).new_page()
    for path in sorted(folder.iterdir()):
        page.goto(path.as_uri())
        found = Axe().run(page).response["violations"]
        assert [violation["id"] for violation in found] == []
