"""Fits how likely a hit is a true match, and says how far that can be trusted. Takes some minutes.

    python benchmarks/calibrate.py [--write] [--pairs FOLDER]

Labelled hits are made as in removed_aliases.py, through a whole Screener: one alias of each party is taken
off the list and is then a customer. It is a true match of its own party and of no other. Made-up customers,
who are listed nowhere, are false matches of all that they hit. Two of five customers state their name alone;
of the others each identifier is there four times in five, a document number in one of four.

What a listed customer states differs from the list as often as lists differ from each other about one party
(counted on entries of OFAC, the EU and the UN that share a document): the shares in DIFFER.

Learned is from FIT with one half of the made-up customers: a logistic regression, whose coefficients may not
speak against their meaning (a conflict never adds), held near the guesses of GUESS where the data say little.
Shown are folds of it that were held out, with no party in two, and TOLD with the other half of the customers:
nothing was learned from those. --write puts the model into configs/match_probability.yaml and the curve into
docs/reliability.svg; --pairs keeps the labelled hits of each draw, and takes those that are there.
"""

from __future__ import annotations

import argparse
import random
import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from removed_aliases import CLEAN_FILES, DATA
from scipy.optimize import minimize
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.special import expit

from screening import Screener
from screening.config_files import CONFIG_DIR
from screening.customers.frame import customers_from_frame
from screening.model.match_probability import FEATURES, Feature
from screening.names.name_table import BoolArray, FloatArray, IntArray
from screening.settings import Settings, load_settings
from screening.watchlists import Watchlist, read_watchlist

MODEL = CONFIG_DIR / "match_probability.yaml"
CURVE = Path(__file__).resolve().parents[1] / "docs" / "reliability.svg"
FIT = ("ofac/2021-04", "eu/fsf_1_1_2026-02-24.xml")
TOLD = ("ofac/2022-01",)
SEEDS = (1, 2, 3)
FOLDS = 5
# Hits from here on are learned from; the figures are of those from the default threshold on.
LEAST = 75.0
# Of the customers in screening, so many are listed. A guess: lists say nothing about a bank's customers.
LISTED_SHARE = 0.001

NAME_ALONE = 0.4
STATED = 0.8
DOCUMENT_STATED = 0.25
# How often what is stated of one party differs, counted over the lists at hand.
DIFFER = {
    "birth year alone": 0.15,
    "birth date off by a part": 0.02,
    "another birth date": 0.01,
    "another of its countries": 0.08,
    "another country": 0.015,
    "another gender": 0.005,
}

# What each unit of a feature adds to the log-odds where the data do not say, and which way it may speak
# (-1: never for a match, 1: never against it, 0: both ways).
GUESS: Mapping[Feature, tuple[float, int]] = {
    "points off": (-1.0, -1),
    "weight met": (1.0, 1),
    "words met": (0.0, 1),
    "left of customer": (0.0, -1),
    "left of listed": (0.0, -1),
    "other spelling": (0.0, -1),
    "letters differ": (0.0, -1),
    "alias": (0.0, -1),
    "weak alias": (-1.0, -1),
    "not a person": (0.0, 0),
    "same birth day": (5.0, 1),
    "birth date agrees in part": (2.0, 1),
    "birth date conflicts": (-3.0, -1),
    "same nationality": (2.0, 1),
    "same country": (1.0, 1),
    "country conflicts": (-2.0, -1),
    "same gender": (0.5, 1),
    "gender conflicts": (-3.0, -1),
    "same document": (7.0, 1),
    "type conflicts": (-2.0, -1),
    "other points": (1.0, 1),
}
# Each of those speaks at least so much, so that more evidence is never nothing.
AT_LEAST = 0.1
# None more than this: made-up customers state no document, so nothing else would bound what one tells.
AT_MOST = 8.0
# How firmly a coefficient is held near its guess: as that many hits would.
HELD = 2.0


@dataclass(frozen=True)
class Facts:
    """What a list states of a party: the texts that a customer table would hold."""

    entity_type: str
    gender: str | None
    birth: str | None
    nationality: str | None
    countries: Sequence[str]
    document: str | None


def facts_of(watchlist: Watchlist) -> dict[str, Facts]:
    tables = watchlist.tables
    births: dict[str, str] = {}
    for row in tables["birth_dates"].to_pylist():
        if row["year"] is not None:
            births.setdefault(row["entity_id"], _iso(row))
    nationality: dict[str, str] = {}
    countries: dict[str, set[str]] = defaultdict(set)
    documents: dict[str, str] = {}
    for row in tables["countries"].to_pylist():
        if row["country"]:
            nationality.setdefault(row["entity_id"], row["country"])
    for name in ("countries", "places", "addresses"):
        for row in tables[name].select(["entity_id", "country"]).to_pylist():
            if row["country"]:
                countries[row["entity_id"]].add(row["country"])
    for row in tables["identifiers"].to_pylist():
        documents.setdefault(row["entity_id"], row["number"])
    return {
        row["entity_id"]: Facts(
            row["entity_type"],
            row["gender"],
            births.get(row["entity_id"]),
            nationality.get(row["entity_id"]),
            sorted(countries[row["entity_id"]]),
            documents.get(row["entity_id"]),
        )
        for row in tables["entities"].to_pylist()
    }


def _iso(row: dict[str, Any]) -> str:
    parts = [row["year"], row["month"], row["day"]]
    return "-".join(f"{part:02d}" for part in parts[: parts.index(None) if None in parts else 3])


def removed(watchlist: Watchlist, facts: Mapping[str, Facts], draw: random.Random) -> dict[str, int]:
    """Party → the row of `names` that is taken off: one of its strong aliases."""
    aliases: dict[str, list[int]] = defaultdict(list)
    columns = watchlist.tables["names"].select(["entity_id", "quality"]).to_pylist()
    for place, row in enumerate(columns):
        known = facts[row["entity_id"]].entity_type
        if row["quality"] == "strong" and known in ("person", "organization"):
            aliases[row["entity_id"]].append(place)
    return {party: draw.choice(places) for party, places in aliases.items()}


def listed_customer(name: str, own: Facts, others: Sequence[Facts], draw: random.Random) -> dict[str, Any]:
    """A listed party as a bank would have it: with what it states wrongly or only in part."""
    another = draw.choice(others)
    birth, nationality, gender = own.birth, own.nationality, own.gender
    if birth is not None:
        chance = draw.random()
        if chance < DIFFER["another birth date"]:
            birth = another.birth
        elif chance < DIFFER["another birth date"] + DIFFER["birth date off by a part"] and len(birth) == 10:
            birth = f"{birth[:8]}{draw.randint(1, 28):02d}"
        elif chance < sum(DIFFER[what] for what in list(DIFFER)[:3]):
            birth = birth[:4]
    if nationality is not None:
        chance = draw.random()
        if chance < DIFFER["another country"]:
            nationality = another.nationality
        elif chance < DIFFER["another country"] + DIFFER["another of its countries"]:
            nationality = draw.choice(own.countries)
    if gender is not None and draw.random() < DIFFER["another gender"]:
        gender = "female" if gender == "male" else "male"
    return {
        "name": name,
        "entity_type": own.entity_type,
        "date_of_birth": birth,
        "nationality": nationality,
        "gender": gender,
        "id_number": own.document,
    }


def clean_customers(half: int, seed: int) -> Iterator[dict[str, Any]]:
    """Of one half (0 or 1) of the made-up customers those of a seed, by name: equal names are in one part."""
    columns = ["name", "entity_type", "date_of_birth", "nationality", "gender"]
    for file in CLEAN_FILES:
        for row in pq.read_table(DATA / "customers" / f"{file}.parquet", columns=columns).to_pylist():
            number = zlib.crc32(row["name"].casefold().encode())
            if number % 2 == half and number // 2 % len(SEEDS) == SEEDS.index(seed):
                yield {**row, "id_number": None}


def as_stated(customer: dict[str, Any], draw: random.Random) -> dict[str, Any]:
    """The customer with the identifiers that the bank happens to have."""
    identifiers = ("date_of_birth", "nationality", "gender")
    name_alone = draw.random() < NAME_ALONE
    kept = {each for each in identifiers if draw.random() < STATED}
    document = draw.random() < DOCUMENT_STATED
    stated = customer | {each: None for each in identifiers if name_alone or each not in kept}
    if name_alone or not document:
        stated["id_number"] = None
    if draw.random() >= STATED:
        stated["entity_type"] = None
    return stated


def labelled_hits(path: str, seed: int, half: int, settings: Settings) -> pd.DataFrame:
    """The hits of one draw: `features` and score; is_match; weight, as in LISTED_SHARE; party, group."""
    draw = random.Random(f"{path} {seed}")
    watchlist = read_watchlist(DATA / path)
    facts = facts_of(watchlist)
    gone = removed(watchlist, facts, draw)
    names = watchlist.tables["names"]
    keep = np.ones(names.num_rows, dtype=np.bool_)
    keep[list(gone.values())] = False
    without = Watchlist(
        **vars(watchlist) | {"tables": {**watchlist.tables, "names": names.filter(pa.array(keep))}}
    )
    texts = names["name"].to_pylist()
    people = [each for each in facts.values() if each.entity_type == "person"]
    customers = [
        as_stated(listed_customer(texts[place], facts[party], people, draw), draw)
        for party, place in gone.items()
    ]
    clean = [as_stated(each, draw) for each in clean_customers(half, seed)]
    frame = pd.DataFrame([*customers, *clean], dtype="string")
    frame.insert(0, "record_id", [str(at) for at in range(len(frame))])
    batch = customers_from_frame(frame, settings.customers)
    hits = Screener([without], settings).screen_batch(batch.customers).to_pylist()

    parties = list(gone)
    rows = []
    for hit in hits:
        at = int(hit["record_id"])
        is_listed = at < len(parties)
        values = {part["feature"]: part["value"] for part in hit["match_probability_parts"]}
        rows.append(
            {
                **{feature: values.get(feature, 0.0) for feature in FEATURES},
                "score": hit["score"],
                "is_match": is_listed and parties[at] == hit["entity_id"],
                "is_listed": is_listed,
                "is_person": hit["entity_type"] == "person",
                "own": f"{path} {parties[at]}" if is_listed else "",
                "party": f"{path} {hit['entity_id']}",
                "name": hit["name"],
                "matched_name": hit["matched_name"],
                "record": f"{path} {seed} {hit['record_id']}",
                "stated": repr(customers[at] if is_listed else clean[at - len(parties)]),
            }
        )
    found = pd.DataFrame(rows)
    share = LISTED_SHARE / (1 - LISTED_SHARE) * len(clean) / len(parties)
    found["weight"] = np.where(found["is_listed"], share, 1.0)
    counts = f"{len(parties):,} listed and {len(clean):,} clean customers, {len(found):,} hits"
    print(f"  {path}, seed {seed}: {counts}", flush=True)
    return found


def groups_of_parties(paths: Sequence[str]) -> dict[str, int]:
    """Party of a list → a number that it shares with all that bear a name of the same words."""
    parties: dict[str, int] = {}
    words: dict[tuple[str, ...], int] = {}
    pairs = []
    for path in paths:
        for row in read_watchlist(DATA / path).tables["names"].to_pylist():
            party = parties.setdefault(f"{path} {row['entity_id']}", len(parties))
            key = tuple(sorted(row["name"].casefold().replace(",", " ").split()))
            if len(key) > 1:
                pairs.append((party, words.setdefault(key, len(words))))
    one, other = np.array(pairs).T
    size = len(parties) + len(words)
    graph = coo_array((np.ones(len(one)), (one, other + len(parties))), shape=(size, size))
    _, group = connected_components(graph, directed=False)
    return {party: int(group[place]) for party, place in parties.items()}


def kept(path: str, seed: int, half: int, settings: Settings, folder: Path | None) -> pd.DataFrame:
    """The hits of one draw, from the folder where they are there."""
    file = folder / f"{path.replace('/', '_')}_{seed}_{half}.parquet" if folder is not None else None
    if file is not None and file.exists():
        return pd.read_parquet(file)
    found = labelled_hits(path, seed, half, settings)
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
        found.to_parquet(file)
    return found


def collect(settings: Settings, folder: Path | None) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The hits to learn from, and those to tell figures of."""
    group = groups_of_parties([*FIT, *TOLD])
    found = []
    for half, paths in enumerate((FIT, TOLD)):
        hits = pd.concat([kept(path, seed, half, settings, folder) for path in paths for seed in SEEDS])
        hits["group"] = [group[party] for party in hits["party"]]
        # Another entry with the very name of the customer's own party may well be that party again.
        own = np.array([group.get(party, -1) for party in hits["own"]])
        found.append(_weighed(hits[hits["is_match"] | (own != hits["group"])].reset_index(drop=True)))
    return found[0], found[1]


def _weighed(hits: pd.DataFrame) -> pd.DataFrame:
    """With false matches of organizations as frequent beside the true ones as those of people are.

    There are no made-up organizations: their false matches are those of listed ones with other parties.
    """
    person, true, weight = (hits[name].to_numpy() for name in ("is_person", "is_match", "weight"))
    over = hits["score"].to_numpy() >= load_settings().threshold
    sums = {
        (p, t): weight[over & (person == p) & (true == t)].sum() for p in (True, False) for t in (True, False)
    }
    factor = sums[True, False] / sums[True, True] * sums[False, True] / sums[False, False]
    return hits.assign(weight=np.where(~person & ~true, weight * factor, weight))


def fitted(hits: pd.DataFrame) -> FloatArray:
    """Intercept and coefficients, in the order of FEATURES."""
    values, true = hits[list(FEATURES)].to_numpy(float), hits["is_match"].to_numpy()
    weight = hits["weight"].to_numpy() / hits["weight"].mean()
    guess = np.array([GUESS[feature][0] for feature in FEATURES])
    sign = np.where(true, 1.0, -1.0)

    def loss(point: FloatArray) -> tuple[float, FloatArray]:
        log_odds = point[0] + values @ point[1:]
        slope = -sign * weight * expit(-sign * log_odds)
        apart = point[1:] - guess
        value = float((weight * np.logaddexp(0, -sign * log_odds)).sum() + HELD / 2 * (apart**2).sum())
        return value, np.concatenate(([slope.sum()], values.T @ slope + HELD * apart))

    bounds: list[tuple[float | None, float | None]] = [(None, None)]
    for _, way in GUESS.values():
        bounds.append(
            (-AT_MOST, -AT_LEAST) if way < 0 else (AT_LEAST, AT_MOST) if way > 0 else (-AT_MOST, AT_MOST)
        )
    return np.asarray(
        minimize(
            loss,
            np.concatenate(
                ([-4.0], np.where(guess == 0, [AT_LEAST * way for _, way in GUESS.values()], guess))
            ),
            jac=True,
            bounds=bounds,
        ).x
    )


def probabilities(hits: pd.DataFrame, model: FloatArray) -> FloatArray:
    return np.asarray(expit(model[0] + hits[list(FEATURES)].to_numpy(float) @ model[1:]))


def held_out(hits: pd.DataFrame) -> FloatArray:
    """The probability of each hit by a model that knows nothing of its party."""
    fold = np.random.default_rng(1).integers(0, FOLDS, int(hits["group"].max()) + 1)[hits["group"]]
    found = np.zeros(len(hits))
    for each in range(FOLDS):
        found[fold == each] = probabilities(hits[fold == each], fitted(hits[fold != each]))
    return found


@dataclass(frozen=True)
class Bin:
    low: float
    high: float
    hits: int
    share: float
    expected: float
    true: float


def reliability(probability: FloatArray, true: BoolArray, weight: FloatArray) -> list[Bin]:
    """Ten bins of probability. share: of all the weight; expected: the mean probability; true: what came."""
    place = np.minimum((probability * 10).astype(int), 9)
    found = []
    for each in range(10):
        mine = place == each
        total = weight[mine].sum()
        if total:
            expected = float((weight * probability)[mine].sum() / total)
            came = float((weight * true)[mine].sum() / total)
            found.append(
                Bin(each / 10, (each + 1) / 10, int(mine.sum()), total / weight.sum(), expected, came)
            )
    return found


def calibration_error(bins: Sequence[Bin]) -> float:
    return sum(each.share * abs(each.expected - each.true) for each in bins)


def area_under_curve(order: FloatArray, true: BoolArray, weight: FloatArray) -> float:
    """The chance that a true match stands above a false one; ties count half."""
    places = np.unique(order, return_inverse=True)[1]
    yes, no = (np.bincount(places, weight * which) for which in (true, ~true))
    return float((yes * (np.cumsum(no) - no / 2)).sum() / (yes.sum() * no.sum()))


def share_at_top(order: FloatArray) -> float:
    return float((order == order.max()).mean())


def distinct(hits: pd.DataFrame) -> IntArray:
    """Rows of which no other has the same names and states the same: an exact double may tie."""
    return np.nonzero(~hits.duplicated(["name", "matched_name", "stated"]).to_numpy())[0]


def report(title: str, hits: pd.DataFrame, probability: FloatArray, threshold: float) -> list[Bin]:
    """Print the figures of the hits from the threshold on. Returns their bins."""
    over = hits["score"].to_numpy() >= threshold
    hits, probability = hits[over], probability[over]
    true, weight = hits["is_match"].to_numpy(bool), hits["weight"].to_numpy(float)
    score, bins = hits["score"].to_numpy(float), reliability(probability, true, weight)
    print(f"\n{title}: {len(hits):,} hits from {threshold:g} on, {true.sum():,} of them true\n")
    print("| probability | hits | share of alerts | expected true | true |\n| --- | --- | --- | --- | --- |")
    for each in bins:
        print(
            f"| {100 * each.low:.0f} to {100 * each.high:.0f} % | {each.hits:,} | {100 * each.share:.1f} % | "
            f"{100 * each.expected:.1f} % | {100 * each.true:.1f} % |"
        )
    shown, alone = np.round(probability, 12), distinct(hits)
    print(
        f"\n  calibration error {calibration_error(bins):.4f}"
        f"\n  area under the curve {area_under_curve(shown, true, weight):.4f} "
        f"(of the score {area_under_curve(score, true, weight):.4f})"
        f"\n  share at the top place {100 * share_at_top(shown):.2f} % "
        f"(of the score {100 * share_at_top(score):.2f} %), without doubles "
        f"{100 * share_at_top(shown[alone]):.2f} %"
    )
    for kind, mask in (
        ("people", hits["is_person"].to_numpy(bool)),
        ("others", ~hits["is_person"].to_numpy(bool)),
    ):
        part = reliability(probability[mask], true[mask], weight[mask])
        print(
            f"  {kind}: calibration error {calibration_error(part):.4f}, area under the curve "
            f"{area_under_curve(shown[mask], true[mask], weight[mask]):.4f} "
            f"(of the score {area_under_curve(score[mask], true[mask], weight[mask]):.4f})"
        )
    return bins


HEAD = """\
# How likely a hit is a true match: the columns match_probability and match_probability_parts of a hit.
# The log-odds of a hit are `intercept`, plus each feature of its evidence times its coefficient.
# Fitted by `python benchmarks/calibrate.py --write`; docs/probability.md says on what, and how well it holds.

# Of the customers that are screened, the share who are listed parties. It is a guess: no list says it. A bank
# that knows its own sets it here, and all probabilities follow; the order of hits does not change.
listed_share: {share}
# The share for which the intercept holds. Not to be changed by hand.
fitted_at: {share}
intercept: {intercept:.4f}

# What one unit of each feature adds to the log-odds; 0.7 doubles the odds, -0.7 halves them.
coefficients:
"""
# What a unit is, as the YAML says it.
UNITS: Mapping[Feature, str] = {
    "points off": "ten points off the name score, all deductions together without their floors",
    "weight met": "the weight of a word never seen, met in the same spelling",
    "words met": "a distinctive word that met",
    "left of customer": "the weight of a word never seen, left over in the customer's name",
    "left of listed": "the same in the listed name",
    "other spelling": "all the weight met in other spellings than the same",
    "letters differ": "names that have no letter in common in the same order",
    "alias": "an alias met, not the primary name",
    "weak alias": "a weak alias met",
    "not a person": "the listed party is no person",
    "same birth day": "the same to the day",
    "birth date agrees in part": "turned round, as far as known, or all but one part the same",
    "birth date conflicts": "another birth date",
    "same nationality": "",
    "same country": "of residence, birth or address alone",
    "country conflicts": "",
    "same gender": "",
    "gender conflicts": "",
    "same document": "",
    "type conflicts": "of other types, or what only people have and a party that is none",
    "other points": "ten points of an identifier that has no feature of its own",
}


def write_model(model: FloatArray, path: Path) -> None:
    lines = [HEAD.format(share=LISTED_SHARE, intercept=model[0])]
    for feature, value in zip(FEATURES, model[1:], strict=True):
        about = f"  # {UNITS[feature]}" if UNITS[feature] else ""
        # Without the sign that a zero may have.
        lines.append(f"  {feature}: {round(value, 4) + 0.0:.4f}{about}\n")
    path.write_text("".join(lines), encoding="utf-8")


def write_curve(bins: Sequence[Bin], path: Path) -> None:
    """The reliability curve as SVG: what was expected against what came; a dot a bin, of its share."""
    side, edge = 360, 44

    def at(share: float, *, down: bool) -> str:
        return f"{edge + side * (1 - share if down else share):.1f}"

    whole = side + 2 * edge
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {whole} {whole}" width="{whole}" '
        'font-family="sans-serif" font-size="12" role="img">',
        "<title>Match probability against the share of true matches, in ten bins</title>",
        f'<rect width="{whole}" height="{whole}" fill="#fff"/>',
    ]
    for tick in range(0, 101, 20):
        x, y = at(tick / 100, down=False), at(tick / 100, down=True)
        parts += [
            f'<line x1="{edge}" x2="{edge + side}" y1="{y}" y2="{y}" stroke="#dde"/>',
            f'<text x="{edge - 6}" y="{float(y) + 4:.1f}" text-anchor="end">{tick}</text>',
            f'<text x="{x}" y="{edge + side + 17}" text-anchor="middle">{tick}</text>',
        ]
    parts += [
        f'<line x1="{edge}" y1="{edge + side}" x2="{edge + side}" y2="{edge}" stroke="#889" '
        'stroke-dasharray="4 4"/>',
        f'<text x="{edge + side / 2}" y="{whole - 8}" text-anchor="middle">match probability, %</text>',
        f'<text x="14" y="{edge + side / 2}" text-anchor="middle" '
        f'transform="rotate(-90 14 {edge + side / 2})">true matches, %</text>',
    ]
    places = [(at(each.expected, down=False), at(each.true, down=True)) for each in bins]
    line = " ".join(f"{x},{y}" for x, y in places)
    parts.append(f'<polyline points="{line}" fill="none" stroke="#1f5f99" stroke-width="1.5"/>')
    parts += [
        f'<circle cx="{x}" cy="{y}" r="{3 + 12 * each.share**0.5:.1f}" fill="#1f5f99" fill-opacity=".55"/>'
        for (x, y), each in zip(places, bins, strict=True)
    ]
    path.write_text("\n".join([*parts, "</svg>", ""]), encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="How likely a hit is a true match.")
    parser.add_argument("--write", action="store_true", help=f"write {MODEL.name} and {CURVE.name}")
    parser.add_argument(
        "--pairs",
        type=Path,
        metavar="FOLDER",
        help="keep the labelled hits there, and take those that are there",
    )
    given = parser.parse_args(arguments)
    default = load_settings().threshold
    learn, told = collect(load_settings(threshold=LEAST), given.pairs)
    model = fitted(learn)
    print(f"\nintercept {model[0]:.3f}")
    for feature, value in zip(FEATURES, model[1:], strict=True):
        there = learn[feature].to_numpy() != 0
        true = (there & learn["is_match"].to_numpy()).sum()
        print(f"  {feature:26} {value:7.3f}   in {there.sum():6,} hits, {true:6,} true")
    report("Held-out folds of " + ", ".join(FIT), learn, held_out(learn), default)
    bins = report(", ".join(TOLD), told, probabilities(told, model), default)
    if given.write:
        write_model(model, MODEL)
        write_curve(bins, CURVE)
        print(f"\nwritten: {MODEL}, {CURVE}")


if __name__ == "__main__":
    main()
