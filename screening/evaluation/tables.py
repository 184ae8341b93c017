"""The tables of configs/variations.yaml: spellings, scripts, forms of company and the rest."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from screening.config_files import CONFIG_DIR, read_yaml

__all__ = ["Degree", "ScriptRules", "VariationTables", "variation_tables"]

Degree = Literal["minor", "major"]
Listed = Annotated[list[str], Field(min_length=1)]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ScriptRules(_Section):
    """How names are put into another script. See configs/variations.yaml."""

    transliterator: str
    only: re.Pattern[str] | None = None
    before: list[tuple[re.Pattern[str], str]] = Field(default_factory=list)


class VariationTables(_Section):
    """spellings: letters → what they may become. look_alikes: Latin letter → its twin. degrees: how far kinds
    go → their names. digits: letter → digit. abbreviations: word in lower case → what it may become.
    over_long: texts around a name, which stands where {} is."""

    spellings: dict[str, Listed]
    scripts: dict[str, ScriptRules]
    company_forms: list[Annotated[list[str], Field(min_length=2)]]
    added_forms: Listed
    look_alikes: dict[str, str]
    zero_width: Listed
    degrees: dict[Degree, Listed]
    titles: Listed
    digits: dict[str, str]
    abbreviations: dict[str, Listed]
    over_long: Listed


@lru_cache(maxsize=1)
def variation_tables() -> VariationTables:
    """The tables as the file has them; read once."""
    return VariationTables.model_validate(read_yaml(CONFIG_DIR / "variations.yaml"))
