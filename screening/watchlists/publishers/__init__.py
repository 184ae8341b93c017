"""A folder a publisher of lists: how its files are recognized and read."""
