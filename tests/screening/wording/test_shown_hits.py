"""What is said where the workbook or the page has not all hits."""

from hit_rows import hit_table, run_record

from screening.model.run_record import ShownHits
from screening.report import render_report
from screening.wording.shown_hits import cap_words

HITS = hit_table(*({"record_id": str(number)} for number in range(12)))


def test_it_is_told_which_file_has_how_many() -> None:
    run = run_record(HITS, shown=ShownHits(workbook=5, page=12))
    assert cap_words(run) == (
        "Of 12 hits hits.xlsx has 5, the most likely; hits.csv and hits.parquet have all."
    )
    both = cap_words(run_record(HITS, shown=ShownHits(workbook=5, page=7))) or ""
    assert "hits.xlsx has 5 and report.html has 7, the most likely" in both


def test_nothing_is_told_where_all_are_there() -> None:
    assert cap_words(run_record(HITS, shown=ShownHits(workbook=12, page=12))) is None
    assert cap_words(run_record(HITS)) is None


def test_the_page_tells_how_many_the_workbook_has() -> None:
    page = render_report(run_record(HITS, shown=ShownHits(workbook=5, page=12)), HITS)
    assert "has the 5 most likely" in " ".join(page.split())
    assert "has the 5 most likely" not in " ".join(render_report(run_record(HITS), HITS).split())
