"""When a try to sign in is refused unread: by account and device, never by address, and never for good.

Three bounds (docs/adr/0010-sign-in-throttles.md). On a device that its person used before, only that device's own
failures count. On all others together: so many failures an account, and, over all accounts, a rate of failures
that people who mistype never reach and one password tried on many accounts does.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q

from transfers.models import SignInAttempt
from transfers.models.sign_in_attempt import CODE, FAILED, PASSED, PASSWORD


@dataclass(frozen=True, slots=True)
class Bound:
    """At most so many failures within a time."""

    most: int
    within: timedelta


FIVE_MINUTES, DAY = timedelta(minutes=5), timedelta(days=1)
# Of one account, on one known device or on all unknown ones together. A code has only a million values.
OF_ACCOUNT = {
    PASSWORD: (Bound(5, FIVE_MINUTES),),
    CODE: (Bound(5, FIVE_MINUTES), Bound(30, DAY)),
}
# Of all accounts, on unknown devices. For each two people who did sign in there in that time one more is let through:
# on the last evening thousands come, and some of them mistype. People, not sign-ins: one insider is one.
OF_ALL = (Bound(100, timedelta(minutes=10)), Bound(1_000, DAY))


def is_one_too_many(attempt: SignInAttempt) -> bool:
    """Whether this try, which is already written down as a failure, is one too many.

    Written first and counted then, so that fifty sent at once are not all counted before the first has failed.
    """
    if any(_count_of_account(attempt, bound) > bound.most for bound in OF_ACCOUNT[attempt.step]):
        return True
    if attempt.device is not None or attempt.step != PASSWORD:
        return False
    return any(_is_sprayed(attempt.at, bound) for bound in OF_ALL)


def _count_of_account(attempt: SignInAttempt, bound: Bound) -> int:
    return SignInAttempt.objects.filter(
        account=attempt.account,
        step=attempt.step,
        device=attempt.device,
        outcome=FAILED,
        at__gt=attempt.at - bound.within,
    ).count()


def _is_sprayed(at: datetime, bound: Bound) -> bool:
    strangers = SignInAttempt.objects.filter(device__isnull=True, step=PASSWORD, at__gt=at - bound.within)
    failed = strangers.filter(outcome=FAILED).count()
    if failed <= bound.most:
        return False
    passed = strangers.aggregate(people=Count("account", distinct=True, filter=Q(outcome=PASSED)))["people"]
    return bool(failed > bound.most + passed // 2)
