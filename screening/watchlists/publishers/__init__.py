"""Publishers of lists, a folder each: how their publications are recognized and read, and their own facts.

A folder has the same few files:

    recognize.py    what its publications are known by; ends in its `Publisher`, which is named here
    counts.py       parties and names in the raw files, counted by a way of its own for each format
    reader.py       its format → a Watchlist; where it has several, a module each, called by the format
    fields.py       of XML: the elements that the reader knows, so that others are told
    others          what is the publisher's own: its dates, its measures, its grammar of remarks

What several publishers need stands beside the folders: `xml_events`, `raw_elements` and `unknown_fields` for
XML, `plain_files` and `json_lines` for text, `labeled_text` and `one_line` for what is written in it.
"""

from collections.abc import Sequence

from screening.watchlists.publishers.eu.recognize import EU
from screening.watchlists.publishers.ofac.recognize import OFAC
from screening.watchlists.publishers.opensanctions.recognize import OPENSANCTIONS
from screening.watchlists.publishers.publication import Publication, Recognize
from screening.watchlists.publishers.publisher import Publisher
from screening.watchlists.publishers.table.recognize import TABLE, publisher_of_table
from screening.watchlists.publishers.uk.recognize import UK
from screening.watchlists.publishers.un.recognize import UN

__all__ = ["PUBLISHERS", "Publication", "Publisher", "Recognize", "details_url", "publisher_of"]

# Asked in this order; the first that knows a path reads it.
PUBLISHERS: Sequence[Publisher] = (OFAC, UN, EU, UK, OPENSANCTIONS, TABLE)


def publisher_of(list_id: str) -> Publisher | None:
    """Whose list it is, by the beginning of its name ("OFAC-SDN"), or by a mapping in configs/lists; None for
    any other name."""
    known = next((each for each in PUBLISHERS if each.publishes(list_id)), None)
    return known or publisher_of_table(list_id)


def details_url(list_id: str, entity_id: str) -> str | None:
    """The publisher's own page on a party, None where there is none. list_id: as "OFAC-SDN"."""
    publisher = publisher_of(list_id)
    return publisher.details.format(entity_id) if publisher and publisher.details else None
