"""Precision, recall and F1 on the public labelled name pairs, at every threshold worth a look.

python benchmarks/labelled_pairs.py [--wrong]
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

from screening import compare_names
from screening.settings import load_settings

PAIRS = Path(__file__).resolve().parents[2] / "shared" / "data" / "pairs" / "name_pairs.csv"
KINDS = {"Person": "person", "Vessel": "vessel"}


def main(show_wrong: bool) -> None:
    with PAIRS.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    for row in rows:
        kind = KINDS.get(row["schema"], "organization")
        row["score"] = compare_names(row["name1"], row["name2"], kind=kind).score
    default = load_settings().threshold
    print(f"{len(rows)} pairs\n  threshold  precision  recall     F1  STRONG wrong")
    for threshold in sorted({60.0, 65.0, 70.0, 75.0, 80.0, 85.0, 90.0, default}):
        hit = [row["score"] >= threshold for row in rows]
        match = [row["is_match"] == "true" for row in rows]
        true = sum(h and m for h, m in zip(hit, match, strict=True))
        precision, recall = true / max(sum(hit), 1), true / sum(match)
        strong = sum(
            h != m and row["quality"] == "STRONG" for h, m, row in zip(hit, match, rows, strict=True)
        )
        f1 = 2 * precision * recall / max(precision + recall, 1e-9)
        mark = "  default" if threshold == default else ""
        print(f"  {threshold:9.0f}  {precision:9.3f}  {recall:6.3f}  {f1:.3f}  {strong:12d}{mark}")
    if show_wrong:
        for row in sorted(rows, key=lambda row: row["score"]):
            if (row["score"] >= default) != (row["is_match"] == "true"):
                print(
                    f"{row['score']:6.1f} {row['is_match']:5} {row['quality']:6} {row['schema']:12} "
                    f"{row['name1']} | {row['name2']}"
                )


if __name__ == "__main__":
    main("--wrong" in sys.argv)
