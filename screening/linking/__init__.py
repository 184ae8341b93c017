"""The same party on several lists: which entries are one, and what tells so."""
