"""Times in which the portal answered, and times in which it did not."""

from datetime import datetime, timedelta

from tests.factories import DAY, HOUR, NOW
from transfers.models import Pulse

MINUTE = timedelta(minutes=1)
DEADLINE = NOW + 14 * DAY


def pulses(*spans: tuple[datetime, datetime]) -> None:
    """A pulse a minute within each span."""
    for first, last in spans:
        rows = range(int((last - first) / MINUTE) + 1)
        Pulse.objects.bulk_create(
            Pulse(slot=int((first + n * MINUTE).timestamp()) // 60, at=first + n * MINUTE) for n in rows
        )


def down(minutes: int, *, before: timedelta = 5 * HOUR, until: timedelta = timedelta(0)) -> None:
    """Pulses of the last two days but for so many minutes that ended so long before the deadline."""
    ends = DEADLINE - before
    pulses((DEADLINE - 2 * DAY, ends - minutes * MINUTE), (ends, DEADLINE + until))
