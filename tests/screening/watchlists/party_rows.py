"""Two parties as rows of a list, to be changed one thing at a time."""

from collections.abc import Callable
from datetime import date

from screening.watchlists.watchlist import Watchlist, WatchlistBuilder

Change = Callable[[dict[str, list[dict[str, object]]]], None]


def rows() -> dict[str, list[dict[str, object]]]:
    """A person with something in most tables, and the group he leads."""
    return {
        "entities": [
            {"entity_id": "28004", "entity_type": "person", "name": "AL-KHAZALI, Qais", "gender": "male"},
            {"entity_id": "28283", "entity_type": "organization", "name": "ASA'IB AHL AL-HAQ"},
        ],
        "names": [
            name("28004", "AL-KHAZALI, Qais", "primary"),
            name("28004", "AL-KHAZALI, Qays"),
            name("28004", "AL-KHAZ'ALI, Qais"),
            name("28283", "ASA'IB AHL AL-HAQ", "primary"),
            name("28283", "AAH", "weak"),
        ],
        "birth_dates": [
            {
                "entity_id": "28004",
                "text": "20 Jun 1974",
                "earliest": date(1974, 6, 20),
                "latest": date(1974, 6, 20),
                "circa": False,
                "is_main": True,
            }
        ],
        "countries": [{"entity_id": "28004", "kind": "nationality", "text": "Iraq", "country": "IQ"}],
        "identifiers": [
            {
                "entity_id": "28004",
                "kind": "Passport",
                "number": "A1234567",
                "country_text": "Iraq",
                "expires": "2025",
            }
        ],
        "addresses": [
            {"entity_id": "28004", "address_id": "7", "city": "Najaf", "country_text": "Iraq", "note": "home"}
        ],
        "programs": [
            {"entity_id": "28004", "program": "SDGT"},
            {"entity_id": "28004", "program": "GLOMAG"},
            {"entity_id": "28283", "program": "SDGT"},
        ],
        "relations": [
            {
                "entity_id": "28004",
                "relation": "Linked To",
                "other_name": "ASA'IB AHL AL-HAQ",
                "other_entity_id": "28283",
            }
        ],
        "digital_currency": [{"entity_id": "28004", "currency": "XBT", "address": "1JREJdZupiFhE7Zz"}],
    }


def name(entity_id: str, text: str, quality: str = "strong") -> dict[str, object]:
    kind = "primary" if quality == "primary" else "aka"
    return {"entity_id": entity_id, "name_id": f"{text}!", "name": text, "kind": kind, "quality": quality}


def a_list(*changes: Change, list_id: str = "TEST", published: date | None = None) -> Watchlist:
    """The list of `rows`, after the changes."""
    tables = rows()
    for change in changes:
        change(tables)
    builder = WatchlistBuilder(list_id=list_id, source="test", published=published)
    for table, found in tables.items():
        for row in found:
            builder.add(table, **row)
    return builder.build()
