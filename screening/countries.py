"""Country words → ISO 3166 codes. Reach for it wherever a country, nationality or flag comes in as text.

The names are rigour's territories, in many languages; a region of a country counts as the country.
"""

from __future__ import annotations

from functools import lru_cache

__all__ = ["country_code"]


@lru_cache(maxsize=65_536)
def country_code(text: str) -> str | None:
    """ISO 3166 alpha-2 code in capitals of a country's name, demonym-free code or region, else None."""
    from rigour.territories import lookup_territory

    found = lookup_territory(text.strip())
    if found is None:
        return None
    # Subdivisions are coded like "us-ca"; places with a code of their own (Hong Kong) keep it.
    return found.code[:2].upper()
