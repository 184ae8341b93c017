"""Small lists as tables and as OpenSanctions' files, each in its publisher's own raw style."""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

__all__ = ["CAPTA", "ENTITY_LIST", "SAMPLES", "SDN", "csl", "entity", "ftm", "simple_csv", "write_ftm"]

SAMPLES = Path(__file__).resolve().parents[1] / "screening" / "watchlists" / "table_samples"

SDN = "Specially Designated Nationals (SDN) - Treasury Department"
CAPTA = "Capta List (CAP) - Treasury Department"
ENTITY_LIST = "Entity List (EL) - Bureau of Industry and Security"


def csl() -> bytes:
    """A table like the US Consolidated Screening List: 5 parties in 6 rows."""
    return (SAMPLES / "us_csl_2022-05.csv").read_bytes()


def simple_csv() -> bytes:
    """OpenSanctions' targets.simple.csv with a person, a ship and a company."""
    return (SAMPLES / "targets.simple.csv").read_bytes()


def ftm() -> list[dict[str, Any]]:
    """A person who owns half of a firm and is listed, the firm, a ship, and what belongs to them."""
    lines = (SAMPLES / "entities.ftm.json").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def entity(entity_id: str, schema: str, *, target: bool = False, **properties: Any) -> dict[str, Any]:
    """A FollowTheMoney entity; its caption is its first name, or its id."""
    lists = {key: [value] if isinstance(value, str) else value for key, value in properties.items()}
    return {
        "id": entity_id,
        "caption": lists.get("name", [entity_id])[0],
        "schema": schema,
        "properties": lists,
        "referents": [],
        "datasets": ["ex_list"],
        "last_seen": "2026-03-01T00:00:00",
        "target": target,
    }


def write_ftm(path: Path, entities: Sequence[dict[str, Any]]) -> Path:
    """Entities, or the lines of a delta file, as JSON lines; packed where the name says so."""
    text = "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in entities).encode()
    path.write_bytes(gzip.compress(text) if path.suffix == ".gz" else text)
    return path
