"""Lists of sanctioned parties: read one, keep its versions.

    from screening.watchlists import read_watchlist

    watchlist = read_watchlist("…/ofac/2022-01")
    watchlist.tables["names"]            # Arrow tables, their columns in SCHEMAS

A publisher's files are recognized and read in its folder of `publishers`, and one `Watchlist` comes out.
`sources` bring new publications; `versions` keeps them side by side, finds one by what a person calls it, and
says what changed between two.
"""

from screening.watchlists.read import read_watchlist
from screening.watchlists.versions.store import (
    StoredVersion,
    import_watchlist,
    load_version,
    newest,
    versions,
)
from screening.watchlists.watchlist import SCHEMAS, Watchlist, WatchlistBuilder

__all__ = [
    "SCHEMAS",
    "StoredVersion",
    "Watchlist",
    "WatchlistBuilder",
    "import_watchlist",
    "load_version",
    "newest",
    "read_watchlist",
    "versions",
]
