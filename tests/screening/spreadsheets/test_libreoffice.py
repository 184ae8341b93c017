"""Files for review that LibreOffice opened and saved: in both forms, from each to each."""

import csv
from pathlib import Path
from typing import Any

import pytest
from alert_cases import CUSTOMER, FIRST_NIGHT, alert_hit, night, noon, settings_with
from hit_rows import hit_table
from libreoffice import WHY_NOT, save_again, soffice
from openpyxl import load_workbook

from screening.alerts import Ledger
from screening.model.errors import InputError
from screening.spreadsheets import write_hits_csv, write_hits_xlsx
from screening.spreadsheets.flat_hits import SHEET_COLUMNS
from screening.spreadsheets.review_export import write_review
from screening.spreadsheets.review_import import apply_review
from screening.spreadsheets.sheet_rows import read_cells

pytestmark = pytest.mark.skipif(soffice() is None, reason=WHY_NOT)

KINDS = ("csv", "xlsx")
WAYS = [(kind, saved) for kind in KINDS for saved in KINDS]
IDS = [f"{kind} saved as {saved}" for kind, saved in WAYS]

# Names and notes of customers as they may come.
TEXTS = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://example.test","x")',
    "+49 30 1234",
    "+1",
    "-",
    "-5",
    "@SUM(A1)",
    "＝1+1",
    "\tx",
    "\t=1+1",
    "\nx",
    "\rx",
    "\r=1+1",
    "'=1+1",
    "'Abd al-Rahman",
    "a; =1",
    "a\n=1+1",
    "قيس الخزعلي",
    "刘晓波",
    'O\'Neill, "Q" & <Sons>',
    "_x0041_",
    "<r><t>Qais</t></r>",
    "Basra\r\nIraq",
    "a\x01b\x1f",
    "a\u2028b\x85c",
    "  blanks  ",
    "C:\\x005F_",
]
# A spreadsheet that opens a CSV file takes these for numbers, dates and truth; a workbook says they are none.
TYPED = ["00123", "1E5", "2026-11-22", "3/4", "10%", "TRUE", "1234567890123456789", "1,000.50"]

CASES = {
    "00123": "=cmd|' /C calc'!A0",
    "1E5": "قيس الخزعلي",
    "3-4": "+49 30 1",
    "12345678901234567": "\rQays",
}
DECIDED = {
    "00123": ("false positive", "another man;\nsee file"),
    "1E5": ("true match", "نفس الرجل"),
    "3-4": ("Escalate", '\'Abd? ask the branch, "now"'),
}


def fill(path: Path, decisions: dict[str, tuple[str, str]]) -> None:
    """Fill in decisions by record_id, as a program does that knows nothing of ours."""
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            header, *rows = csv.reader(file)
        for row in rows:
            filled = decisions.get(row[header.index("record_id")], ("", ""))
            row[header.index("decision")], row[header.index("comment")] = filled
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows([header, *rows])
        return
    workbook = load_workbook(path)
    sheet = workbook.worksheets[0]
    headings = {cell.value: cell.column for cell in sheet[1]}
    for row in range(2, sheet.max_row + 1):
        filled = decisions.get(sheet.cell(row, headings["record_id"]).value)
        if filled:
            sheet.cell(row, headings["decision"]).value = filled[0]
            sheet.cell(row, headings["comment"]).value = filled[1]
    workbook.save(path)


@pytest.fixture(scope="module")
def story(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of one night with the cases above."""
    path = tmp_path_factory.mktemp("ledger") / "ledger.db"
    path.write_bytes(sqlite_template.read_bytes())
    with Ledger.open(f"sqlite:///{path}", settings_with()) as ledger:
        seen = [
            alert_hit(record, customer=CUSTOMER | {"name": [name]}, customer_phone="+49 30 1")
            for record, name in CASES.items()
        ]
        ledger.record_night(night(FIRST_NIGHT), seen)
    return path


@pytest.fixture(scope="module")
def saved(story: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder csv-xlsx of what was written as CSV and saved as .xlsx, and so on: texts.* and review.*."""
    folder = tmp_path_factory.mktemp("written")
    texts = hit_table(*[{"name": text, "customer_note": text} for text in [*TEXTS, *TYPED]])
    write_hits_csv(texts, folder / "texts.csv")
    write_hits_xlsx(texts, folder / "texts.xlsx")
    for kind in KINDS:
        with Ledger.open(f"sqlite:///{story}", settings_with()) as ledger:
            write_review(ledger.open_alerts(), folder / f"review.{kind}")
        fill(folder / f"review.{kind}", DECIDED)
    for kind, ending in WAYS:
        target = folder / f"{kind}-{ending}"
        target.mkdir()
        save_again([folder / f"texts.{kind}", folder / f"review.{kind}"], ending, target)
    return folder


def back(saved: Path, kind: str, ending: str) -> dict[str, list[str]]:
    (_, header), *rows = read_cells(saved / f"{kind}-{ending}" / f"texts.{ending}", ["decision"])
    columns = ("name", "customer_note")
    return {name: [cells[header.index(name)] for _, cells in rows] for name in columns}


@pytest.mark.parametrize(("kind", "ending"), WAYS, ids=IDS)
def test_texts_come_back_as_they_were(saved: Path, kind: str, ending: str) -> None:
    def expected(text: str) -> str:
        # To LibreOffice a line end is a line end, of whichever system; in a CSV file a bare CR is one too.
        text = text.replace("\r\n", "\n")
        return text.replace("\r", "\n") if kind == "csv" else text

    for cells in back(saved, kind, ending).values():
        assert cells[: len(TEXTS)] == [expected(text) for text in TEXTS]


@pytest.mark.parametrize("ending", KINDS)
def test_a_workbooks_texts_never_become_numbers_or_dates(saved: Path, ending: str) -> None:
    for cells in back(saved, "xlsx", ending).values():
        assert cells[len(TEXTS) :] == TYPED


@pytest.mark.parametrize("kind", KINDS)
def test_no_cell_became_a_formula(saved: Path, kind: str) -> None:
    sheet = load_workbook(saved / f"{kind}-xlsx" / "texts.xlsx").worksheets[0]
    assert not [cell.value for row in sheet for cell in row if cell.data_type == "f"]
    # A CSV file holds what a spreadsheet shows, which for a formula is its value.
    with (saved / f"{kind}-csv" / "texts.csv").open(encoding="utf-8-sig", newline="") as file:
        shown = {cell.lstrip("'") for row in csv.reader(file) for cell in row}
    assert {"=1+1", "=cmd|' /C calc'!A0", "@SUM(A1)", "-5"} <= shown


def test_a_workbook_saved_again_is_still_one_to_fill_in(saved: Path) -> None:
    sheet = load_workbook(saved / "xlsx-xlsx" / "texts.xlsx").worksheets[0]
    assert str(sheet.auto_filter.ref).startswith("A1:")
    assert sheet.protection.sheet
    (allowed,) = sheet.data_validations.dataValidation
    assert allowed.formula1 == '"true match,false positive,escalate,open"'
    last = len(SHEET_COLUMNS) + 3
    assert [sheet.cell(2, column).protection.locked for column in (1, last - 2, last - 1, last)] == [
        True,
        True,
        False,
        False,
    ]


@pytest.fixture
def ledger(story: Path, tmp_path: Path) -> Any:
    path = tmp_path / "ledger.db"
    path.write_bytes(story.read_bytes())
    with Ledger.open(f"sqlite:///{path}", settings_with()) as opened:
        yield opened


@pytest.mark.parametrize(("kind", "ending"), WAYS, ids=IDS)
def test_the_same_is_decided_whatever_was_saved_as_what(
    ledger: Ledger, saved: Path, kind: str, ending: str
) -> None:
    file = saved / f"{kind}-{ending}" / f"review.{ending}"
    review = apply_review(ledger, file, "Ann", noon(FIRST_NIGHT))
    assert (len(review.of_result("decided")), review.undecided) == (3, 1)
    for record, (verdict, comment) in DECIDED.items():
        (recorded,) = ledger.dispositions(alert_hit(record).alert_id)
        assert (recorded.disposition, recorded.reason) == (verdict.lower(), comment)


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("alert_id", "A0000000000000000", "'A0000000000000000' is not in the ledger"),
        ("alert_id", alert_hit("1E5").alert_id, "does not belong to alert"),
        ("record_id", "00124", "'00124' does not belong to alert"),
        ("revision", None, "is no revision"),
        ("decision", "perhaps", "is no decision"),
    ],
)
def test_a_workbook_with_altered_ids_is_refused(
    ledger: Ledger, saved: Path, tmp_path: Path, column: str, value: str | None, message: str
) -> None:
    workbook = load_workbook(saved / "xlsx-xlsx" / "review.xlsx")
    sheet = workbook.worksheets[0]
    headings = {cell.value: cell.column for cell in sheet[1]}
    (row,) = (
        row for row in range(2, sheet.max_row + 1) if sheet.cell(row, headings["record_id"]).value == "00123"
    )
    sheet.cell(row, headings[column]).value = value
    workbook.save(tmp_path / "altered.xlsx")
    with pytest.raises(InputError, match=f"row {row}, column .*{message}"):
        apply_review(ledger, tmp_path / "altered.xlsx", "Ann", noon(FIRST_NIGHT))
    assert {alert.state for alert in ledger.alerts(["new"])} == {"new"}
    assert len(ledger.alerts(["new"])) == len(CASES)
