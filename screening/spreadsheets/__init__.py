"""Tables for people's spreadsheets, out and back in: CSV and workbooks."""

from screening.spreadsheets.csv_files import write_hits_csv, write_rows_csv, write_table_csv
from screening.spreadsheets.hits_workbook import write_hits_xlsx

__all__ = ["write_hits_csv", "write_hits_xlsx", "write_rows_csv", "write_table_csv"]
