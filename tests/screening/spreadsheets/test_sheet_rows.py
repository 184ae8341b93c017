"""Tables as spreadsheets save them: every encoding, separator and line end comes to the same rows."""

import io
import re
import zipfile

import pytest
from openpyxl import Workbook

from screening.model.errors import InputError
from screening.spreadsheets.sheet_rows import read_sheet

REQUIRED = ("alert_id", "decision")
ROWS = [
    ["Alert_ID", "name", "decision"],
    ["A1", "Müller; Söhne, Inc", "true\nmatch"],
    ["", "", ""],
    ["A2", "É", ""],
]
EXPECTED = [
    (2, {"alert_id": "A1", "name": "Müller; Söhne, Inc", "decision": "true\nmatch"}),
    (4, {"alert_id": "A2", "name": "É", "decision": ""}),
]


def text(separator=",", line_end="\r\n"):
    def cell(value):
        return f'"{value}"' if re.search(r"[,;\t\n]", value) else value

    return "".join(separator.join(cell(value) for value in row) + line_end for row in ROWS)


@pytest.mark.parametrize(
    "content",
    [
        text().encode("utf-8-sig"),
        text().encode("utf-8"),
        text(";").encode("cp1252"),
        text("\t").encode("utf-16"),
        text("\t").encode("utf-16-le"),
        text("\t").encode("utf-16-be"),
        text(line_end="\n").encode(),
        text(line_end="\r").encode(),
    ],
    ids=[
        "UTF-8 with mark",
        "UTF-8",
        "cp1252 ;",
        "UTF-16",
        "UTF-16 LE",
        "UTF-16 BE",
        "LF",
        "CR",
    ],
)
def test_what_a_spreadsheet_saves_is_read(tmp_path, content):
    file = tmp_path / "back.csv"
    file.write_bytes(content)
    sheet = read_sheet(file, REQUIRED)
    assert sheet.columns == ["alert_id", "name", "decision"]
    assert [(row.number, row.cells) for row in sheet.rows] == EXPECTED


def test_excels_line_about_the_separator_counts_as_a_row(tmp_path):
    file = tmp_path / "back.csv"
    file.write_text("sep=;\r\n" + text(";"), encoding="utf-8-sig", newline="")
    assert [row.number for row in read_sheet(file, REQUIRED).rows] == [3, 5]


def test_a_workbook_is_read(tmp_path):
    workbook = Workbook()
    for row in [*ROWS, [3.0, 2.5, None]]:
        workbook.active.append([value or None for value in row])
    # Its content says what it is, not its name.
    workbook.save(tmp_path / "back.csv")
    rows = [(row.number, row.cells) for row in read_sheet(tmp_path / "back.csv", REQUIRED).rows]
    assert rows == [*EXPECTED, (5, {"alert_id": "3", "name": "2.5", "decision": ""})]


def test_guards_against_formulas_come_off_and_short_rows_are_filled(tmp_path):
    file = tmp_path / "back.csv"
    file.write_text("alert_id,decision,comment\nA1,'=1+1\nA2, x ,\n", encoding="utf-8")
    cells = [row.cells for row in read_sheet(file, REQUIRED).rows]
    assert cells == [
        {"alert_id": "A1", "decision": "=1+1", "comment": ""},
        {"alert_id": "A2", "decision": "x", "comment": ""},
    ]


def workbook_with(sheet: bytes) -> bytes:
    """A workbook with this for the XML of its sheet."""
    whole, broken = io.BytesIO(), io.BytesIO()
    Workbook().save(whole)
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(broken, "w") as target:
        for name in source.namelist():
            target.writestr(name, sheet if "sheet1.xml" in name else source.read(name))
    return broken.getvalue()


def test_a_workbook_that_is_wrong_about_its_size_is_read_whole(tmp_path):
    rows = "".join(
        f'<row><c t="inlineStr"><is><t>A{number}</t></is></c><c t="str"><v>no</v></c></row>'
        for number in range(3)
    ).replace("A0", "alert_id", 1)
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = f'<worksheet xmlns="{space}"><dimension ref="A1"/><sheetData>{rows}</sheetData></worksheet>'
    (tmp_path / "back.xlsx").write_bytes(workbook_with(sheet.replace("no", "decision", 1).encode()))
    found = [row.cells for row in read_sheet(tmp_path / "back.xlsx", REQUIRED).rows]
    assert found == [{"alert_id": "A1", "decision": "no"}, {"alert_id": "A2", "decision": "no"}]


def test_a_workbook_that_a_csv_became_loses_its_guards(tmp_path):
    workbook = Workbook()
    for row in (["alert_id", "decision"], ["A1", "'=1+1"], ["A2", "''=1+1"]):
        workbook.active.append(row)
    workbook.save(tmp_path / "back.xlsx")
    cells = [row.cells["decision"] for row in read_sheet(tmp_path / "back.xlsx", REQUIRED).rows]
    assert cells == ["=1+1", "'=1+1"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "the file is empty"),
        (b"\r\n,,\r\n", "the file is empty"),
        (b"alert_id,comment\nA1,x\n", "row 1: the column 'decision' is missing"),
        (b"alert_id,decision,Decision\nA1,x,y\n", "the column 'decision' is there more than once"),
        (b"alert_id,decision\nA1,x,y\n", "row 2: has more cells"),
        (b'alert_id,decision\nA1,"x" y\n', "row 2: cannot be split into cells"),
        (b'alert_id,decision\nA1,"x\n', "cannot be split into cells"),
        (b"alert_id,decision\nA1,open", "last line has no line end"),
        (b"PK\x03\x04 no workbook", "a workbook that cannot be read"),
        (b"\xd0\xcf\x11\xe0 old", "Excel's old format"),
        (b"alert_id,decision\nA1,\x81\n", "neither UTF-8 nor UTF-16"),
        (b"\xff\xfea", "not a text file"),
        (workbook_with(b"<worksheet"), "a workbook that cannot be read"),
        (workbook_with(b"<worksheet/>")[:-30], "a workbook that cannot be read"),
    ],
)
def test_what_is_no_such_table_is_refused(tmp_path, content, message):
    file = tmp_path / "back.csv"
    file.write_bytes(content)
    with pytest.raises(InputError, match=f"back.csv.*{message}"):
        read_sheet(file, REQUIRED)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(InputError, match=r"none\.csv: cannot be read"):
        read_sheet(tmp_path / "none.csv", REQUIRED)
