"""One list in all of OFAC's forms: a Watchlist written as CSV files, SDN.XML, advanced and enhanced XML.

    parties = parties_of(read_watchlist(path))
    write_advanced(parties, tmp_path / "SDN_ADVANCED.XML", published=date(2022, 1, 31))

What a form has no place for is left out, and said where. `grown` makes a list of any size of a small one.
"""

from ofac_writers.advanced import write_advanced
from ofac_writers.csv_files import write_csv_files
from ofac_writers.enhanced import write_enhanced
from ofac_writers.parties import Party, grown, parties_of, with_their_relations
from ofac_writers.sdn_xml import write_sdn_xml

__all__ = [
    "Party",
    "grown",
    "parties_of",
    "with_their_relations",
    "write_advanced",
    "write_csv_files",
    "write_enhanced",
    "write_sdn_xml",
]
