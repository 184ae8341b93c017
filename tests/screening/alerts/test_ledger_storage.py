"""The database under a ledger: made and brought up to date by itself, and never rewritten."""

import traceback
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alert_cases import FIRST_NIGHT, Says, Seen, Story, alert_hit, night, noon

from screening.alerts import Ledger, NewDisposition, database
from screening.alerts.database import NEWEST, Database, LedgerError
from screening.alerts.tables import APPEND_ONLY, metadata
from screening.model.errors import InputError
from screening.wording.changes import reason_words


def test_a_ledger_is_made_in_an_empty_database_and_opened_again(new_url):
    with Ledger.open(new_url) as ledger:
        ledger.record_night(night(FIRST_NIGHT), [alert_hit()])
    with Ledger.open(new_url) as ledger:
        assert [alert.state for alert in ledger.open_alerts()] == ["new"]
    engine = sa.create_engine(new_url, poolclass=sa.NullPool)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT version_num FROM ledger_version").scalar() == NEWEST
        context = MigrationContext.configure(connection, opts={"version_table": "ledger_version"})
        # The migrations make just what the program reads and writes.
        assert compare_metadata(context, metadata) == []
    engine.dispose()


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("change", ["UPDATE", "DELETE"])
def test_what_is_written_is_never_changed(ledger, url, table, change):
    Story(ledger).play([Seen(), Says("false positive")])
    column = {"facts": "content", "nights": "population"}.get(table, "reason")
    statement = f"UPDATE {table} SET {column} = 'x'" if change == "UPDATE" else f"DELETE FROM {table}"
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    with engine.connect() as connection:
        before = connection.exec_driver_sql(f"SELECT * FROM {table}").fetchall()
        assert before
        with pytest.raises(
            sa.exc.DBAPIError, match=f"the ledger is append-only: {change} of {table} refused"
        ):
            connection.exec_driver_sql(statement)
        connection.rollback()
        assert connection.exec_driver_sql(f"SELECT * FROM {table}").fetchall() == before
    engine.dispose()


def test_a_row_is_not_replaced_or_a_table_emptied_either(ledger, url):
    Story(ledger).play([Seen(), Says("false positive")])
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    statement = (
        "REPLACE INTO decisions SELECT * FROM decisions"
        if url.startswith("sqlite")
        else "TRUNCATE decisions CASCADE"
    )
    with engine.connect() as connection, pytest.raises(sa.exc.DBAPIError, match="the ledger is append-only"):
        connection.exec_driver_sql(statement)
    engine.dispose()


def test_a_ledger_of_a_newer_program_is_left_alone(url):
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE ledger_version SET version_num = '9999'")
    with pytest.raises(InputError, match=r"newer version of the program \('9999'"):
        Ledger.open(url)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT version_num FROM ledger_version").scalar() == "9999"
    engine.dispose()


def test_a_database_of_something_else_is_left_alone(new_url):
    engine = sa.create_engine(new_url, poolclass=sa.NullPool)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE alerts (title TEXT)")
    with pytest.raises(InputError, match=r"the ledger cannot be used: .*alerts.* already exists"):
        Ledger.open(new_url)
    assert sa.inspect(engine).get_table_names() == ["alerts"]
    engine.dispose()


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("sqlite:///no/such/folder/ledger.db", r"unable to open database file\. .*folder that exists"),
        ("postgresql+psycopg://ann:secret@127.0.0.1:1/ledger", r"\*\*\*@.*cannot be used: .*server runs"),
        ("postgresql://127.0.0.1:1/ledger", "cannot be used"),
        ("mysql://localhost/ledger", "cannot use 'mysql'"),
        ("ledger.db", "not a database URL"),
    ],
)
def test_a_ledger_that_cannot_be_reached_is_named_without_its_password(url, message):
    with pytest.raises(InputError, match=message) as error:
        Ledger.open(url)
    assert "secret" not in str(error.value)


def test_a_file_that_is_no_database(tmp_path):
    (tmp_path / "ledger.db").write_text("Dear diary, " * 100)
    with pytest.raises(InputError, match="not a database"):
        Ledger.open(f"sqlite:///{tmp_path / 'ledger.db'}")


def test_a_missing_ledger_is_not_made_for_a_reader(tmp_path):
    with pytest.raises(InputError, match="there is no ledger"):
        Ledger.open(f"sqlite:///{tmp_path / 'ledger.db'}", create=False)
    assert list(tmp_path.iterdir()) == []


def test_a_ledger_that_another_program_holds_is_not_waited_for_forever(url, monkeypatch):
    monkeypatch.setattr("screening.alerts.database._PATIENCE", 0.1)
    with Database(url).writing(), Ledger.open(url) as ledger, pytest.raises(InputError, match="lock"):
        ledger.decide([], "Ann", noon(FIRST_NIGHT))


def test_a_ledger_of_the_version_before_is_brought_up_to_date_and_goes_on(new_url):
    before = Database(new_url)
    with before.writing() as connection:
        config = Config()
        config.set_main_option("script_location", str(Path(database.__file__).parent / "migrations"))
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        columns = {column["name"] for column in sa.inspect(connection).get_columns("events")}
        assert "login" not in columns
        connection.exec_driver_sql("INSERT INTO facts VALUES ('f', '{}')")
        connection.exec_driver_sql(
            "INSERT INTO events VALUES (1, 'A1', 1, '2026-01-01 00:00:00', 'n', NULL, 'raised', NULL, 'new', "
            "'first seen', 'v1', NULL)"
        )
    before.close()
    with Ledger.open(new_url) as ledger:
        # As the migrations make tables where there are none.
        ledger.record_night(night(FIRST_NIGHT), [alert_hit()])
        one = NewDisposition(alert_hit().alert_id, "false positive", "no", 1)
        ledger.decide([one], "Ann", noon(FIRST_NIGHT), login="alee")
        assert ledger.dispositions(one.alert_id)[0].login == "alee"
        assert [event.event_id for event in ledger.history(one.alert_id)] == [2, 3]


def test_characters_that_a_database_refuses_are_left_out(ledger):
    dirty = alert_hit(
        customer={"name": ["Qais\0 Khazali"], "date_of_birth": ["19\ud80074"]},
        explanation="a\0b",
        data_warnings=["x\0y"],
        identifiers=[{"identifier": "gender", "customer": "m\0"}],
        customer_branch="7\0",
    )
    ledger.record_night(night(FIRST_NIGHT), [dirty])
    hit = ledger.alert(dirty.alert_id).hit
    assert (hit["name"], hit["explanation"], hit["customer_branch"]) == ("Qais Khazali", "ab", "7")
    assert (hit["data_warnings"], hit["identifiers"]) == (["xy"], [{"identifier": "gender", "customer": "m"}])
    changed = replace(dirty, customer={"name": ["Qais\0 Khazali"], "date_of_birth": ["1975\0"]})
    ledger.record_night(night(FIRST_NIGHT, run_key="again"), [changed])
    assert reason_words(ledger.alert(dirty.alert_id).why) == "customer's birth date was 1974, is 1975"
    ledger.decide(
        [NewDisposition(dirty.alert_id, "escalate", "w\0hy", 2)], "An\0n", noon(FIRST_NIGHT), login="a\0"
    )
    (recorded,) = ledger.dispositions(dirty.alert_id)
    assert (recorded.reason, recorded.reviewer, recorded.login) == ("why", "Ann", "a")


def test_a_record_id_that_no_database_keeps_is_refused(ledger):
    with pytest.raises(InputError, match="holds a character that no database keeps"):
        ledger.record_night(night(FIRST_NIGHT), [alert_hit("C\0")])


def test_a_refused_statement_does_not_show_what_was_to_be_written(ledger, url):
    ledger.record_night(night(FIRST_NIGHT), [alert_hit()])
    database = Database(url)
    rows = [{"facts_id": "f1", "content": "SECRET"}, {"facts_id": "SECRET", "content": None}]
    with pytest.raises(LedgerError) as error, database.writing() as connection:
        connection.execute(sa.insert(metadata.tables["facts"]), rows)
    told = "".join(traceback.format_exception(error.value))
    assert "null" in told.lower()
    assert "SECRET" not in told.replace('"SECRET"', "")
    database.close()


def test_a_new_ledger_is_for_its_owner_alone(new_sqlite, tmp_path):
    with Ledger.open(new_sqlite) as ledger:
        ledger.record_night(night(FIRST_NIGHT), [alert_hit()])
    assert (tmp_path / "new.db").stat().st_mode & 0o777 == 0o600
