"""OFAC's lists: the SDN and the consolidated list, as CSV files and as SDN.XML."""
