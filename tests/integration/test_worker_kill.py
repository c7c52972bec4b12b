"""A worker may die at any instruction: whatever it leaves behind, the next one ends it, once.

Each test runs a real worker, stops it at one statement by a gate in the test's database (tests/faults.py), and kills
it with SIGKILL there.
"""

import os
import signal
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from tests import factories as f
from tests.faults import Broker, Gate, Mailbox
from tests.processes import WorkerProcess, wait_until
from transfers.actions.notices import LEASE
from transfers.clock import database_clock
from transfers.models import DemoMarker, Event, Notice, Placement
from transfers.models.notice import MAIL
from transfers.queries.due import get_due_notices
from transfers.states import AssignmentStatus, EntitlementStatus, NoticeStatus, PlacementStatus

pytestmark = pytest.mark.django_db(transaction=True)

StartWorker = Callable[..., WorkerProcess]

FINALISING = {
    "before the placement is marked": Gate("transfers_placement", "UPDATE", "NEW.status = 'finalised'"),
    "before its event is written": Gate("transfers_event", "INSERT", "NEW.verb = 'placement.finalised'"),
    "before the person is moved": Gate("accounts_employee", "UPDATE", "NEW.unit_id <> OLD.unit_id"),
    "before the notices are owed": Gate("transfers_notice", "INSERT", "NEW.template = 'placement.finalised'"),
    "while it commits": Gate("transfers_placement", "UPDATE", "NEW.status = 'finalised'", deferred=True),
}
SENDING = {
    "before the lease is written": Gate("transfers_notice", "UPDATE", "NEW.status = 'sending'"),
    "after the mail was accepted": Gate("transfers_notice", "UPDATE", "NEW.status = 'sent'"),
}


@pytest.fixture
def broker() -> Iterator[Broker]:
    broker = Broker()
    broker.start()
    yield broker
    broker.kill()


@pytest.fixture
def start(start_worker: StartWorker, broker: Broker, mailbox: Mailbox) -> Callable[[], WorkerProcess]:
    return lambda: start_worker(REDIS_URL=broker.url, EMAIL_URL=mailbox.url)


def pending_placement() -> Placement:
    """A move whose day has come: it was agreed thirty days ago."""
    at = database_clock() - 30 * f.DAY
    open_still = f.campaign(deadline_at=at + 60 * f.DAY, opened_at=at - f.DAY)
    person = f.undrafted(in_campaign=open_still, at=at - f.HOUR).employee
    f.candidate(person)
    return f.placement_at("pending", at=at, of=f.role(opened_at=at - 40 * f.DAY), person=person)


def pending_placements(count: int = 3) -> list[Placement]:
    return [pending_placement() for _ in range(count)]


def let_leases_lapse() -> None:
    """Time passes, by the clock that workers read."""
    marker, _ = DemoMarker.objects.get_or_create(pk=1)
    marker.clock_shift += LEASE + timedelta(seconds=1)
    marker.save()


def sweep_until(broker: Broker, holds: Callable[[], bool], what: str) -> None:
    """Sweep as the beat does, faster."""

    def turn() -> bool:
        broker.send("sweep")
        return holds()

    for _ in range(40):
        if turn():
            return
        try:
            wait_until(holds, within=1.0, what=what)
        except AssertionError:
            continue
        return
    raise AssertionError(f"{what} did not happen")


def all_finalised() -> bool:
    return not Placement.objects.exclude(status=PlacementStatus.FINALISED).exists()


def all_sent() -> bool:
    return not Notice.objects.exclude(status=NoticeStatus.SENT).exists()


def assert_moved_once(placement: Placement) -> None:
    placement.refresh_from_db()
    person = type(placement.employee).objects.get(pk=placement.employee_id)
    assert placement.status == PlacementStatus.FINALISED
    assert person.unit_id == placement.role.unit_id
    about = Event.objects.filter(noun="placement", noun_id=placement.pk)
    verbs = Counter(about.values_list("verb", flat=True))
    assert (verbs["placement.finalised"], verbs["placement.announced"]) == (1, 1)
    told = Notice.objects.filter(recipient=person, template="placement.finalised", channel=MAIL)
    assert told.count() == 1
    assignment = person.assignments.get()
    assert assignment.status == AssignmentStatus.ENDED
    assert assignment.entitlements.get().status == EntitlementStatus.ENDED
    placement.role.refresh_from_db()
    assert placement.role.taken == 1


def assert_every_mail_arrived(mailbox: Mailbox, *, repeats: int = 0) -> None:
    owed = Notice.objects.filter(channel=MAIL)
    assert set(owed.values_list("status", flat=True)) == {NoticeStatus.SENT}
    arrived = Counter(mailbox.message_ids())
    assert set(arrived) == set(owed.values_list("message_id", flat=True))
    assert sum(arrived.values()) - len(arrived) <= repeats


@pytest.mark.parametrize("where", FINALISING)
def test_killed_worker_leaves_finalising_to_the_next(
    where: str, start: Callable[[], WorkerProcess], broker: Broker, mailbox: Mailbox
) -> None:
    """Fails when finalise_placement has no transaction: what was written before the kill stays half done."""
    placements = pending_placements()
    worker = start()
    with FINALISING[where].closed() as gate:
        broker.send("finalise_placements", placement_ids=[placement.pk for placement in placements])
        wait_until(gate.waiting, what="the worker's arrival at the gate")
        worker.kill()
    start()
    sweep_until(broker, all_finalised, "finalising everything")
    sweep_until(broker, all_sent, "sending everything")
    for placement in placements:
        assert_moved_once(placement)
    assert_every_mail_arrived(mailbox)


def test_killed_child_has_its_message_delivered_again(start: Callable[[], WorkerProcess], broker: Broker) -> None:
    """Without any sweep. Fails without acks_late and reject_on_worker_lost: the message dies with the child."""
    placements = pending_placements()
    worker = start()
    with FINALISING["before the person is moved"].closed() as gate:
        broker.send("finalise_placements", placement_ids=[placement.pk for placement in placements])
        wait_until(gate.waiting, what="the worker's arrival at the gate")
        for pid in worker.pool_pids():
            os.kill(pid, signal.SIGKILL)
    wait_until(all_finalised, what="finalising everything")
    for placement in placements:
        assert_moved_once(placement)


@pytest.mark.parametrize("where", SENDING)
def test_killed_worker_leaves_sending_to_the_next(
    where: str, start: Callable[[], WorkerProcess], broker: Broker, mailbox: Mailbox
) -> None:
    """Fails without the lease's end (nobody takes the message again) and without the stored Message-ID."""
    pending_placement()
    worker = start()
    with SENDING[where].closed() as gate:
        broker.send("send_notices", notice_ids=list(Notice.objects.values_list("pk", flat=True)))
        wait_until(gate.waiting, what="the worker's arrival at the gate")
        worker.kill()
    let_leases_lapse()
    start()
    sweep_until(broker, all_sent, "sending everything")
    assert_every_mail_arrived(mailbox, repeats=1)


def test_worker_killed_while_the_mail_server_thinks_sends_once(
    start: Callable[[], WorkerProcess], broker: Broker, mailbox: Mailbox
) -> None:
    pending_placement()
    worker = start()
    mailbox.gate.clear()
    broker.send("send_notices", notice_ids=list(Notice.objects.values_list("pk", flat=True)))
    assert mailbox.at_gate.wait(20)
    worker.kill()
    mailbox.gate.set()
    let_leases_lapse()
    start()
    sweep_until(broker, all_sent, "sending everything")
    assert_every_mail_arrived(mailbox)


def test_sending_again_before_the_lease_ends_sends_nothing(
    start: Callable[[], WorkerProcess], broker: Broker, mailbox: Mailbox
) -> None:
    """A message delivered twice, while its first delivery is under way. Fails without the lease."""
    pending_placement()
    ids = list(Notice.objects.filter(channel=MAIL).values_list("pk", flat=True))
    worker = start()
    mailbox.gate.clear()
    broker.send("send_notices", notice_ids=ids)
    assert mailbox.at_gate.wait(20)
    # the first one holds its lease and stands at the mail server's gate: what ends is the second
    broker.send("send_notices", notice_ids=ids)
    wait_until(
        lambda: worker.log.read_text().count("succeeded"), within=8, what="the second delivery finding nothing to do"
    )
    assert get_due_notices(database_clock()) == []
    mailbox.gate.set()
    wait_until(all_sent, what="sending everything")
    assert_every_mail_arrived(mailbox)
