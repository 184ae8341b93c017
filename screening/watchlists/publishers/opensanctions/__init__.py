"""OpenSanctions' data sets: the simple CSV, FollowTheMoney JSON lines, and delta files on top of these."""
