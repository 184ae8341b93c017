"""The flow nightly-screening: what becomes of alerts, what is published, what is refused."""

import shutil
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest
from night_office import CUSTOMERS, Office, Published
from prefect_records import newest_run
from run_inputs import ALIASES, PARTIES

from screening.model.errors import GateFailure, InputError
from screening.runs.run_folder import RUN_FILES
from screening.wording.changes import reason_words

KHAZALI, ASAIB, AIRLINE = "28004", "28283", "36"
TILLERSON = ("900", "TILLERSON, Rex", "individual", "CUBA", "DOB 1952; nationality United States.")
MANY = [(str(number), f"PARTY {number}", "individual", "SDGT", "DOB 1974.") for number in range(100, 200)]


# Four nights, and what every night says.


@dataclass(frozen=True)
class Story:
    office: Office
    nights: dict[int, Published]
    kept: dict[int, object]


@pytest.fixture(scope="module")
def story(tmp_path_factory, prefect_api):
    """On the second night nothing changed, but for what Ann Lee decided; on the third much did; on the
    fourth everything is screened."""
    folder = tmp_path_factory.mktemp("story")
    nights, kept = {}, {}
    with chdir(folder):
        office = Office(folder).open()

        def night(number, full=False):
            nights[number] = office.flow_night(f"2026-01-0{number + 1}", full)
            kept[number] = newest_run(prefect_api)

        night(1)
        for customer in ("c3", "c4", "c6"):
            office.decide(customer, "false positive", "2026-01-02")
        night(2)
        renamed = CUSTOMERS[5] | {"name": "Kais al Khazali"}
        office.customers([*CUSTOMERS[1:5], renamed])
        office.list_of(
            "2026-01-04",
            parties=[*(party for party in PARTIES if party[0] != AIRLINE), TILLERSON],
            aliases=[*ALIASES, (ASAIB, "3", "aka", "KHAZALI NETWORK", "-0- ")],
        )
        night(3)
        office.customers([*CUSTOMERS[:5], renamed])
        night(4, full=True)
        yield Story(office, nights, kept)


def test_on_the_first_night_every_hit_is_new(story):
    night = story.nights[1]
    assert night.statuses == {
        ("c1", KHAZALI): "new",
        ("c3", ASAIB): "new",
        ("c4", ASAIB): "new",
        ("c5", AIRLINE): "new",
        ("c6", KHAZALI): "new",
    }
    assert {hit["first_seen"] for hit in night.hits} == {"2026-01-02"}


def test_what_is_published_is_a_run_like_any_other(story):
    night = story.nights[1]
    assert night.folder.parent == Path("runs")
    assert night.folder.name.startswith("night-2026-01-02-")
    assert sorted(path.name for path in (story.office.folder / night.folder).iterdir()) == sorted(RUN_FILES)
    assert [night.run["customers"][key] for key in ("rows_in", "rows_screened", "rows_rejected")] == [6, 6, 0]
    gates = ["list OFAC-SDN", "coverage", "customers", "hits", "night"]
    assert [gate["name"] for gate in night.run["gates"]] == gates
    assert story.kept[1].state["type"] == "COMPLETED"
    assert story.kept[1].run["name"] == "night with own.yaml"


def test_on_the_second_night_what_nobody_decided_is_open_and_a_false_positive_says_so(story):
    assert story.nights[2].statuses == {
        ("c1", KHAZALI): "open",
        ("c3", ASAIB): "false positive",
        ("c4", ASAIB): "false positive",
        ("c5", AIRLINE): "open",
        ("c6", KHAZALI): "false positive",
    }
    assert {hit["first_seen"] for hit in story.nights[2].hits} == {"2026-01-02"}


def test_a_new_alias_of_the_party_opens_a_false_positive_again_and_says_why(story):
    assert story.nights[3].statuses["c3", ASAIB] == story.nights[3].statuses["c4", ASAIB] == "open"
    with chdir(story.office.folder):
        raised, decided, reopened = story.office.history("c4")
    assert [raised.kind, decided.kind, reopened.kind] == ["raised", "decided", "reopened"]
    assert (reopened.from_state, reopened.to_state) == ("false positive", "open")
    assert "KHAZALI NETWORK" in reason_words(reopened.reason)


def test_the_report_tells_what_happened_to_an_alert_and_what_was_decided_before(story):
    with chdir(story.office.folder):
        first, second, third = (story.nights[number].card for number in (1, 2, 3))
        page = story.nights[3].page
    assert (first["c4"]["change"], "dispositions" in first["c4"]) == ("new", False)
    assert "change" not in second["c4"]
    assert third["c4"]["change"] == "reopened"
    assert "KHAZALI NETWORK" in third["c4"]["why"]
    (decided,) = third["c4"]["dispositions"]
    assert (decided["disposition"], decided["reviewer"]) == ("false positive", "Ann Lee")
    assert "closed</td>" in page
    # The party of the airline is listed no more, and its customer's alert is told all the same.
    assert "AEROCARIBBEAN AIRLINES" in page


def test_a_new_name_of_the_customer_opens_a_false_positive_again_and_says_why(story):
    assert story.nights[3].statuses["c6", KHAZALI] == "open"
    with chdir(story.office.folder):
        assert "Kais al Khazali" in reason_words(story.office.history("c6")[-1].reason)


def test_the_alert_of_a_customer_who_leaves_closes_itself_and_opens_when_he_is_back(story):
    assert ("c1", KHAZALI) not in story.nights[3].statuses
    with chdir(story.office.folder):
        _, closed, reopened = story.office.history("c1")
    assert (closed.kind, closed.to_state) == ("closed", "closed by change")
    assert reason_words(closed.reason) == "the customer has left"
    assert story.nights[4].statuses["c1", KHAZALI] == reopened.to_state == "open"


def test_the_alert_on_a_party_that_is_delisted_closes_itself(story):
    assert ("c5", AIRLINE) not in story.nights[3].statuses
    with chdir(story.office.folder):
        alert = story.office.alerts["c5"]
    assert (alert.state, reason_words(alert.why)) == ("closed by change", "the party was taken off OFAC-SDN")


def test_a_party_that_is_listed_is_found_among_customers_who_did_not_change(story):
    night = story.nights[3]
    assert night.statuses["c2", "900"] == "new"
    assert {hit["first_seen"] for hit in night.hits} == {"2026-01-02", "2026-01-04"}
    assert {hit["watchlist_version"][:19] for hit in night.hits} == {"OFAC-SDN 2026-01-04"}


def test_a_full_night_goes_on_with_the_same_alerts(story):
    assert story.nights[4].statuses == {
        ("c1", KHAZALI): "open",
        ("c2", "900"): "open",
        ("c3", ASAIB): "open",
        ("c4", ASAIB): "open",
        ("c6", KHAZALI): "open",
    }
    assert len(story.office.runs) == 4
    story.office.check_whole()


def test_the_page_of_a_night_says_what_was_screened(story):
    pages = {
        number: "\n".join(str(each["data"]) for each in kept.artifacts.values())
        for number, kept in story.kept.items()
    }
    assert "the first night" in pages[1]
    assert "screening what changed" in pages[2]
    assert "KHAZALI NETWORK" in pages[3]
    assert "a full screening was asked for" in pages[4]


# What is refused, and what it leaves.


def test_the_same_night_again_does_nothing(office, sanctions, monkeypatch):
    monkeypatch.chdir(office.folder)
    before = office.runs, office.states, office.nights_recorded
    again = sanctions("nightly", "--config", "own.yaml", "--day", "2026-01-02")
    assert again.exit_code == 0, again.stderr
    assert again.stdout.splitlines()[-1].startswith("Report: ")
    assert again.stdout.endswith(f"{Path('runs') / office.runs[0] / 'report.html'}\n")
    assert (office.runs, office.states, office.nights_recorded) == before


def test_with_a_refused_list_the_night_is_published_with_the_last_good_one(
    office, prefect_api, sanctions, monkeypatch
):
    monkeypatch.chdir(office.folder)
    office.list_of("2026-01-03", parties=[*PARTIES, TILLERSON, *MANY])
    office.customers([*CUSTOMERS, {"record_id": "c7", "name": "Aerocaribbean Airline"}])
    result = sanctions("nightly", "--config", "own.yaml", "--day", "2026-01-03")
    assert result.exit_code == 3, result.stderr
    says = result.stderr.splitlines()[-1]
    assert f"is published in {Path('runs') / office.runs[-1]}," in says
    assert "OFAC-SDN: refused (" in says
    assert "in use: OFAC-SDN 2026-01-01" in says
    assert "Traceback" not in result.stderr
    assert newest_run(prefect_api).state["type"] == "FAILED"

    night = Published(office.folder / "runs" / office.runs[-1])
    assert night.folder.name.startswith("night-2026-01-03-")
    assert night.statuses["c7", AIRLINE] == office.states["c7"] == "new"
    assert ("c2", "900") not in night.statuses
    assert {hit["watchlist_version"][:19] for hit in night.hits} == {"OFAC-SDN 2026-01-01"}
    office.check_whole()
    # It is said as long as it is so, also where there is nothing left to do.
    with pytest.raises(GateFailure, match="OFAC-SDN: refused"):
        office.night("2026-01-03")
    assert office.nights_recorded == 2


def test_without_customers_the_night_is_an_input_error(office):
    office.config("customers: customers.parquet, ", "")
    with pytest.raises(InputError, match=r"nightly\.customers: name the customer table"):
        office.night("2026-01-03")


@pytest.mark.parametrize(
    ("content", "says"), [(None, r"customers\.parquet: no such"), (b"PAR1", r"customers\.parquet")]
)
def test_unusable_customers_leave_everything_as_it_was(office, content, says):
    before = office.runs, office.states
    file = office.folder / "customers.parquet"
    file.unlink()
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(InputError, match=says):
        office.night("2026-01-03")
    assert (office.runs, office.states) == before


def test_a_gate_that_stops_the_night_leaves_its_page_and_everything_else_as_it_was(office):
    before = office.runs, office.states, office.nights_recorded
    office.config("workers: 1", "gates: {max_hit_share: 0.1, hit_share_from_rows: 1}")
    page = Path("runs") / "night-2026-01-03-stopped" / "report.html"
    with pytest.raises(GateFailure, match="The hits gate stopped the run") as raised:
        office.night("2026-01-03")
    assert str(raised.value).endswith(f"What was seen: {page}")
    stopped = Published(page.parent)
    assert "This run was stopped, so there are no hits" in stopped.page
    assert not list(page.parent.glob("hits.*"))
    assert (page.parent / "gates" / "index.html").exists()
    assert stopped.run["outcome"] == "stopped"
    assert stopped.run["gates"][-1]["passed"] is False
    assert stopped.run["night"]["customers"] == {"new": 0, "changed": 0, "unchanged": 6, "gone": 0, "kept": 0}
    assert stopped.run["night"]["alerts"] is None
    assert ([name for name in office.runs if name != page.parent.name], *before[1:]) == before
    # A second try that is stopped too takes its place, and one that is not goes its own way.
    with pytest.raises(GateFailure):
        office.night("2026-01-03")
    office.config("gates: {max_hit_share: 0.1, hit_share_from_rows: 1}", "workers: 1")
    assert set(office.night("2026-01-03").statuses.values()) == {"open"}


def test_a_night_before_the_last_one_is_refused(office):
    with pytest.raises(InputError, match="2026-01-01 is before 2026-01-02"):
        office.night("2026-01-01")
    assert len(office.runs) == 1


def test_a_day_that_is_none_is_refused(office):
    with pytest.raises(InputError, match="day 'yesterday': write it as YYYY-MM-DD"):
        office.night("yesterday")


def test_a_customer_whose_row_is_rejected_tonight_keeps_the_alert(office):
    assert office.states["c1"] == "new"
    office.customers([row | {"name": ""} if row["record_id"] == "c1" else row for row in CUSTOMERS])
    night = office.night("2026-01-03")
    assert "c1" not in {hit["record_id"] for hit in night.hits}
    assert office.states["c1"] == "open"


# A table, or a list, that is not what it was last night.

# As many more who are nobody's hit, so that few of them are a small share.
STRANGERS = [
    {"record_id": f"s{number}", "name": f"Ottilie Wendlandt {number}", "date_of_birth": "1980-02-03"}
    for number in range(40)
]


def without_ids(rows):
    return [row | {"record_id": f"N{number}"} for number, row in enumerate(rows)]


def moved_by_one(rows):
    ids = [*(row["record_id"] for row in rows[1:]), "one-more"]
    return [row | {"record_id": record_id} for row, record_id in zip(rows, ids, strict=True)]


def with_dob(rows):
    return [{"dob" if key == "date_of_birth" else key: row[key] for key in row} for row in rows]


@pytest.fixture(scope="module")
def after_two_nights(tmp_path_factory, prefect_api) -> Path:
    """An office with more customers; c1 was found to be a true match."""
    folder = tmp_path_factory.mktemp("larger")
    with chdir(folder):
        office = Office(folder).open()
        office.customers([*CUSTOMERS, *STRANGERS])
        office.night("2026-01-02")
        office.decide("c1", "true match", "2026-01-02")
    return folder


@pytest.fixture
def larger(tmp_path, monkeypatch, after_two_nights):
    shutil.copytree(after_two_nights, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return Office(tmp_path)


@pytest.mark.parametrize(
    ("mistake", "told"),
    [
        (lambda rows: rows[len(rows) // 2 :], "at most 5.0% fewer rows than last night: found 0.5"),
        (without_ids, "46 people under another id"),
        (moved_by_one, "46 people under another id"),
        (
            with_dob,
            "every column that the table had last night is there: found 1 of 1 rows|column 'date_of_birth'",
        ),
    ],
    ids=["half the rows", "renumbered", "moved by one", "column renamed"],
)
def test_a_table_that_is_not_last_night_s_stops_the_night(larger, mistake, told):
    before = larger.runs, larger.states
    rows = [*CUSTOMERS, *STRANGERS]
    larger.customers(mistake(rows))
    with pytest.raises(GateFailure, match="The night gate stopped the run") as raised:
        larger.night("2026-01-03")
    assert any(each in str(raised.value) for each in told.split("|"))
    assert "sanctions nightly --config FILE --accept-change" in str(raised.value)
    assert (larger.runs, larger.states) == ([*before[0], "night-2026-01-03-stopped"], before[1])
    # Mended, the night goes on as if nothing had been.
    larger.customers(rows)
    larger.night("2026-01-03")
    assert larger.states == {"c1": "true match", **dict.fromkeys(("c3", "c4", "c5", "c6"), "open")}


def test_a_table_without_a_row_stops_the_night(larger):
    before = larger.states
    pd.DataFrame([*CUSTOMERS, *STRANGERS]).head(0).astype(str).to_parquet(larger.folder / "customers.parquet")
    with pytest.raises(GateFailure, match="the customer table has rows, as last night: found 1"):
        larger.night("2026-01-03")
    assert larger.states == before


def test_a_night_that_a_person_accepted_is_taken_in_and_says_so(larger):
    larger.customers(CUSTOMERS)
    with pytest.raises(GateFailure):
        larger.night("2026-01-03")
    night = larger.night("2026-01-03", accept_change=True)
    (gate,) = [gate for gate in night.run["gates"] if gate["name"] == "night"]
    assert (gate["passed"], gate["accepted"]) == (False, True)
    assert gate["failures"][0]["check"] == "at most 5.0% fewer rows than last night"
    # The next night is compared with this one.
    following = larger.night("2026-01-04")
    assert all(gate["passed"] and not gate["accepted"] for gate in following.run["gates"])


def test_a_lost_state_does_not_let_half_a_table_close_alerts(larger):
    shutil.rmtree(larger.folder / "state")
    larger.customers(STRANGERS)
    with pytest.raises(GateFailure, match=r"5 of 5 alerts .* would lose their hit"):
        larger.night("2026-01-03")
    assert "closed by change" not in larger.states.values()


def test_a_row_that_nobody_can_tell_whose_it_is_closes_no_true_match(larger, caplog):
    larger.config("customers: customers.parquet", "customers: customers.csv")
    # Few of many, as the gate of rejected rows asks for.
    many = [{**row, "record_id": f"m{number}-{row['record_id']}"} for number in range(3) for row in STRANGERS]
    table = larger.folder / "customers.csv"

    def write(broken=""):
        pd.DataFrame([*CUSTOMERS, *STRANGERS, *many]).to_csv(table, index=False)
        lines = table.read_text(encoding="utf-8").splitlines()
        lines = [f"{line},one,more" if broken and line.startswith(broken) else line for line in lines]
        table.write_text("\n".join(lines) + "\n", encoding="utf-8")

    write()
    larger.night("2026-01-03", accept_change=True)
    write(broken="c1,")
    for day in ("2026-01-04", "2026-01-05"):
        night = larger.night(day)
        assert night.run["customers"]["rows_rejected"] == 1
        assert larger.states["c1"] == "true match"
    assert "1 of last night's customers are missing and do not count as gone" in caplog.text
    write()
    assert larger.night("2026-01-06").statuses["c1", KHAZALI] == "true match"
    # Who is missing from a table that can be read whole is gone.
    table.write_text(
        "\n".join(line for line in table.read_text().splitlines() if not line.startswith("c1,")) + "\n"
    )
    larger.night("2026-01-07")
    assert larger.states["c1"] == "closed by change"


def test_a_list_whose_delivery_stopped_stops_the_night_by_its_day(larger):
    larger.night("2026-01-31")
    with pytest.raises(
        GateFailure, match="the list is no older than 30 days, and not from the future: found 32"
    ):
        larger.night("2026-02-02")
    # Another date on the same content says that it is in force still.
    larger.list_of("2026-02-01")
    larger.night("2026-02-02")


def test_a_list_that_is_published_seldom_has_a_limit_of_its_own(larger):
    larger.config("settle_seconds: 0", "settle_seconds: 0, max_age_days: 100")
    larger.night("2026-04-01")
    with pytest.raises(GateFailure, match="no older than 100 days"):
        larger.night("2026-05-01")


def test_an_older_list_under_a_newer_date_is_refused(larger):
    larger.list_of("2026-01-03", parties=[*PARTIES, TILLERSON])
    larger.night("2026-01-03")
    larger.list_of("2026-01-04")
    with pytest.raises(GateFailure, match=r"OFAC-SDN: refused"):
        larger.night("2026-01-04")
    assert larger.states["c2"] == "open"


@pytest.fixture
def unopened(tmp_path, monkeypatch, prefect_api):
    """An office before its first night."""
    monkeypatch.chdir(tmp_path)
    return Office(tmp_path).open()


def test_a_first_night_whose_list_is_refused_says_which_gate_refused_it_and_why(unopened):
    alt = unopened.folder / "drop" / "2026-01-01" / "alt.csv"
    alt.write_bytes(b'999,1,"aka","GHOST",-0- \r\n\x1a')
    with pytest.raises(GateFailure) as raised:
        unopened.night("2026-01-02")
    said = str(raised.value)
    assert "there is no list to screen with" in said
    assert "OFAC-SDN: refused (" in said
    assert "at most 0.100% of aliases and addresses point to no listed party: found 0.333" in said
    assert "sanctions lists import PATH" in said
    assert "--watchlist" not in said


def test_a_first_night_whose_list_cannot_be_read_says_why(unopened):
    alt = unopened.folder / "drop" / "2026-01-01" / "alt.csv"
    alt.write_bytes(b"")
    with pytest.raises(InputError) as raised:
        unopened.night("2026-01-02")
    assert "there is no list to screen with" in str(raised.value)
    assert "alt.csv is empty; left where it is" in str(raised.value)


def test_a_gate_that_stopped_a_night_is_told_by_notice(larger, monkeypatch, prefect_api):
    sent = []
    monkeypatch.setattr("pipelines.notifications.send_notice", lambda *given: sent.append(given))
    larger.config("state_dir: state", "state_dir: state, notify_block: custom-webhook/compliance")
    larger.customers(CUSTOMERS)
    with pytest.raises(GateFailure):
        larger.flow_night("2026-01-03")
    ((block, notice),) = sent
    assert block == "custom-webhook/compliance"
    assert notice.subject == "Sanctions screening: a gate failed in nightly-screening"
    assert "6 customers (-40)" in notice.body
