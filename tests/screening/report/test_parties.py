"""What the page knows of a listed party."""

from hit_rows import hit_table

from screening.report.parties import dossiers
from screening.watchlists.watchlist import Watchlist, WatchlistBuilder


def watchlist() -> Watchlist:
    builder = WatchlistBuilder("OFAC-SDN", "a test")
    builder.add(
        "entities",
        entity_id="28004",
        entity_type="person",
        name="AL-KHAZALI, Qais",
        gender="male",
        title="Secretary-General",
    )
    builder.add("entities", entity_id="28283", entity_type="organization", name="ASA'IB AHL AL-HAQ")
    builder.add("entities", entity_id="36", entity_type="organization", name="AEROCARIBBEAN AIRLINES")
    for entity_id, name, quality in (
        ("28004", "AL-KHAZALI, Qays", "strong"),
        ("28004", "AL-KHAZALI, Qais", "primary"),
        ("28004", "SHEIKH QAIS", "weak"),
        ("28283", "ASA'IB AHL AL-HAQ", "primary"),
        ("36", "AEROCARIBBEAN AIRLINES", "primary"),
    ):
        kind = "primary" if quality == "primary" else "aka"
        builder.add("names", entity_id=entity_id, name=name, kind=kind, quality=quality, script="Latin")
    builder.add("birth_dates", entity_id="28004", text="20 Jun 1974")
    builder.add("places", entity_id="28004", place="Baghdad, Iraq")
    builder.add("countries", entity_id="28004", kind="nationality", text="Iraq", country="IQ")
    builder.add(
        "identifiers",
        entity_id="28004",
        kind="Passport",
        number="A1",
        country_text="Iraq",
        expires="2025",
        note="lost",
    )
    builder.add("identifiers", entity_id="28283", kind="Tax ID No.", number="7")
    builder.add(
        "addresses", entity_id="28004", address="1 Main St", city="Najaf", country_text="Iraq", note="home"
    )
    builder.add("programs", entity_id="28004", program="GLOMAG")
    builder.add("programs", entity_id="28004", program="NEW-CODE")
    for other, other_id in (("ASA'IB AHL AL-HAQ", "28283"), ("AEROCARIBBEAN AIRLINES", "36"), ("X", None)):
        builder.add(
            "relations", entity_id="28004", relation="Linked To", other_name=other, other_entity_id=other_id
        )
    return builder.build()


def found(*hits):
    return dossiers(hit_table(*hits), [watchlist()])


ASAIB = {"entity_id": "28283", "entity_name": "ASA'IB AHL AL-HAQ", "matched_name": "ASA'IB AHL AL-HAQ"}


def test_everything_the_list_says_of_a_party_is_told():
    party = found({}, ASAIB, {**ASAIB, "record_id": "C-18"})["OFAC-SDN 28004"]
    assert party["names"] == [
        ["AL-KHAZALI, Qais", "primary", "primary", "Latin"],
        ["AL-KHAZALI, Qays", "strong", "aka", "Latin"],
        ["SHEIKH QAIS", "weak", "aka", "Latin"],
    ]
    assert (party["type"], party["gender"], party["title"]) == ("person", "male", "Secretary-General")
    assert (party["born"], party["places"]) == (["20 Jun 1974"], ["Baghdad, Iraq"])
    assert party["countries"] == [["nationality", "Iraq"]]
    assert party["documents"] == [["Passport", "A1", "Iraq", "expires 2025; lost"]]
    assert party["addresses"] == ["1 Main St, Najaf, Iraq (home)"]
    assert [(code, *rest[1:]) for code, *rest in party["programs"]] == [
        ("GLOMAG", "E.O. 13818"),
        ("NEW-CODE",),
    ]
    assert party["url"] == "https://sanctionssearch.ofac.treas.gov/Details.aspx?id=28004"
    assert party["version"] == watchlist().version


def test_a_related_party_leads_on_only_where_it_is_hit_too():
    assert found({}, ASAIB, {**ASAIB, "record_id": "C-18"})["OFAC-SDN 28004"]["relations"] == [
        ["Linked To", "ASA'IB AHL AL-HAQ", "OFAC-SDN 28283", 2],
        ["Linked To", "AEROCARIBBEAN AIRLINES"],
        ["Linked To", "X"],
    ]


def test_only_parties_that_are_hit_are_told():
    assert list(found(ASAIB, {})) == ["OFAC-SDN 28283", "OFAC-SDN 28004"]


def test_blank_facts_are_left_out():
    party = found(ASAIB)["OFAC-SDN 28283"]
    assert party["documents"] == [["Tax ID No.", "7"]]
    assert party.keys().isdisjoint({"title", "gender", "born", "addresses"})


def test_without_the_list_the_hits_tell_what_they_know():
    hits = hit_table({}, {"matched_name": "SHEIKH QAIS", "matched_name_quality": "weak"})
    party = dossiers(hits, ())["OFAC-SDN 28004"]
    assert [name[:2] for name in party["names"]] == [
        ["AL-KHAZALI, Qais", "primary"],
        ["AL-KHAZALI, Qays", "strong"],
        ["SHEIKH QAIS", "weak"],
    ]
    assert party["born"] == ["20 Jun 1974"]
    assert party["programs"][0][0] == "GLOMAG"
    assert party["relations"] == [["linked to", "ASA'IB AHL AL-HAQ"]]


def test_only_a_web_address_becomes_a_link():
    assert "url" not in found({"details_url": "javascript:alert(1)"})["OFAC-SDN 28004"]
