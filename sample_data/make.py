"""Writes every file of sample_data anew.

    .venv/bin/python sample_data/make.py [--ofac ../shared/data/ofac]

The listed parties are facts from OFAC's own snapshots in the folder given with --ofac; customers and vendors
are invented (making/names.yaml, making/plants.yaml). The same inputs give the same bytes.
"""

import argparse
from pathlib import Path

from making.lists_csv import write_csv_list
from making.lists_xml import write_xml_list
from making.parties import read_parties
from making.tables import write_tables

HERE = Path(__file__).resolve().parent


def main() -> None:
    parser = argparse.ArgumentParser(description="Write the files of sample_data anew.")
    parser.add_argument(
        "--ofac",
        type=Path,
        default=HERE.parent.parent / "shared" / "data" / "ofac",
        help="folder with OFAC's snapshots 2021-07 and 2022-01 (default: %(default)s)",
    )
    arguments = parser.parse_args()
    parties = read_parties(arguments.ofac)
    write_csv_list(parties, HERE / "ofac_csv")
    write_xml_list(parties, HERE / "ofac_xml" / "sdn.xml")
    counts = write_tables(HERE)
    print(f"{len(parties)} listed parties; {counts['customers']} customers; {counts['vendors']} vendors")


if __name__ == "__main__":
    main()
