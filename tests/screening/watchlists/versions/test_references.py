"""The names by which a person calls a version of a list."""

from dataclasses import replace
from datetime import date

import pytest
from party_rows import a_list, name

from screening.model.errors import InputError
from screening.watchlists import import_watchlist
from screening.watchlists.versions.references import find_version, open_list


@pytest.fixture
def store(tmp_path):
    """Three versions of one list, whose content hashes begin with aaaa, aaab and cccc, and one of another."""
    folder = tmp_path / "store"
    for digest, published, list_id in (
        ("aaaa", date(2021, 4, 1), "TEST"),
        ("aaab", date(2022, 1, 5), "TEST"),
        ("cccc", date(2022, 1, 31), "TEST"),
        ("dddd", None, "OTHER"),
    ):
        listed = a_list(lambda tables, text=digest: tables["names"].append(name("28004", text)))
        digest = digest.ljust(64, "0")
        import_watchlist(replace(listed, list_id=list_id, published=published, sha256=digest), folder)
    return folder


@pytest.mark.parametrize(
    ("reference", "digest"),
    [
        ("TEST", "cccc"),
        ("TEST@newest", "cccc"),
        ("TEST@previous", "aaab"),
        ("TEST@2022-01-05", "aaab"),
        ("TEST@2021-04", "aaaa"),
        ("TEST@aaab", "aaab"),
        ("aaaa", "aaaa"),
        ("OTHER", "dddd"),
    ],
)
def test_a_version_by_its_name(store, reference, digest):
    assert find_version(reference, store).sha256.startswith(digest)
    assert open_list(reference, store).sha256.startswith(digest)


@pytest.mark.parametrize(
    "reference",
    [
        "TEST@2022-01-06",
        "TEST@first",
        "TEST@aaa",
        "OTHER@previous",
        "OTHER@aaaa",
        "NONE",
        "NONE@newest",
        "eeee",
    ],
)
def test_a_name_that_fits_nothing(store, reference):
    with pytest.raises(InputError, match=f"'{reference}': no such path, and no such version in the store"):
        open_list(reference, store)


def test_a_name_that_fits_several_says_which(store):
    with pytest.raises(InputError, match=r"fits several versions.*TEST@aaab00000000, TEST@cccc00000000"):
        find_version("TEST@2022-01", store)


def test_a_path_is_a_publishers_list_or_a_stored_version(store, small_csv):
    assert open_list(str(small_csv), store).entity_count == 7
    stored = find_version("TEST", store)
    assert open_list(str(stored.path), store).sha256 == stored.sha256


def test_what_exists_as_a_path_is_taken_for_one(store, small_csv, monkeypatch):
    monkeypatch.chdir(small_csv.parent)
    small_csv.rename("TEST")
    assert open_list("TEST", store).entity_count == 7
