"""The consolidated list of the United Nations Security Council: one XML file for all its committees."""
