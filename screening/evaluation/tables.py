"""The tables of configs/variations.yaml: spellings, scripts, look-alike letters and forms of company."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from screening.config_files import CONFIG_DIR, read_yaml

__all__ = ["ScriptRules", "VariationTables", "variation_tables"]

Listed = Annotated[list[str], Field(min_length=1)]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ScriptRules(_Section):
    """How names are put into another script. See configs/variations.yaml."""

    transliterator: str
    only: re.Pattern[str] | None = None
    before: list[tuple[re.Pattern[str], str]] = Field(default_factory=list)


class VariationTables(_Section):
    """spellings: letters → what they may become. look_alikes: Latin letter → its twin."""

    spellings: dict[str, Listed]
    scripts: dict[str, ScriptRules]
    company_forms: list[Annotated[list[str], Field(min_length=2)]]
    added_forms: Listed
    look_alikes: dict[str, str]
    zero_width: Listed


@lru_cache(maxsize=1)
def variation_tables() -> VariationTables:
    """The tables as the file has them; read once."""
    return VariationTables.model_validate(read_yaml(CONFIG_DIR / "variations.yaml"))
