"""A small list, customers and the gates' limits: every gate lets them through as they are."""

import pytest
from gate_inputs import TODAY, a_list, customers, rejected

from screening.quality import CustomerFacts
from screening.settings import load_settings
from screening.settings.gates import GateSettings
from screening.watchlists.watchlist import Watchlist


@pytest.fixture(scope="session")
def limits() -> GateSettings:
    return load_settings().gates


@pytest.fixture
def watchlist() -> Watchlist:
    return a_list().build()


@pytest.fixture
def screened() -> CustomerFacts:
    facts = CustomerFacts(today=TODAY)
    facts.add(customers({"record_id": "c1"}, {"record_id": "c2"}), rejected(0))
    return facts
