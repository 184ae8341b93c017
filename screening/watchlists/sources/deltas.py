"""OpenSanctions' data sets, version by version: the newest whole file, or what changed since the one kept.

An index names the newest version, another the file of each delta, which leads to its version from the one
before it. A whole file and the deltas after it, in the order of their names, are one publication.
"""

from __future__ import annotations

import hashlib
import json
import logging
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from screening.model.errors import InputError
from screening.settings.lists import SourceSettings, without_secrets
from screening.watchlists.sources.kept_files import KeptFile, KeptFiles, linked
from screening.watchlists.sources.web_client import WebClient

__all__ = ["fetch_versioned", "version_day"]

_DELTA = ".entities.delta.json"
# It becomes part of a file's name, and sorts by time.
_VERSION = re.compile(r"\d{14}-[a-z0-9]{2,10}")
_log = logging.getLogger(__name__)


def fetch_versioned(web: WebClient, source: SourceSettings, kept: KeptFiles | None, into: Path) -> KeptFiles:
    """Bring a data set's newest version into the folder `into`: as the kept files and the deltas since where
    all of these are to be had, else whole.

    Raises InputError where it cannot be had, and OSError where the folder cannot be written.
    """
    (name, address), *_ = source.files.items()
    index_address, deltas_address = source.index or "", source.delta_index or ""
    index = _read_json(web, index_address, into)
    newest = _checked_version(index.get("version"), index_address)
    if kept is not None and kept.version is not None and _is_of(kept, name, address):
        try:
            deltas = _deltas_since(web, deltas_address, kept.version, newest, into)
            if len(kept.files) - 1 + len(deltas) <= web.limits.max_deltas:
                return _laid_over(web, kept, deltas, newest, into)
        except InputError as error:
            _log.warning("%s; the whole file is fetched instead", str(error).rstrip("."))
    resource = _resource(index, name)
    at = resource.get("url") or address
    came = web.get(at, into / name)
    if came is None:
        raise AssertionError("nothing was asked to be left out")
    _check_resource(into / name, resource, at)
    whole = KeptFile(without_secrets(address), came[1], came[0], datetime.now(UTC))
    return KeptFiles(into, {name: whole}, newest)


def version_day(version: str) -> datetime:
    """When a version was made. Raises ValueError for a date that is none."""
    return datetime.strptime(version[:14], "%Y%m%d%H%M%S").replace(tzinfo=UTC)


def _is_of(kept: KeptFiles, name: str, address: str) -> bool:
    return name in kept.files and kept.files[name].address == without_secrets(address)


def _deltas_since(web: WebClient, address: str, since: str, newest: str, into: Path) -> dict[str, str]:
    """Version → address of the deltas after one version up to another; none where they are the same."""
    if since == newest:
        return {}
    versions = _read_json(web, address, into).get("versions")
    if not isinstance(versions, dict):
        raise InputError(f"{without_secrets(address)}: is no index of delta files, it has no 'versions'.")
    if not {since, newest} <= versions.keys():
        raise InputError(f"{without_secrets(address)}: has no delta files from {since} to {newest}.")
    between = sorted(version for version in versions if since < version <= newest)
    return {_checked_version(version, address): str(versions[version]) for version in between}


def _laid_over(
    web: WebClient, kept: KeptFiles, deltas: Mapping[str, str], newest: str, into: Path
) -> KeptFiles:
    for name in kept.files:
        linked(kept.folder / name, into / name)
    files = dict(kept.files)
    for version, address in deltas.items():
        name = f"{version}{_DELTA}"
        came = web.get(address, into / name)
        if came is not None:
            files[name] = KeptFile(without_secrets(address), came[1], came[0], datetime.now(UTC))
    return KeptFiles(into, files, newest)


def _read_json(web: WebClient, address: str, into: Path) -> dict[str, Any]:
    try:
        content = json.loads(web.text(address, into / "index.incoming"))
    except (ValueError, RecursionError) as error:
        raise InputError(f"{without_secrets(address)}: is no JSON: {error}.") from error
    if not isinstance(content, dict):
        raise InputError(f"{without_secrets(address)}: is no index of a data set.")
    return content


def _checked_version(version: object, address: str) -> str:
    if not isinstance(version, str) or not _VERSION.fullmatch(version):
        raise InputError(
            f"{without_secrets(address)}: names {version!r} as a version, where one like "
            "20240527134702-zbn is expected."
        )
    return version


def _resource(index: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """What the index says of a file; nothing where it does not name it."""
    resources = index.get("resources")
    found = (
        [each for each in resources or [] if isinstance(each, dict) and each.get("name") == name]
        if isinstance(resources, list)
        else []
    )
    return found[0] if found else {}


def _check_resource(file: Path, resource: Mapping[str, Any], address: str) -> None:
    size, checksum = resource.get("size"), resource.get("checksum")
    came = file.stat().st_size
    if isinstance(size, int) and size != came:
        raise InputError(
            f"{without_secrets(address)}: {came:,} bytes came, where the index names {size:,}. Fetch again."
        )
    if not isinstance(checksum, str) or not checksum:
        return
    ways: dict[int, Callable[[], Any]] = {40: hashlib.sha1, 64: hashlib.sha256}
    if (way := ways.get(len(checksum))) is None:
        return
    with file.open("rb") as content:
        if hashlib.file_digest(content, way).hexdigest() != checksum.lower():
            raise InputError(
                f"{without_secrets(address)}: has another checksum than the index names. Fetch again."
            )
