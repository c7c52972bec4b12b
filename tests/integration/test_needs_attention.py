"""What the portal gave up on, or fails at again and again, stands in the administration and is tried again."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from uuid import uuid4

import pytest

from tests import admin as a
from tests import factories as f
from tests.faults import Broker, Mailbox
from tests.pages import THEN, travel
from tests.processes import WorkerProcess, wait_until
from transfers import ledger
from transfers.actions.failing_work import count_anew, forget_failing_work, note_failure
from transfers.clock import database_clock
from transfers.errors import NotAllowed, NotVisible
from transfers.models import Event, FailingWork, Notice, Placement
from transfers.models.notice import MAIL
from transfers.queries.days import day_in_words
from transfers.queries.failing_work import get_lines
from transfers.sight.actor import PORTAL
from transfers.states import NoticeStatus
from transfers.tasks import attempts

pytestmark = pytest.mark.django_db

StartWorker = Callable[..., WorkerProcess]


# --- messages ------------------------------------------------------------------------------------------------------


@pytest.fixture
def broker() -> Iterator[Broker]:
    broker = Broker()
    broker.start()
    yield broker
    broker.kill()


def owed(template: str, at: datetime) -> Notice:
    person = f.EmployeeFactory.create()
    event = ledger.record("role.changed", person, by=PORTAL, at=at)
    ledger.owe(event, person, template, at=at)
    return Notice.objects.get(recipient=person, channel=MAIL)


@pytest.mark.processes
@pytest.mark.django_db(transaction=True)
def test_message_refused_for_good_is_sent_again_from_the_administration_under_its_message_id(
    start_worker: StartWorker, broker: Broker, mailbox: Mailbox
) -> None:
    """Fails when retrying leaves the message where it is: a real worker and a real mail server are asked."""
    yesterday = database_clock() - 2 * f.DAY
    private, common = owed("claim.offered", yesterday), owed("campaign.opened", yesterday)
    both = Notice.objects.filter(pk__in=[private.pk, common.pk])
    mailbox.to_recipient = "550 no such person"
    start_worker(REDIS_URL=broker.url, EMAIL_URL=mailbox.url)
    broker.send("sweep")
    stuck = both.filter(status=NoticeStatus.NEEDS_ATTENTION)
    wait_until(lambda: stuck.count() == 2, what="both messages needing attention")
    ids = sorted(both.values_list("message_id", flat=True))

    client = a.signed_in(f.admin())
    waiting = client.get("/admin/").content.decode()
    assert "1 message could not be delivered" in waiting
    assert "1 message about one person’s affairs could not be delivered" in waiting
    assert "/admin/transfers/notice/new/others/" in waiting
    mailbox.to_recipient = "250 known"
    for page in (a.new(Notice, "others"), a.page_of(common, "retry")):
        assert client.get(page).status_code == 200
        assert client.post(page, {"form_key": str(uuid4())}).status_code == 302
    broker.send("sweep")
    wait_until(lambda: both.filter(status=NoticeStatus.SENT).count() == 2, what="both messages being sent")
    assert mailbox.message_ids() == ids
    assert Event.objects.filter(verb="notice.retried").count() == 2
    assert "could not be delivered" not in client.get("/admin/").content.decode()


# --- work ----------------------------------------------------------------------------------------------------------


def breaks(_placement: Placement) -> None:
    raise ValueError("quotes what nobody should read")


def refuses(_placement: Placement) -> None:
    raise NotAllowed("The origin unit is closed and the campaign names no pool.")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("action", "error"), [(breaks, "ValueError"), (refuses, "NotAllowed")])
def test_work_that_fails_is_written_down_by_class_until_it_is_done(
    action: Callable[[Placement], None], error: str
) -> None:
    placement = f.placement_at("pending")
    for _ in range(3):
        attempts.each(Placement, [placement.pk], action)
    work = FailingWork.objects.get()
    assert (work.job, work.thing_id, work.error, work.times) == (action.__name__, placement.pk, error, 3)

    def done(_placement: Placement) -> None:
        """As after the cause was mended."""

    done.__name__ = action.__name__
    attempts.each(Placement, [placement.pk], done)
    assert not FailingWork.objects.exists()


def test_work_that_is_not_tried_for_a_day_is_forgotten() -> None:
    note_failure("expire_claim", 1, "Busy", clock=f.clock_at(f.NOW))
    assert forget_failing_work(clock=f.clock_at(f.NOW + 23 * f.HOUR)) == 0
    assert forget_failing_work(clock=f.clock_at(f.NOW + 25 * f.HOUR)) == 1


def test_only_what_failed_often_and_before_today_is_shown_a_line_a_kind() -> None:
    """Fails when today's failures show: who watches would see when somebody's move comes due."""
    fail = partial(note_failure, clock=f.clock_at(f.NOW))
    for thing in (1, 2):
        for _ in range(3):
            fail("announce_placement", thing, "ValueError")
    fail("expire_claim", 3, "Busy")
    assert list(get_lines(f.NOW + f.HOUR)) == []
    assert [line.job for line in get_lines(f.NOW + 20 * f.HOUR)] == ["announce_placement"]
    assert list(get_lines(f.NOW + 48 * f.HOUR)) == []


def test_failing_work_is_counted_anew_by_an_admin() -> None:
    travel(THEN)
    for _ in range(3):
        note_failure("finalise_placement", 77_007, "ValueError", clock=f.clock_at(THEN - 20 * f.HOUR))
    work = FailingWork.objects.get()
    client = a.signed_in(f.admin())
    assert "1 kind of work fails again and again" in client.get("/admin/").content.decode()
    listed = client.get(a.list_of(FailingWork)).content.decode()
    assert "A move does not take effect on its day." in listed
    assert "finalise_placement" in listed
    assert day_in_words((THEN - 20 * f.HOUR).date()) in listed  # as in every other list, and to the day alone
    assert "77007" not in listed
    partner = f.hr_partner(f.campaign())
    assert a.signed_in(partner).get(a.list_of(FailingWork)).status_code == 404
    for who in (partner, PORTAL):
        with pytest.raises(NotVisible):
            count_anew(work, by=who)
    assert client.post(a.page_of(work, "retry"), {"form_key": str(uuid4())}).status_code == 302
    assert not FailingWork.objects.exists()
    assert "again and again" not in client.get("/admin/").content.decode()
