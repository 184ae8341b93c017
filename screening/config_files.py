"""The folder of configuration files, and how one is read.

YAML lets a file say one thing twice and grow without end. Here it may not: of two settings of one name nobody
can tell which was meant.
"""

from __future__ import annotations

from collections.abc import Hashable
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict

from screening.model.errors import InputError

__all__ = ["CONFIG_DIR", "Section", "read_mapping", "read_yaml"]

# Package data, so that an installed program has it, too. In a checkout it is a link to `configs/` at the top,
# where people look for settings; resolved, so that messages name the file there.
CONFIG_DIR = Path(str(files("screening").joinpath("configs"))).resolve()

# Far more than any configuration needs. Values that others refer to (`&`, `*`) count each time they are used.
_MOST_VALUES = 100_000
_MERGE = "tag:yaml.org,2002:merge"


class Section(BaseModel):
    """A part of the settings. A misspelled key must not pass for a setting that was made."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def read_yaml(path: Path, what: str = "configuration file") -> Any:
    """What the file holds, None where it is empty; whether it has the right shape is for the caller.

    what: how to call it in the InputError for a file that is missing, is no YAML, says a key twice, holds a
    NUL character, refers to itself, or is nested too deep or too large for a configuration.
    """
    try:
        return _read(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise InputError(f"{path}: no such {what}.") from error
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}). Give a {what}.") from error
    except RecursionError as error:
        raise InputError(f"{path}: is nested too deep for a {what}.") from error
    except _UnusableError as error:
        raise InputError(f"{path}, {error}") from error
    except (UnicodeDecodeError, yaml.YAMLError, ValueError) as error:
        raise InputError(f"{path}: cannot be read as YAML: {error}") from error


def read_mapping(path: Path) -> dict[str, Any]:
    """The settings of a file as keys and values, none where it is empty; else as `read_yaml`."""
    content = read_yaml(path)
    if content is None:
        return {}
    if not isinstance(content, dict):
        raise InputError(f"{path}: expected settings as 'key: value' lines at the top level.")
    return content


class _UnusableError(Exception):
    """Content that YAML allows and a configuration may not have; the message begins with its line."""

    def __init__(self, node: yaml.Node, what: str) -> None:
        super().__init__(f"line {_line(node)}: {what}")


class _Loader(yaml.SafeLoader):
    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: dict[Hashable, yaml.Node] = {}
        for key_node, _ in node.value:
            if key_node.tag == _MERGE:
                continue
            key = self.construct_object(key_node, deep=True)
            if not isinstance(key, Hashable):
                continue  # YAML's own error says so below.
            if key in seen:
                raise _UnusableError(
                    key_node, f"'{key}' stands in line {_line(seen[key])} already. Keep one of the two."
                )
            seen[key] = key_node
        return super().construct_mapping(node, deep)


def _read(text: str) -> Any:
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        if node is None:
            return None
        if _values(node, {}) > _MOST_VALUES:
            raise _UnusableError(node, f"more than {_MOST_VALUES:,} values. Give a configuration file.")
        return loader.construct_document(node)
    finally:
        loader.dispose()


def _values(node: yaml.Node, known: dict[int, int | None]) -> int:
    """How many values a node stands for. Raises _UnusableError for a NUL, and for a node within itself."""
    if isinstance(node, yaml.ScalarNode):
        if "\0" in node.value:
            raise _UnusableError(node, "holds a NUL character. Take it out.")
        return 1
    if id(node) not in known:
        known[id(node)] = None
        parts = (
            node.value if isinstance(node, yaml.SequenceNode) else [n for pair in node.value for n in pair]
        )
        known[id(node)] = 1 + sum(_values(part, known) for part in parts)
    count = known[id(node)]
    if count is None:
        raise _UnusableError(node, "refers to itself. Write it out.")
    return count


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1
