"""OpenSanctions' data sets: the whole file once, then what changed since."""

import hashlib
import json

import pytest
from misbehaving_server import MisbehavingServer, good, status

from screening.model.errors import InputError
from screening.settings import load_settings
from screening.settings.lists import SourceSettings
from screening.watchlists.sources.deltas import fetch_versioned
from screening.watchlists.sources.kept_files import keep, new_folder, read_kept
from screening.watchlists.sources.web_client import web_client

FIRST, SECOND, THIRD = "20240527134702-zbn", "20240527194702-wnk", "20240528014702-pfh"
LIMITS = load_settings().fetching.model_copy(
    update={"allow_http": True, "tries": 1, "read_seconds": 0.2, "max_deltas": 2}
)
WHOLE = {FIRST: b'{"id": "a"}\n', SECOND: b'{"id": "b"}\n', THIRD: b'{"id": "c"}\n'}
DELTA = {SECOND: b'{"op": "ADD", "entity": {"id": "b"}}\n', THIRD: b'{"op": "DEL", "entity": {"id": "a"}}\n'}


class Publisher:
    """A server that publishes versions one after another."""

    def __init__(self, server: MisbehavingServer) -> None:
        self.server = server

    def publish(self, *versions: str, **resource: object) -> None:
        """Versions as the index of deltas has them, the last one being the newest."""
        newest = versions[-1]
        addresses = {
            version: self.server.answers(f"/artifacts/{version}/delta.json", good(DELTA.get(version, b"\n")))
            for version in versions
        }
        at = self.server.answers(f"/artifacts/{newest}/entities.ftm.json", good(WHOLE.get(newest, b"{}\n")))
        index = {"version": newest, "resources": [{"name": "entities.ftm.json", "url": at, **resource}]}
        self.server.answers("/index.json", good(json.dumps(index).encode()))
        self.server.answers("/delta.json", good(json.dumps({"versions": addresses}).encode()))

    @property
    def source(self) -> SourceSettings:
        return SourceSettings(
            files={"entities.ftm.json": f"{self.server.address}/entities.ftm.json"},
            index=f"{self.server.address}/index.json",
            delta_index=f"{self.server.address}/delta.json",
        )


@pytest.fixture
def publisher():
    with MisbehavingServer() as server:
        yield Publisher(server)


@pytest.fixture
def fetched(publisher, tmp_path):
    """Fetch what there is now, keep it; the files by name."""

    def fetch() -> dict[str, bytes]:
        place = tmp_path / "kept"
        folder = new_folder(place)
        with web_client(LIMITS) as web:
            came = fetch_versioned(web, publisher.source, read_kept(place), folder)
        keep(place, came)
        kept = read_kept(place)
        assert kept is not None
        return {name: (kept.folder / name).read_bytes() for name in kept.files}

    return fetch


def test_the_first_time_the_whole_file_comes_then_the_deltas_since(publisher, fetched):
    publisher.publish(FIRST)
    assert fetched() == {"entities.ftm.json": WHOLE[FIRST]}
    publisher.publish(FIRST, SECOND)
    second = {"entities.ftm.json": WHOLE[FIRST], f"{SECOND}.entities.delta.json": DELTA[SECOND]}
    assert fetched() == second
    # Nothing new: nothing but the index is asked for.
    asked = len(publisher.server.requests)
    assert fetched() == second
    assert [request.path for request in publisher.server.requests[asked:]] == ["/index.json"]
    publisher.publish(FIRST, SECOND, THIRD)
    assert fetched() == {**second, f"{THIRD}.entities.delta.json": DELTA[THIRD]}
    # Every file came once.
    assert len(publisher.server.asked(f"/artifacts/{FIRST}/entities.ftm.json")) == 1
    assert len(publisher.server.asked(f"/artifacts/{SECOND}/delta.json")) == 1
    assert not publisher.server.asked(f"/artifacts/{THIRD}/entities.ftm.json")


def test_several_deltas_come_in_order(publisher, fetched):
    publisher.publish(FIRST)
    fetched()
    publisher.publish(FIRST, SECOND, THIRD)
    assert list(fetched()) == [
        "entities.ftm.json",
        f"{SECOND}.entities.delta.json",
        f"{THIRD}.entities.delta.json",
    ]


def without_our_version(publisher):
    publisher.publish(SECOND, THIRD)


def with_a_delta_gone(publisher):
    publisher.publish(FIRST, SECOND, THIRD)
    publisher.server.answers(f"/artifacts/{THIRD}/delta.json", status(404))


def without_an_index(publisher):
    publisher.publish(FIRST, SECOND, THIRD)
    publisher.server.answers("/delta.json", good(b"<html>"))


def with_a_version_that_leads_out(publisher):
    publisher.publish(FIRST, "20240527194703-../../x", THIRD)


@pytest.mark.parametrize(
    "spoil", [without_our_version, with_a_delta_gone, without_an_index, with_a_version_that_leads_out]
)
def test_where_deltas_are_missing_the_whole_file_comes(spoil, publisher, fetched, caplog):
    publisher.publish(FIRST)
    fetched()
    spoil(publisher)
    assert fetched() == {"entities.ftm.json": WHOLE[THIRD]}
    assert "the whole file is fetched instead" in caplog.text


def test_after_many_deltas_the_whole_file_comes(publisher, fetched):
    publisher.publish(FIRST)
    fetched()
    later = [f"202405290{hour}4702-abc" for hour in range(3)]
    publisher.publish(FIRST, *later)
    assert list(fetched()) == ["entities.ftm.json"]


@pytest.mark.parametrize(
    ("resource", "says"),
    [
        ({"size": 5}, "12 bytes came, where the index names 5"),
        ({"checksum": "0" * 40}, "has another checksum than the index names"),
        ({"checksum": hashlib.sha256(b"other").hexdigest()}, "has another checksum than the index names"),
    ],
)
def test_size_and_checksum_of_the_index_are_checked(resource, says, publisher, fetched):
    publisher.publish(FIRST, **resource)
    with pytest.raises(InputError, match=says):
        fetched()
    publisher.publish(FIRST, size=12, checksum=hashlib.sha1(WHOLE[FIRST]).hexdigest())
    assert fetched() == {"entities.ftm.json": WHOLE[FIRST]}


@pytest.mark.parametrize("content", [b"[]", b"{}", b'{"version": "../x"}', b"no json", b"[" * 100_000])
def test_an_index_that_is_none_stops(content, publisher, fetched):
    publisher.publish(FIRST)
    publisher.server.answers("/index.json", good(content))
    with pytest.raises(InputError, match=r"/index\.json: "):
        fetched()
