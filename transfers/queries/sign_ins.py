"""When a try to sign in is refused unread: by account and device, never by address, and never for good.

Three bounds (docs/adr/0010-sign-in-throttles.md). On a device that its person used before, only that device's own
failures count. On all others together: so many failures an account, and, over all accounts, a rate of failures
that people who mistype never reach and one password tried on many accounts does.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet

from transfers.models import SignInAttempt
from transfers.models.sign_in_attempt import CODE, FAILED, PASSED, PASSWORD
from transfers.queries.statements import Statement, Value, count_of, in_one_row


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
    of: dict[str, Value] = {"account": attempt.account, "step": attempt.step, "since": attempt.at - bound.within}
    found = _OF_STRANGERS.ask(**of) if attempt.device is None else _OF_DEVICE.ask(device=attempt.device, **of)
    return count_of(found)


def _failed(attempts: QuerySet[SignInAttempt]) -> QuerySet[SignInAttempt, tuple[int]]:
    return in_one_row(attempts.filter(outcome=FAILED))


def _of_strangers(account: str, step: str, since: datetime) -> QuerySet[SignInAttempt, tuple[int]]:
    return _failed(SignInAttempt.objects.filter(account=account, step=step, device__isnull=True, at__gt=since))


def _of_device(account: str, step: str, device: uuid.UUID, since: datetime) -> QuerySet[SignInAttempt, tuple[int]]:
    return _failed(SignInAttempt.objects.filter(account=account, step=step, device=device, at__gt=since))


def _of_all_strangers(since: datetime) -> QuerySet[SignInAttempt, tuple[int]]:
    return _failed(_strangers(since))


def _strangers(since: datetime) -> QuerySet[SignInAttempt]:
    return SignInAttempt.objects.filter(device__isnull=True, step=PASSWORD, at__gt=since)


_OF_STRANGERS = Statement(_of_strangers, account=str, step=str, since=datetime)
_OF_DEVICE = Statement(_of_device, account=str, step=str, device=uuid.UUID, since=datetime)


def _is_sprayed(at: datetime, bound: Bound) -> bool:
    since = at - bound.within
    # no Statement: how many rows that is hangs on the instant alone
    failed = count_of(list(_of_all_strangers(since)))
    if failed <= bound.most:
        return False
    passed = _strangers(since).aggregate(people=Count("account", distinct=True, filter=Q(outcome=PASSED)))["people"]
    return bool(failed > bound.most + passed // 2)
