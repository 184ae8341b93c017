"""Program codes and the authority behind them."""

import csv
import re
from pathlib import Path

import pytest

from screening.model.errors import InputError
from screening.watchlists.programs import known_programs, read_programs


def test_global_magnitsky_is_executive_order_13818():
    program = known_programs("OFAC-SDN")["GLOMAG"]
    assert program.authority == "E.O. 13818"
    assert program.regulations == "31 CFR part 583"
    assert program.title.startswith("Global Magnitsky")


def test_a_code_that_nobody_entered_has_no_authority():
    assert known_programs("OFAC-SDN").get("NOT-A-CODE") is None


def test_an_order_in_a_code_is_the_order_of_its_authority():
    for code, program in known_programs("OFAC-SDN").items():
        if "-EO1" in code:
            order = code.rpartition("-EO")[2]
            assert program.authority is not None
            assert program.authority.startswith(f"E.O. {order}"), code


@pytest.mark.parametrize(
    "file", ["2021-04/sdn.csv", "2021-07/sdn.csv", "2022-01/sdn.csv", "consolidated/cons_prim.csv"]
)
def test_every_code_of_the_real_lists_is_known(shared_data: Path, file: str):
    with (shared_data / "ofac" / file).open(encoding="utf-8", newline="") as lines:
        codes = {code for row in csv.reader(lines) if len(row) > 3 for code in row[3].split("] [")}
    assert codes - known_programs("OFAC-SDN").keys() == set()


def test_every_code_of_the_real_xml_files_is_known(shared_data: Path):
    codes: set[str] = set()
    for file in sorted((shared_data / "ofac").rglob("*.xml")):
        content = file.read_text(encoding="utf-8")
        codes.update(re.findall(r"<(?:program>|sanctionsProgram [^>]*>)([^<]+)<", content))
        # Reference values of the enhanced file, and the comments of measures in the advanced ones.
        codes.update(re.findall(r"<type>PROGRAM</type>\s*<value>([^<]+)<", content))
        codes.update(re.findall(r'SanctionsTypeID="1"[^>]*>\s*<Comment>([^<]+)<', content))
    assert {"UKRAINE-EO13662", "SSIDES", "561List"} <= codes
    assert codes - known_programs("OFAC-SDN").keys() == set()


@pytest.mark.parametrize(
    ("code", "prohibits"),
    [
        ("SDGT", ("asset freeze",)),
        ("CMIC-EO13959", ("securities dealings",)),
        ("561-Related", ("correspondent accounts",)),
        ("561List", ("correspondent accounts",)),
        ("NS-PLC", ("payments",)),
        ("FSE-IR", ("trade restrictions",)),
        # Nobody has looked it up yet, so nothing is said.
        ("CUBA-EO14404", ()),
    ],
)
def test_what_a_program_prohibits(code: str, prohibits: tuple[str, ...]):
    assert known_programs("OFAC-SDN")[code].prohibits == prohibits


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("GLOMAG: E.O. 13818\n", "'GLOMAG' needs exactly these keys"),
        ("GLOMAG: {title: Global Magnitsky}\n", "'GLOMAG' needs exactly these keys"),
        ("GLOMAG: {title: 7, authority: null, regulations: null}\n", "title must be text"),
        ("GLOMAG: {title: x, authority: 13818, regulations: null}\n", "authority must be text"),
        ("- GLOMAG\n", "expected program codes"),
        ("GLOMAG: [\n", "cannot be read as YAML"),
    ],
)
def test_an_unusable_file_is_named_with_its_code(tmp_path: Path, text: str, complaint: str):
    file = tmp_path / "programs.yaml"
    file.write_text(text)
    with pytest.raises(InputError, match=complaint) as caught:
        read_programs(file)
    assert str(file) in str(caught.value)


def test_a_missing_file_is_named(tmp_path: Path):
    with pytest.raises(InputError, match=r"absent\.yaml: no such file"):
        read_programs(tmp_path / "absent.yaml")
