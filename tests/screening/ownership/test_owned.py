"""Customers against owners: who is found to be owned, by whom, and what the alert says."""

from datetime import date

import pyarrow as pa
import pytest
from watchlist_rows import a_list

from screening.matching.screener import Screener
from screening.model.customer_table import CUSTOMER_SCHEMA
from screening.model.hit_table import HIT_SCHEMA
from screening.ownership.holdings import HoldingsBuilder, together
from screening.ownership.list_relations import list_holdings
from screening.ownership.owned import OwnedCustomers
from screening.settings import load_settings

TODAY = date(2026, 11, 30)
PARTIES = [
    ("1", "ZVEZDA HOLDING"),
    ("2", "SOROKIN, Arkady"),
    ("3", "SECTORAL ENERGY CORPORATION"),
    ("4", "KESTREL MARITIME"),
    ("5", "LANTERN BANK"),
    ("6", "DROZDOV, Pavel"),
    ("7", "DROZDOV, Pavel"),
    ("8", "HALF BLOCKED BANK"),
]
LISTS = [
    a_list(
        PARTIES,
        people=["2", "6", "7"],
        measures=[
            ("1", "asset freeze"),
            ("3", "debt and equity dealings"),
            ("8", "debt and equity dealings"),
        ],
        relations=[
            ("1", "owner of", None, "Meridian Trading LLC", 60.0),
            ("2", "owner of", None, "Untold Shares LLC", None),
        ],
        identifiers=[("4", "Registration Number", "HRB 7654321")],
        references=[("5", "UN", "QDe.901"), ("8", "UN", "QDe.908")],
    ),
    a_list(
        [("EU.1", "SOROKIN, Arkady"), ("EU.5", "LANTERN BANK PLC"), ("EU.8", "HALF BLOCKED BANK PLC")],
        list_id="EU",
        people=["EU.1"],
        measures=[("EU.1", "asset freeze"), ("EU.5", "asset freeze"), ("EU.8", "asset freeze")],
        references=[("EU.5", "UN", "QDe.901"), ("EU.8", "UN", "QDe.908")],
    ),
]


@pytest.fixture(scope="module")
def settings():
    return load_settings(None, customers={"carry": ["branch"]})


@pytest.fixture(scope="module")
def screener(settings):
    return Screener(LISTS, settings)


def customers(*rows):
    schema = pa.schema([*CUSTOMER_SCHEMA, pa.field("branch", pa.string())])
    filled = [
        {"row": number, "name": "Somebody", "branch": "North"} | row for number, row in enumerate(rows, 1)
    ]
    return pa.RecordBatch.from_pylist(filled, schema=schema)


def sources(*holdings, holders=(), source="own.csv"):
    """holdings: owner, share, owned, by the ids of a plain table. holders: key and what is known of it."""
    builder = HoldingsBuilder(source)
    for key, known in dict(holders).items():
        builder.holder(key, **known)
    for number, (owner, share, owned) in enumerate(holdings, start=1):
        keys = [key if ":" in key else f"own:{key}" for key in (owner, owned)]
        for key in keys:
            builder.holder(key, [] if key in dict(holders) else [key.partition(":")[2]])
        least, most = share if isinstance(share, tuple) else (share, share)
        builder.holding(*keys, "shareholding", least, most, place=f"row {number}")
    return builder.build()


@pytest.fixture
def judged(screener, settings):
    """The alerts and the possibly owned, of these customers by these sources."""

    def judge(holdings, *rows, **policy):
        ownership = settings.ownership.model_copy(update=policy)
        owned = OwnedCustomers(holdings, settings, ownership, TODAY)
        for row in rows:
            owned.see(customers(row))
        judgment = owned.judge(screener)
        assert judgment.alerts.schema.names == [*HIT_SCHEMA.names, "customer_branch"]
        return judgment.alerts.to_pylist(), judgment.possible.to_pylist()

    return judge


def test_an_alert_says_the_chain_and_each_share(judged):
    holdings = sources(
        ("Zvezda Holding", 55, "A"), ("A", 30, "c1"), ("Arkady Sorokin", 25, "c1"), ("B", 45, "c1")
    )
    ((alert,), possible) = judged(holdings, {"record_id": "c1", "name": "Widget Works"})
    assert possible == []
    assert alert["explanation"] == (
        "Owned 55 % in sum by blocked parties: 25 % by Arkady Sorokin (OFAC-SDN 2, match 100.0); 30 % by A. "
        "A is owned 55 % by Zvezda Holding (OFAC-SDN 1, match 100.0). "
        "The source knows the customer by its record_id."
    )
    assert [
        (step["owner"], step["share"], step["owned"], step["list_id"], step["entity_id"])
        for step in alert["ownership"]
    ] == [
        ("Zvezda Holding", 55, "A", "OFAC-SDN", "1"),
        ("Arkady Sorokin", 25, "c1", "OFAC-SDN", "2"),
        ("A", 30, "c1", None, None),
    ]
    assert alert["ownership"][0]["source"] == "own.csv, row 1"
    assert (alert["alert_kind"], alert["record_id"], alert["name"]) == ("ownership", "c1", "Widget Works")
    # The largest listed owner.
    assert (alert["list_id"], alert["entity_id"], alert["matched_name"]) == (
        "OFAC-SDN",
        "1",
        "ZVEZDA HOLDING",
    )
    assert (alert["score"], alert["prohibits"], alert["customer_branch"]) == (
        100.0,
        ["asset freeze"],
        "North",
    )


def test_an_owner_that_may_be_several_listed_parties_names_them(judged):
    ((alert,), _) = judged(sources(("Pavel Drozdov", 50, "c1")), {"record_id": "c1"})
    assert (alert["list_id"], alert["entity_id"]) == ("OFAC-SDN", "6")
    assert (
        "the owner 'Pavel Drozdov' also matches OFAC-SDN 7 'DROZDOV, Pavel' (100.0)"
        in (alert["data_warnings"])
    )


def test_an_owner_on_two_lists_is_one_party_with_each_list_named(judged):
    ((alert,), _) = judged(sources(("Lantern Bank PLC", 50, "c1")), {"record_id": "c1"})
    assert [(each["list_id"], each["entity_id"], each["because"]) for each in alert["listings"]] == [
        ("OFAC-SDN", "5", None),
        ("EU", "EU.5", "same reference UN QDe.901"),
    ]
    assert (alert["list_id"], alert["score"], alert["prohibits"]) == ("OFAC-SDN", 100.0, ["asset freeze"])
    assert not any("also matches" in warning for warning in alert["data_warnings"])


@pytest.mark.parametrize("entry", ["OFAC-SDN:5", "EU:EU.5"])
def test_an_owner_named_by_its_entry_on_one_list_is_on_the_others_too(judged, entry):
    list_id, entity_id = entry.split(":")
    key = f"list:{entry}"
    known = {"names": ["The owner"], "entry": (list_id, entity_id)}
    ((alert,), _) = judged(sources((key, 50, "c1"), holders=[(key, known)]), {"record_id": "c1"})
    assert {(each["list_id"], each["entity_id"]) for each in alert["listings"]} == {
        ("OFAC-SDN", "5"),
        ("EU", "EU.5"),
    }
    # It goes by the entry that the source names; the other was compared with nobody.
    assert (alert["list_id"], alert["entity_id"], alert["score"]) == (list_id, entity_id, 100.0)
    assert [(each["score"], each["because"]) for each in alert["listings"]] == [
        (100.0, None),
        (None, "same reference UN QDe.901"),
    ]


def test_a_share_that_two_lists_tell_of_one_party_counts_once(judged):
    entries = [("OFAC-SDN", "5"), ("EU", "EU.5")]
    keys = [f"list:{list_id}:{entity_id}" for list_id, entity_id in entries]
    known = {key: {"names": [key], "entry": listed_as} for key, listed_as in zip(keys, entries, strict=True)}

    def told(share):
        return together(
            [sources((key, share, "c1"), holders=[(key, known[key])], source=f"list {key}") for key in keys]
        )

    assert judged(told(30), {"record_id": "c1"}) == ([], [])
    ((alert,), _) = judged(told(50), {"record_id": "c1"})
    assert alert["explanation"].startswith("Owned 50 % by ")
    assert [(each["list_id"], each["because"]) for each in alert["listings"]] == [
        ("OFAC-SDN", None),
        ("EU", "same reference UN QDe.901"),
    ]


def test_an_owner_whose_other_listing_blocks_is_blocked(judged):
    # OFAC-SDN 8 freezes nothing; the EU's entry of the same party does.
    known = {"names": ["Somebody else"], "entry": ("OFAC-SDN", "8")}
    holdings = sources(("list:OFAC-SDN:8", 50, "c1"), holders=[("list:OFAC-SDN:8", known)])
    ((alert,), _) = judged(holdings, {"record_id": "c1"})
    assert [(each["list_id"], each["entity_id"]) for each in alert["listings"]] == [("EU", "EU.8")]


def test_a_listing_that_does_not_block_owns_nothing(judged):
    alerts, possible = judged(sources(("Sectoral Energy Corporation", 100, "c1")), {"record_id": "c1"})
    assert (alerts, possible) == ([], [])


def test_a_listing_that_does_not_say_what_it_prohibits_is_taken_to_block(judged):
    ((alert,), _) = judged(sources(("Kestrel Maritime", 100, "c1")), {"record_id": "c1"})
    assert alert["data_warnings"] == [
        "OFAC-SDN 4: what the listing prohibits is not known, so it was taken to block"
    ]


def test_an_owner_below_the_threshold_is_nobody(judged, screener):
    holdings = sources(("Sorkin Adrian", 100, "c1"))
    assert judged(holdings, {"record_id": "c1"}) == ([], [])


def test_an_owner_is_known_by_the_number_that_both_have(judged):
    company = {"names": ["Falcon Shipping"], "numbers": [("DE", "HRB 7654321")]}
    ((alert,), _) = judged(sources(("f", 50, "c1"), holders=[("own:f", company)]), {"record_id": "c1"})
    assert alert["entity_id"] == "4"


def test_an_owner_named_by_its_entry_needs_no_match(judged):
    entry = {"names": ["The Holding"], "entry": ("OFAC-SDN", "1")}
    holdings = sources(("list:OFAC-SDN:1", 50, "c1"), holders=[("list:OFAC-SDN:1", entry)])
    ((alert,), _) = judged(holdings, {"record_id": "c1"})
    assert alert["explanation"].startswith("Owned 50 % by The Holding (OFAC-SDN 1).")
    assert alert["score"] == 100.0


def test_relations_of_the_lists_alone(judged):
    alerts, possible = judged(
        list_holdings(LISTS),
        {"record_id": "c1", "name": "MERIDIAN TRADING L.L.C.", "entity_type": "organization"},
        {"record_id": "c2", "name": "Untold Shares LLC"},
        {"record_id": "c3", "name": "Meridian Trading"},
        {"record_id": "c4", "name": "Meridian Trading LLC", "entity_type": "person"},
    )
    assert [alert["record_id"] for alert in alerts] == ["c1"]
    assert alerts[0]["explanation"] == (
        "Owned 60 % by ZVEZDA HOLDING (OFAC-SDN 1). "
        "The source knows it as 'Meridian Trading LLC': taken for the customer by the name alone."
    )
    assert [(row["record_id"], row["value"]) for row in possible] == [("c2", "100 %")]


def test_possibly_owned_is_a_warning_and_no_alert(judged):
    alerts, (row,) = judged(sources(("Zvezda Holding", (25, 75), "c1")), {"record_id": "c1", "row": 7})
    assert alerts == []
    assert (row["row"], row["record_id"], row["column"], row["value"]) == (7, "c1", "ownership", "75 %")
    assert "25 % is certain, so it is no alert" in row["reason"]
    assert "Possibly owned up to 75 % by Zvezda Holding (OFAC-SDN 1, match 100.0)" in row["reason"]


def test_a_range_counts_with_its_least(judged):
    ((alert,), _) = judged(sources(("Zvezda Holding", (50, 75), "c1")), {"record_id": "c1"})
    assert alert["explanation"].startswith("Owned at least 50 % by Zvezda Holding")
    assert alert["ownership"][0]["source"] == "own.csv, row 1 (50 to 75 %)"


def test_customers_are_found_by_number_where_the_country_is_no_other(judged):
    company = {"names": ["Widget Works"], "numbers": [("GB", "03209885"), ("LEI", "010CMKZ3VON21WF2ZD45")]}
    holdings = sources(("Zvezda Holding", 60, "w"), holders=[("own:w", company)])
    alerts, _ = judged(
        holdings,
        {"record_id": "c1", "id_number": "3209885", "country": "GB"},
        {"record_id": "c2", "id_number": "3209885", "country": "DK"},
        {"record_id": "c3", "id_number": "LEI 010CMKZ3VON21WF2ZD45", "country": "US"},
        {"record_id": "c4", "id_number": "3209886"},
    )
    assert [alert["record_id"] for alert in alerts] == ["c1", "c3"]
    assert "'Widget Works', with the number 3209885." in alerts[0]["explanation"]


def test_customers_are_found_by_name_where_no_country_speaks_against_it(judged):
    company = {"names": ["Wídget-Works Ltd."], "countries": ["GB"]}
    holdings = sources(("Zvezda Holding", 60, "w"), holders=[("own:w", company)])
    rows = [
        {"record_id": "c1", "name": "WIDGET WORKS LTD"},
        {"record_id": "c2", "name": "Widget Works Ltd", "country": "US"},
        {"record_id": "c3", "name": "Widget Works Limited", "country": "GB"},
    ]
    alerts, _ = judged(holdings, *rows)
    assert [alert["record_id"] for alert in alerts] == ["c1"]
    assert judged(holdings, *rows, customers_by_name=False) == ([], [])


def test_what_two_sources_know_of_one_customer_is_added_up(judged):
    numbers = {"numbers": [("GB", "03209885")]}
    register = sources(
        ("bods:z", 30, "bods:w"),
        holders=[
            ("bods:w", {"names": ["Widget Works"], **numbers}),
            ("bods:z", {"names": ["Zvezda Holding"]}),
        ],
        source="register",
    )
    own = sources(("Arkady Sorokin", 25, "c1"))
    both = together([register, own])
    ((alert,), _) = judged(both, {"record_id": "c1", "id_number": "03209885"})
    assert alert["explanation"].startswith("Owned 55 % in sum")


def test_a_customer_that_is_listed_itself_is_no_owner_of_itself(judged):
    row = {"record_id": "Zvezda Holding", "name": "Zvezda Holding"}
    assert judged(sources(("Zvezda Holding", 100, "A"), ("A", 100, "Zvezda Holding")), row) == ([], [])
    ((alert,), _) = judged(sources(("Arkady Sorokin", 100, "Zvezda Holding")), row)
    assert alert["entity_id"] == "2"


def test_one_row_a_customer(judged):
    company = {"names": ["Widget Works"]}
    holdings = sources(
        ("Zvezda Holding", 60, "w"),
        ("Arkady Sorokin", 80, "v"),
        holders=[("own:w", company), ("own:v", company)],
    )
    ((alert,), _) = judged(holdings, {"record_id": "c1", "name": "Widget Works"})
    assert alert["explanation"].startswith("Owned 80 %")


def test_shares_that_cannot_all_be_right_are_told(judged):
    ((alert,), _) = judged(sources(("Zvezda Holding", 60, "c1"), ("B", 70, "c1")), {"record_id": "c1"})
    assert (
        "owners of 'c1' have 130 % in sum, more than all of it: some shares are wrong"
        in alert["data_warnings"]
    )


def test_the_uk_s_reading(judged):
    holdings = sources(
        ("Zvezda Holding", 30, "c1"), ("Arkady Sorokin", 30, "c1"), ("Zvezda Holding", 50, "c2")
    )
    rows = [{"record_id": "c1"}, {"record_id": "c2"}]
    assert [alert["record_id"] for alert in judged(holdings, *rows)[0]] == ["c1", "c2"]
    assert judged(holdings, *rows, inclusive=False, aggregate=False)[0] == []


def test_the_alert_has_an_id_of_its_own(judged):
    from screening.model.alert_ids import alert_id

    ((alert,), _) = judged(sources(("Zvezda Holding", 60, "c1")), {"record_id": "c1"})
    assert (
        alert["alert_id"] == alert_id("c1", "OFAC-SDN", "1", "ownership") != alert_id("c1", "OFAC-SDN", "1")
    )


def test_customers_that_no_source_knows(judged):
    assert judged(sources(("Zvezda Holding", 60, "x")), {"record_id": "c1", "name": "Other"}) == ([], [])
