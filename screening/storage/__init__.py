"""Folders and files on the disk: there in full or not at all, flushed before they are pointed to, private."""
