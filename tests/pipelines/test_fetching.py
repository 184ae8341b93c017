"""`sanctions lists fetch` over the web: what it prints, and how it ends. What a server can do wrong is in
tests/screening/watchlists/sources/test_download.py."""

import json
from pathlib import Path

import pytest
from misbehaving_server import MisbehavingServer, good, status
from night_office import Published

from screening.model.errors import GateFailure, InputError

XML = (Path(__file__).resolve().parents[1] / "screening" / "watchlists" / "sdn_small.xml").read_bytes()


@pytest.fixture
def server():
    with MisbehavingServer() as server:
        yield server


@pytest.fixture
def fetch(sanctions, tmp_path):
    """Fetch lists, given as list_id → address; where several are given, those that are named."""

    def call(addresses, *named):
        lists = [{"list_id": list_id, "address": address} for list_id, address in addresses.items()]
        config = tmp_path / "own.yaml"
        limits = {"allow_http": True, "tries": 1, "read_seconds": 0.2}
        config.write_text(json.dumps({"lists": lists, "fetching": limits}), encoding="utf-8")
        return sanctions("lists", "fetch", *named, "--config", config)

    return call


def test_a_list_that_cannot_be_fetched_stays_as_it_is_and_the_command_ends_with_2(server, fetch, tmp_path):
    addresses = {"OFAC-SDN": server.answers("/SDN.XML", good(XML, ETag='"1"'))}
    first = fetch(addresses)
    assert first.exit_code == 0, first.stderr
    assert f"OFAC-SDN: {server.address}/SDN.XML: 1 file came, {len(XML):,} bytes" in first.stdout
    assert "OFAC-SDN: kept in store" in first.stdout
    again = fetch(addresses)
    assert again.exit_code == 0
    assert "not changed at its publisher since it was fetched" in again.stdout
    assert "OFAC-SDN: nothing new, is in store" in again.stdout
    server.answers("/SDN.XML", status(503))
    broken = fetch(addresses)
    assert broken.exit_code == 2
    assert f"OFAC-SDN: {server.address}/SDN.XML: HTTP 503 Said so; tried once" in broken.stderr
    assert "Traceback" not in broken.stderr
    assert "OFAC-SDN: unusable" in broken.stdout
    assert len(list((tmp_path / "work" / "store").glob("*/*/meta.json"))) == 1


def test_one_list_may_be_fetched_alone(server, fetch):
    addresses = {
        "ONE": server.answers("/a.xml", good(XML)),
        "OTHER": server.answers("/b.xml", status(404)),
    }
    alone = fetch(addresses, "ONE")
    assert alone.exit_code == 0, alone.stderr
    assert not server.asked("/b.xml")
    unknown = fetch(addresses, "ONE", "UN")
    assert unknown.exit_code == 2
    assert "UN: not under 'lists' in the settings, with ONE, OTHER" in unknown.stderr
    both = fetch(addresses)
    assert both.exit_code == 2
    assert "ONE: nothing new" in both.stdout
    assert "OTHER: unusable" in both.stdout


def test_a_night_goes_on_with_the_last_good_list_until_that_is_too_old(server, office):
    address = server.answers("/SDN.XML", status(503))
    office.config("folder: drop, settle_seconds: 0", f"address: '{address}'")
    office.config("workers: 1", "workers: 1\nfetching: {allow_http: true, tries: 1}")
    office.config("workers: 1", "workers: 1\ngates: {max_list_age_days: 2}")
    why = f"{address}: HTTP 503 Said so; tried once"
    with pytest.raises(InputError, match="screened with older lists than were to be had") as raised:
        office.night("2026-01-03")
    assert why in str(raised.value)
    (state,) = Published(Path("runs") / max(office.runs)).run["lists"]
    assert (state["state"], state["age_days"]) == ("unusable", 2)
    assert why in state["notes"][0]
    with pytest.raises(GateFailure, match="published 2026-01-01, 3 days ago"):
        office.night("2026-01-04")
    (state,) = Published(Path("runs") / "night-2026-01-04-stopped").run["lists"]
    assert (state["state"], state["notes"][0]) == ("too old", "what was delivered is unusable")
