"""Which modules another one runs on, seen on a small package."""

from pathlib import Path

import pytest

from screening.runs.imported_code import imported_code

PACKAGE = {
    "__init__.py": "from bank.gates import limit\n",
    "start.py": "import json\nfrom bank.names import score\nfrom . import words\n",
    "names/__init__.py": "from bank.names.score import score\nfrom bank.names.draw import draw\n",
    "names/score.py": "def score():\n    import numpy as np\n    from bank import lazy\n",
    "names/draw.py": "import plots\n",
    "words.py": "TABLE = 'words.csv'\n",
    "lazy.py": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from bank.report import page\n",
    "report.py": "page = 1\n",
    "gates.py": "limit = 1\n",
}


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    for name, code in PACKAGE.items():
        file = tmp_path / "bank" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(code, encoding="utf-8")
    return tmp_path / "bank"


def test_imports_are_followed_also_those_inside_functions(bank: Path) -> None:
    found = imported_code(["bank.start"], bank)
    assert found.modules.keys() == {"bank.start", "bank.names.score", "bank.words", "bank.lazy"}
    assert found.others == {"json", "numpy", "typing"}
    assert "words.csv" in found.texts


def test_a_face_leads_to_where_the_name_comes_from_and_to_all_it_hands_on_where_it_is_asked_for(
    bank: Path,
) -> None:
    assert "bank.names.draw" not in imported_code(["bank.start"], bank).modules
    found = imported_code(["bank.names"], bank)
    assert {"bank.names", "bank.names.draw", "bank.names.score"} <= found.modules.keys()
    assert "plots" in found.others


def test_a_name_that_a_package_makes_itself_leads_to_the_package(bank: Path) -> None:
    (bank / "names" / "__init__.py").write_text("from bank.gates import limit\nrank = limit\n")
    (bank / "start.py").write_text("from bank.names import rank\n")
    assert {"bank.names", "bank.gates"} <= imported_code(["bank.start"], bank).modules.keys()


def test_what_is_not_to_be_followed_is_left_out(bank: Path) -> None:
    found = imported_code(["bank.start"], bank, without=["bank.words"])
    assert "bank.words" not in found.modules


def test_a_root_that_is_not_there_is_a_fault(bank: Path) -> None:
    with pytest.raises(ValueError, match=r"bank\.gone"):
        imported_code(["bank.gone"], bank)
