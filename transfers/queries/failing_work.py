"""The work that fails, as an admin may read it: a line a kind, up to yesterday, without a name or an id."""

from datetime import datetime, timedelta

from django.db.models import Max, Min, QuerySet

from transfers.calendars import start_of_portal_day
from transfers.models import FailingWork

# a sweep is lost to a race now and then; the same work three times over is stuck
OFTEN = 3
KEPT = timedelta(days=1)


def get_failing(job: str) -> set[int]:
    """What of a kind failed when it was tried last, by the ids it is about."""
    return set(FailingWork.objects.filter(job=job[:60]).values_list("thing_id", flat=True))


def get_countable_failing(at: datetime) -> QuerySet[FailingWork]:
    """What is stuck and was so before today began: a line that came at once would tell when somebody acts."""
    return FailingWork.objects.filter(times__gte=OFTEN, first_at__lt=start_of_portal_day(at), last_at__gte=at - KEPT)


def get_lines(at: datetime) -> QuerySet[FailingWork]:
    """One row of each kind that is stuck, standing for all of its kind."""
    first = get_countable_failing(at).order_by().values("job").annotate(pk_of=Min("pk"), last=Max("last_at"))
    return FailingWork.objects.filter(pk__in=first.values("pk_of"))
