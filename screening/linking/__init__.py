"""The same party on several lists: which entries are one, and what tells so.

    links = link_parties(watchlists, settings.linking)         # `links`
    groups = PartyGroups(links)                                # `party_links`
    hits = group_hits(hits, groups, watchlists)                # `group_hits`

The way through: `parties` puts the entries of all lists side by side. `shared_references`,
`shared_identifiers` and `shared_names` (with `near_names` and `birth_dates`) give `evidence` that two are
one, and `links` takes in what nothing speaks against. `party_links` has the table of links and the groups
that they make, `group_hits` makes the hits on one party one row, and `listings` names its entries there.
"""
