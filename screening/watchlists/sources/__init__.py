"""Where new publications of a list come from.

Every way is a `ListSource`: it brings the files of one complete publication to a folder, and knows nothing of
what is in them. `FolderDrop` is a folder into which somebody puts the publisher's files, `Download` fetches
them from the publisher's address.
"""

from screening.watchlists.sources.folder_drop import FolderDrop
from screening.watchlists.sources.source import Delivery, ListSource

__all__ = ["Delivery", "FolderDrop", "ListSource"]
