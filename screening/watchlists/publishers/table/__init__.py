"""Lists that come as tables: CSV, workbooks, Parquet or JSON, each told by a mapping, a YAML of a page.

Mappings of known lists stand in `configs/lists/`; one of one's own lies beside the table as `NAME.list.yaml`.
"""
