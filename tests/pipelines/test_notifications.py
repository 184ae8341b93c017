"""Who is told of a night, what leaves the machine for it, and that a night is never lost over a message."""

import logging
from dataclasses import replace
from pathlib import Path

import pytest
from nights import ALERT, LIST, REFUSED, REOPENED, night
from prefect.blocks.abstract import NotificationBlock

from pipelines.notices import Notice, failure_notice, night_notice
from pipelines.notifications import notify_of_failure, notify_of_night, send_notice
from screening.model.errors import GateFailure, InputError
from screening.runs.night.list_states import raise_if_behind
from screening.settings import load_settings

SENT: list[tuple[str, str]] = []


class Pigeon(NotificationBlock):
    """Keeps what it is given; or falls ill."""

    _block_type_slug = "pigeon"
    ill: bool = False

    async def notify(self, body: str, subject: str | None = None) -> None:
        if self.ill:
            raise OSError("https://hooks.example/SECRET does not answer")
        SENT.append((subject or "", body))


@pytest.fixture(scope="module")
def blocks(prefect_api):
    from prefect.blocks.system import Secret

    Pigeon().save("compliance", overwrite=True)
    Pigeon(ill=True).save("ill", overwrite=True)
    Secret(value="x").save("no-messenger", overwrite=True)


@pytest.fixture(autouse=True)
def sent():
    SENT.clear()
    return SENT


def settings(**changes):
    return load_settings().nightly.model_copy(
        update={"notify_block": "pigeon/compliance", "notify_score": 90.0} | changes
    )


def test_alerts_from_the_score_on_are_told(blocks, sent):
    assert notify_of_night(night(), settings())
    ((subject, body),) = sent
    assert subject == "Sanctions screening 2022-01-31: 1 alert at 90 or more"
    assert "97.5 AL-KHAZALI, Qais (OFAC-SDN 28004), new, alert A0000000000000001" in body
    assert REOPENED.alert_id not in body
    assert "sanctions review export" in body


def test_a_score_of_exactly_the_limit_counts_and_reopened_alerts_do_too():
    notice = night_notice(night(), REOPENED.score)
    assert notice is not None
    assert notice.subject.endswith("2 alerts at 84 or more")
    assert f"84.0 AL-KHAZALI, Qais (OFAC-SDN 28004), reopened, alert {REOPENED.alert_id}" in notice.body


def test_the_customers_record_id_stays_inside():
    notice = night_notice(night(alerts=(replace(ALERT, record_id="CUSTOMER-77"),)), 90)
    assert notice is not None
    assert "CUSTOMER-77" not in notice.subject + notice.body


def test_very_many_alerts_are_counted_not_listed():
    notice = night_notice(night(alerts=(ALERT,) * 33), 90)
    assert notice is not None
    assert notice.body.count("AL-KHAZALI") == 20
    assert "and 13 more" in notice.body


def test_a_quiet_night_tells_nobody(blocks, sent):
    assert not notify_of_night(night(), settings(notify_score=99.0))
    assert sent == []


def test_without_a_block_nothing_is_said_or_sent(caplog, sent):
    with caplog.at_level(logging.DEBUG, logger="pipelines"):
        assert not notify_of_night(night(), settings(notify_block=None))
    assert caplog.messages == []
    assert sent == []


@pytest.mark.parametrize(
    ("block", "said"),
    [
        ("pigeon/nobody", "Prefect has no block pigeon/nobody"),
        ("owl/compliance", "Prefect has no block owl/compliance"),
        ("compliance", "Prefect has no block compliance"),
        ("secret/no-messenger", "secret/no-messenger is no notification block"),
    ],
)
def test_a_missing_block_is_a_warning_that_says_what_to_do(blocks, caplog, sent, block, said):
    with caplog.at_level(logging.WARNING, logger="pipelines"):
        assert not send_notice(block, Notice("subject", "body"))
    (warning,) = [record for record in caplog.records if record.name == "pipelines"]
    assert warning.levelname == "WARNING"
    assert said in warning.getMessage()
    assert "nightly.notify_block" in warning.getMessage()
    assert sent == []


def test_a_service_that_fails_is_a_warning_without_its_secret_address(blocks, caplog):
    with caplog.at_level(logging.WARNING, logger="pipelines"):
        assert not send_notice("pigeon/ill", Notice("subject", "body"))
    (warning,) = [record.getMessage() for record in caplog.records if record.name == "pipelines"]
    assert "could not be sent through pigeon/ill (OSError)" in warning
    assert "SECRET" not in caplog.text


@pytest.fixture
def failing(blocks, tmp_path):
    """A flow with the hooks of the nightly one, that ends in the error it is given."""
    from prefect import flow

    config = tmp_path / "own.yaml"
    config.write_text("nightly: {notify_block: pigeon/compliance}\n", encoding="utf-8")

    def run(error, config=str(config)):
        @flow(name="nightly-test", on_failure=[notify_of_failure], on_crashed=[notify_of_failure])
        def nightly(config: str):
            raise error

        with pytest.raises(type(error)):
            nightly(config)

    return run


def test_a_failed_gate_is_told_with_what_it_saw(failing, sent):
    failing(GateFailure("The list OFAC-SDN gate stopped the run; it saw 50 parties (-50)."))
    ((subject, body),) = sent
    assert subject == "Sanctions screening: a gate failed in nightly-test"
    assert "50 parties (-50)" in body


@pytest.mark.parametrize("state", ["refused", "unusable", "missing", "too old"])
def test_a_list_that_somebody_has_to_look_after_is_told_without_any_alert(blocks, sent, state):
    other = LIST.model_copy(update={"list_id": "OTHER", "state": state})
    assert notify_of_night(night(alerts=(), lists=(LIST, other)), settings())
    ((subject, body),) = sent
    assert subject == f"Sanctions screening 2022-01-31: list OTHER {state}"
    assert f"- OTHER: {state}; in use: OFAC-SDN 2022-01-31, 0 days old" in body


def test_alerts_and_lists_are_told_in_one_notice(blocks, sent):
    assert notify_of_night(night(lists=(REFUSED,)), settings())
    ((subject, body),) = sent
    assert subject == "Sanctions screening 2022-01-31: 1 alert at 90 or more; list OFAC-SDN refused"
    assert body.index("nothing falls: fell") < body.index("alert A0000000000000001")


def test_a_night_that_is_published_with_older_lists_is_not_told_twice(failing, sent):
    with pytest.raises(GateFailure) as raised:
        raise_if_behind((REFUSED,), Path("runs/night"))
    failing(raised.value)
    with pytest.raises(InputError) as raised:
        raise_if_behind((REFUSED.model_copy(update={"state": "unusable"}),), Path("runs/night"))
    failing(raised.value)
    assert sent == []


def test_an_unusable_table_is_told_without_what_stands_in_it(failing, sent):
    failing(InputError("customers.csv: row 7: 'Qays Khazali' is no birth date"))
    ((subject, body),) = sent
    assert subject == "Sanctions screening: nightly-test failed"
    assert "could not be used" in body
    assert "Khazali" not in subject + body


def test_a_fault_of_the_program_is_told_by_its_kind(failing, sent):
    failing(ZeroDivisionError("of Qays Khazali"))
    ((_, body),) = sent
    assert "ZeroDivisionError" in body
    assert "Khazali" not in body


def test_a_run_that_was_interrupted_is_told(failing, sent):
    failing(KeyboardInterrupt())
    ((subject, body),) = sent
    assert subject == "Sanctions screening: nightly-test failed"
    assert "goes on where it stopped" in body


def test_settings_that_cannot_be_read_are_a_warning(failing, sent, caplog, tmp_path):
    failing(InputError("no settings"), config=str(tmp_path / "none.yaml"))
    assert sent == []
    assert "nobody was notified of this failure" in caplog.text


def test_a_crash_without_an_error_is_told():
    notice = failure_notice("nightly-screening", "wise-owl", None)
    assert "Run 'wise-owl' of nightly-screening" in notice.body
    assert "crashed" in notice.body
