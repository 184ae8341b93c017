"""Workbooks that unpack to far more than they weigh are refused, in little memory."""

import io
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from screening.model.errors import InputError
from screening.spreadsheets.sheet_rows import read_sheet

SPACE = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
HEADER = b'<row><c t="inlineStr"><is><t>alert_id</t></is></c></row>'
MEGABYTE = 1_000_000


def sheet_of(rows: bytes, after: bytes = b"") -> bytes:
    return b'<worksheet xmlns="' + SPACE + b'"><sheetData>' + rows + b"</sheetData>" + after + b"</worksheet>"


def workbook_of(path: Path, **parts: bytes) -> Path:
    """A workbook with other content for the parts whose names begin so."""
    whole = io.BytesIO()
    Workbook().save(whole)
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            stem = Path(name).stem
            target.writestr(name, parts.get(stem, source.read(name)))
    return path


BOMBS = {
    "a long text": sheet_of(
        HEADER + b'<row><c t="inlineStr"><is><t>' + b"A" * 300 * MEGABYTE + b"</t></is></c></row>"
    ),
    "many rows": sheet_of(HEADER + b"<row><c><v>1</v></c></row>" * 12_000_000),
    "many cells in a row": sheet_of(HEADER + b"<row>" + b"<c/>" * 60_000_000 + b"</row>"),
    "many links": sheet_of(HEADER, b"<hyperlinks>" + b"<hyperlink/>" * 12_000_000 + b"</hyperlinks>"),
}


@pytest.mark.parametrize("kind", BOMBS)
def test_a_bomb_is_refused_in_little_memory(tmp_path, kind):
    bomb = workbook_of(tmp_path / "bomb.xlsx", sheet1=BOMBS[kind])
    assert bomb.stat().st_size < 1.5 * MEGABYTE
    program = (
        "import resource, sys; from pathlib import Path\n"
        "from screening.spreadsheets.sheet_rows import read_sheet\n"
        "from screening.model.errors import InputError\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "try: read_sheet(Path(sys.argv[1]), ['alert_id'])\n"
        "except InputError as error: print(error)\n"
        "print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1000)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(bomb)], capture_output=True, text=True, check=True, timeout=120
    )
    message, megabytes = done.stdout.splitlines()
    assert "bomb.xlsx: no workbook that a spreadsheet saved of an export" in message
    assert int(megabytes) < 200


def test_what_a_part_says_of_its_size_is_not_believed(tmp_path):
    bomb = workbook_of(tmp_path / "bomb.xlsx", sheet1=BOMBS["a long text"])
    content = bytearray(bomb.read_bytes())
    with zipfile.ZipFile(bomb) as package:
        size = next(part.file_size for part in package.infolist() if "sheet1" in part.filename)
    claimed = content.replace(size.to_bytes(4, "little"), (500).to_bytes(4, "little"))
    assert claimed != content
    bomb.write_bytes(claimed)
    with pytest.raises(InputError, match="a workbook that cannot be read"):
        read_sheet(bomb, ["alert_id"])


def test_entities_are_not_expanded(tmp_path):
    text = b'<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb">]>' + sheet_of(HEADER.replace(b"alert_id", b"&b;"))
    with pytest.raises(InputError, match="defines words of its own"):
        read_sheet(workbook_of(tmp_path / "bomb.xlsx", sheet1=text), ["alert_id"])


def test_a_large_honest_workbook_is_read(tmp_path):
    rows = b"<row><c><v>1</v></c></row>" * 50_000
    path = workbook_of(tmp_path / "large.xlsx", sheet1=sheet_of(HEADER + rows))
    assert len(read_sheet(path, ["alert_id"]).rows) == 50_000
