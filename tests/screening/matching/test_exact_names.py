"""Every name of a real list, as it stands, hits its own party at 100."""

from pathlib import Path

import pandas as pd

from screening.matching.screener import Screener
from screening.watchlists import read_watchlist


def test_every_name_of_a_list_hits_its_own_party(shared_data: Path) -> None:
    watchlist = read_watchlist(shared_data / "ofac/advanced/sdn_advanced_excerpt_2024-02-23.xml")
    types = dict(
        zip(*(watchlist.tables["entities"][c].to_pylist() for c in ("entity_id", "entity_type")), strict=True)
    )
    # A weak alias makes no hit by itself.
    names = [row for row in watchlist.tables["names"].to_pylist() if row["quality"] != "weak"]
    customers = pd.DataFrame(
        {
            "record_id": [row["name_id"] for row in names],
            "name": [row["name"] for row in names],
            "entity_type": [types[row["entity_id"]] for row in names],
        }
    )
    hits = Screener([watchlist]).screen(customers)
    exact = hits[hits["name_score"] == 100]
    found = set(zip(exact["record_id"], exact["entity_id"], strict=True))
    assert [row["name"] for row in names if (row["name_id"], row["entity_id"]) not in found] == []
