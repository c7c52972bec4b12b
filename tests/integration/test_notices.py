"""Messages owed: leased once, told how they went, tried again with patience, read by their recipient."""

import threading
from datetime import datetime, timedelta

import pytest
from django.db import close_old_connections, connection

from tests import factories as f
from tests.factories import NOW, clock_at
from transfers import ledger
from transfers.actions.notices import (
    FIRST_PAUSE,
    LEASE,
    LONGEST_PAUSE,
    MOST_ATTEMPTS,
    WORKER_LOST,
    lease_due_notices,
    mark_failed,
    mark_sent,
    pause_after,
    read_notice,
    retry_notice,
)
from transfers.errors import NotAllowed, NotVisible, TransferError
from transfers.models import Event, Notice
from transfers.models.notice import INBOX, MAIL
from transfers.queries.due import get_due_notices
from transfers.sight.actor import PORTAL
from transfers.states import NoticeStatus

pytestmark = pytest.mark.django_db


def owed(at: datetime = NOW, **fields: object) -> Notice:
    """A mail that waits; its twin stands in the inbox."""
    person = f.EmployeeFactory.create(**fields)
    event = ledger.record("role.changed", person, by=PORTAL, at=at)
    ledger.owe(event, person, "campaign.opened", at=at)
    return Notice.objects.get(recipient=person, channel=MAIL)


def lease(notice: Notice, at: datetime = NOW) -> Notice | None:
    taken = lease_due_notices([notice.pk], clock=clock_at(at))
    return taken[0] if taken else None


def fail(notice: Notice, at: datetime = NOW, *, is_permanent: bool = False) -> int:
    return mark_failed([notice], error="SMTPDataError 451", is_permanent=is_permanent, clock=clock_at(at))


def test_lease_takes_a_message_that_is_due() -> None:
    notice = lease(owed())
    assert notice is not None
    assert (notice.status, notice.attempts, notice.leased_until_at) == (NoticeStatus.SENDING, 1, NOW + LEASE)


def test_lease_leaves_a_message_that_is_not_due_yet() -> None:
    assert lease(owed(at=NOW + timedelta(seconds=1))) is None


def test_lease_takes_nothing_twice() -> None:
    notice = owed()
    assert lease(notice) is not None
    assert lease(notice) is None


def test_lease_leaves_inbox_messages_and_unknown_ids() -> None:
    twin = Notice.objects.get(recipient=owed().recipient, channel=INBOX)
    assert lease_due_notices([twin.pk, 2**60], clock=clock_at(NOW)) == []


def test_lapsed_lease_is_taken_again_with_the_same_message_id() -> None:
    notice = owed()
    first = lease(notice)
    second = lease(notice, NOW + LEASE)
    assert first is not None
    assert second is not None
    assert second.attempts == 2
    assert second.message_id == first.message_id == f"<{notice.public_id}@127.0.0.1>"


def test_message_whose_worker_dies_each_time_needs_attention() -> None:
    notice = owed()
    for turn in range(MOST_ATTEMPTS):
        assert lease(notice, NOW + turn * LEASE) is not None
    assert lease(notice, NOW + MOST_ATTEMPTS * LEASE) is None
    notice.refresh_from_db()
    assert (notice.status, notice.last_error) == (NoticeStatus.NEEDS_ATTENTION, WORKER_LOST)


def test_sent_message_is_never_leased_again() -> None:
    notice = lease(owed())
    assert notice is not None
    assert mark_sent(notice, clock=clock_at(NOW))
    assert lease(notice, NOW + 10 * LEASE) is None
    assert not mark_sent(notice, clock=clock_at(NOW))


def test_failed_message_waits_and_comes_again() -> None:
    notice = lease(owed())
    assert notice is not None
    assert fail(notice) == 1
    notice.refresh_from_db()
    pause = notice.due_at - NOW
    assert (notice.status, notice.last_error) == (NoticeStatus.PENDING, "SMTPDataError 451")
    assert FIRST_PAUSE <= pause <= FIRST_PAUSE * 1.25
    assert lease(notice, notice.due_at - timedelta(seconds=1)) is None
    assert lease(notice, notice.due_at) is not None


def test_pause_doubles_up_to_its_limit_and_differs_between_messages() -> None:
    pauses = [pause_after(7, attempt) for attempt in range(1, MOST_ATTEMPTS)]
    for attempt, pause in enumerate(pauses):
        bare = min(FIRST_PAUSE * 2**attempt, LONGEST_PAUSE)
        assert bare <= pause <= bare * 1.25
    assert pauses == [pause_after(7, attempt) for attempt in range(1, MOST_ATTEMPTS)]
    assert len({pause_after(pk, 1) for pk in range(100)}) > 90


def test_message_that_fails_too_often_needs_attention() -> None:
    notice, at = owed(), NOW
    for _ in range(MOST_ATTEMPTS):
        taken = lease(notice, at)
        assert taken is not None
        fail(taken, at)
        at += LONGEST_PAUSE * 2
    notice.refresh_from_db()
    assert notice.status == NoticeStatus.NEEDS_ATTENTION


def test_message_refused_for_good_needs_attention_at_once() -> None:
    notice = lease(owed())
    assert notice is not None
    fail(notice, is_permanent=True)
    notice.refresh_from_db()
    assert notice.status == NoticeStatus.NEEDS_ATTENTION


def test_late_failure_of_a_lapsed_lease_changes_nothing() -> None:
    """Fails when the attempt is not compared: the second worker's message would be sent a third time."""
    notice = owed()
    slow = lease(notice)
    quick = lease(notice, NOW + LEASE)
    assert slow is not None
    assert quick is not None
    assert fail(slow, NOW + LEASE) == 0
    assert mark_sent(quick, clock=clock_at(NOW + LEASE))


def test_failure_after_sending_changes_nothing() -> None:
    notice = lease(owed())
    assert notice is not None
    mark_sent(notice, clock=clock_at(NOW))
    assert fail(notice) == 0


def test_due_messages_are_those_that_wait_and_those_whose_lease_lapsed() -> None:
    waiting, leased, later = owed(), owed(), owed(at=NOW + timedelta(minutes=30))
    lease(leased)
    assert get_due_notices(NOW) == [waiting.pk]
    assert get_due_notices(NOW + LEASE) == [waiting.pk, leased.pk]
    assert later.pk in get_due_notices(NOW + timedelta(hours=1))


def test_admin_sends_again_what_needs_attention() -> None:
    notice = lease(owed())
    assert notice is not None
    fail(notice, is_permanent=True)
    retry_notice(notice, by=f.admin(), clock=clock_at(NOW))
    again = lease(notice)
    assert again is not None
    assert again.attempts == 1


def test_message_that_is_being_tried_is_not_sent_again_by_hand() -> None:
    with pytest.raises(NotAllowed):
        retry_notice(owed(), by=f.admin(), clock=clock_at(NOW))


def test_nobody_but_an_admin_sends_again() -> None:
    notice = owed()
    for actor in (notice.recipient, f.hr_partner(f.campaign()), PORTAL):
        with pytest.raises(NotVisible):
            retry_notice(notice, by=actor, clock=clock_at(NOW))


def test_reading_keeps_the_first_time() -> None:
    twin = Notice.objects.get(recipient=owed().recipient, channel=INBOX)
    read_notice(twin, by=twin.recipient, clock=clock_at(NOW))
    read_notice(twin, by=twin.recipient, clock=clock_at(NOW + timedelta(days=1)))
    twin.refresh_from_db()
    assert twin.read_at == NOW


def test_nobody_reads_the_messages_of_another() -> None:
    twin = Notice.objects.get(recipient=owed().recipient, channel=INBOX)
    for actor in (f.EmployeeFactory.create(), f.admin(), PORTAL):
        with pytest.raises(NotVisible):
            read_notice(twin, by=actor, clock=clock_at(NOW))


@pytest.mark.django_db(transaction=True)
def test_workers_that_lease_at_once_lease_apart_and_none_is_refused() -> None:
    """Fails without the row lock: all read the same rows, and the losers' whole lease raises StatusChanged."""
    ids = [owed().pk for _ in range(20)]
    gate = threading.Barrier(4)
    taken: list[int] = []
    refused: list[Exception] = []

    def work() -> None:
        gate.wait()
        try:
            taken.extend(notice.pk for notice in lease_due_notices(ids, clock=clock_at(NOW)))
        except TransferError as error:
            refused.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    close_old_connections()
    assert refused == []
    assert sorted(taken) == ids


def test_sending_leaves_no_event_of_its_own() -> None:
    """History would fill with mail, and show to whom it went."""
    sent, failed = lease(owed()), lease(owed())
    assert sent is not None
    assert failed is not None
    before = Event.objects.count()
    mark_sent(sent, clock=clock_at(NOW))
    fail(failed, is_permanent=True)
    assert Event.objects.count() == before
