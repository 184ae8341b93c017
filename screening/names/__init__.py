"""Names: what they are made of (`analysis`), and how alike two of them are (`compare`). Knows no list."""
