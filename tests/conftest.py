"""What several tests share: the real lists, where they are beside the repository."""

from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent
SHARED_DATA = REPOSITORY.parent / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real lists, customers and pairs; the test is skipped where it is absent."""
    if not SHARED_DATA.is_dir():
        pytest.skip("real data is not here: expected ../shared/data beside the repository")
    return SHARED_DATA
