"""Which code a module runs on: all that it imports, directly or through others, by its import statements.

Found without importing anything. Imports inside functions count, for they are run when the function is; those
under `if TYPE_CHECKING` do not. A package's face that only hands names on (`from screening.customers import
open_customers`) leads to where the name comes from, and not to all else that the face hands on.
"""

from __future__ import annotations

import ast
from collections import deque
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

__all__ = ["ImportedCode", "imported_code"]


@dataclass
class ImportedCode:
    """modules: name → file, of the package that was searched. others: the top names of what is imported from
    elsewhere, the standard library included. texts: the texts that stand in the code, docstrings too."""

    modules: dict[str, Path] = field(default_factory=dict)
    others: set[str] = field(default_factory=set)
    texts: set[str] = field(default_factory=set)


def imported_code(roots: Iterable[str], package: Path, without: Collection[str] = ()) -> ImportedCode:
    """The modules `roots` of the package in the folder `package`, and all that they run on.

    without: modules that are not followed. Raises ValueError for a root that is not there.
    """
    search = _Search(package, frozenset(without))
    for root in roots:
        if search.file(root) is None:
            raise ValueError(f"{root}: no such module in {package}")
        search.add(root)
    return search.found


class _Search:
    def __init__(self, package: Path, without: frozenset[str]) -> None:
        self.found = ImportedCode()
        self._package = package
        self._without = without

    def file(self, module: str) -> Path | None:
        """The file of a module of the package; None for one of elsewhere, or that is not there."""
        top, *parts = module.split(".")
        if top != self._package.name:
            return None
        place = self._package.joinpath(*parts)
        for file in (place / "__init__.py", place.with_suffix(".py") if parts else place):
            if file.is_file():
                return file
        return None

    def add(self, module: str) -> None:
        file = self.file(module)
        if file is None or module in self._without or module in self.found.modules:
            return
        self.found.modules[module] = file
        code = _read(file)
        self.found.texts |= code.texts
        for statement in code.imports:
            self._follow(statement, module)

    def _follow(self, statement: ast.Import | ast.ImportFrom, module: str) -> None:
        if isinstance(statement, ast.Import):
            for alias in statement.names:
                self._add_named(alias.name)
            return
        source = self._source(statement, module)
        for alias in statement.names:
            self._add_from(source, alias.name)

    def _add_named(self, module: str) -> None:
        if module.partition(".")[0] == self._package.name:
            self.add(module)
        else:
            self.found.others.add(module.partition(".")[0])

    def _add_from(self, source: str, name: str) -> None:
        """What `from source import name` leads to."""
        if self.file(f"{source}.{name}") is not None:
            self.add(f"{source}.{name}")
            return
        origin = self._handed_on(source, name)
        if origin is None:
            self._add_named(source)
        elif source not in self._without:
            self._add_from(*origin)

    def _handed_on(self, source: str, name: str) -> tuple[str, str] | None:
        """Where the face of a package has a name from; None where it makes the name itself, or is no face."""
        file = self.file(source)
        if file is None or file.name != "__init__.py":
            return None
        for statement in _read(file).imports_at_top:
            if isinstance(statement, ast.ImportFrom):
                for alias in statement.names:
                    if (alias.asname or alias.name) == name:
                        return self._source(statement, source), alias.name
        return None

    def _source(self, statement: ast.ImportFrom, module: str) -> str:
        """The absolute name of the module that is imported from."""
        if not statement.level:
            return statement.module or ""
        file = self.file(module)
        is_face = file is not None and file.name == "__init__.py"
        parts = module.split(".")
        above = parts[: len(parts) - statement.level + is_face]
        return ".".join([*above, *([statement.module] if statement.module else [])])


@dataclass(frozen=True, slots=True)
class _Code:
    """What is asked of a module. imports_at_top: those outside functions."""

    texts: frozenset[str]
    imports: Sequence[ast.Import | ast.ImportFrom]
    imports_at_top: Sequence[ast.Import | ast.ImportFrom]


def _read(file: Path) -> _Code:
    about = file.stat()
    return _parsed(file, about.st_mtime_ns, about.st_size)


# One process makes many runs of the same code.
@lru_cache(maxsize=1_024)
def _parsed(file: Path, _changed: int, _size: int) -> _Code:
    tree = ast.parse(file.read_bytes())
    texts = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return _Code(
        frozenset(text for text in texts if isinstance(text, str)),
        tuple(_imports(tree)),
        tuple(_imports(tree, top_level=True)),
    )


def _imports(tree: ast.Module, top_level: bool = False) -> Iterator[ast.Import | ast.ImportFrom]:
    waiting = deque[ast.AST]([tree])
    while waiting:
        node = waiting.popleft()
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield node
        elif isinstance(node, ast.If) and _is_type_checking(node.test):
            waiting += node.orelse
        elif not (top_level and isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)):
            waiting += ast.iter_child_nodes(node)


def _is_type_checking(test: ast.expr) -> bool:
    return (isinstance(test, ast.Name) and test.id == "TYPE_CHECKING") or (
        isinstance(test, ast.Attribute) and test.attr == "TYPE_CHECKING"
    )
