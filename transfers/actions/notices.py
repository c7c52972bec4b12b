"""Messages owed: leased, sent or tried again, read. The rows are the queue (docs/adr/0004-outbox.md)."""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat

from transfers import atomic, ledger, transition
from transfers.clock import Clock, database_clock
from transfers.models import Notice
from transfers.models.notice import INBOX, MAIL
from transfers.permissions.notices import check_can_read, check_can_retry
from transfers.queries.notification_preferences import get_ends_of_quiet
from transfers.sight.actor import PORTAL, Actor
from transfers.states import NoticeStatus

# Longer than a task may live (CELERY_TASK_TIME_LIMIT): who holds a lapsed lease is dead, not slow.
LEASE = timedelta(seconds=settings.CELERY_TASK_TIME_LIMIT + 30)
# 30 seconds, 1 minute, 2, 4 … 2 hours, 2 hours: about 14 hours until a person is asked.
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=30), timedelta(hours=2)
MOST_ATTEMPTS = 15
# What stands as the error of a message whose worker died each time it was tried.
WORKER_LOST = "WorkerLost"


@atomic.write
def lease_due_notices(notice_ids: Sequence[int], *, clock: Clock = database_clock) -> list[Notice]:
    """Take those of these messages that are due and in nobody's hands; the caller delivers them and says how it went.

    Rows that another worker is leasing at this instant are skipped, so a message delivered twice by the broker
    finds nothing to do. A lease that lapsed is taken again; after too many, the message needs attention. Each
    lease counts as an attempt, and the count tells a late worker that its lease is no longer its own.
    """
    rows = Notice.objects.select_for_update(skip_locked=True, no_key=True).filter(
        pk__in=notice_ids, channel=MAIL, status__in=[NoticeStatus.PENDING, NoticeStatus.SENDING]
    )
    notices = list(rows.order_by("pk"))
    at = clock()
    waiting = _put_off(
        [notice for notice in notices if notice.status == NoticeStatus.PENDING and notice.due_at <= at], at
    )
    lapsed = [notice for notice in notices if notice.leased_until_at is not None and _is_lapsed(notice, at)]
    given_up = [notice.pk for notice in lapsed if notice.attempts >= MOST_ATTEMPTS]
    again = [notice.pk for notice in lapsed if notice.attempts < MOST_ATTEMPTS]
    transition.move_all(
        Notice,
        waiting,
        NoticeStatus.PENDING,
        NoticeStatus.SENDING,
        by=PORTAL,
        at=at,
        leased_until_at=at + LEASE,
        attempts=F("attempts") + 1,
        message_id=_message_id(),
    )
    Notice.objects.filter(pk__in=again).update(leased_until_at=at + LEASE, attempts=F("attempts") + 1)
    transition.move_all(
        Notice,
        given_up,
        NoticeStatus.SENDING,
        NoticeStatus.NEEDS_ATTENTION,
        by=PORTAL,
        at=at,
        last_error=WORKER_LOST,
    )
    return list(Notice.objects.filter(pk__in=[*waiting, *again]).select_related("recipient__site").order_by("pk"))


def _put_off(notices: Sequence[Notice], at: datetime) -> list[int]:
    """Ids of those that go out now; the others are due when their recipient's quiet hours end."""
    ends = get_ends_of_quiet(notices, at)
    for end in set(ends.values()):
        Notice.objects.filter(pk__in=[pk for pk, until in ends.items() if until == end]).update(due_at=end)
    return [notice.pk for notice in notices if notice.pk not in ends]


def _is_lapsed(notice: Notice, at: datetime) -> bool:
    lease = notice.leased_until_at
    return notice.status == NoticeStatus.SENDING and lease is not None and lease <= at


def _message_id() -> Concat:
    """The same for every attempt, so that a mailbox can drop a repeat."""
    host = urlsplit(settings.PORTAL_URL).hostname or "localhost"
    return Concat(Value("<"), Cast("public_id", CharField()), Value(f"@{host}>"))


@atomic.write
def mark_sent(notice: Notice, *, clock: Clock = database_clock) -> bool:
    """The world took it. False when another lease has already said how it went."""
    held = Notice.objects.select_for_update(no_key=True).get(pk=notice.pk)
    at = clock()
    if held.status != NoticeStatus.SENDING:
        return False
    transition.move_silently(held, NoticeStatus.SENT, by=PORTAL, at=at, last_error="")
    return True


@atomic.write
def mark_failed(notices: Sequence[Notice], *, error: str, is_permanent: bool, clock: Clock = database_clock) -> int:
    """The world did not take them: each waits, longer each time, or needs attention. Returns how many were ours.

    `error` is a class and a code ("SMTPDataError 451"), never an address or a text of the server. A permanent
    refusal is not tried again by itself: an admin mends the address and sends it again.
    """
    attempts = {notice.pk: notice.attempts for notice in notices}
    held = Notice.objects.select_for_update(no_key=True).filter(pk__in=attempts, status=NoticeStatus.SENDING)
    ours = [notice for notice in held.order_by("pk") if notice.attempts == attempts[notice.pk]]
    at = clock()
    for notice in ours:
        if is_permanent or notice.attempts >= MOST_ATTEMPTS:
            transition.move_silently(notice, NoticeStatus.NEEDS_ATTENTION, by=PORTAL, at=at, last_error=error[:200])
        else:
            due_at = at + pause_after(notice.pk, notice.attempts)
            transition.move_silently(
                notice, NoticeStatus.PENDING, by=PORTAL, at=at, last_error=error[:200], due_at=due_at
            )
    return len(ours)


def pause_after(notice_id: int, attempts: int) -> timedelta:
    """How long to wait after that many attempts: doubling, capped, and up to a quarter more.

    The surplus spreads messages that failed together. It is derived, not drawn, so that a test and a log agree.
    """
    pause: timedelta = min(FIRST_PAUSE * (1 << (attempts - 1)), LONGEST_PAUSE)
    digest = hashlib.sha256(f"{notice_id}:{attempts}".encode()).digest()
    return pause + pause * (int.from_bytes(digest[:2], "big") / (4 * 0xFFFF))


@atomic.write
def retry_notice(notice: Notice, *, by: Actor, clock: Clock = database_clock) -> Notice:
    """Send a message again that the portal had given up on. Raises NotAllowed while it is still being tried."""
    held = Notice.objects.select_for_update(no_key=True).get(pk=notice.pk)
    at = clock()
    check_can_retry(by, held, at)
    transition.move_silently(held, NoticeStatus.PENDING, by=by, at=at, due_at=at, attempts=0)
    ledger.record("notice.retried", held, by=by, at=at)
    return held


@atomic.write
def read_notice(notice: Notice, *, by: Actor, clock: Clock = database_clock) -> Notice:
    """The recipient opened it in the inbox. Reading it again keeps the first time."""
    held = Notice.objects.select_for_update(no_key=True).get(pk=notice.pk, channel=INBOX)
    at = clock()
    check_can_read(by, held, at)
    if held.read_at is None:
        held.read_at = at
        Notice.objects.filter(pk=held.pk).update(read_at=at)
    return held
