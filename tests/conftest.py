"""What several tests share: the real lists where they are beside the repository, and a real browser."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest
from s3_server import no_clouds, s3_server, store  # noqa: F401 - fixtures for every test

if TYPE_CHECKING:
    from playwright.sync_api import Browser

REPOSITORY = Path(__file__).resolve().parent.parent
SHARED_DATA = REPOSITORY.parent / "shared" / "data"

# A machine with other work on it is slow now and then, which is no fault of what is tested.
hypothesis.settings.register_profile("no deadline", deadline=None)
hypothesis.settings.load_profile("no deadline")


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real lists, customers and pairs; the test is skipped where it is absent."""
    if not SHARED_DATA.is_dir():
        pytest.skip("real data is not here: expected ../shared/data beside the repository")
    return SHARED_DATA


# Not for the session: while it is open it keeps an event loop in this thread, and Prefect would wait for it.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The Chromium of the system; the test is skipped where there is none."""
    from playwright.sync_api import sync_playwright

    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("no Chromium is here: install the package chromium (.ci/packages)")
    # Chromium refuses its sandbox to root, which is what build machines run as.
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=arguments)
        yield chromium
        chromium.close()
