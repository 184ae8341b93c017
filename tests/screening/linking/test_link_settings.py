"""What an officer may say of links, and how the program answers what it cannot follow."""

from __future__ import annotations

from pathlib import Path

import pytest

from screening.model.errors import InputError
from screening.settings import Settings, load_settings


def settings_of(tmp_path: Path, text: str) -> Settings:
    path = tmp_path / "own.yaml"
    path.write_text(f"linking:\n{text}", encoding="utf-8")
    return load_settings(path)


def test_pairs_that_a_person_joins_or_keeps_apart(tmp_path: Path) -> None:
    linking = settings_of(
        tmp_path, "  apart: [[UN QDi.1, UK AQD0001]]\n  together: [[EU EU.1.2, OPENSANCTIONS NK-a b]]\n"
    ).linking

    assert linking.apart == ((("UN", "QDi.1"), ("UK", "AQD0001")),)
    assert linking.together == ((("EU", "EU.1.2"), ("OPENSANCTIONS", "NK-a b")),)


def test_the_settings_are_written_into_the_record_as_they_were_given(tmp_path: Path) -> None:
    record = settings_of(tmp_path, "  apart: [[UN QDi.1, UK AQD0001]]\n").as_record()

    assert record["linking"]["apart"] == [["UN QDi.1", "UK AQD0001"]]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("  apart: [[QDi.1, UK AQD0001]]\n", "names no entry"),
        ("  apart: [[UN QDi.1, UN QDi.1]]\n", "named twice in one pair"),
        ("  apart: [[UN QDi.1]]\n", "linking.apart"),
        ("  kinds: [reference, hearsay]\n", "linking.kinds"),
        ("  apart: [[UN a, UK b]]\n  together: [[UN a, UK b]]\n", "Take out one of the two"),
        ("  apart: [[UN a, UK b]]\n  together: [[UN a, EU c], [UK b, EU c]]\n", "Take out one of the two"),
    ],
)
def test_what_cannot_be_followed_is_told(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        settings_of(tmp_path, text)
