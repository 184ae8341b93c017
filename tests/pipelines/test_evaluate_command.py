"""`sanctions evaluate` as a user calls it."""

import json


def test_figures_are_printed_and_the_folder_is_named(sanctions, listed, customers):
    result = sanctions("evaluate", "--watchlist", listed, "--clean", customers, "--out", "measured")
    assert result.exit_code == 0, result.stderr
    assert result.stdout.startswith("At a threshold of 80:\n")
    assert "exact name" in result.stdout
    assert "clean customers, name alone" in result.stdout
    assert result.stdout.endswith("Report: measured/evaluation.html\n")
    again = sanctions("evaluate", "--watchlist", listed, "--clean", customers, "--out", "measured")
    assert again.exit_code == 2
    assert "replace that evaluation with --overwrite" in again.stderr


def test_without_clean_customers_and_out(sanctions, listed, tmp_path):
    result = sanctions("evaluate", "--watchlist", listed, "--names", 2, "--seed", 5, "--threshold", 90)
    assert result.exit_code == 0, result.stderr
    assert "No alert rates were measured" in result.stdout
    (folder,) = (tmp_path / "work" / "runs").iterdir()
    record = json.loads((folder / "evaluation.json").read_text(encoding="utf-8"))
    assert (record["sample"]["parties"], record["seed"], record["threshold"]) == (2, 5, 90)
    assert record["clean"] is None


def test_an_existing_evaluation_is_replaced_on_demand(sanctions, listed):
    for _ in range(2):
        result = sanctions(
            "evaluate", "--watchlist", listed, "--names", 1, "--out", "measured", "--overwrite"
        )
        assert result.exit_code == 0, result.stderr


def test_unusable_input_ends_with_2(sanctions, listed, tmp_path):
    assert sanctions("evaluate", "--watchlist", listed, "--names", 0).exit_code == 2
    assert sanctions("evaluate", "--watchlist", listed, "--clean", "missing.csv").exit_code == 2
    assert "holds no list" in sanctions("evaluate").stderr
