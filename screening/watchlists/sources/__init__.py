"""Where new publications of a list come from.

Every way is a `ListSource`: it brings the files of one complete publication to a folder, and knows nothing of
what is in them. `FolderDrop` is a folder into which somebody puts the publisher's files, `download.Download`
fetches them from the publisher's address.

The way of a download: `web_client` tries again what may pass; `transfer` is one try, ended by its `deadline`,
and `error_pages` tells a page for people from a file. `archives` opens what came packed, `deltas` brings only
what has changed where a publisher has such files, and `kept_files` keeps what came for the next time.
"""

from screening.watchlists.sources.folder_drop import FolderDrop
from screening.watchlists.sources.source import Delivery, ListSource

__all__ = ["Delivery", "FolderDrop", "ListSource"]
