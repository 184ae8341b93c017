"""The rooms of the house: who may import whom, held against the imports themselves, and the drawing of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from rooms import DRAWING, LEVELS, Arrow, arrows, draw, drawing, drawn, points_down, rooms

FOUND = arrows()


def test_every_room_has_its_level() -> None:
    levels = [room for level in LEVELS for room in level]
    assert sorted(levels) == sorted(rooms()), "put new rooms into LEVELS of tests/material/rooms.py"


def test_arrows_point_down_only() -> None:
    up = [
        f"{arrow.room} imports {arrow.imported}: {', '.join(files)}"
        for arrow, files in FOUND.items()
        if not points_down(arrow)
    ]
    assert not up, (
        "imports that point up. Move what is shared down to `model`, or hand it in from above:\n"
        + "\n".join(up)
    )


def test_words_are_made_of_the_ground_floors_facts_alone() -> None:
    assert {arrow.imported for arrow in FOUND if arrow.room == "wording"} <= {"model"}


def test_the_ground_floor_imports_nobody() -> None:
    assert not [files for arrow, files in FOUND.items() if arrow.room == "model"]


def test_the_library_knows_nothing_of_its_scheduler() -> None:
    assert not [files for arrow, files in FOUND.items() if arrow.imported == "pipelines"]


def test_the_drawing_is_that_of_the_imports() -> None:
    assert drawn(DRAWING.read_text(encoding="utf-8")) == drawing(FOUND), "stale: call make drawing, and look"


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """Two rooms: `runs` may import `matching`."""
    for room in ("runs", "matching"):
        (tmp_path / "screening" / room).mkdir(parents=True)
        (tmp_path / "screening" / room / "__init__.py").touch()
    return tmp_path


@pytest.mark.parametrize(
    "line",
    [
        "from screening.runs import request",
        "import screening.runs.request",
        "from screening import runs",
        "def late():\n    from screening.runs.request import Request",
        "if TYPE_CHECKING:\n    from screening.runs.request import Request",
        "from screening import Screener",
        "import pipelines.tasks",
    ],
)
def test_an_import_that_points_up_is_seen_wherever_it_stands(house: Path, line: str) -> None:
    (house / "screening" / "matching" / "work.py").write_text(line, encoding="utf-8")
    ((arrow, files),) = arrows(house).items()
    assert arrow.room == "matching"
    assert files == ["screening/matching/work.py"]
    assert not points_down(arrow)


@pytest.mark.parametrize(
    "line",
    ["from screening.matching.screener import Screener", "import screening", "import json", "x = 'import y'"],
)
def test_an_import_that_points_down_or_out_is_none(house: Path, line: str) -> None:
    (house / "screening" / "runs" / "work.py").write_text(line, encoding="utf-8")
    assert all(points_down(arrow) for arrow in arrows(house))


def test_a_drawing_leaves_out_what_follows_and_shows_what_points_up() -> None:
    lines = drawing(
        [
            Arrow("runs", "matching"),
            Arrow("matching", "model"),
            Arrow("runs", "model"),
            Arrow("model", "quality"),
        ]
    ).splitlines()
    assert [line for line in lines if "-->" in line] == ["  matching --> model", "  runs --> matching"]
    assert [line for line in lines if "-. up .->" in line] == ["  model -. up .-> quality"]
    assert "| `runs` | `matching`, `model` |" in lines


def test_the_page_gets_its_drawing_between_the_marks(tmp_path: Path) -> None:
    from rooms import BEGIN, END

    page = tmp_path / "architecture.md"
    page.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n", encoding="utf-8")
    draw(page)
    text = page.read_text(encoding="utf-8")
    assert text.startswith("before\n")
    assert text.endswith("\nafter\n")
    assert drawn(text) == drawing(FOUND)
    page.write_text("no marks", encoding="utf-8")
    with pytest.raises(ValueError, match="no place for the drawing"):
        draw(page)
