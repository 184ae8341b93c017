"""Which lists a run works with: those that were named, those of the store, of them those called so."""

from pathlib import Path

import pytest

from screening.model.errors import InputError
from screening.runs.lists_in_use import lists_and_ages
from screening.settings import Settings, load_settings
from screening.watchlists import import_watchlist, read_watchlist

SAMPLE = Path(__file__).resolve().parents[3] / "sample_data" / "ofac_csv"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    for list_id in ("OFAC-SDN", "UN"):
        import_watchlist(read_watchlist(SAMPLE, list_id), tmp_path / "store")
    return load_settings(None, store_dir=tmp_path / "store")


def called(found: object) -> list[str]:
    assert isinstance(found, list)
    return [watchlist.list_id for watchlist, _ in found]


def test_without_a_choice_the_whole_store_is_screened_against(settings: Settings) -> None:
    assert called(lists_and_ages([], settings)) == ["OFAC-SDN", "UN"]


def test_a_list_of_the_store_is_chosen_by_its_name(settings: Settings) -> None:
    assert called(lists_and_ages([], settings, list_ids=["UN"])) == ["UN"]


def test_a_list_that_was_given_is_chosen_by_its_name(settings: Settings) -> None:
    assert called(lists_and_ages([SAMPLE], settings, list_ids=["OFAC-SDN"])) == ["OFAC-SDN"]


@pytest.mark.parametrize("named", [[], [SAMPLE]])
def test_a_list_that_is_not_there_is_refused(settings: Settings, named: list[Path]) -> None:
    with pytest.raises(InputError, match=r"no list is called EU\. Lists there are: OFAC-SDN"):
        lists_and_ages(named, settings, list_ids=["EU"])
