"""`sanctions runs diff`: why a run found what another did not."""

import json
from pathlib import Path

import pytest
from run_inputs import write_customers

ROWS = [
    {"record_id": "c1", "name": "Qays al-Khazali", "date_of_birth": "1974-06-20"},
    {"record_id": "c3", "name": "Asaib Ahl al-Haq"},
]


@pytest.fixture
def screened(sanctions, customers, listed, tmp_path):
    """Screen these customers with these options, to a folder of this name."""

    def screen(name, rows, *options) -> Path:
        out = tmp_path / name
        write_customers(customers, rows)
        result = sanctions("screen", customers, "--watchlist", listed, "--out", out, *options)
        assert result.exit_code == 0, result.stderr
        return out

    return screen


def test_two_runs_of_the_same_differ_in_nothing(sanctions, screened):
    one, other = screened("one", ROWS), screened("other", ROWS)
    before = {path: path.read_bytes() for path in (*one.glob("*.*"), *other.glob("*.*"))}
    result = sanctions("runs", "diff", one, other)
    assert result.exit_code == 0, result.stderr
    assert result.stdout.splitlines()[1:] == [
        "The records say the same.",
        "Hits: 0 came, 0 went, 0 with another score, 2 as they were",
    ]
    assert before == {path: path.read_bytes() for path in (*one.glob("*.*"), *other.glob("*.*"))}


def test_what_differs_is_told_key_by_key_and_hit_by_hit(sanctions, screened):
    one = screened("one", ROWS)
    moved = [
        ROWS[0] | {"date_of_birth": "1981-02-03"},
        {"record_id": "\x1b[31mc4", "name": "Aerocaribbean Airlines"},
    ]
    other = screened("other", moved, "--threshold", "75")
    result = sanctions("runs", "diff", one, other)
    assert result.exit_code == 0, result.stderr
    lines = result.stdout.splitlines()
    assert "Scores of the two need not agree: settings, tables, code or packages differ." in lines
    assert "  threshold: 80.0 → 75.0" in lines
    assert "  settings.threshold: 80.0 → 75.0" in lines
    assert any(line.startswith("  customers.sha256: ") for line in lines)
    assert "Hits: 1 came, 1 went, 1 with another score, 0 as they were" in lines
    came, went, score = (lines[lines.index(f"{title}:") + 1] for title in ("Came", "Went", "Another score"))
    assert "record \ufffd[31mc4, AEROCARIBBEAN AIRLINES (OFAC-SDN 36)" in came
    assert "record c3, ASA'IB AHL AL-HAQ" in went
    assert " → " in score
    assert "record c1, AL-KHAZALI, Qais" in score


def test_a_record_of_an_older_program_is_compared_as_far_as_it_goes(sanctions, screened):
    one, other = screened("one", ROWS), screened("other", ROWS)
    file = one / "run.json"
    said = json.loads(file.read_text(encoding="utf-8"))
    for key in ("outcome", "lists", "scoring_fingerprint", "settings", "night"):
        del said[key]
    file.write_text(json.dumps(said), encoding="utf-8")
    result = sanctions("runs", "diff", one, other)
    assert result.exit_code == 0, result.stderr
    assert "  outcome: none → published" in result.stdout.splitlines()


def test_a_run_that_was_stopped_has_no_hits_to_compare(sanctions, screened, customers, listed, tmp_path):
    one = screened("one", ROWS)
    config = tmp_path / "strict.yaml"
    config.write_text("gates: {max_hit_share: 0.1, hit_share_from_rows: 1}\n", encoding="utf-8")
    stopped = sanctions(
        "screen", customers, "--watchlist", listed, "--out", tmp_path / "two", "--config", config
    )
    assert stopped.exit_code == 3
    result = sanctions("runs", "diff", one, tmp_path / "two")
    assert result.exit_code == 0, result.stderr
    assert "  outcome: published → stopped" in result.stdout.splitlines()
    assert "Hits: 0 came, 2 went, 0 with another score, 0 as they were" in result.stdout.splitlines()


def test_what_is_no_run_ends_with_2(sanctions, tmp_path):
    result = sanctions("runs", "diff", tmp_path, tmp_path)
    assert result.exit_code == 2
    assert "run.json: cannot be read (No such file or directory)" in result.stderr
