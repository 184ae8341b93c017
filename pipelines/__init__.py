"""Prefect flows and the command line: thin, no matching logic.

Importing the package sets, for this process and those it starts, what must be set before Prefect is
imported: no telemetry, a quiet terminal, patience with a slow machine.
"""

from pipelines.prefect_settings import set_prefect_defaults
from pipelines.telemetry import switch_off_telemetry

switch_off_telemetry()
set_prefect_defaults()
