"""The flow evaluate-matching: the figures it shows are those it writes."""

import json
from pathlib import Path

import pytest
from prefect_records import newest_run

from screening.model.errors import InputError

pytestmark = pytest.mark.usefixtures("prefect_api")


def test_the_figures_are_published_and_shown(prefect_api, listed, customers, tmp_path):
    from pipelines.evaluate_matching import evaluate_matching

    folder = Path(
        evaluate_matching(
            watchlists=[str(listed)], clean=str(customers), names=3, out=str(tmp_path / "evaluation")
        )
    )
    figures = json.loads((folder / "evaluation.json").read_text(encoding="utf-8"))
    kept = newest_run(prefect_api)
    page = kept.artifacts["evaluation-figures"]["data"]
    assert page.startswith(f"# {figures['found']['share']:.1%} found at a threshold of 80")
    assert f"| with their identifiers | {figures['clean']['alerts']['total']:,} |" in page
    assert {kind["kind"] for kind in figures["kinds"]} <= {
        line.split(" | ")[0].removeprefix("| ") for line in page.splitlines()
    }
    assert "Qays" not in page
    assert [task["name"] for task in kept.tasks] == [
        f"open customers {customers}",
        f"read list {listed}",
        "measure",
        f"write evaluation {folder}",
    ]


def test_without_clean_customers_it_says_what_is_missing(prefect_api, listed, tmp_path):
    from pipelines.evaluate_matching import evaluate_matching

    evaluate_matching(watchlists=[str(listed)], names=2, out=str(tmp_path / "evaluation"))
    assert "no customers were given" in newest_run(prefect_api).artifacts["evaluation-figures"]["data"]


def test_an_evaluation_is_not_overwritten(listed, tmp_path):
    from pipelines.evaluate_matching import evaluate_matching

    out = str(tmp_path / "evaluation")
    evaluate_matching(watchlists=[str(listed)], names=2, out=out)
    with pytest.raises(InputError, match="evaluation"):
        evaluate_matching(watchlists=[str(listed)], names=2, out=out)
