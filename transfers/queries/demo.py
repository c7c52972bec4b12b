"""Whether this database holds the made-up company, and what its clock reads."""

from datetime import datetime

from transfers.prepared import ask

_CLOCK = "SELECT clock_timestamp() + clock_shift FROM transfers_demomarker WHERE id = 1"


def get_demo_clock() -> datetime | None:
    """The demo's clock, or None where the marker is missing: then there is no demo, whatever the settings say."""
    found = ask(_CLOCK)
    return found[0][0] if found else None
