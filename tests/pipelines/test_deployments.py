"""prefect.yaml: what Prefect is told to run exists, and takes the parameters that it is given."""

import inspect
from pathlib import Path

import pytest
import yaml

from screening.settings import load_settings

ROOT = Path(__file__).resolve().parent.parent.parent
FILE = yaml.safe_load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))
DEPLOYMENTS = {each["name"]: each for each in FILE["deployments"]}


def flow_of(deployment):
    from prefect.flows import load_flow_from_entrypoint

    return load_flow_from_entrypoint(deployment["entrypoint"], use_placeholder_flow=False)


def test_prefect_understands_the_file():
    from prefect.cli.deploy._models import PrefectYamlModel

    read = PrefectYamlModel.model_validate(FILE)
    assert [each.name for each in read.deployments] == [
        "nightly-screening",
        "screen-file",
        "refresh-watchlists",
        "evaluate-matching",
    ]
    # What the model does not know it passes over, so a misspelled key would go unseen.
    known = set(type(read.deployments[0]).model_fields)
    assert all(set(each) <= known for each in FILE["deployments"])


@pytest.mark.parametrize("name", DEPLOYMENTS)
def test_a_deployment_starts_the_flow_of_its_name_with_parameters_it_takes(name):
    deployment = DEPLOYMENTS[name]
    flow = flow_of(deployment)
    assert flow.name == name
    taken = inspect.signature(flow.fn).parameters
    assert deployment["parameters"].keys() <= taken.keys()
    if deployment["schedules"]:
        needed = {key for key, each in taken.items() if each.default is inspect.Parameter.empty}
        assert needed <= deployment["parameters"].keys()
        flow.validate_parameters(deployment["parameters"])


def test_every_config_that_is_named_can_be_loaded(monkeypatch):
    monkeypatch.chdir(ROOT)
    named = {each["parameters"]["config"] for each in DEPLOYMENTS.values() if "config" in each["parameters"]}
    assert named == {"configs/nightly.yaml"}
    settings = load_settings(Path("configs/nightly.yaml"))
    assert settings.nightly.customers is not None
    assert settings.nightly.customers.exists()
    assert [source.folder.is_dir() for source in settings.lists] == [True]


def test_the_night_has_a_schedule_in_a_time_zone_and_never_runs_twice_at_once():
    from prefect.client.schemas.objects import ConcurrencyLimitStrategy
    from prefect.client.schemas.schedules import CronSchedule

    night = DEPLOYMENTS["nightly-screening"]
    (schedule,) = night["schedules"]
    CronSchedule(cron=schedule["cron"], timezone=schedule["timezone"])
    # The night that is due at an hour of that clock bears that clock's date.
    assert schedule["timezone"] == load_settings(ROOT / night["parameters"]["config"]).nightly.time_zone
    assert night["concurrency_limit"]["limit"] == 1
    # A night that is due while another runs is late, never left out.
    strategy = ConcurrencyLimitStrategy(night["concurrency_limit"]["collision_strategy"])
    assert strategy is ConcurrencyLimitStrategy.ENQUEUE


def test_prefects_own_commands_send_nothing_from_this_folder(monkeypatch):
    from prefect.settings.models.root import Settings

    monkeypatch.chdir(ROOT)
    for name in ("PREFECT_SERVER_ANALYTICS_ENABLED", "PREFECT_LOGGING_EXTRA_LOGGERS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.delenv("PREFECT_TELEMETRY_ENABLE_RESOURCE_METRICS", raising=False)
    settings = Settings()
    assert settings.server.analytics_enabled is False
    assert settings.telemetry.enable_resource_metrics is False
    assert sorted(settings.logging.extra_loggers) == ["pipelines", "screening"]
    for deployment in DEPLOYMENTS.values():
        assert deployment["work_pool"]["job_variables"]["env"]["DO_NOT_TRACK"] == "1"
