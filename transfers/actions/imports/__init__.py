"""The importer: one file a kind. Checks in Python, COPY into a temporary table, one upsert; all or nothing."""
