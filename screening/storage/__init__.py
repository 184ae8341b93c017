"""Folders and files on the disk and in object stores: there in full or not at all,
flushed before they are pointed to, private."""
