"""The portal's clock, moved to just before something is due, so that people and sweepers meet there.

It runs days ahead of the web servers' own clocks: whoever asked those for the time would be caught at once.
"""

import random
import time
from datetime import datetime, timedelta

import psycopg

from tests.nemesis.history import History

# What is due next, of everything that has a time.
_EDGES = """
SELECT at FROM (
  SELECT expires_at AS at FROM transfers_claim WHERE status = 'offered'
  UNION SELECT undo_until_at FROM transfers_placement WHERE status = 'pending'
  UNION SELECT announce_at FROM transfers_placement WHERE status = 'pending' AND announced_at IS NULL
  UNION SELECT effective_at FROM transfers_placement WHERE status = 'pending'
  UNION SELECT closes_at FROM transfers_campaign WHERE status = 'open'
) AS due, transfers_demomarker WHERE at > clock_timestamp() + clock_shift + interval '1 second' ORDER BY at LIMIT 8
"""
_SHIFT = "UPDATE transfers_demomarker SET clock_shift = greatest(clock_shift, %s - clock_timestamp())"
_STEP = "UPDATE transfers_demomarker SET clock_shift = clock_shift + %s"
_BEFORE = timedelta(seconds=0.35)


def jump_to_an_edge(conninfo: str, history: History, rng: random.Random) -> datetime | None:
    """To a moment before one of the next things that are due, the nearer the likelier; returns that moment."""
    with psycopg.connect(conninfo) as connection:
        edges: list[datetime] = [row[0] for row in connection.execute(_EDGES)]
    if not edges:
        return None
    edge = edges[min(int(rng.expovariate(0.7)), len(edges) - 1)]
    _move(conninfo, history, _SHIFT, edge - _BEFORE, "to an edge")
    return edge


def jump(conninfo: str, history: History, by: timedelta) -> None:
    """Let time pass."""
    _move(conninfo, history, _STEP, by, f"by {by}")


def _move(conninfo: str, history: History, statement: str, value: object, says: str) -> None:
    fault = history.begin_fault(f"clock moved {says}")
    with psycopg.connect(conninfo) as connection:
        # Who is leasing has read the clock: wait for them, then count whose lease the jump ends while they live.
        connection.execute("LOCK TABLE transfers_notice IN EXCLUSIVE MODE")
        connection.execute(statement, [value])
        connection.execute("DELETE FROM transfers_pulse")  # as `demo_clock` does
        sending = connection.execute("SELECT count(*) FROM transfers_notice WHERE status = 'sending'").fetchone()
    history.allow_repeats(sending[0] if sending else 0)
    fault.ended_at = time.monotonic()
