"""Which files a list is made of, and that anybody can make their hash again."""

import subprocess

import pytest

from screening.model.errors import InputError
from screening.watchlists import read_watchlist
from screening.watchlists.publishers.publication import source_sha256
from screening.watchlists.read import source_files


def shell(command, folder):
    return subprocess.run(command, shell=True, cwd=folder, capture_output=True, text=True, check=True).stdout


def test_the_hash_of_csv_files_is_that_of_their_sha256sum(small_csv):
    (small_csv / "notes.txt").write_text("no part of the list", encoding="utf-8")
    names = [file.name for file in source_files(small_csv)]
    assert names == ["add.csv", "alt.csv", "sdn.csv", "sdn_comments.csv"]
    by_hand = shell("sha256sum add.csv alt.csv sdn.csv sdn_comments.csv | sha256sum", small_csv).split()[0]
    assert read_watchlist(small_csv).source_sha256 == by_hand
    assert read_watchlist(small_csv / "alt.csv").source_sha256 == by_hand


def test_the_hash_of_one_file_is_its_own(small_xml):
    by_hand = shell("sha256sum SDN.XML", small_xml.parent).split()[0]
    assert read_watchlist(small_xml).source_sha256 == by_hand


def test_the_same_content_from_other_bytes_has_another_source_hash(small_csv):
    before = read_watchlist(small_csv)
    parties = small_csv / "sdn.csv"
    parties.write_bytes(b"\xef\xbb\xbf" + parties.read_bytes())
    after = read_watchlist(small_csv)
    assert after.sha256 == before.sha256
    assert after.source_sha256 != before.source_sha256


def test_a_file_that_is_gone(tmp_path):
    with pytest.raises(InputError, match=r"gone\.xml: cannot be read"):
        source_sha256([tmp_path / "gone.xml"])
