"""Invented customers who are on no list, from the name parts of names.yaml."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

# Shares of rows with that column filled in: real tables have gaps.
FILLED = {
    "date_of_birth": 0.92,
    "nationality": 0.9,
    "country": 0.7,
    "gender": 0.6,
    "id_number": 0.5,
    "address": 0.6,
}
FIRST_BIRTH_DATE = date(1942, 1, 1)
BIRTH_DAYS = 23_000  # up to the end of 2004


def invent_people(cultures: list[dict[str, Any]], chance: random.Random) -> Iterator[dict[str, str | None]]:
    """Rows of the customers table, without record_id. No two have the same name."""
    seen = set()
    for culture in cultures:
        made = 0
        while made < culture["rows"]:
            row = _person(culture, chance)
            key = row.get("name") or f"{row['first_name']} {row['last_name']}"
            if key not in seen:
                seen.add(key)
                made += 1
                yield row


def _person(culture: dict[str, Any], chance: random.Random) -> dict[str, str | None]:
    gender = chance.choice(["male", "female"])
    families = culture["family"]
    position = chance.randrange(len(families))
    if gender == "female":
        families = culture.get("family_female", families)
    given, family = chance.choice(culture[gender]), families[position]
    born = FIRST_BIRTH_DATE + timedelta(days=chance.randrange(BIRTH_DAYS))
    known = {
        "date_of_birth": chance.choices(
            [born.isoformat(), f"{born:%Y-%m}", f"{born:%Y}"], weights=[90, 4, 6]
        )[0],
        "nationality": culture["country"],
        "country": culture["country"],
        "gender": gender,
        "id_number": f"{chance.choice('BCEFHJKLPRTXYZ')}{chance.randrange(10**7, 10**8)}",
        "address": chance.choice(culture["places"]),
    }
    row: dict[str, str | None] = {"entity_type": "person"}
    # Some tables know names only in parts.
    if chance.random() < 0.1:
        first, _, middle = given.partition(" ")
        row |= {"first_name": first, "middle_name": middle or None, "last_name": family}
    else:
        row["name"] = _written(given, family, culture)
    row |= {column: value for column, value in known.items() if chance.random() < FILLED[column]}
    if "id_number" in row:
        row |= {"id_type": "Passport", "id_country": culture["country"]}
    return row


def _written(given: str, family: str, culture: dict[str, Any]) -> str:
    between = "" if culture.get("joined") else " "
    return between.join([given, family] if culture["order"] == "given_first" else [family, given])
