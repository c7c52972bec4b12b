"""One run a job and slot, however many clocks tick."""

from datetime import datetime, timedelta

from transfers import atomic
from transfers.models import Tick

_KEPT = timedelta(days=7)


@atomic.write
def take_tick(job: str, *, slot: int, at: datetime) -> bool:
    """Whether the caller is the one that runs `job` in this slot (whole periods since 1970).

    The insert is the claim: of two beats that want the same slot, the constraint lets one through. Ticks older
    than a week say nothing any more and go.
    """
    _, is_mine = Tick.objects.get_or_create(job=job, slot=slot, defaults={"at": at})
    if is_mine:
        Tick.objects.filter(job=job, at__lt=at - _KEPT).delete()
    return is_mine
