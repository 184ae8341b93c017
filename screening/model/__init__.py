"""The ground floor: the words and tables that every room speaks of, each once."""
