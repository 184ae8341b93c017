"""OFAC's publications: CSV files known by their set, the three forms of XML by their root elements."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from screening.model.party_counts import PartyCount
from screening.watchlists.publishers.ofac.csv_files import (
    CsvFiles,
    by_lower_name,
    find_csv_files,
    read_ofac_csv,
)
from screening.watchlists.publishers.publication import Publication, xml_root
from screening.watchlists.publishers.publisher import Publisher

__all__ = ["OFAC"]

_EXPECTED = (
    "a folder with OFAC's sdn.csv, alt.csv and add.csv (or cons_prim.csv, cons_alt.csv and cons_add.csv), or "
    "OFAC's SDN.XML, SDN_ADVANCED.XML or SDN_ENHANCED.XML"
)


def _recognize(path: Path) -> Publication | None:
    """A folder with OFAC's CSV files, one of these files, or one of its XML files; see `Recognize`."""
    csv_set = _csv_set_at(path)
    if csv_set is not None:
        folder, files = csv_set
        there = by_lower_name(folder)
        read = sorted(there[name] for name in (*files.required, files.comments) if name in there)
        missing = [name for name in files.required if name not in there]
        count = partial(_count_csv, folder, files)
        return Publication(read, partial(read_ofac_csv, folder, files), count, missing)
    root = xml_root(path)
    if root is None:
        return None
    # lxml is only needed here.
    from screening.watchlists.publishers.ofac.advanced import is_advanced_xml, read_advanced_xml
    from screening.watchlists.publishers.ofac.counts import count_advanced, count_enhanced, count_xml
    from screening.watchlists.publishers.ofac.enhanced import is_enhanced_xml, read_enhanced_xml
    from screening.watchlists.publishers.ofac.sdn_xml import is_sdn_xml, read_ofac_xml

    for is_form, read_form, count_form in (
        (is_sdn_xml, read_ofac_xml, count_xml),
        (is_advanced_xml, read_advanced_xml, count_advanced),
        (is_enhanced_xml, read_enhanced_xml, count_enhanced),
    ):
        if is_form(root):
            return Publication([path], partial(read_form, path), partial(count_form, path))
    return None


def _count_csv(folder: Path, files: CsvFiles) -> Sequence[PartyCount]:
    from screening.watchlists.publishers.ofac.counts import count_csv

    there = by_lower_name(folder)
    return count_csv(there[files.parties], there[files.aliases], there.get(files.comments))


def _csv_set_at(path: Path) -> tuple[Path, CsvFiles] | None:
    """The folder and the set of OFAC's CSV files that `path` is or belongs to; None for anything else.

    Raises InputError for a folder with the files of two lists.
    """
    if path.is_dir():
        files = find_csv_files(path)
        return (path, files) if files else None
    files = find_csv_files(path.parent) if path.suffix.lower() == ".csv" else None
    if files is not None and path.name.lower() in (*files.required, files.comments):
        return path.parent, files
    return None


OFAC = Publisher(
    name="OFAC",
    list_id="OFAC",
    recognize=_recognize,
    expected=_EXPECTED,
    details="https://sanctionssearch.ofac.treas.gov/Details.aspx?id={}",
    programs="programs/ofac.yaml",
)
