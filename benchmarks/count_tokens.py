"""Makes configs/token_frequencies.csv: in how many names a word stands, for people and for the rest.

    python benchmarks/count_tokens.py

Counted over the public OFAC lists and the made-up customers of ../shared/data, each distinct name once.
Words seen fewer than three times are left out: they weigh as much as a word never seen.
"""

import csv
from collections import Counter
from pathlib import Path

import pyarrow.parquet as pq

from screening.names.analysis import analyze
from screening.settings.names import Kind, default_name_policy
from screening.watchlists import read_watchlist

REPOSITORY = Path(__file__).resolve().parent.parent
DATA = REPOSITORY.parent / "shared" / "data"
TABLE = REPOSITORY / "configs" / "token_frequencies.csv"
LISTS = ("ofac/2021-04", "ofac/2022-01", "ofac/consolidated")
LEAST = 3
KINDS: tuple[Kind, ...] = ("person", "non_person")


def main() -> None:
    names: dict[Kind, set[str]] = {"person": set(), "non_person": set()}
    for folder in LISTS:
        tables = read_watchlist(DATA / folder).tables
        kinds = dict(
            zip(*(tables["entities"][c].to_pylist() for c in ("entity_id", "entity_type")), strict=True)
        )
        for entity, name in zip(
            *(tables["names"][c].to_pylist() for c in ("entity_id", "name")), strict=True
        ):
            names["person" if kinds[entity] == "person" else "non_person"].add(name)
    for file in sorted((DATA / "customers").glob("*.parquet")):
        names["person"].update(pq.read_table(file, columns=["name"])["name"].to_pylist())
    counts: dict[Kind, Counter[str]] = {kind: count(kind, found) for kind, found in names.items()}
    with TABLE.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["token", "person", "non_person"])
        writer.writerow(["", len(names["person"]), len(names["non_person"])])
        for word in sorted(counts["person"].keys() | counts["non_person"].keys()):
            row = [counts[kind][word] if counts[kind][word] >= LEAST else 0 for kind in KINDS]
            if any(row):
                writer.writerow([word, *row])
    print(f"{TABLE.name}: {len(names['person'])} names of people, {len(names['non_person'])} others")


def count(kind: Kind, names: set[str]) -> Counter[str]:
    table = analyze(sorted(names), kind, default_name_policy())
    pairs = set(zip(table.word_name.tolist(), table.word_text.tolist(), strict=True))
    return Counter(table.vocabulary.texts[text] for _, text in pairs)


if __name__ == "__main__":
    main()
