"""How the state of a list follows from what was delivered, what is stored, and the day."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from screening.model.errors import GateFailure, InputError
from screening.quality import Check, GateResult
from screening.runs.list_intake import Intake
from screening.runs.night.list_states import list_states, raise_if_behind, raise_if_none
from screening.settings import load_settings
from screening.watchlists import StoredVersion

DAY = date(2026, 3, 1)
ARRIVED = datetime(2026, 3, 1, 2, tzinfo=UTC)
REFUSED_BY = GateResult("list change L", "50 parties", (Check("nothing falls", False, "fell", "look"),))


def stored(published: date | None, arrived: datetime = ARRIVED) -> StoredVersion:
    return StoredVersion(
        path=Path("store/L/ab"),
        list_id="L",
        published=published,
        imported_at=arrived,
        sha256="ab" * 32,
        source="drop",
        entities=1,
        names=1,
        unparsed_share=0.0,
        source_sha256=None,
        last_published=published,
        last_imported_at=arrived,
    )


def state(intake=None, version=None, last="L before", limit=30):
    settings = load_settings(None, gates={"max_list_age_days": limit})
    kept = [version] if version else []
    names = {"L": "L now"} if version else {}
    (found,) = list_states([intake] if intake else [], kept, names, {"L": last}, DAY, settings)
    return found


@pytest.mark.parametrize(
    ("delivered", "days", "last", "found"),
    [
        ("new", 0, "L before", "new"),
        ("unchanged", 0, "L before", "new"),
        ("unchanged", 30, "L now", "unchanged"),
        ("refused", 30, "L now", "refused"),
        ("unusable", 30, "L now", "unusable"),
        ("unchanged", 31, "L now", "too old"),
        ("refused", 31, "L now", "too old"),
        (None, 30, "L now", "unchanged"),
        (None, 31, "L now", "too old"),
    ],
)
def test_the_state_of_a_list_that_is_stored(delivered, days, last, found):
    intake = Intake("L", delivered, gates=(REFUSED_BY,)) if delivered else None
    said = state(intake, stored(DAY - timedelta(days=days)), last)
    assert (said.state, said.version, said.age_days) == (found, "L now", days)


@pytest.mark.parametrize(
    ("delivered", "found"),
    [("refused", "refused"), ("unusable", "unusable"), ("missing", "missing"), ("unchanged", "missing")],
)
def test_the_state_of_a_list_of_which_nothing_is_stored(delivered, found):
    said = state(Intake("L", delivered))
    assert (said.state, said.version, said.age_days) == (found, None, None)


def test_without_a_date_of_its_own_the_age_is_that_since_it_arrived():
    said = state(version=stored(None, ARRIVED - timedelta(days=30)), last="L now")
    assert (said.state, said.published, said.age_days) == ("unchanged", None, 30)
    assert state(version=stored(None, ARRIVED - timedelta(days=31)), last="L now").state == "too old"


def test_a_list_may_have_a_limit_of_its_own():
    settings = load_settings(None, lists=[{"list_id": "L", "folder": "drop", "max_age_days": 100}])
    version = stored(DAY - timedelta(days=100))
    (said,) = list_states([], [version], {"L": "L now"}, {"L": "L now"}, DAY, settings)
    assert said.state == "unchanged"


def test_without_a_limit_no_list_is_too_old():
    assert state(version=stored(date(2016, 1, 1)), last="L now", limit=None).state == "unchanged"


def test_why_a_list_was_refused_is_known_of_its_state():
    refused = state(Intake("L", "refused", gates=(REFUSED_BY,), notes=("a newer drop was left",)))
    assert refused.notes == ("a newer drop was left", "nothing falls: fell")


def test_a_refused_list_ends_a_night_with_3_an_unusable_one_with_2_and_both_with_3():
    young = stored(DAY)
    refused, unusable = (state(Intake("L", kind), young, "L now") for kind in ("refused", "unusable"))
    with pytest.raises(GateFailure, match="--accept-change"):
        raise_if_behind([unusable, refused], Path("runs/night"))
    with pytest.raises(InputError, match="published in runs/night, but screened with older lists"):
        raise_if_behind([unusable], Path("runs/night"))
    raise_if_behind([state(None, young, "L now")], Path("runs/night"))


def test_where_there_is_no_list_at_all_the_night_stops_and_says_why():
    with pytest.raises(InputError, match="there is no list to screen with: L: missing"):
        raise_if_none([state(Intake("L", "missing"))], [Intake("L", "missing")])
    with pytest.raises(InputError, match="none is configured under 'lists'"):
        raise_if_none([], [])
    intake = Intake("L", "refused", gates=(REFUSED_BY,))
    with pytest.raises(GateFailure, match="nothing falls: fell") as raised:
        raise_if_none([state(intake)], [intake])
    assert raised.value.results == (REFUSED_BY,)
