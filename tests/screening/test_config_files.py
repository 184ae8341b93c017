"""Configuration in YAML: what cannot be meant is refused, with the file and its line."""

import pytest

from screening.config_files import CONFIG_DIR, read_yaml
from screening.model.errors import InputError

BOMB = "a: &a [1, 1, 1, 1, 1, 1, 1, 1, 1]\n" + "".join(
    f"{name}: &{name} [{', '.join(['*' + of] * 9)}]\n"
    for of, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("threshold: 70\nworkers: 2\nthreshold: 90\n", "line 3: 'threshold' stands in line 1 already"),
        ("gates:\n  min_entities: 1\n  min_entities: 2\n", "line 3: 'min_entities' stands in line 2 already"),
        ("{a: 1, 'a': 2}", "line 1: 'a' stands in line 1 already"),
        ("[" * 5000, "nested too deep"),
        ("a: " + "{b: " * 3000 + "1" + "}" * 3000, "nested too deep"),
        (BOMB, "more than 100,000 values"),
        ("a: &a [*a]", "line 1: refers to itself"),
        ('csv_encoding: "utf\\0"', "line 1: holds a NUL"),
        ("day: 2026-99-99", "cannot be read as YAML"),
        ("a: 1\n---\nb: 2", "cannot be read as YAML"),
        ("!!python/object/apply:os.system [true]", "cannot be read as YAML"),
    ],
    ids=lambda text: text[:20],
)
def test_what_cannot_be_meant_is_refused(text, told, tmp_path):
    file = tmp_path / "own.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"own\.yaml") as refused:
        read_yaml(file)
    assert told in str(refused.value)


def test_a_folder_is_refused(tmp_path):
    with pytest.raises(InputError, match="Is a directory"):
        read_yaml(tmp_path)


def test_a_value_may_be_used_again_and_laid_over(tmp_path):
    file = tmp_path / "own.yaml"
    file.write_text("a: &a {x: 1, y: 2}\nb: {<<: *a, x: 3}\nc: *a\n", encoding="utf-8")
    assert read_yaml(file) == {"a": {"x": 1, "y": 2}, "b": {"x": 3, "y": 2}, "c": {"x": 1, "y": 2}}


@pytest.mark.parametrize("file", sorted(CONFIG_DIR.glob("*.yaml")), ids=lambda file: file.name)
def test_the_files_that_come_with_the_program_can_be_read(file):
    assert read_yaml(file)
