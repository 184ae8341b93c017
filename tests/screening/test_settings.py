"""Settings: defaults, a file laid over them, and what is refused."""

import hashlib
import json
import os
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from screening.model.errors import InputError
from screening.settings import load_settings


def test_a_file_need_only_say_what_differs(tmp_path: Path) -> None:
    config = tmp_path / "own.yaml"
    config.write_text("threshold: 91\nmatching: {identifiers: {country_conflicts: 1}}\n")
    own, default = load_settings(config), load_settings()
    assert (own.threshold, own.matching.identifiers.country_conflicts) == (91, 1)
    assert own.matching.identifiers.country_agrees == default.matching.identifiers.country_agrees
    assert own.sha256() != default.sha256()


def test_what_the_command_line_says_stands_above_the_file(tmp_path: Path) -> None:
    config = tmp_path / "own.yaml"
    config.write_text("threshold: 91\n")
    assert load_settings(config, threshold=70).threshold == 70
    assert load_settings(config, threshold=None).threshold == 91


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("treshold: 80", "treshold"),
        ("threshold: 140", "threshold"),
        ("threshold: 0", "a threshold of 0 asks for every pair.*Set it above 0"),
        ("threshold: -5", "a threshold of -5 asks for every pair"),
        ("threshold: .nan", "threshold"),
        ("- 80", "key: value"),
        ("a: [", "YAML"),
    ],
)
def test_what_cannot_be_understood_is_named(tmp_path: Path, text: str, named: str) -> None:
    config = tmp_path / "own.yaml"
    config.write_text(text)
    with pytest.raises(InputError, match=named) as error:
        load_settings(config)
    assert str(config) in str(error.value)


def test_a_list_has_one_source(tmp_path: Path) -> None:
    source = "{list_id: OFAC-SDN, folder: drop}"
    config = tmp_path / "own.yaml"
    config.write_text(f"lists: [{source}]\n")
    assert [(each.list_id, each.folder) for each in load_settings(config).lists] == [
        ("OFAC-SDN", Path("drop"))
    ]
    config.write_text(f"lists: [{source}, {source}]\n")
    with pytest.raises(InputError, match=r"'lists': .*OFAC-SDN has more than one source"):
        load_settings(config)


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("{list_id: UN}", "UN needs one of folder, source and address to come from, and has none of them"),
        ("{list_id: UN, folder: drop, source: un}", "and has folder and source"),
        ("{list_id: UN, source: nobody}", "UN: no source is called 'nobody'; there are .*uk, un"),
        ("{list_id: UN, address: un.org/list}", "begins with https:// and names a host"),
        ("{list_id: UN, address: 'ftp://un.org/list'}", "begins with https:// and names a host"),
        ("{list_id: UN, address: 'https://me:pw@un.org/list'}", "leave user and password out"),
        (
            "{list_id: UN, address: ['https://a.org/x.csv', 'https://b.org/x.csv']}",
            "two addresses end in x.csv",
        ),
        ("{list_id: UN, address: []}", "files"),
    ],
)
def test_a_list_comes_in_one_way(tmp_path: Path, source: str, says: str) -> None:
    config = tmp_path / "own.yaml"
    config.write_text(f"lists: [{source}]\n")
    with pytest.raises(InputError, match=says):
        load_settings(config)


def test_every_publisher_has_an_address_and_one_may_add_others(tmp_path: Path) -> None:
    config = tmp_path / "own.yaml"
    config.write_text(
        "lists: [{list_id: OURS, source: ours}]\nfetching: {sources: {ours: {files: {a.csv: 'https://a.org/x'}}}}"
    )
    settings = load_settings(config)
    sources = settings.fetching.sources
    assert {
        "ofac-sdn",
        "ofac-sdn-csv",
        "ofac-cons",
        "un",
        "eu",
        "uk",
        "us-csl",
        "au-dfat",
        "ours",
    } <= sources.keys()
    assert all(address.startswith("https://") for each in sources.values() for address in each.files.values())
    fetched_from = settings.fetched_from(settings.lists[0])
    assert fetched_from is not None
    assert fetched_from.files == {"a.csv": "https://a.org/x"}


def test_a_record_shows_no_secret_of_an_address() -> None:
    address = "https://lists.example.org/ours.csv?day=1&token=abc"
    record = load_settings(lists=[{"list_id": "OURS", "address": [address]}]).as_record()
    assert record["lists"][0]["address"] == ["https://lists.example.org/ours.csv?day=1&token=***"]
    assert record["fetching"]["sources"]["eu"]["files"]["eu_fsf.xml"].endswith("/content?token=***")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such configuration file"):
        load_settings(tmp_path / "none.yaml")


def test_the_hash_of_settings_is_the_same_in_every_process():
    program = "from screening.settings import load_settings; print(load_settings().sha256())"
    hashes = {
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=Path(__file__).resolve().parents[2],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert hashes == {f"{load_settings().sha256()}\n"}


def test_the_hash_is_that_of_the_record_which_holds_no_password() -> None:
    ledger = "postgresql+psycopg://screening:s3cret@host/alerts?sslpassword=s3cret&sslmode=require"
    settings = load_settings(None, alerts={"ledger": ledger}, names={"particles": ["de", "al"]})
    record = settings.as_record()
    assert "s3cret" not in json.dumps(record)
    assert "postgresql+psycopg://screening:***@host/alerts" in record["alerts"]["ledger"]
    assert record["names"]["particles"] == ["al", "de"]
    text = json.dumps(record, sort_keys=True)
    assert settings.sha256() == hashlib.sha256(text.encode()).hexdigest()
    garbled = load_settings(None, alerts={"ledger": "screening:s3cret@host"})
    assert "s3cret" not in json.dumps(garbled.as_record())


def test_the_day_is_that_of_the_offices_time_zone() -> None:
    moment = datetime(2026, 3, 1, 2, tzinfo=UTC)
    assert load_settings().nightly.day_of(moment) == date(2026, 2, 28)
    assert load_settings(None, nightly={"time_zone": "UTC"}).nightly.day_of(moment) == date(2026, 3, 1)
