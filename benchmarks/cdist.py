"""rapidfuzz cdist: every name searched for against every listed name, beside ours on the same trials.

    make benchmark-env
    .venv-benchmark/bin/python benchmarks/cdist.py [2022-01 2021-04 ...]

Names in lower-case ASCII, other scripts transliterated. What the string measures find without any
knowledge of names. WRatio is too slow for the whole trial: it gets a sample, and what it finds at the
lowest alert rates is rough.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from ngrams import plain
from rapidfuzz import distance, fuzz, process
from removed_aliases import Trial, prepare
from side_by_side import Matcher, Outcome, ours, print_table, sampled

# Rows of the score matrix in memory at a time.
ROWS = 500


def every_pair(scorer: Callable[..., Any], scale: float = 1.0) -> Matcher:
    """A matcher that scores every pair. scale: what makes its scores 0 to 100."""

    def match(trial: Trial) -> Outcome:
        known = len(trial.party)
        own, clean = np.zeros(known), np.zeros(len(trial.searched) - known)
        listed = [plain(name) for _, _, name in trial.names]
        parties = np.array([party for party, _, _ in trial.names])
        order = np.argsort(parties, kind="stable")
        begin = time.process_time()
        searched = [plain(name) for name in trial.searched]
        wanted = np.array(trial.party)
        low, high = (np.searchsorted(parties[order], wanted, side) for side in ("left", "right"))
        for start in range(0, len(searched), ROWS):
            scores = scale * process.cdist(searched[start : start + ROWS], listed, scorer=scorer)
            for row, found in enumerate(scores, start):
                if row < known:
                    own[row] = found[order[low[row] : high[row]]].max(initial=0)
                else:
                    clean[row - known] = found.max()
        return Outcome(own, clean, time.process_time() - begin)

    return match


def main(versions: Sequence[str]) -> None:
    for version in versions or ("2022-01", "2021-04"):
        trial = prepare(version)
        print_table(
            version,
            trial,
            {
                "Jaro-Winkler": every_pair(distance.JaroWinkler.normalized_similarity, 100),
                "token_sort_ratio": every_pair(fuzz.token_sort_ratio),
                "ours": ours,
            },
        )
        print_table(
            f"{version}, a sample",
            sampled(trial, 1000, 500),
            {"WRatio": every_pair(fuzz.WRatio), "ours": ours},
        )


if __name__ == "__main__":
    main(sys.argv[1:])
