"""A relation points to a party where its name leaves no doubt."""

from screening.watchlists import WatchlistBuilder
from screening.watchlists.party_writer import PartyWriter, resolve_relations


def target_of(name, parties, source="9"):
    """other_entity_id of a relation of party `source` to `name`; parties: (id, type, name, strong alias)."""
    builder = WatchlistBuilder(list_id="TEST", source="a test")
    writer = PartyWriter(builder)
    for entity_id, kind, primary, alias in [*parties, ("9", "organization", "SOURCE CO", None)]:
        writer.start(entity_id, kind, primary, title=None, remarks=None)
        if alias:
            writer.alias(entity_id, f"{entity_id}-1", "aka", alias)
    builder.add("relations", entity_id=source, relation="Linked To", other_name=name)
    resolve_relations(builder)
    return builder.rows("relations")[0]["other_entity_id"]


def test_by_primary_name_or_strong_alias_whatever_the_case():
    parties = [("1", "organization", "HIZBALLAH", "PARTY OF GOD")]
    assert target_of("Hizballah", parties) == target_of("Party of God", parties) == "1"
    assert target_of("HAMAS", parties) is None


def test_people_also_given_name_first():
    assert (
        target_of(
            "Barzan Ibrahim Hasan al-Tikriti", [("1", "person", "AL-TIKRITI, Barzan Ibrahim Hasan", None)]
        )
        == "1"
    )


def test_a_name_that_closed_the_remark_has_lost_its_full_stop():
    assert target_of("R D I S.A", [("1", "organization", "R D I S.A.", None)]) == "1"


def test_two_parties_of_one_name_leave_it_open():
    parties = [("1", "organization", "ALPHA", None), ("2", "vessel", "ALPHA", None)]
    assert target_of("ALPHA", parties) is None


def test_a_primary_name_goes_before_an_alias_of_somebody_else():
    parties = [("1", "organization", "NITC", None), ("2", "organization", "OFFICE OF NITC", "NITC")]
    assert target_of("NITC", parties) == "1"


def test_nobody_is_related_to_himself():
    parties = [("1", "organization", "SOURCE CO", None)]
    assert target_of("SOURCE CO", parties) == "1"
    assert target_of("SOURCE CO", []) is None
