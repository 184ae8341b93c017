"""Switches off what dependencies would send away.

No data leaves the machine, so these are set whatever the environment says. Great Expectations is switched
off where it is imported, in `screening.quality.validation`.
"""

from __future__ import annotations

import os
from collections.abc import MutableMapping

__all__ = ["switch_off_telemetry"]

_OFF = {
    # Prefect's client: events about use, sent to Amplitude from interactive terminals.
    "DO_NOT_TRACK": "1",
    # Prefect's server, the one that a run starts for itself too: a heartbeat every ten minutes.
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    # Prefect's flow processes and FastAPI would export traces where an OpenTelemetry endpoint is set.
    "PREFECT_TELEMETRY_ENABLE_RESOURCE_METRICS": "false",
    "FASTAPI_OTEL_AUTO_CONFIGURE": "false",
    "OTEL_SDK_DISABLED": "true",
    "OTEL_TRACES_EXPORTER": "none",
    "OTEL_METRICS_EXPORTER": "none",
    "OTEL_LOGS_EXPORTER": "none",
}
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


def switch_off_telemetry(environment: MutableMapping[str, str] = os.environ) -> None:
    """Set every opt-out in `environment` (this process's by default, and so that of its children).

    Loopback is added to NO_PROXY as well: what a run tells its own Prefect server must not go to a proxy.
    """
    environment.update(_OFF)
    for variable in ("NO_PROXY", "no_proxy"):
        hosts = [host for host in environment.get(variable, "").split(",") if host.strip()]
        environment[variable] = ",".join(dict.fromkeys([*hosts, *_LOOPBACK]))
