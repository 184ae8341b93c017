"""The way of one row through the house: the modules it enters, in their order, ad hoc and at night.

    python benchmarks/way_of_a_row.py

One customer who is listed goes through `sanctions screen`, then through a night and a second one in which the
customer changed. Every call into a module of the program is watched; a module counts from the first row that
is read until the last file is written, so that start-up and the reading of lists do not count. It runs in any
version of the program: put its folder first on PYTHONPATH.
"""

from __future__ import annotations

import os
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

DATA = Path(__file__).resolve().parent.parent / "sample_data" / "ofac_csv"
ROOMS = ("screening", "pipelines")
# From the module that cuts the table into batches on.
BEGINS_IN = "screening/customers/"


class Watch:
    """Notes which modules are entered, in the order of their first call."""

    def __init__(self, root: Path) -> None:
        self.root = str(root) + os.sep
        self.entered: dict[str, int] = {}

    def __call__(self, frame: FrameType, event: str, _argument: Any) -> None:
        name = frame.f_code.co_filename
        if event != "call" or not name.startswith(self.root):
            return
        place = name[len(self.root) :]
        if Path(place).parts[0] not in ROOMS or frame.f_code.co_name in ("<module>", "<lambda>"):
            return
        if self.entered or place.startswith(BEGINS_IN):
            self.entered[place] = self.entered.get(place, 0) + 1


def watched(root: Path, work: Callable[[], None]) -> list[str]:
    """The modules that `work` entered, by their first call."""
    watch = Watch(root)
    threading.setprofile(watch)
    sys.setprofile(watch)
    try:
        work()
    finally:
        sys.setprofile(None)
        threading.setprofile(None)  # type: ignore[arg-type]
    return list(watch.entered)


def command(*arguments: str) -> Callable[[], None]:
    """A command line, in this process."""
    from pipelines.cli import main

    def run() -> None:
        before, sys.argv = sys.argv, ["sanctions", *arguments]
        try:
            main()
        except SystemExit as ended:
            if ended.code not in (0, None):
                raise
        finally:
            sys.argv = before

    return run


def write_customer(path: Path, born: str) -> None:
    row = f"C-1,Qays al Khazali,{born}"
    path.write_text(f"record_id,name,date_of_birth\n{row}\n", encoding="utf-8")


def show(title: str, modules: list[str]) -> None:
    rooms: list[str] = []
    for module in modules:
        parts = Path(module).parts
        room = f"{parts[0]}/{parts[1]}" if len(parts) > 2 else parts[0]
        if not rooms or rooms[-1] != room:
            rooms.append(room)
    print(f"\n## {title}: {len(modules)} modules\n")
    print(" → ".join(rooms), "\n")
    for module in modules:
        print(f"- {module}")


def main() -> None:
    import screening

    root = Path(screening.__file__).resolve().parent.parent
    with tempfile.TemporaryDirectory() as made:
        os.chdir(made)
        customers = Path("customers.csv")
        write_customer(customers, "1974-06-20")
        arguments = ("screen", "customers.csv", "--watchlist", str(DATA), "--workers", "1")
        show("Ad hoc", watched(root, command(*arguments, "--out", "run")))
        Path("night.yaml").write_text(
            "workers: 1\nnightly: {customers: customers.csv}\ngates: {max_list_age_days: null}\n"
        )
        command("lists", "import", str(DATA), "--config", "night.yaml")()
        show("First night", watched(root, command("nightly", "--config", "night.yaml")))
        write_customer(customers, "1975-02-01")
        show("Second night", watched(root, command("nightly", "--config", "night.yaml")))


if __name__ == "__main__":
    main()
