"""The gates' own pages: what was demanded and found, check by check, in pages that load nothing."""

import pickle
import time
from datetime import timedelta
from pathlib import Path

import pytest
from gate_inputs import TODAY, a_hit, a_list, customers, hits, listed, rejected
from lxml import html

from screening.quality import AgeLimit, CustomerFacts, customers_gate, hits_gate, list_change_gate, list_gate
from screening.quality.data_docs import write_gate_pages

MARKUP = "<script>alert('1 & 2')</script> $x $$y ${z}"


@pytest.fixture
def sound(watchlist, screened, limits):
    """The gates of a run in which all is well."""
    return [
        list_gate(watchlist, limits, TODAY),
        list_change_gate(watchlist, None, limits),
        customers_gate(screened, 2, limits),
        hits_gate(hits(a_hit(watchlist)), [watchlist], screened, limits, threshold=80),
    ]


@pytest.fixture
def faulty(watchlist, limits):
    """Gates that each found something."""
    doctored = a_list()
    doctored.add("names", entity_id="2", name="ASAIB", kind="aka", quality=MARKUP)
    larger = a_list()
    for number in range(3, 100):
        listed(larger, str(number), f"PARTY {number}")
    facts = CustomerFacts(today=TODAY)
    facts.add(customers({"record_id": "c1"}, {"record_id": "c1"}), rejected(0))
    bad_hit = a_hit(watchlist, record_id="c9", status="قيس")
    return [
        list_gate(doctored.build(), limits, TODAY),
        list_change_gate(watchlist, larger.build(), limits.model_copy(update={"change_rows_allowed": 0})),
        customers_gate(facts, 3, limits),
        hits_gate(hits(bad_hit), [watchlist], facts, limits, threshold=80),
    ]


def written(results, folder: Path, **given: str) -> dict[str, html.HtmlElement]:
    """The pages by their file names."""
    write_gate_pages(results, folder, **given)
    pages = {path.name: html.fromstring(path.read_bytes()) for path in sorted(folder.iterdir())}
    assert all(name.endswith(".html") for name in pages)
    return pages


def text(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def rows_that_fail(page: html.HtmlElement) -> list[str]:
    return [text(row) for row in page.xpath("//tr[@class='fails']")]


def test_every_gate_and_table_has_its_place(sound, tmp_path):
    pages = written(sound, tmp_path)
    assert list(pages) == [
        "01-list-test-birth-dates.html",
        "01-list-test-counts.html",
        "01-list-test-ends-of-the-files.html",
        "01-list-test-names.html",
        "01-list-test-parties.html",
        "01-list-test-references.html",
        "01-list-test-whole-list.html",
        "03-customers-batches.html",
        "03-customers-whole-file.html",
        "04-hits-hits.html",
        "04-hits-whole-table.html",
        "index.html",
    ]
    index = pages.pop("index.html")
    assert "All 4 gates passed." in text(index)
    assert {link.get("href") for link in index.xpath("//a")} == set(pages)
    for gate in sound:
        assert gate.saw in text(index)
    # A first version has nothing to be compared with, so there is no table to show.
    assert "a first version may be anything" in text(index)


def test_every_check_is_shown_with_what_was_demanded_and_found(sound, tmp_path):
    pages = written(sound, tmp_path)
    rows = [text(row) for row in pages["01-list-test-names.html"].xpath("//tbody/tr[td]")]
    assert rows == [
        r"Passed no name is null values must never be null. 100% not null",
        r"Passed no name is blank values must match this regular expression: \S. 0% unexpected",
        r"Passed every name has a quality values must never be null. 100% not null",
        r"Passed qualities are primary, strong, weak values must belong to this set: primary strong weak. "
        "0% unexpected",
    ]
    shown = sum(len(page.xpath("//p[@class='says']")) for page in pages.values())
    assert shown == sum(len(table.checks) for gate in sound for table in gate.validations)


def test_a_check_that_failed_stands_out_with_what_was_found_and_the_way_out(faulty, tmp_path):
    pages = written(faulty, tmp_path)
    assert "4 gates of 4 failed." in text(pages["index.html"])
    for gate in faulty:
        assert all(check.saw in text(pages["index.html"]) for check in gate.failures)
    (fall,) = rows_that_fail(pages["02-list-change-test-number-of-rows.html"])
    assert fall.startswith("Failed nothing falls by more than 3%")
    assert "Found 3 of 8 rows, such as 0.979798 (rows 'parties')" in fall
    assert "Way out: fetch the list again; compare the two with 'sanctions lists diff'" in fall
    lost, repeated = rows_that_fail(pages["03-customers-whole-file.html"])
    assert "Found 3 and 2." in lost
    assert "every record_id stands once in the whole file" in repeated
    bad_status, nobody = rows_that_fail(pages["04-hits-hits.html"])[::-1]
    assert "status is one of new, open," in bad_status
    assert "قيس" in bad_status
    assert "every hit points to a customer that was screened" in nobody


def test_what_a_list_says_is_text_and_nothing_else(faulty, tmp_path):
    page = written(faulty, tmp_path)["01-list-test-names.html"]
    assert not page.xpath("//script")
    (row,) = page.xpath("//tr[@class='fails']")
    (example,) = row.xpath(".//table[@class='examples']//td[1]")
    assert text(example) == MARKUP
    assert MARKUP in text(row)


def test_the_pages_load_nothing_and_lead_nowhere_else(sound, faulty, tmp_path):
    for results in (sound, faulty):
        pages = written(results, tmp_path / str(len(list(tmp_path.iterdir()))))
        for page in pages.values():
            (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']")
            assert policy.get("content").startswith("default-src 'none';")
            assert not page.xpath("//script | //link | //img | //iframe | //object | //base")
            assert not page.xpath("//@src | //@onclick")
            assert "//" not in "".join(page.xpath("//style/text()"))
            targets = set(page.xpath("//@href"))
            assert targets <= set(pages)


def test_the_pages_lead_back_to_the_report(sound, tmp_path):
    for page in written(sound, tmp_path, report="../report.html").values():
        (back,) = page.xpath("//a[@href='../report.html']")
        assert text(back) == "Report of the run"


def test_the_pages_are_built_for_a_screen_reader(faulty, tmp_path):
    for page in written(faulty, tmp_path).values():
        assert page.getroottree().getroot().get("lang") == "en"
        assert len(page.xpath("//h1")) == len(page.xpath("//title")) == 1
        assert all(cell.get("scope") for cell in page.xpath("//th"))
        assert all(table.xpath("caption") for table in page.xpath("//div[@class='scroll']/table"))
        ids = page.xpath("//@id")
        assert len(ids) == len(set(ids))


def test_the_same_findings_make_the_same_bytes(watchlist, screened, limits, tmp_path):
    for name in ("one", "other"):
        gates = [
            list_gate(watchlist, limits, TODAY),
            customers_gate(screened, 3, limits),
            hits_gate(hits(a_hit(watchlist)), [watchlist], screened, limits, threshold=80),
        ]
        write_gate_pages(gates, tmp_path / name)
        time.sleep(0.01)
    one, other = (
        {path.name: path.read_bytes() for path in (tmp_path / name).iterdir()} for name in ("one", "other")
    )
    assert one == other


def test_two_gates_of_one_name_have_pages_of_their_own(watchlist, limits, tmp_path):
    young = AgeLimit(watchlist.published, 40)
    late = list_gate(watchlist, limits, TODAY + timedelta(days=30), young)
    pages = written([list_gate(watchlist, limits, TODAY, young), late], tmp_path)
    assert len(pages) == 15
    assert not rows_that_fail(pages["01-list-test-whole-list.html"])
    assert rows_that_fail(pages["02-list-test-whole-list.html"])


def test_what_a_gate_kept_for_its_pages_is_no_part_of_its_verdict(watchlist, limits):
    one, other = (list_gate(watchlist, limits, TODAY) for _ in range(2))
    assert one.validations != other.validations
    assert one == other
    assert hash(one) == hash(other)
    assert "validations" not in repr(one)
    assert pickle.loads(pickle.dumps(one)).validations == one.validations


def test_the_pages_take_little_time(sound, tmp_path):
    write_gate_pages(sound, tmp_path / "first")
    began = time.perf_counter()
    write_gate_pages(sound, tmp_path / "second")
    assert time.perf_counter() - began < 1
