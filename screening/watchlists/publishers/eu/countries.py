"""The EU's country codes: ISO's, but for two of its own and a placeholder."""

from __future__ import annotations

import re

__all__ = ["iso_code"]

# The EU's institutions write EL for Greece (Ellada) and UK for the United Kingdom.
_OWN = {"EL": "GR", "UK": "GB"}


def iso_code(code: str) -> str | None:
    """ISO 3166 alpha-2 code of a countryIso2Code; None for "00", which stands for no country."""
    return _OWN.get(code, code) if re.fullmatch(r"[A-Z]{2}", code) else None
