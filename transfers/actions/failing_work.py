"""What the workers fail at is written down, so that somebody can look; they go on trying by themselves."""

from collections.abc import Collection

from django.db.models import F

from transfers import atomic, ledger
from transfers.clock import Clock, database_clock
from transfers.models import FailingWork
from transfers.permissions.failing_work import check_can_count_anew
from transfers.queries.failing_work import KEPT
from transfers.sight.actor import Actor


@atomic.write
def note_failure(job: str, thing_id: int, error: str, *, clock: Clock = database_clock) -> None:
    """Write down that a piece of work failed, or failed once more."""
    at = clock()
    row, is_new = FailingWork.objects.get_or_create(
        job=job[:60], thing_id=thing_id, defaults={"error": error[:80], "first_at": at, "last_at": at}
    )
    if not is_new:
        FailingWork.objects.filter(pk=row.pk).update(error=error[:80], times=F("times") + 1, last_at=at)


@atomic.write
def note_success(job: str, thing_ids: Collection[int]) -> None:
    """Take away what was written down about work that is done."""
    FailingWork.objects.filter(job=job[:60], thing_id__in=thing_ids).delete()


@atomic.write
def count_anew(work: FailingWork, *, by: Actor, clock: Clock = database_clock) -> None:
    """Forget what failed of this kind so far, once its cause was mended; what still fails comes back with the sweep.

    Raises NotVisible.
    """
    at = clock()
    check_can_count_anew(by, at)
    ledger.record("failingwork.counted_anew", work, by=by, at=at)
    FailingWork.objects.filter(job=work.job).delete()


@atomic.write
def forget_failing_work(*, clock: Clock = database_clock) -> int:
    """Delete what was not tried for a day: it is not due any more."""
    return FailingWork.objects.filter(last_at__lt=clock() - KEPT).delete()[0]
