"""How Prefect behaves under this program, where the user says nothing else; set before Prefect is imported.

Only defaults: a PREFECT_* variable that is set stays as it is, and PREFECT_API_URL is never touched, so that
the same flow runs against a server of the user's own.
"""

from __future__ import annotations

import os
from collections.abc import MutableMapping

__all__ = ["set_prefect_defaults"]

_DEFAULTS = {
    # A flow that is run without a configured server starts one for itself on the loopback interface. The
    # first start on a machine also makes its database, which takes longer than Prefect's 20 seconds on two
    # cores.
    "PREFECT_SERVER_EPHEMERAL_ENABLED": "true",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "180",
    # The terminal belongs to the command line. Prefect's own lines and tracebacks go to the run's log, where
    # its UI shows them.
    "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL",
    # What flows and the library log is shown in the UI as well.
    "PREFECT_LOGGING_EXTRA_LOGGERS": "pipelines,screening",
    "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",
    # From its absence a server knows within minutes that a run's process is gone: `pipelines.automations`.
    "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": "30",
}


def set_prefect_defaults(environment: MutableMapping[str, str] = os.environ) -> None:
    """Set each default in `environment` (this process's) where it is not set there."""
    for variable, value in _DEFAULTS.items():
        environment.setdefault(variable, value)
