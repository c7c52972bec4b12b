"""Whether this database holds the made-up company, and what its clock reads."""

from datetime import datetime

from django.db import connection


def get_demo_clock() -> datetime | None:
    """The demo's clock, or None where the marker is missing: then there is no demo, whatever the settings say."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp() + clock_shift FROM transfers_demomarker WHERE id = 1")
        row = cursor.fetchone()
    return row[0] if row is not None else None
