"""The rooms of the house and the arrows between them, as the imports say.

A room is a package of `screening`, a module at its top (`config_files`), or `pipelines`. `screening` itself
is one, too: what the package shows to the outside, such as `Screener`. An arrow is an import, also one inside
a function or for a type checker only. As a program it draws them anew: make drawing.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
DRAWING = ROOT / "docs" / "architecture.md"
BEGIN, END = "<!-- drawing: made by `make drawing` -->", "<!-- end of the drawing -->"

# `from screening import Screener` is an import of this room.
FACE = "screening"
# From the roof to the ground. An arrow points from a level to one below it, and to no room of its own level.
LEVELS = (
    ("pipelines",),
    (FACE,),
    ("runs",),
    ("evaluation",),
    ("report", "spreadsheets"),
    ("alerts", "quality"),
    ("ownership",),
    ("matching",),
    ("linking",),
    ("customers",),
    ("names", "watchlists"),
    ("settings",),
    ("config_files", "storage", "stopwatch", "wording"),
    ("model",),
)
_PACKAGES = ("screening", "pipelines")


class Arrow(NamedTuple):
    """An import of one room by another."""

    room: str
    imported: str


def arrows(root: Path = ROOT) -> dict[Arrow, list[str]]:
    """Each arrow → the files that draw it, as paths from `root`."""
    found: dict[Arrow, set[str]] = defaultdict(set)
    for file in _modules(root):
        room = _room(file.relative_to(root).with_suffix("").parts, root)
        for name in _imports(ast.parse(file.read_text(encoding="utf-8"))):
            imported = _room(name.split("."), root)
            if room is not None and imported not in (None, room):
                found[Arrow(room, imported)].add(file.relative_to(root).as_posix())
    return {arrow: sorted(files) for arrow, files in sorted(found.items())}


def rooms(root: Path = ROOT) -> set[str]:
    """Every room that has a module of its own."""
    every = (_room(file.relative_to(root).with_suffix("").parts, root) for file in _modules(root))
    return {room for room in every if room is not None}


def points_down(arrow: Arrow) -> bool:
    return level(arrow.room) < level(arrow.imported)


def level(room: str) -> int:
    """How far below the roof a room lies."""
    return next(depth for depth, names in enumerate(LEVELS) if room in names)


def drawing(every: Iterable[Arrow]) -> str:
    """The rooms by level as a mermaid drawing, the arrows that point up in red, and the imports as a table.

    Arrows that follow from others are left out of the drawing: who imports `matching` need not be seen to
    import `model`, too. The table has all.
    """
    every = set(every)
    down = {arrow for arrow in every if points_down(arrow)}
    up = sorted(every - down)
    shown = sorted(arrow for arrow in down if not _follows(arrow, down))
    lines = ["```mermaid", "flowchart TD"]
    for depth, names in enumerate(LEVELS):
        lines.append(f'  subgraph level{depth}[" "]')
        lines += [f"    {name}" for name in names]
        lines.append("  end")
    lines += [f"  {arrow.room} --> {arrow.imported}" for arrow in shown]
    lines += [f"  {arrow.room} -. up .-> {arrow.imported}" for arrow in up]
    lines += [f"  linkStyle {len(shown) + number} stroke:red" for number in range(len(up))]
    lines += ["```", "", "| room | imports |", "| --- | --- |"]
    for name in (room for names in LEVELS for room in names):
        imported = sorted((each.imported for each in every if each.room == name), key=_place)
        lines.append(f"| `{name}` | {', '.join(f'`{each}`' for each in imported) or 'nothing'} |")
    return "\n".join(lines)


def drawn(text: str) -> str:
    """The drawing that a page has now, without the marks around it."""
    return text.partition(BEGIN)[2].partition(END)[0].strip()


def draw(page: Path = DRAWING) -> None:
    """Put the drawing of today's imports into the page, between its marks."""
    text = page.read_text(encoding="utf-8")
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"{page}: has no place for the drawing. Put the lines {BEGIN} and {END} into it.")
    page.write_text(f"{before}{BEGIN}\n\n{drawing(arrows())}\n\n{END}{after}", encoding="utf-8")


def _modules(root: Path) -> Iterator[Path]:
    for package in _PACKAGES:
        yield from sorted((root / package).rglob("*.py"))


def _imports(tree: ast.AST) -> Iterator[str]:
    """The full name of everything a module imports, wherever in it the import stands."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            # The package itself is loaded by whoever imports any room: no arrow.
            yield from (alias.name for alias in node.names if "." in alias.name or alias.name == "pipelines")
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            if node.level:
                raise ValueError(f"line {node.lineno}: a relative import. Write the whole name.")
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _room(parts: Iterable[str], root: Path) -> str | None:
    """The room of a module's or an object's full name; None for what is not of this house."""
    package, *rest = parts
    if package == "pipelines":
        return package
    if package != "screening":
        return None
    name = rest[0] if rest else "__init__"
    own = root / "screening" / name
    return name if name != "__init__" and (own.is_dir() or own.with_suffix(".py").is_file()) else FACE


def _follows(arrow: Arrow, down: set[Arrow]) -> bool:
    """Whether there is a way from one room to the other by more than one arrow."""
    below: Mapping[str, set[str]] = {room: {e.imported for e in down if e.room == room} for room, _ in down}
    ahead, seen = list(below[arrow.room] - {arrow.imported}), set()
    while ahead:
        room = ahead.pop()
        if room == arrow.imported:
            return True
        if room not in seen:
            seen.add(room)
            ahead += below.get(room, ())
    return False


def _place(room: str) -> tuple[int, str]:
    return level(room), room


if __name__ == "__main__":
    draw()
