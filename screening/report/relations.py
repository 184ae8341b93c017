"""How the parties hit are related: a drawing of their links, and the same in words.

Each group of linked parties is drawn by itself: its most linked party on the left, the others on a bow on the
right, a row each, so that no name covers another and no line runs through a third party.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from screening.report.parties import Dossier

__all__ = ["relations_between"]

# What a reader takes in at a glance; the rest is counted, and stands in the cards.
_MOST_GROUPS = 12
_MOST_NODES = 12

_ROW = 34
# From the party on the left to the bow's ends, and how far its middle is further out.
_REACH, _BOW = 220, 140
# Names that are longer are cut in the drawing; they stand in full beside it.
_LONGEST_LABEL = 40
# Of a letter, a generous one; and of what is around a name.
_LETTER, _AROUND = 8.2, 30


@dataclass
class _Link:
    """Two parties, and how each is related to the other as the list puts it: (from, words, to)."""

    pair: tuple[str, str]
    said: list[tuple[str, str, str]] = field(default_factory=list)


def relations_between(parties: Mapping[str, Dossier], hits_of: Mapping[str, int]) -> dict[str, Any]:
    """Drawings of the links between the given parties.

    parties: those that are hit. hits_of: how many hits each has. Returns `groups` (width, height, nodes with
    x, y, the side of the name, label, name, key, hits, and edges with x1, y1, x2, y2, words), `sentences`,
    one a link drawn, and `left_out`, the number of links that are not drawn.
    """
    links = _links(parties)
    drawn = [
        _drawn(group, links, parties, hits_of) for group in _groups(links, parties, hits_of)[:_MOST_GROUPS]
    ]
    shown = [link for _, within in drawn for link in within]
    return {
        "groups": [drawing for drawing, _ in drawn],
        "sentences": [_sentence(link, parties) for link in shown],
        "left_out": len(links) - len(shown),
    }


def _links(parties: Mapping[str, Dossier]) -> dict[tuple[str, str], _Link]:
    """Each pair of linked parties once, whichever of the two the list says it of."""
    links: dict[tuple[str, str], _Link] = {}
    for key, party in parties.items():
        for relation, _, other, *_ in (row for row in party.get("relations", ()) if len(row) > 2):
            if other in parties and other != key:
                pair = (min(key, other), max(key, other))
                said = (key, str(relation).lower(), other)
                link = links.setdefault(pair, _Link(pair))
                if said not in link.said:
                    link.said.append(said)
    return links


def _groups(
    links: Mapping[tuple[str, str], _Link], parties: Mapping[str, Dossier], hits_of: Mapping[str, int]
) -> list[list[str]]:
    """Parties that hang together, the largest group first, each from its most linked party outward."""
    near: dict[str, list[str]] = defaultdict(list)
    for one, other in links:
        near[one].append(other)
        near[other].append(one)

    def weight(key: str) -> tuple[int, int, str, str]:
        return (-len(near[key]), -hits_of.get(key, 0), parties[key]["name"], key)

    seen: set[str] = set()
    groups = []
    for key in sorted(near, key=weight):
        if key in seen:
            continue
        group = [key]
        seen.add(key)
        for at in group:
            added = sorted((other for other in near[at] if other not in seen), key=weight)
            seen.update(added)
            group += added
        groups.append(group)
    return sorted(groups, key=lambda group: (-len(group), *weight(group[0])))


def _drawn(
    group: list[str],
    links: Mapping[tuple[str, str], _Link],
    parties: Mapping[str, Dossier],
    hits_of: Mapping[str, int],
) -> tuple[dict[str, Any], list[_Link]]:
    """The drawing of a group, and the links in it."""
    chosen = _side_by_side(group[:_MOST_NODES], links)
    labels = {key: _label(parties[key]["name"]) for key in chosen}
    center = _space(labels[chosen[0]])
    height = _ROW * len(chosen)
    places = {chosen[0]: (center, height / 2)}
    places |= {key: _on_bow(row, len(chosen) - 1, center) for row, key in enumerate(chosen[1:])}
    width = center + _REACH + _BOW + max(_space(labels[key]) for key in chosen[1:])
    within = [link for link in links.values() if all(key in places for key in link.pair)]
    within.sort(key=lambda link: sorted(chosen.index(key) for key in link.pair))
    nodes = [
        {
            "x": x,
            "y": y,
            "side": "left" if key == chosen[0] else "right",
            "label": labels[key],
            "name": parties[key]["name"],
            "key": key,
            "hits": hits_of.get(key, 0),
        }
        for key, (x, y) in places.items()
    ]
    edges = [
        {
            "x1": places[link.pair[0]][0],
            "y1": places[link.pair[0]][1],
            "x2": places[link.pair[1]][0],
            "y2": places[link.pair[1]][1],
            "words": "; ".join(dict.fromkeys(words for _, words, _ in link.said)),
        }
        for link in within
    ]
    return {"width": width, "height": height, "nodes": nodes, "edges": edges}, within


def _side_by_side(group: list[str], links: Collection[tuple[str, str]]) -> list[str]:
    """The group, its first party first, and of the others those that are linked next to each other."""
    ordered = group[:1]

    def follow(key: str) -> None:
        ordered.append(key)
        for other in group:
            if other not in ordered and (min(key, other), max(key, other)) in links:
                follow(other)

    for key in group[1:]:
        if key not in ordered:
            follow(key)
    return ordered


def _on_bow(row: int, rows: int, center: float) -> tuple[float, float]:
    """Where the party of a row on the right stands."""
    up = 1 - 2 * (row + 0.5) / rows
    return round(center + _REACH + _BOW * math.sqrt(1 - up * up), 1), float(_ROW * (row + 1))


def _label(name: str) -> str:
    return name if len(name) <= _LONGEST_LABEL else f"{name[: _LONGEST_LABEL - 1].rstrip()}…"


def _space(label: str) -> float:
    """The room that a name takes in the drawing."""
    return round(len(label) * _LETTER + _AROUND)


def _sentence(link: _Link, parties: Mapping[str, Dossier]) -> str:
    """'A is linked to B', of both sides where each says something of the other."""
    if len(link.said) == 2 and link.said[0][1] == link.said[1][1] == "linked to":
        one, _, other = link.said[0]
        return f"{parties[one]['name']} and {parties[other]['name']} are linked to each other"
    return "; ".join(
        f"{parties[one]['name']} is {words} {parties[other]['name']}" for one, words, other in link.said
    )
