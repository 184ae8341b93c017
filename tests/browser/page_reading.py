"""What browser tests read off a page: how it is opened, what is on its paper, what keeps somebody out."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page
from pypdf import PdfReader

# The fixture `opened`: (file, fragment, selector to wait for, options of the browser context) → page.
Opened = Callable[..., Page]


def printed(page: Page, path: Path) -> list[str]:
    """The text of each sheet of A4."""
    page.pdf(path=path, format="A4")
    return [" ".join(sheet.extract_text().split()) for sheet in PdfReader(path).pages]


def violations(page: Page) -> list[dict[str, Any]]:
    """What axe-core finds on the page that keeps somebody from using it. The page must be opened with
    bypass_csp, because its policy forbids scripts from outside, and that is what axe is."""
    found = Axe().run(page).response["violations"]
    return [
        {"rule": each["id"], "where": [node["html"][:200] for node in each["nodes"][:3]]}
        for each in found
        if each["impact"] in {"serious", "critical"}
    ]
