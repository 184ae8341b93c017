"""Delta Lake tables as other engines write them: with rows deleted in place, and with columns renamed."""

from __future__ import annotations

import json
import struct
import uuid
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pyarrow as pa
import pyarrow.parquet as pq

_Z85 = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#"


def write_delta_table(
    folder: Path,
    columns: dict[str, list[str | None]],
    deleted: Sequence[int] = (),
    *,
    inline: bool = False,
    features: Sequence[str] = ("deletionVectors",),
    called: dict[str, str] | None = None,
    partition: dict[str, str] | None = None,
    configuration: dict[str, str] | None = None,
    path: str | None = None,
    row_group_size: int | None = None,
) -> Path:
    """A table of one file. deleted: rows, counted from 0. inline: whether these stand in the log itself.
    called: our name of a column → the file's."""
    called, partition = called or {}, partition or {}
    (folder / "_delta_log").mkdir(parents=True)
    inside = "/".join(
        [*(f"{name}={quote(value, safe='')}" for name, value in partition.items()), "part-0.parquet"]
    )
    file = folder / inside
    file.parent.mkdir(parents=True, exist_ok=True)
    stored = pa.table({called.get(name, name): values for name, values in columns.items()})
    pq.write_table(stored, file, row_group_size=row_group_size)
    fields = [
        {
            "name": name,
            "type": "string",
            "nullable": True,
            "metadata": {
                "delta.columnMapping.id": number,
                "delta.columnMapping.physicalName": called.get(name, name),
            }
            if called
            else {},
        }
        for number, name in enumerate([*columns, *partition], start=1)
    ]
    add: dict[str, Any] = {
        "path": path or quote(inside, safe="/="),
        "partitionValues": {called.get(name, name): value for name, value in partition.items()},
        "size": file.stat().st_size,
        "modificationTime": 1,
        "dataChange": True,
        "stats": json.dumps({"numRecords": len(next(iter(columns.values())))}),
    }
    if deleted:
        add["deletionVector"] = _deletion_vector(folder, deleted, inline)
    actions = [
        {
            "protocol": {
                "minReaderVersion": 3,
                "minWriterVersion": 7,
                "readerFeatures": list(features),
                "writerFeatures": list(features),
            }
        },
        {
            "metaData": {
                "id": "made",
                "format": {"provider": "parquet", "options": {}},
                "schemaString": json.dumps({"type": "struct", "fields": fields}),
                "partitionColumns": list(partition),
                "configuration": configuration or {},
                "createdTime": 1,
            }
        },
        {"add": add},
    ]
    log = folder / "_delta_log" / f"{0:020}.json"
    log.write_text("".join(json.dumps(action) + "\n" for action in actions))
    return folder


def _deletion_vector(folder: Path, deleted: Sequence[int], inline: bool) -> dict[str, Any]:
    # One roaring bitmap of one array, in a bitmap of 64-bit numbers.
    bitmap = struct.pack("<IIHHI", 12346, 1, 0, len(deleted) - 1, 16)
    bitmap += b"".join(struct.pack("<H", row) for row in deleted)
    content = struct.pack("<IQI", 1681511377, 1, 0) + bitmap
    if inline:
        padded = content + b"\0" * (-len(content) % 4)
        said: dict[str, Any] = {"storageType": "i", "pathOrInlineDv": _z85(padded)}
    else:
        name = uuid.UUID(int=7)
        end = struct.pack(">I", zlib.crc32(content))
        (folder / f"deletion_vector_{name}.bin").write_bytes(
            b"\1" + struct.pack(">I", len(content)) + content + end
        )
        said = {"storageType": "u", "pathOrInlineDv": _z85(name.bytes), "offset": 1}
    return said | {"sizeInBytes": len(content), "cardinality": len(deleted)}


def _z85(content: bytes) -> str:
    words = (int.from_bytes(content[place : place + 4], "big") for place in range(0, len(content), 4))
    return "".join(_Z85[word // 85**power % 85] for word in words for power in (4, 3, 2, 1, 0))
