"""JSON that may stand inside an HTML page. Reach for it to hand data to the page's script."""

from __future__ import annotations

import json
from typing import Any

__all__ = ["embedded_json"]

_ENCODE = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode


def embedded_json(data: Any) -> str:
    """`data` as JSON that reads the same between script tags, whatever texts are in it.

    "<" stands only inside texts, where JSON has another way to write it; with that no text can end the
    element or open a comment. Raises ValueError for numbers that are none.
    """
    return _ENCODE(data).replace("<", "\\u003c")
