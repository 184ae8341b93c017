"""A night: new lists taken in, only what changed since the night before screened, alerts recorded.

one_night     the steps of a night, in order: `run_night`
start         what is asked before it begins: its day, and the ledger of last night
list_states   the state of every list, and what the night makes of it
plan          what is to be screened tonight, and why
parties       which listed parties changed since last night
customers     which customers did, and where their analyzed names are kept
incremental   tonight's hits from both, exactly those of a full screening
comparison    tonight against last night, and the gate that judges it
recording     the night in the ledger of alerts
summary       what people are shown of it
state         what one night leaves to the next, on disk
"""

from screening.runs.night.incremental import NightScreening
from screening.runs.night.one_night import run_night
from screening.runs.night.plan import NightPlan, plan_night
from screening.runs.night.state import LastNight, StateFolder

__all__ = ["LastNight", "NightPlan", "NightScreening", "StateFolder", "plan_night", "run_night"]
