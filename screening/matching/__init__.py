"""Customers against watchlists: `screener` is the way in, `index` the listed side."""
