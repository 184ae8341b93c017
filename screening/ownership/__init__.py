"""Who owns whom, and which customers are blocked because listed parties own half of them or more.

    owned = read_ownership(settings, watchlists, today)        # `owned`, the way in
    owned.see(customers)                                       # for each batch
    owned.judge(screener).alerts

The way through: `sources` tells the files apart, which `plain_table`, `bods` and `gleif` read, and
`list_relations` the lists, all into one table (`holdings`). `one_holder` and `holder_facts` put together what
several sources say of one holder, `stakes` what it has today. `owned_customers` finds the customers among the
companies, `listed_owners` the listed parties among the owners; `rule` says who is blocked, `assessment` how
much and by which chain, and `alerts` makes rows of it.
"""
