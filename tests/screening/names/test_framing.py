"""What a field has around a name, and the name within."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from screening import compare_names
from screening.names.framing import MAY_BE_FRAMED, unframed
from screening.settings.names import Kind


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("Account of GALAPAGOS S.A", "non_person", "GALAPAGOS S.A"),
        ("Payment to Anto FURUNDZIJA for services", "person", "Anto FURUNDZIJA"),
        ("In favour of Rustum GHAZALI", "person", "Rustum GHAZALI"),
        ("Rustum GHAZALI and family", "person", "Rustum GHAZALI"),
        ("CIMEX, S.A. c/o Main Office", "non_person", "CIMEX, S.A."),
        ("BOLSAK S.A., Central Branch Office", "non_person", "BOLSAK S.A."),
        ("Gen. Hasan AHMAD", "person", "Hasan AHMAD"),
    ],
)
def test_the_name_within_is_read(text: str, kind: Kind, name: str) -> None:
    assert unframed(text, kind) == name
    assert pc.match_substring_regex(pa.array([text]), MAY_BE_FRAMED)[0].as_py()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("FUTURE BANK HEAD OFFICE", "non_person"),
        ("Taylor BRANCH", "person"),
        ("Gen TANAKA", "person"),
        ("GULF TRADING SERVICES", "non_person"),
        ("Col. OIL COMPANY", "non_person"),
        ("Account of ", "non_person"),
        ("and family", "person"),
    ],
)
def test_what_may_be_the_name_stays(text: str, kind: Kind) -> None:
    assert unframed(text, kind) == text


def test_a_framed_name_is_found_as_the_name_itself() -> None:
    assert compare_names("Payment to Anto FURUNDZIJA for services", "FURUNDZIJA, Anto").score == 100
    # The frame of another name changes nothing about who it is.
    assert compare_names("Payment to Ante GOTOVINA for services", "FURUNDZIJA, Anto").score < 80
