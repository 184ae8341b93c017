"""What importing the package sets before Prefect is imported."""

import pytest

from pipelines.prefect_settings import set_prefect_defaults
from pipelines.telemetry import switch_off_telemetry


def test_telemetry_is_off_whatever_the_user_set():
    environment = {"DO_NOT_TRACK": "0", "PREFECT_SERVER_ANALYTICS_ENABLED": "true"}
    switch_off_telemetry(environment)
    assert environment["DO_NOT_TRACK"] == "1"
    assert environment["PREFECT_SERVER_ANALYTICS_ENABLED"] == "false"


def test_loopback_goes_to_no_proxy():
    environment = {"NO_PROXY": "intranet.example"}
    switch_off_telemetry(environment)
    switch_off_telemetry(environment)
    assert environment["NO_PROXY"] == "intranet.example,127.0.0.1,localhost,::1"
    assert environment["no_proxy"] == "127.0.0.1,localhost,::1"


def test_settings_of_the_user_stay():
    environment = {
        "PREFECT_API_URL": "http://127.0.0.1:4200/api",
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "20",
    }
    set_prefect_defaults(environment)
    assert environment["PREFECT_API_URL"] == "http://127.0.0.1:4200/api"
    assert environment["PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS"] == "20"


def test_without_a_setting_an_api_url_is_never_made_up():
    environment: dict[str, str] = {}
    set_prefect_defaults(environment)
    assert "PREFECT_API_URL" not in environment


@pytest.mark.parametrize(
    ("read", "expected"),
    [
        (lambda settings: settings.server.analytics_enabled, False),
        (lambda settings: settings.telemetry.enable_resource_metrics, False),
        (lambda settings: settings.server.ephemeral.enabled, True),
        (lambda settings: settings.server.ephemeral.startup_timeout_seconds, 180),
        (lambda settings: sorted(settings.logging.extra_loggers), ["pipelines", "screening"]),
        (lambda settings: settings.logging.to_api.when_missing_flow, "ignore"),
    ],
)
def test_prefect_understands_what_is_set(monkeypatch, read, expected):
    # A misspelled variable would be passed over in silence.
    import os

    from prefect.settings import Settings

    for variable in [name for name in os.environ if name.startswith("PREFECT_")]:
        monkeypatch.delenv(variable)
    switch_off_telemetry(os.environ)
    set_prefect_defaults(os.environ)
    value = read(Settings())
    assert ([value] if isinstance(expected, list) and isinstance(value, str) else value) == expected


def test_prefect_sends_nothing_of_use():
    from prefect._internal.analytics import is_telemetry_enabled

    assert not is_telemetry_enabled()
