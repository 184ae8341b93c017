"""Real lists, linked without the UN's reference numbers, which then tell what is true."""

from __future__ import annotations

from pathlib import Path

from screening.linking.links import link_parties
from screening.settings import load_settings
from screening.watchlists import read_watchlist

# Dimitri Herard bears the number of the next entry there: UN HTi.008, on the UK's list HTi.009.
PRINTED_WRONG = {"HAI0012"}


def test_the_un_and_the_uk_list_by_names_alone(shared_data: Path) -> None:
    un = read_watchlist(shared_data / "un" / "consolidated.xml")
    uk = read_watchlist(shared_data / "uk" / "uk_sanctions_list_2026-07-23.xml")
    settings = load_settings().linking

    links = link_parties([un, uk], settings.model_copy(update={"kinds": frozenset({"name"})})).to_pylist()

    listed = {str(number).upper() for number in un.tables["entities"]["entity_id"].to_pylist()}
    number = {
        row["entity_id"]: row["reference"].strip().upper()
        for row in uk.tables["references"].to_pylist()
        if row["publisher"] == "UN" and row["reference"].strip().upper() in listed
    }
    judged = [row for row in links if row["entity_id"] in number and row["entity_id"] not in PRINTED_WRONG]
    true = [row for row in judged if number[row["entity_id"]] == row["other_entity_id"].upper()]
    assert len(true) / len(judged) >= 0.999
    assert len(true) / len(number) >= 0.97
