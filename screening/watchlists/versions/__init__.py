"""Versions of lists: kept side by side, compared, and told whole from cut."""
