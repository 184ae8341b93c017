"""The listed parties of the sample, as OFAC published them. To add a party, put its number below.

Everything comes from the snapshot of January 2022; remarks that go on in sdn_comments.csv, which that
snapshot lacks, are completed from the one of July 2021.
"""

import csv
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

NULL = "-0- "

# E.O. 13818, action of 6 December 2019 (Iraq), and the militia that two of the men lead.
IRAQ_ACTION = [27994, 28004, 28005, 28023, 28283]

# E.O. 13818, further actions of December 2019: the people, and some of their companies.
DECEMBER_2019 = [
    *[27223, 27224, 27225, 27226],  # Burma
    *[23288, 27423, 28112, 28113, 28114, 28115, 28116, 28117, 28118, 28119, 28126],  # Serbia (Tesic: 2017)
    *[28024, 28025, 28026, 28027, 28028, 28029],  # Uganda and the Democratic Republic of the Congo
    *[28031, 28032, 28033, 28034, 28035],  # South Sudan
    *[28036, 28037, 28038, 28042, 28043, 28130, 28131],  # Cambodia
    *[28054],  # Pakistan
    *[28055, 28058, 28059],  # Slovakia
    *[28065, 28066, 28067],  # Latvia
]

MIDDLE_EAST = [4697, 10465, 11170, 11461, 11462, 15584, 26446]
RUSSIA = [16110, 20029, 24185, 24283, 26513]
LATIN_AMERICA = [7154, 7157]
# Two men share one name (12211, 17614); two remarks go on in sdn_comments.csv (28263, 28264).
NORTH_KOREA = [12211, 17614, 19791, 20157, 24918, 27307, 28263, 28264]
VESSELS_AND_AIRCRAFT = [17069, 17084, 26623, 15458, 28318]
DIGITAL_CURRENCY = [31811, 33858]

CHOSEN = sorted(
    [
        *IRAQ_ACTION,
        *DECEMBER_2019,
        *MIDDLE_EAST,
        *RUSSIA,
        *LATIN_AMERICA,
        *NORTH_KOREA,
        *VESSELS_AND_AIRCRAFT,
        *DIGITAL_CURRENCY,
    ]
)


@dataclass(frozen=True)
class Party:
    """One listed party: its rows of sdn.csv, alt.csv and add.csv, and what sdn_comments.csv adds."""

    main: list[str]
    aliases: list[list[str]]
    addresses: list[list[str]]
    comment: str | None

    @property
    def remarks(self) -> str:
        """The whole remarks, without the full stop at their end; empty where there are none."""
        if self.main[11] == NULL:
            return ""
        return (self.main[11] + (self.comment or "")).rstrip().removesuffix(".")


def read_parties(ofac: Path) -> list[Party]:
    """The chosen parties, in the order of their numbers. Fails where a number is not in the snapshot."""
    snapshot = ofac / "2022-01"
    main = {int(row[0]): row for row in _rows(snapshot / "sdn.csv")}
    aliases = _by_party(snapshot / "alt.csv")
    addresses = _by_party(snapshot / "add.csv")
    comments = {int(row[0]): row[1] for row in _rows(ofac / "2021-07" / "sdn_comments.csv")}
    return [
        Party(main[number], aliases[number], addresses[number], comments.get(number)) for number in CHOSEN
    ]


def is_null(value: str) -> bool:
    return value.strip() == NULL.strip()


def _by_party(path: Path) -> dict[int, list[list[str]]]:
    grouped: dict[int, list[list[str]]] = defaultdict(list)
    for row in _rows(path):
        grouped[int(row[0])].append(row)
    return grouped


def _rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        # The file ends with a lone 0x1A, which is a row of one field.
        return [row for row in csv.reader(lines) if len(row) > 1]
