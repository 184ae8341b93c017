"""How the grammar of OFAC's remarks reads labels that it never saw: each known one is taken away in turn.

    python benchmarks/unseen_labels.py [--show 10]

Every different statement with a label in the real lists (CSV and XML) is read twice: as it is, and by a
grammar that lacks its label: for an identifier its kind in DOCUMENT_KINDS, for anything else the rule or
pattern that knew it. It is right where the same table comes out, for identifiers with the same number as
well. What comes out as something else is worse than what stays unknown, so both are told.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

from lxml import etree

from screening.watchlists.facts import Fact
from screening.watchlists.publishers.ofac import documents, remark_statements, remarks
from screening.watchlists.publishers.ofac.csv_files import CONSOLIDATED_FILES, SDN_FILES
from screening.watchlists.publishers.ofac.csv_rows import read_rows
from screening.watchlists.publishers.ofac.remark_segments import split_segments

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "ofac"
# Rules that know a statement by words of its own, without a label and value.
WITHOUT_LABEL = {"linked to", "weak alias", "kin", "kin after the name", "member", "association", "position",
                 "nationality", "citizenship", "gender", "email alone", "website alone", "organization",
                 "relation", "date of birth", "place of birth"}  # fmt: skip
# Patterns of statements that are sentences or phrases.
PHRASES = {"Transactions Prohibited", "Correspondent Account Prohibition", "Listing", "Offices covered",
           "Indictment", "Custody", "Wanted", "UN listing", "Documents", "Origin", "Ethnicity", "Faction",
           "Physical description", "Tribe", "Telegraphic address", "Vessel flag unknown", "Position",
           "Area of operations"}  # fmt: skip


def statements() -> Counter[str]:
    """Every statement of the real lists, as remarks write it, and how often it stands there."""
    found: Counter[str] = Counter()
    for folder in ("2021-04", "2021-07", "2022-01", "consolidated"):
        files = CONSOLIDATED_FILES if folder == "consolidated" else SDN_FILES
        for _, row in read_rows(DATA / folder / files.parties, 12):
            # The last statement of a remark of 1,000 characters is cut.
            whole = split_segments(row[11] or "")
            found.update(whole[:-1] if len(row[11] or "") >= 1000 else whole)
    for path in sorted((DATA / "consolidated_xml").glob("*.xml")):
        for item in etree.parse(path).getroot().iterfind(".//{*}idList/{*}id"):
            country = item.findtext("{*}idCountry")
            found[
                " ".join(
                    part
                    for part in (
                        item.findtext("{*}idType"),
                        item.findtext("{*}idNumber"),
                        f"({country})" if country else None,
                    )
                    if part
                )
            ] += 1
    return found


def label_of(body: str, fact: Fact) -> str | None:
    """What knew a statement: "document KIND", "statement N KIND" or "rule NAME"; None for no label."""
    if fact.table == "identifiers":
        kind = str(fact.row["kind"]).removesuffix(" IMO")
        if kind in documents.DOCUMENT_KINDS:
            return f"document {kind}"
    if fact.table == "statements":
        for number, (kind, pattern) in enumerate(remark_statements._COMPILED):
            if pattern.fullmatch(body):
                return None if kind in PHRASES else f"statement {number} {kind}"
        return None
    for rule in remarks.RULES:
        if (match := rule.pattern.fullmatch(body)) and rule.read(match, True) is not None:
            known = rule.name in WITHOUT_LABEL or rule.name in ("statement", "document")
            return None if known else f"rule {rule.name}"
    return None


@contextmanager
def without(label: str) -> Iterator[None]:
    """The grammar without a label, for the length of the block."""
    sort, _, name = label.partition(" ")
    if sort == "document":
        kinds = sorted(set(documents.DOCUMENT_KINDS) - {name}, key=len, reverse=True)
        pattern = re.compile(
            rf"(?P<kind>{'|'.join(re.escape(kind) for kind in kinds)})(?=[\s:#])[\s:#]*(?P<body>\S.*)"
        )
        with mock.patch.object(documents, "_KNOWN_KIND", pattern):
            yield
    elif sort == "statement":
        number = int(name.partition(" ")[0])
        left = [entry for place, entry in enumerate(remark_statements._COMPILED) if place != number]
        with mock.patch.object(remark_statements, "_COMPILED", tuple(left)):
            yield
    else:
        rules = tuple(rule for rule in remarks.RULES if rule.name != name)
        with mock.patch.object(remarks, "RULES", rules):
            yield


def is_right(before: Sequence[Fact], after: Sequence[Fact]) -> bool:
    first, second = before[0], after[0]
    if first.table == "identifiers":
        return second.table == "identifiers" and first.row["number"] == second.row["number"]
    # Whose gender it is stands nowhere else; as a statement with its label nothing of it is lost.
    if first.table in ("entities", "digital_currency"):
        return second.table in (first.table, "statements", "identifiers")
    return first.table == second.table


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("--show", type=int, default=0, help="so many statements that came out otherwise")
    show = arguments.parse_args().show
    of_label: dict[str, list[tuple[str, int, tuple[Fact, ...]]]] = defaultdict(list)
    for segment, count in statements().items():
        body = re.sub(r"^alt\. ", "", segment)
        read = remarks.parse_segment.__wrapped__(body)
        if read[0].table != "unparsed_remarks" and (label := label_of(body, read[0])):
            of_label[label].append((body, count, read))
    outcomes: dict[str, Counter[str]] = defaultdict(Counter)
    labels: Counter[str] = Counter()
    others: list[str] = []
    for label, known in sorted(of_label.items()):
        sort = label.partition(" ")[0]
        labels[sort] += 1
        with without(label):
            for body, count, read in known:
                after = remarks.parse_segment.__wrapped__(body)
                right = is_right(read, after)
                unknown = after[0].table == "unparsed_remarks"
                outcome = "right" if right else "unknown" if unknown else "otherwise"
                outcomes[sort][outcome] += count
                if not right:
                    others.append(f"{outcome}: [{label}] {body[:90]} -> {after[0].table} {after[0].row}")
    for sort, found in outcomes.items():
        total = sum(found.values())
        shares = ", ".join(f"{name} {found[name] / total:.2%}" for name in ("right", "unknown", "otherwise"))
        print(f"{sort}s: {labels[sort]} labels, {total:,} statements: {shares}")
    total = sum(sum(found.values()) for found in outcomes.values())
    print(f"all: {sum(found['right'] for found in outcomes.values()) / total:.2%} right")
    for line in others[:: max(1, len(others) // show)][:show] if show else ():
        print("  ", line)


if __name__ == "__main__":
    main()
