"""Exact names of listed people as dirty tables hold them: how many are found by each form.

    python benchmarks/dirty_forms.py ../shared/data/ofac/2022-01 [--seed 1] [--people 1000]

Draws listed people whose primary name is `FAMILY, Given`, writes each in every form (`FORMS`), screens the
tables with Screener.screen, and counts the people whose own entity_id is hit. A form that is not possible for
a name (initials of a name that begins with none) leaves the name out. Then the alerts on clean customers, by
name alone and with all that is known of them. It runs against any version of the program that stands first on
PYTHONPATH, so that before and after are measured alike.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd

from screening import Screener
from screening.watchlists import read_watchlist

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
# Ends of records that go before and after a name in one cell; none is listed.
OTHERS = ("Gudrun Sigurdardottir", "Pieter van Houten", "Marta Kowalska")
FILLER = ("gudrun", "pieter", "marta", "anneke", "bjorn", "lotte", "willem", "sanne", "jeroen", "femke")


@dataclass(frozen=True)
class Person:
    entity_id: str
    given: str
    family: str

    @property
    def name(self) -> str:
        return f"{self.given} {self.family}"


def draw(path: Path, count: int, seed: int) -> list[Person]:
    """Listed people with at least a given and a family name, drawn by chance."""
    people = []
    for row in read_watchlist(path).tables["entities"].to_pylist():
        family, comma, given = row["name"].partition(", ")
        if row["entity_type"] == "person" and comma and "," not in given and family and given[:1].isalpha():
            people.append(Person(row["entity_id"], given, family))
    return random.Random(seed).sample(people, min(count, len(people)))


def in_letters(text: str, first_capital: int, first_small: int) -> str:
    """ASCII letters moved to another alphabet of Unicode."""
    return "".join(
        chr(first_capital + ord(letter) - ord("A"))
        if "A" <= letter <= "Z"
        else chr(first_small + ord(letter) - ord("a"))
        if "a" <= letter <= "z"
        else letter
        for letter in text
    )


SMALL_CAPITALS = str.maketrans("abcdefghijklmnoprstuvwyz", "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ")
# Letters of the names' own sound, so that initials in Cyrillic are theirs.
CYRILLIC = dict(zip("ABVGDEZIKLMNOPRSTUFH", "АБВГДЕЗИКЛМНОПРСТУФХ", strict=True))


def initials(person: Person, between: str) -> str | None:
    letters = [word[0].upper() for word in person.given.split() if word[0].isalpha()]
    return f"{between.join(f'{letter}.' for letter in letters)}{between}{person.family}" if letters else None


def cyrillic(person: Person, *, first: bool) -> str | None:
    """The initials in Cyrillic beside the family name in Cyrillic; None where the letters have none."""
    from icu import Transliterator

    letters = [CYRILLIC.get(word[0].upper()) for word in person.given.split()]
    if not letters or None in letters:
        return None
    family = Transliterator.createInstance("Latin-Cyrillic").transliterate(person.family.title())
    run = "".join(f"{letter}." for letter in letters)
    return f"{run}{family}" if first else f"{family} {run}"


def glued(*words: str) -> str:
    """Words written together, each with a capital: `GivenFamily`."""
    return "".join(word for text in words for word in text.title().split())


def spaced(text: str) -> str:
    return " ".join(text)


FORMS: dict[str, Callable[[Person], str | None]] = {
    "Given Family": lambda p: p.name,
    "Given.Family": lambda p: f"{p.given}.{p.family}",
    "Given.Second.Family": lambda p: p.name.replace(" ", "."),
    "G. S. Family": lambda p: initials(p, " "),
    "G.S.Family": lambda p: initials(p, ""),
    "Mr.Given Family": lambda p: f"Mr.{p.name}",
    "GivenFamily": lambda p: glued(p.given, p.family),
    "FamilyGiven": lambda p: glued(p.family, p.given),
    "GivenFAMILY": lambda p: p.name.replace(" ", ""),
    "Given_Family": lambda p: p.name.replace(" ", "_"),
    "Given'Family": lambda p: f"{p.given}'{p.family}",
    "Given’Family": lambda p: f"{p.given}’{p.family}",
    "Given`Family": lambda p: f"{p.given}`{p.family}",
    "Given^Family": lambda p: f"{p.given}^{p.family}",
    "zero-width space": lambda p: f"{p.given}\u200b{p.family}",
    "zero-width space, capitals": lambda p: f"{p.given}\u200b{p.family}".upper(),
    "zero-width space in words": lambda p: " ".join(f"{w[:2]}\u200b{w[2:]}" for w in p.name.split()),
    "mathematical letters": lambda p: in_letters(p.name, 0x1D400, 0x1D41A),
    "mathematical script": lambda p: in_letters(p.name, 0x1D4D0, 0x1D4EA),
    "full-width": lambda p: in_letters(p.name, 0xFF21, 0xFF41),
    "small capitals": lambda p: p.name.lower().translate(SMALL_CAPITALS),
    "circled letters": lambda p: in_letters(p.name, 0x24B6, 0x24D0),
    "ɑ for a": lambda p: p.name.title().replace("a", "ɑ"),
    "letters spaced out": lambda p: spaced(p.name),
    "letters spaced out, small": lambda p: spaced(p.name.title()),
    "letters spaced out, capitals": lambda p: spaced(p.name.upper()),
    "Given&nbsp;Family": lambda p: p.name.replace(" ", "&nbsp;"),
    "Given%20Family": lambda p: p.name.replace(" ", "%20"),
    "В. В. Путин": lambda p: spaced_cyrillic(p),
    "В.В.Путин": lambda p: cyrillic(p, first=True),
    "Путин В. В.": lambda p: (name := cyrillic(p, first=False)) and name.replace(".", ". ").strip(),
    "Путин В.В.": lambda p: cyrillic(p, first=False),
    "A; B; C, second": lambda p: f"{OTHERS[0]}; {p.name}; {OTHERS[1]}",
    "A; B; C, third": lambda p: f"{OTHERS[0]}; {OTHERS[1]}; {p.name}",
    "A / B": lambda p: f"{OTHERS[0]} / {p.name}",
    "A | B": lambda p: f"{OTHERS[0]} | {p.name}",
    "A aka B": lambda p: f"{OTHERS[0]} aka {p.name}",
    "A a.k.a. B": lambda p: f"{OTHERS[0]} a.k.a. {p.name}",
    "A f/k/a B": lambda p: f"{OTHERS[0]} f/k/a {p.name}",
    "A (B)": lambda p: f"{OTHERS[0]} ({p.name})",
    "20 names; B": lambda p: "; ".join(
        [*(f"{one} {two}" for one in FILLER[:5] for two in FILLER[5:9]), p.name]
    ),
    "50 words, then B": lambda p: f"{' '.join(FILLER * 5)} {p.name}",
    "B, then 50 words": lambda p: f"{p.name} {' '.join(FILLER * 5)}",
}


def spaced_cyrillic(person: Person) -> str | None:
    together = cyrillic(person, first=True)
    return together and together.replace(".", ". ")


def others(today: date) -> dict[str, dict[str, str]]:
    """Values beside the exact name that are wrong or nothing."""
    dates = ("1900-01-01", "1970-01-01", "1899-12-30", today.isoformat())
    return {f"born {day}": {"date_of_birth": day} for day in dates} | {
        f"typed {kind}": {"entity_type": kind} for kind in ("organization", "vessel")
    }


def found(screener: Screener, people: Sequence[Person], table: pd.DataFrame) -> int:
    hits = screener.screen(table)
    return len(
        set(zip(hits["record_id"], hits["entity_id"], strict=True))
        & {(p.entity_id, p.entity_id) for p in people}
    )


def table_of(people: Sequence[Person], names: Sequence[str], **values: str) -> pd.DataFrame:
    return pd.DataFrame({"record_id": [p.entity_id for p in people], "name": list(names), **values})


def clean_alerts(screener: Screener, customers: Path) -> None:
    print("\n| clean customers | alerts by name alone | with all that is known |\n| ---: | ---: | ---: |")
    for file in sorted(customers.glob("clean_*.parquet")):
        whole = pd.read_parquet(file)
        whole = whole[whole["name"].notna()]
        alone = screener.screen(whole[["record_id", "name"]])
        known = screener.screen(whole)
        print(
            f"| {len(whole):,} ({file.stem}) | {alone['record_id'].nunique():,} "
            f"({len(alone):,} pairs) | {known['record_id'].nunique():,} ({len(known):,} pairs) |",
            flush=True,
        )


def main() -> None:
    parser = argparse.ArgumentParser(description="Exact names in dirty forms: how many are found.")
    parser.add_argument("list", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--people", type=int, default=1_000)
    parser.add_argument("--customers", type=Path, default=DATA / "customers")
    given = parser.parse_args()
    screener = Screener.load(given.list)
    people = draw(given.list, given.people, given.seed)
    print(f"{given.list.name}, seed {given.seed}: {len(people):,} people\n")
    print("| form | example | people | found | seconds |\n| --- | --- | ---: | ---: | ---: |")
    for form, write in FORMS.items():
        written = [(person, text) for person in people if (text := write(person)) is not None]
        able = [person for person, _ in written]
        begin = time.perf_counter()
        count = found(screener, able, table_of(able, [text for _, text in written]))
        seconds = time.perf_counter() - begin
        example = ascii(written[0][1][:40]).strip("'\"").replace("|", "\\|")
        print(
            f"| {form.replace('|', chr(92) + '|')} | {example} | {len(able):,} | {count:,} | {seconds:.1f} |",
            flush=True,
        )
    for form, values in others(datetime.now(UTC).date()).items():
        count = found(screener, people, table_of(people, [person.name for person in people], **values))
        print(f"| {form} | {people[0].name} | {len(people):,} | {count:,} | |", flush=True)
    clean_alerts(screener, given.customers)


if __name__ == "__main__":
    main()
