"""What time it is, as the database says it."""

from collections.abc import Callable
from datetime import datetime
from typing import cast

from transfers.prepared import ask

Clock = Callable[[], datetime]

# the database's wall clock as SQL, moved by the demo's shift where a demo marker stands
NOW = "clock_timestamp() + coalesce((SELECT clock_shift FROM transfers_demomarker WHERE id = 1), '0')"


def database_clock() -> datetime:
    """The database's wall clock now, aware and in UTC, moved by the demo's shift where a demo marker stands.

    An action calls it once, after its last lock: web servers and workers may disagree about time, the database
    does not, and a wait for a lock is part of being late.
    """
    [(at,)] = ask(f"SELECT {NOW}")
    return cast("datetime", at)
