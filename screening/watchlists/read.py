"""Any list file or folder → a Watchlist. Reach for it where a user names a list.

What it is is seen from what it holds, not from its name: OFAC's CSV files are known by their set, XML by its
root element.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from screening.model.errors import InputError
from screening.watchlists.publishers.ofac.csv_files import read_ofac_csv
from screening.watchlists.source_files import csv_set_at, source_files, source_sha256
from screening.watchlists.watchlist import Watchlist

__all__ = ["read_watchlist"]

_EXPECTED = (
    "Expected a folder with OFAC's sdn.csv, alt.csv and add.csv (or cons_prim.csv, cons_alt.csv and "
    "cons_add.csv), or OFAC's SDN.XML."
)


def read_watchlist(path: Path | str, list_id: str | None = None) -> Watchlist:
    """The list at `path`: a folder with OFAC's CSV files, one of these files, or SDN.XML.

    list_id: what the list is called in hits; by default "OFAC-SDN" or "OFAC-CONS". Raises InputError that
    says what is wrong where: no such path, nothing known, a file missing, cut or broken, no party at all.
    """
    path = Path(path)
    if not path.exists():
        raise InputError(f"{path}: no such file or folder. {_EXPECTED}")
    csv_set = csv_set_at(path)
    watchlist = read_ofac_csv(*csv_set, list_id) if csv_set else _read_file(path, list_id)
    if watchlist.entity_count == 0:
        raise InputError(
            f"{path}: the list holds no party. Nothing can be screened against it; fetch it again."
        )
    return replace(watchlist, source_sha256=source_sha256(source_files(path)))


def _read_file(path: Path, list_id: str | None) -> Watchlist:
    if path.is_dir():
        raise InputError(f"{path}: holds no list that is known here. {_EXPECTED}")
    if not _begins_like_xml(path):
        raise InputError(f"{path}: is no list that is known here. {_EXPECTED}")
    return _read_xml(path, list_id)


def _begins_like_xml(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            start = file.read(64)
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}.") from error
    if not start:
        raise InputError(f"{path}: the file is empty. {_EXPECTED}")
    # Zero bytes are those of UTF-16, which an XML file may be in.
    return start.lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n").startswith(b"<")


def _read_xml(path: Path, list_id: str | None) -> Watchlist:
    # lxml is only needed here.
    from screening.watchlists.publishers.ofac.sdn_xml import is_sdn_xml, read_ofac_xml
    from screening.watchlists.xml_events import root_name

    root = root_name(path)
    if not is_sdn_xml(root):
        raise InputError(f"{path}: its root element is {root.text}, which no reader knows. {_EXPECTED}")
    return read_ofac_xml(path, list_id)
