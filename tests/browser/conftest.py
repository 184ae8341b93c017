"""The report page in a real browser. `opened` looks at a page as its reader does."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from made_night import night_report, stopped_report
from page_reading import Opened
from playwright.sync_api import Browser, Page


@pytest.fixture
def opened(browser: Browser) -> Iterator[Opened]:
    """Opens a report file and waits for its alerts.

    After the test the page must have asked for nothing but its own file, broken no rule of its own policy
    and written nothing to the console.
    """
    asked: list[str] = []
    said: list[str] = []
    files: list[str] = []
    contexts = []

    def open_(path: Path, fragment: str = "", wait_for: str = ".row", **options: Any) -> Page:
        context = browser.new_context(**({"viewport": {"width": 1400, "height": 1000}} | options))
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url.partition("#")[0]))
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        files.append(path.as_uri())
        page.goto(path.as_uri() + fragment)
        page.wait_for_selector(wait_for)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert set(asked) <= set(files)
    assert said == []


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of a made-up night: 127 alerts in many scripts, changes and decisions."""
    path = tmp_path_factory.mktemp("night") / "report.html"
    path.write_text(night_report(), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def cut(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of the same night on a page that has room for ten alerts."""
    path = tmp_path_factory.mktemp("cut") / "report.html"
    path.write_text(night_report(shown_at_most=10), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def stopped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a night leaves that a gate stopped before customers were read."""
    path = tmp_path_factory.mktemp("stopped") / "report.html"
    path.write_text(stopped_report(), encoding="utf-8")
    return path
