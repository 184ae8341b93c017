"""Screening only what changed since the night before. Reach for `NightScreening`.

basis         what scores depend on besides customers and parties: when it changes, all is screened again
parties       which parties changed since last night
customers     which customers did, and where their analyzed names are kept
last_night    the state that one night leaves to the next
night         tonight's hits from both, exactly those of a full screening
"""

from screening.runs.night.incremental import NightScreening
from screening.runs.night.plan import NightPlan, plan_night
from screening.runs.night.state import LastNight, StateFolder

__all__ = ["LastNight", "NightPlan", "NightScreening", "StateFolder", "plan_night"]
