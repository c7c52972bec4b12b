"""A web process writes down that it answered."""

from transfers import atomic
from transfers.clock import Clock, database_clock
from transfers.models import Pulse
from transfers.queries.outages import PULSES_KEPT

_MINUTE = 60


@atomic.write
def keep_pulse(*, clock: Clock = database_clock) -> None:
    """Write down this minute, once, however many web processes answer."""
    at = clock()
    Pulse.objects.bulk_create([Pulse(slot=int(at.timestamp()) // _MINUTE, at=at)], ignore_conflicts=True)


@atomic.write
def forget_pulses(*, clock: Clock = database_clock) -> int:
    """Delete pulses that no deadline is measured by any more."""
    return Pulse.objects.filter(at__lt=clock() - PULSES_KEPT).delete()[0]
