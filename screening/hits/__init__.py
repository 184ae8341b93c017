"""Hits: the table, and the files of a run's folder. Reach for it to write them; `report` makes the page.

with staged_run(Path("runs/today")) as folder:
    write_hits_parquet(hits, folder / "hits.parquet")
    write_hits_csv(hits, folder / "hits.csv")
    write_hits_xlsx(hits, folder / "hits.xlsx")
    write_rows_csv(batches, REJECTED_SCHEMA, folder / "rejected.csv")
    write_run_json(record, folder / "run.json")
"""

from screening.hits.csv_out import write_hits_csv, write_rows_csv
from screening.hits.parquet_out import write_hits_parquet
from screening.hits.review_columns import DECISIONS
from screening.hits.run_folder import RUN_FILES, staged_run
from screening.hits.run_record import (
    ColumnsRecord,
    CustomersRecord,
    GateRecord,
    HitCounts,
    ListCondition,
    ListRecord,
    ListState,
    NightAlertCounts,
    NightCustomers,
    NightParties,
    NightRecord,
    RunRecord,
    write_run_json,
)
from screening.hits.spreadsheet_text import guard, unguard
from screening.hits.table import AGREEMENT, HIT_SCHEMA, STATUSES, order_hits
from screening.hits.xlsx_out import write_hits_xlsx

__all__ = [
    "AGREEMENT",
    "DECISIONS",
    "HIT_SCHEMA",
    "RUN_FILES",
    "STATUSES",
    "ColumnsRecord",
    "CustomersRecord",
    "GateRecord",
    "HitCounts",
    "ListCondition",
    "ListRecord",
    "ListState",
    "NightAlertCounts",
    "NightCustomers",
    "NightParties",
    "NightRecord",
    "RunRecord",
    "guard",
    "order_hits",
    "staged_run",
    "unguard",
    "write_hits_csv",
    "write_hits_parquet",
    "write_hits_xlsx",
    "write_rows_csv",
    "write_run_json",
]
