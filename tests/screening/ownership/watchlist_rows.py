"""Small lists to screen owners against."""

from collections.abc import Sequence

from screening.watchlists.watchlist import Watchlist, WatchlistBuilder


def a_list(
    parties: Sequence[tuple[str, str]],
    list_id: str = "OFAC-SDN",
    *,
    measures: Sequence[tuple[str, str]] = (),
    relations: Sequence[tuple[str, str, str | None, str, float | None]] = (),
    people: Sequence[str] = (),
    identifiers: Sequence[tuple[str, str, str]] = (),
    references: Sequence[tuple[str, str, str]] = (),
) -> Watchlist:
    """parties: entity_id and name of each. measures: entity_id and what its listing prohibits. relations:
    entity_id, kind, other_entity_id, other_name, share. people: entity_ids of persons. identifiers:
    entity_id, kind, number. references: entity_id, publisher, reference.
    """
    builder = WatchlistBuilder(list_id, source="made up")
    for entity_id, name in parties:
        kind = "person" if entity_id in people else "organization"
        builder.add("entities", entity_id=entity_id, entity_type=kind, name=name)
        builder.add(
            "names", entity_id=entity_id, name_id=entity_id, name=name, kind="primary", quality="primary"
        )
    for entity_id, measure in measures:
        builder.add("measures", entity_id=entity_id, measure=measure, text=measure)
    for entity_id, kind, other_id, other_name, share in relations:
        builder.add(
            "relations",
            entity_id=entity_id,
            relation=kind,
            kind=kind,
            other_entity_id=other_id,
            other_name=other_name,
            share=share,
        )
    for entity_id, kind, number in identifiers:
        builder.add("identifiers", entity_id=entity_id, kind=kind, number=number)
    for entity_id, publisher, reference in references:
        builder.add("references", entity_id=entity_id, publisher=publisher, reference=reference)
    return builder.build()
