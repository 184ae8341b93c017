"""Publishers of lists, a folder each: how their publications are recognized and read, and their own facts.

A folder has `recognize.py`, which ends in the folder's `Publisher`; `counts.py`, which counts parties and
names in the raw files by a way of its own; a module a format that reads it; and what is the publisher's own:
its country words, its grammar of remarks. A new publisher is named here.
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
