"""The model of how likely a hit is a true match, as `configs/match_probability.yaml` states it."""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from screening.config_files import Section
from screening.model.match_probability import FEATURES, Feature

__all__ = ["ProbabilityModel"]


class ProbabilityModel(Section):
    """listed_share: the share of the screened customers who are listed parties, above 0 and below 1.
    fitted_at: the share for which `intercept` holds. coefficients: what a unit of a feature adds to the
    log-odds."""

    listed_share: float = Field(gt=0, lt=1)
    fitted_at: float = Field(gt=0, lt=1)
    intercept: float
    coefficients: dict[Feature, float]

    @model_validator(mode="after")
    def _every_feature(self) -> Self:
        missing = [feature for feature in FEATURES if feature not in self.coefficients]
        if missing:
            raise ValueError(f"coefficients have no '{missing[0]}'; 0 leaves a feature out")
        return self
