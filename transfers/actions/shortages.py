"""The dated public figures: written once a day and once a week, never changed."""

from transfers import atomic
from transfers.clock import Clock, database_clock
from transfers.errors import NotVisible
from transfers.models import InterestSnapshot, ShortageSnapshot
from transfers.queries.ranking_counts import count_rankings, monday_of
from transfers.queries.shortages import get_unit_facts, snapshots_of
from transfers.queries.units import get_tree
from transfers.sight.actor import PORTAL, Actor, Portal


@atomic.write
def keep_shortages(*, by: Actor = PORTAL, clock: Clock = database_clock) -> int:
    """Keep how short of people every unit is, as the figures of today. Returns how many units; again: none."""
    _check_portal(by)
    at = clock()
    day = at.date()
    if ShortageSnapshot.objects.filter(on=day).exists():
        return 0
    rows = snapshots_of(get_unit_facts(get_tree(), at).values(), day)
    # two sweeps at once: the constraint lets one row a unit and day through
    ShortageSnapshot.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1_000)
    return len(rows)


@atomic.write
def keep_interest(*, by: Actor = PORTAL, clock: Clock = database_clock) -> int:
    """Count on how many submitted lists each role is, as the figures of this week. Returns how many roles."""
    _check_portal(by)
    monday = monday_of(clock())
    if InterestSnapshot.objects.filter(on=monday).exists():
        return 0
    rows = count_rankings(monday)
    InterestSnapshot.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1_000)
    return len(rows)


def _check_portal(actor: Actor) -> None:
    if not isinstance(actor, Portal):
        raise NotVisible()
