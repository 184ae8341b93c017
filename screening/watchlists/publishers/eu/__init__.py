"""The EU's consolidated list of persons, groups and entities under financial sanctions, as XML 1.1."""
