"""A file becomes some forty pieces of work, whatever its size."""

from itertools import accumulate, islice, takewhile

import pytest

from screening.runs.screening_work import pieces


def pieces_needed(batches: int, rows_total: int | None, batch_rows: int) -> int:
    covered = accumulate(islice(pieces(rows_total, batch_rows), 1_000))
    return 1 + len(list(takewhile(lambda done: done < batches, covered)))


@pytest.mark.parametrize("rows", [1, 9_999, 400_000, 400_001, 1_000_000, 500_000_000])
def test_a_file_of_known_size_takes_at_most_forty(rows):
    batches = -(-rows // 10_000)
    assert pieces_needed(batches, rows, 10_000) <= 40


def test_a_small_file_takes_a_piece_a_batch():
    assert list(islice(pieces(30_000, 10_000), 3)) == [1, 1, 1]


@pytest.mark.parametrize("batches", [1, 40, 100, 10_000])
def test_a_file_of_unknown_size_takes_at_most_fifty_up_to_ten_million_rows(batches):
    assert pieces_needed(min(batches, 1_000), None, 10_000) <= 50


def test_many_small_parts_do_not_flood_prefect():
    # A thousand parts of ten rows: their total promises one batch, each part makes one.
    assert pieces_needed(1_000, 10_000, 10_000) <= 50
