"""A list fetched from a web server that misbehaves: each case ends in the version that the same files make by
hand, or is unusable, with words that say why and where."""

import dataclasses
import gzip
import hashlib
import io
import stat
import zipfile
from pathlib import Path

import httpx
import pytest
from misbehaving_server import (
    MisbehavingServer,
    chunked,
    cut_short,
    drips,
    endless,
    good,
    hangs_up,
    late,
    redirect,
    response,
    silent,
    status,
)
from run_inputs import PARTIES, write_list

from screening.model.errors import InputError
from screening.runs.list_intake import raise_if_not_taken_in, take_in_from
from screening.settings import load_settings
from screening.settings.lists import ListSourceSettings, SourceSettings
from screening.watchlists import read_watchlist
from screening.watchlists.sources import FolderDrop, ListSource
from screening.watchlists.sources.download import Download
from screening.watchlists.sources.transfer import redirected

XML = (Path(__file__).resolve().parents[1] / "sdn_small.xml").read_bytes()
LIMITS = {
    "allow_http": True,
    "connect_seconds": 0.2,
    "read_seconds": 0.2,
    "total_seconds": 5,
    "max_bytes": 200_000,
    "tries": 2,
    "first_wait_seconds": 0.01,
    "max_wait_seconds": 0.1,
    "max_redirects": 3,
}
MONDAY, TUESDAY = "Mon, 31 Jan 2022 10:00:00 GMT", "Tue, 01 Feb 2022 10:00:00 GMT"
SETTINGS = load_settings()


@pytest.fixture
def server():
    with MisbehavingServer() as server:
        yield server


@pytest.fixture
def source_of(tmp_path):
    """A source of OFAC-SDN that fetches from an address (or file names and their addresses)."""

    def make(address, limits=(), **settings) -> ListSource:
        files = {"SDN.XML": address} if isinstance(address, str) else address
        source = SourceSettings.model_validate({"files": files, **settings})
        changed = SETTINGS.fetching.model_copy(update={**LIMITS, **dict(limits)})
        return Download("OFAC-SDN", source, changed, tmp_path / "kept")

    return make


@pytest.fixture
def bring(tmp_path):
    """Fetch, read and finish as an intake does; gives what the source says, and the list."""
    number = iter(range(100))

    def fetch(source: ListSource):
        into = tmp_path / f"into{next(number)}"
        into.mkdir()
        delivery = source.fetch(into)
        watchlist = read_watchlist(delivery.place, "OFAC-SDN")
        delivery.finish(True)
        return delivery, watchlist

    return fetch


@pytest.fixture
def why_not(tmp_path):
    """What an intake says of a list that cannot be had; its store stays empty."""

    def take_in(source: ListSource) -> str:
        intake = take_in_from(source, tmp_path / "store", SETTINGS.gates)
        assert (intake.state, intake.version) == ("unusable", None)
        with pytest.raises(InputError):
            raise_if_not_taken_in([intake])
        assert not (tmp_path / "store").exists()
        assert not list((tmp_path / "kept").glob("incoming-*"))
        return "; ".join(intake.notes)

    return take_in


@pytest.fixture(scope="module")
def xml_by_hand(tmp_path_factory) -> str:
    """The version that the same file makes where somebody put it into a folder."""
    drop, into = tmp_path_factory.mktemp("drop"), tmp_path_factory.mktemp("into")
    (drop / "SDN.XML").write_bytes(XML)
    return read_watchlist(FolderDrop("OFAC-SDN", drop, 0).fetch(into).place).version


def zipped(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


ENDS_WELL = {
    "a good answer": [good(XML)],
    "in chunks": [chunked(XML)],
    "compressed on the way": [good(gzip.compress(XML), Content_Encoding="gzip")],
    "a zip": [good(zipped(**{"SDN.XML": XML}))],
    "a zip with folders": [good(zipped(**{"ofac/today/SDN.XML": XML, "ofac/readme.txt": b"hello"}))],
    "a gz": [good(gzip.compress(XML))],
    "late, but in time": [late(good(XML), 0.1)],
    "an error, then good": [status(500), good(XML)],
    "silence, then good": [silent, good(XML)],
    "cut short, then good": [cut_short(XML, 500), good(XML)],
    "a chunk missing, then good": [chunked(XML, whole=False), good(XML)],
    "gone, then good": [hangs_up, good(XML)],
    "busy, come back now": [status(429, Retry_After="0"), good(XML)],
    "busy until a moment ago": [status(503, Retry_After="Mon, 31 Jan 2022 10:00:00 GMT"), good(XML)],
    "an empty file, then good": [good(b""), good(XML)],
}


@pytest.mark.parametrize("case", ENDS_WELL)
def test_it_ends_in_the_version_that_the_same_file_makes_by_hand(case, server, source_of, bring, xml_by_hand):
    delivery, watchlist = bring(source_of(server.answers("/exports/SDN.XML", *ENDS_WELL[case])))
    assert watchlist.version == xml_by_hand
    assert delivery.origin == f"{server.address}/exports/SDN.XML"
    assert delivery.came.startswith("1 file came, ")


def tampered_zip(name: str, mode: int = 0) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        member = zipfile.ZipInfo(name)
        member.external_attr = mode << 16
        archive.writestr(member, XML)
    return out.getvalue()


ERROR = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>AccessDenied</Code>'
    b"<Message>Request has expired</Message></Error>"
)
HTML = (
    b"<!DOCTYPE html><html><head><title>Planned &amp; late work</title></head><body>Back soon</body></html>"
)
STOPS = {
    "broken for good": ([status(500)], "HTTP 500 Said so; tried 2 times"),
    "silent": ([silent], "the server was silent for too long; tried 2 times"),
    "gone": ([hangs_up], "the connection broke off"),
    "cut short": ([cut_short(XML, 500)], "the connection broke off"),
    "a chunk missing": ([chunked(XML, whole=False)], "the connection broke off"),
    "shorter than it says": ([good(XML, Content_Length=str(len(XML) + 9))], "the connection broke off"),
    "longer than it says": ([good(XML, Content_Length="900")], "/SDN.XML: line 30: not complete XML"),
    "a length below nothing": ([good(XML, Content_Length="-1")], "the connection broke off"),
    "empty": ([good(b"")], "an empty file came"),
    "endless": ([endless], "is larger than a list may be: 'fetching.max_bytes' is 200,000"),
    "as large as it says": ([good(b"", Content_Length="1000000000")], "is larger than a list may be"),
    "not there": ([status(404)], "HTTP 404 Said so: nothing lies at this address"),
    "not allowed": ([status(403, ERROR)], "'AccessDenied: Request has expired': it does not let"),
    "a part": ([status(206, XML)], "HTTP 206 Said so."),
    "nothing changed, unasked": ([status(304, Content_Length="")], "HTTP 304 Said so."),
    "busy for long": ([status(429, Retry_After="3600")], "the next try would be in 3,600 seconds"),
    "busy until far away": (
        [status(503, Retry_After="Fri, 31 Dec 9999 23:59:59 GMT")],
        "HTTP 503 Said so; tried once, and the next try would be in",
    ),
    "a page for people": ([good(HTML)], "a web page came, titled 'Planned & late work', and no list"),
    "a page by its header": (
        [good(b"<p>Hm", Content_Type="text/html; charset=x")],
        "a web page came and no list",
    ),
    "an object store's error": (
        [good(ERROR, Content_Type="text/html")],
        "/SDN.XML: its root element is Error",
    ),
    "JSON": ([good(b'{"error": "no such export"}')], "/SDN.XML: is no list that is known here"),
    "half an XML file": ([good(XML[:-30])], "SDN.XML ends in the middle"),
    "XML that is broken inside": ([good(XML.replace(b"</sdnEntry>", b"", 1))], "/SDN.XML: line"),
    "layers of compression": (
        [good(XML, Content_Encoding="gzip, gzip")],
        "an encoding that was not asked for",
    ),
    "no gzip at all": ([good(XML, Content_Encoding="gzip")], "SDN.XML: Error -3 while decompressing"),
    "a bomb on the way": (
        [good(gzip.compress(bytes(20_000_000)), Content_Encoding="gzip")],
        "is larger than a list may be",
    ),
    "a gz bomb": ([good(gzip.compress(bytes(20_000_000)))], "unpacks to more than 200,000 bytes"),
    "a zip bomb": ([good(zipped(**{"sdn.xml": bytes(20_000_000)}))], "unpacks to more than 200,000 bytes"),
    "bombs in numbers": (
        [good(zipped(**{f"{number}.xml": bytes(2000) for number in range(101)}))],
        "holds 101 files; a list has no more than 100",
    ),
    "many that are a bomb": (
        [good(zipped(**{f"{number}.xml": bytes(50_000) for number in range(9)}))],
        "unpacks to more than 200,000 bytes",
    ),
    "a way out of the folder": (
        [good(tampered_zip("../../SDN.XML"))],
        "which is no plain file in the archive",
    ),
    "an absolute path": ([good(tampered_zip("/tmp/SDN.XML"))], "which is no plain file in the archive"),
    "a path of Windows": ([good(tampered_zip("..\\SDN.XML"))], "which is no plain file in the archive"),
    "a drive": ([good(tampered_zip("C:SDN.XML"))], "which is no plain file in the archive"),
    "a link": (
        [good(tampered_zip("SDN.XML", stat.S_IFLNK | 0o777))],
        "which is no plain file in the archive",
    ),
    "half a zip": ([good(zipped(**{"SDN.XML": XML})[:-40])], "/SDN.XML: the archive is cut or broken"),
    "half a gz": ([good(gzip.compress(XML)[:-40])], "/SDN.XML: the archive is cut or broken"),
    "two lists in a zip": (
        [good(zipped(**{"a.xml": XML, "b.xml": XML}))],
        "what came holds a.xml, b.xml; one drop is one list",
    ),
    "a zip in a zip": (
        [good(zipped(**{"a.zip": zipped(**{"a.xml": XML})}))],
        "/SDN.XML: is no list that is known here",
    ),
    "a zip without a file": ([good(zipped())], "what came holds no list"),
    "no redirect": ([status(302)], "redirects to '', which is no address"),
    "a redirect to a file": (
        [redirect("file:///etc/passwd")],
        "redirects to 'file:///etc/passwd', which is no",
    ),
    "a redirect with a password": ([redirect("http://me:secret@127.0.0.1/")], "which is no address"),
}


@pytest.mark.parametrize("case", STOPS)
def test_it_stops_and_says_why(case, server, source_of, why_not):
    answers, words = STOPS[case]
    said = why_not(source_of(server.answers("/exports/SDN.XML", *answers)))
    assert words in said
    assert f"{server.address}/exports" in said


@pytest.mark.parametrize("answer", [response(200, XML), response(200, XML, X="x" * 500)])
def test_a_byte_now_and_then_ends_with_the_time_for_the_list(answer, server, source_of, why_not):
    source = source_of(server.answers("/SDN.XML", drips(answer)), {"total_seconds": 0.4})
    assert f"{server.address}/SDN.XML: has not come whole within 0.4 seconds" in why_not(source)


def test_nothing_listens_there(source_of, why_not):
    with MisbehavingServer() as gone:
        address = gone.address
    said = why_not(source_of(f"{address}/SDN.XML"))
    assert "the server cannot be reached" in said
    assert "tried 2 times" in said


def test_redirects_to_object_storage_on_another_host_are_followed_without_the_password(
    server, source_of, bring, monkeypatch
):
    monkeypatch.setenv("LIST_PASSWORD", "Token abc")
    with MisbehavingServer() as storage:
        # Another host by its name, and another port.
        signed = storage.answers("/SDN.XML?X-Amz-Signature=secret", good(XML, ETag='"a"'))
        server.answers("/SDN.XML", redirect(signed.replace("127.0.0.1", "localhost")))
        source = source_of(f"{server.address}/SDN.XML", authorization="LIST_PASSWORD")
        for came in ("1 file came", "not changed at its publisher since it was fetched"):
            delivery, _ = bring(source)
            assert delivery.came.startswith(came)
        assert [request.headers.get("authorization") for request in server.requests] == ["Token abc"] * 2
        assert [request.headers.get("authorization") for request in storage.requests] == [None] * 2
        # What the storage named its content by is told to it alone.
        assert [request.headers.get("if-none-match") for request in server.requests] == [None] * 2
        assert [request.headers.get("if-none-match") for request in storage.requests] == [None, '"a"']


def test_a_signed_address_is_told_without_its_signature(server, source_of, why_not):
    address = server.answers("/SDN.XML?token=abc&list=1", status(404))
    assert f"{server.address}/SDN.XML?token=***&list=1: HTTP 404" in why_not(source_of(address))


def test_a_password_that_is_not_set_is_asked_for(server, source_of, why_not, monkeypatch):
    monkeypatch.delenv("LIST_PASSWORD", raising=False)
    address = server.answers("/SDN.XML", good(XML))
    assert "variable LIST_PASSWORD" in why_not(source_of(address, authorization="LIST_PASSWORD"))
    assert not server.requests


def test_redirects_in_a_circle_end(server, source_of, why_not):
    said = why_not(source_of(server.answers("/SDN.XML", redirect("/SDN.XML"))))
    assert "redirects more than 3 times" in said
    assert len(server.requests) == 4


def test_an_address_without_tls_is_only_taken_where_the_settings_allow_it(server, source_of, why_not):
    address = server.answers("/SDN.XML", good(XML))
    assert "is no https address" in why_not(source_of(address, {"allow_http": False}))
    assert not server.requests


@pytest.mark.parametrize(("allowed", "followed"), [(False, None), (True, "http://b.example/list")])
def test_a_redirect_from_https_to_http_is_only_followed_where_the_settings_allow_it(allowed, followed):
    limits = SETTINGS.fetching.model_copy(update={"allow_http": allowed})
    answer = httpx.Response(302, headers={"Location": "http://b.example/list"})
    if followed is None:
        with pytest.raises(InputError, match="where anybody on the way could change the list"):
            redirected(httpx.URL("https://a.example/list"), answer, "https://a.example/list", limits)
    else:
        assert redirected(httpx.URL("https://a.example/list"), answer, "", limits) == followed


def test_a_server_is_tried_again_no_sooner_than_it_asks(server, source_of, bring, monkeypatch):
    waited = []
    monkeypatch.setattr("time.sleep", waited.append)
    answers = [status(503), status(503), status(429, Retry_After="7"), good(XML)]
    limits = {"tries": 4, "first_wait_seconds": 2, "max_wait_seconds": 20, "total_seconds": 60}
    bring(source_of(server.answers("/SDN.XML", *answers), limits))
    first, second, asked = waited
    assert 1 <= first <= 2
    assert 2 <= second <= 4
    # Doubling would come to 8 by then.
    assert asked == 8


@pytest.mark.parametrize("validator", [{"ETag": '"1"'}, {"Last_Modified": MONDAY}])
def test_what_has_not_changed_is_not_sent_again(validator, server, source_of, bring):
    source = source_of(server.answers("/SDN.XML", good(XML, **validator)))
    (_, before), (delivery, after) = bring(source), bring(source)
    assert after.version == before.version
    assert delivery.came.startswith("not changed at its publisher since it was fetched")
    first, second = server.requests
    assert not first.headers.keys() & {"if-none-match", "if-modified-since"}
    assert second.headers.keys() & {"if-none-match", "if-modified-since"}
    assert second.headers["user-agent"] == "sanctions-screening"
    # What changes then is sent.
    server.answers("/SDN.XML", good(XML + b" ", ETag='"2"'))
    assert bring(source)[0].came.startswith("1 file came")


def test_kept_files_that_somebody_changed_are_fetched_again(server, source_of, bring, tmp_path, caplog):
    source = source_of(server.answers("/SDN.XML", good(XML, ETag='"1"')))
    bring(source)
    (kept,) = (tmp_path / "kept").glob("*/SDN.XML")
    kept.write_bytes(XML[:-1])
    assert bring(source)[0].came.startswith("1 file came")
    assert "SDN.XML has changed" in caplog.text


def test_a_file_that_could_not_be_read_is_asked_for_whole_again(server, source_of, bring, why_not):
    broken = XML.replace(b"</sdnEntry>", b"", 1)
    source = source_of(server.answers("/SDN.XML", good(broken, ETag='"1"')))
    assert "not complete XML" in why_not(source)
    # The server names it as before: had the broken file been kept, it would be brought again.
    server.answers("/SDN.XML", good(XML, ETag='"1"'))
    assert bring(source)[1].entity_count == 7


def test_another_address_is_asked_anew(server, source_of, bring):
    bring(source_of(server.answers("/a.xml", good(XML, ETag='"1"'))))
    delivery, _ = bring(source_of(server.answers("/b.xml", good(XML, ETag='"1"'))))
    assert delivery.came.startswith("1 file came")


def test_csv_files_come_together_and_are_of_the_day_that_the_server_says(server, source_of, bring, tmp_path):
    listed = write_list(tmp_path / "2022-02-01")
    files = {
        f"{name}.csv": server.answers(
            f"/{name.upper()}.CSV", good((listed / f"{name}.csv").read_bytes(), Last_Modified=modified)
        )
        for name, modified in (("sdn", TUESDAY), ("alt", MONDAY), ("add", MONDAY))
    }
    delivery, watchlist = bring(source_of(files))
    assert delivery.came.startswith("3 files came, ")
    assert delivery.came.endswith("last modified 2022-02-01 10:00 UTC")
    assert delivery.origin == server.address
    by_hand = read_watchlist(listed)
    assert (watchlist.version, watchlist.source_sha256) == (by_hand.version, by_hand.source_sha256)
    # One file changes: it alone is sent again.
    changed = write_list(tmp_path / "changed", parties=PARTIES[:2], aliases=[], addresses=[])
    server.answers("/ALT.CSV", good((changed / "alt.csv").read_bytes(), Last_Modified=TUESDAY))
    assert bring(source_of(files))[0].came.startswith("1 of 3 files came")


def test_one_missing_file_of_several_keeps_all_of_them_out(server, source_of, why_not, tmp_path):
    listed = write_list(tmp_path / "list")
    files = {
        f"{name}.csv": server.answers(f"/{name}.csv", good((listed / f"{name}.csv").read_bytes()))
        for name in ("sdn", "alt")
    }
    too_few = why_not(source_of(files))
    assert f"{server.address}: what came is not whole: add.csv is missing" in too_few
    files["add.csv"] = server.answers("/add.csv", status(404))
    assert f"{server.address}/add.csv: HTTP 404" in why_not(source_of(files))


def test_the_published_checksum_is_checked(server, source_of, bring, why_not):
    digest = hashlib.sha256(XML).hexdigest()
    sums = server.answers("/sums", good(f"{'0' * 64}  other.xml\n{digest}  SDN.XML\n".encode()))
    source = source_of(server.answers("/SDN.XML", good(XML)), sha256=sums)
    assert bring(source)[1].entity_count == 7
    server.answers("/sums", good(b"1" * 64))
    assert f"SHA-256 {digest}, where {sums} names {'1' * 64}" in why_not(source)
    server.answers("/sums", good(b"no sum"))
    assert "names no SHA-256 of SDN.XML" in why_not(source)


def test_another_publishers_list_does_not_take_the_place_of_this_one(server, source_of, why_not, monkeypatch):
    """As if OFAC's address led to a list of the UN's."""
    from screening.watchlists.publishers.ofac.recognize import OFAC

    un = dataclasses.replace(OFAC, name="UN", list_id="UN")
    monkeypatch.setattr("screening.watchlists.publishers.PUBLISHERS", (un, OFAC))
    said = why_not(source_of(server.answers("/SDN.XML", good(XML))))
    assert f"{server.address}/SDN.XML: is a list of UN, and OFAC-SDN is one of OFAC" in said


@pytest.mark.parametrize("variable", ["SSL_CERT_FILE", "HTTPS_PROXY"])
def test_an_environment_that_cannot_be_used_is_told(variable, server, source_of, why_not, monkeypatch):
    monkeypatch.setenv(variable, "/nowhere" if variable == "SSL_CERT_FILE" else "gopher://proxy.example")
    said = why_not(source_of(server.answers("/SDN.XML", good(XML))))
    assert variable in said


def test_a_file_without_a_name_is_known_by_its_content(server, source_of, bring, xml_by_hand):
    entry = ListSourceSettings(list_id="OFAC-SDN", address=server.answers("/content?x=1", good(XML)))
    _, watchlist = bring(source_of(entry.addressed().files))
    assert watchlist.version == xml_by_hand
