"""The broker may be down, frozen or empty: the site works, and the sweep finds what was left."""

import time
from collections.abc import Callable, Iterator

import pytest
from django.db import transaction

from portal.celery import app
from tests import factories as f
from tests.faults import Broker, Mailbox
from tests.processes import WorkerProcess, wait_until
from transfers import ledger, nudges
from transfers.clock import database_clock
from transfers.models import Notice, Tick
from transfers.models.notice import MAIL
from transfers.sight.actor import PORTAL
from transfers.states import NoticeStatus
from transfers.tasks import PERIOD, sweep

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.processes]

# A page's nudge may cost what the socket's time limits allow, and no more.
LONGEST_NUDGE = 3.0


def forget_connections() -> None:
    """Let the next message open a connection of its own, as in a fresh process."""
    vars(app)["_pool"] = None
    vars(app.amqp)["_producer_pool"] = None


@pytest.fixture
def broker() -> Iterator[Broker]:
    """A broker of the test's own, which this process's nudges go to as well."""
    broker = Broker()
    broker.start()
    usual = app.conf.broker_url
    app.conf.update(broker_url=broker.url)
    forget_connections()
    yield broker
    app.conf.update(broker_url=usual)
    forget_connections()
    broker.kill()


@pytest.fixture
def worker(start_worker: Callable[..., WorkerProcess], broker: Broker, mailbox: Mailbox) -> WorkerProcess:
    return start_worker(REDIS_URL=broker.url, EMAIL_URL=mailbox.url)


def owe_mail() -> None:
    person = f.EmployeeFactory.create()
    event = ledger.record("role.changed", person, by=PORTAL, at=f.NOW)
    ledger.owe(event, person, "claim.offered", at=f.NOW)


def owe_and_nudge() -> float:
    """What a page does: write, commit, nudge. Returns how long the nudge held it."""
    with transaction.atomic():
        owe_mail()
        nudges.nudge()
        began = time.monotonic()
    return time.monotonic() - began


def all_sent() -> bool:
    return not Notice.objects.exclude(status=NoticeStatus.SENT).exists()


def assert_each_arrived_once(mailbox: Mailbox, count: int) -> None:
    ids = Notice.objects.filter(channel=MAIL).values_list("message_id", flat=True)
    assert mailbox.message_ids() == sorted(ids)
    assert len(ids) == count


def beat_until(broker: Broker, holds: Callable[[], bool], what: str) -> None:
    """Beats, faster than every half minute; each has a slot of its own."""
    for _ in range(30):
        Tick.objects.all().delete()
        broker.send("tick")
        try:
            wait_until(holds, within=1.0, what=what)
        except AssertionError:
            continue
        return
    raise AssertionError(f"{what} did not happen")


def test_nudge_sends_mail_without_a_beat(worker: WorkerProcess, mailbox: Mailbox) -> None:
    owe_and_nudge()
    wait_until(all_sent, what="the mail")
    assert_each_arrived_once(mailbox, 1)


def test_nudges_ask_for_one_sweep_until_it_has_begun(broker: Broker) -> None:
    """A second message tells nothing that the waiting one does not. Fails when the sweep leaves the mark: what is
    committed after it has read would wait for the tick."""
    for _ in range(3):
        owe_and_nudge()
    assert broker.waiting() == 1
    sweep()
    others = broker.waiting()
    owe_and_nudge()
    assert broker.waiting() == others + 1


def test_second_sweep_of_a_second_waits_till_the_next(broker: Broker) -> None:
    """Fails without the pace: while many file at once, each has a sweep of their own."""
    owe_and_nudge()
    assert broker.look()["headers"]["eta"] is None
    sweep()
    owe_and_nudge()
    assert broker.look()["headers"]["eta"] is not None


def test_nudges_soon_after_a_sweep_send_their_mail_without_a_beat(worker: WorkerProcess, mailbox: Mailbox) -> None:
    """Fails when nobody asks within a second of a sweep: that mail would wait for the tick."""
    began = time.monotonic()
    for _ in range(8):
        owe_and_nudge()
        time.sleep(0.05)
    wait_until(all_sent, what="the mail")
    assert time.monotonic() - began < 10
    assert_each_arrived_once(mailbox, 8)


def test_broker_that_is_down_holds_no_page_and_loses_nothing(
    worker: WorkerProcess, broker: Broker, mailbox: Mailbox
) -> None:
    """Fails when the nudge is not robust: the page would answer 500 after its commit."""
    broker.kill()
    assert owe_and_nudge() < LONGEST_NUDGE
    assert not all_sent()
    broker.start()
    beat_until(broker, all_sent, "the mail after the broker came back")
    assert_each_arrived_once(mailbox, 1)


def test_frozen_broker_holds_no_page_and_loses_nothing(
    worker: WorkerProcess, broker: Broker, mailbox: Mailbox
) -> None:
    """Fails without socket time limits: the nudge, and with it the page, would hang as long as the broker."""
    owe_and_nudge()
    wait_until(all_sent, what="the first mail")
    broker.freeze()
    try:
        assert owe_and_nudge() < LONGEST_NUDGE
    finally:
        broker.thaw()
    beat_until(broker, all_sent, "the mail after the broker woke")
    assert_each_arrived_once(mailbox, 2)


def test_flushed_broker_loses_nothing(
    start_worker: Callable[..., WorkerProcess], broker: Broker, mailbox: Mailbox
) -> None:
    """Fails when the queue is the truth: every message about these rows is gone."""
    owe_and_nudge()
    owe_and_nudge()
    broker.flush()
    start_worker(REDIS_URL=broker.url, EMAIL_URL=mailbox.url)
    beat_until(broker, all_sent, "the mail after the flush")
    assert_each_arrived_once(mailbox, 2)


def test_two_beats_sweep_once_a_slot(worker: WorkerProcess, broker: Broker, mailbox: Mailbox) -> None:
    """Fails without the tick: both beats' messages would send out the same ids."""
    mailbox.gate.clear()
    owe_mail()
    while database_clock().timestamp() % PERIOD > PERIOD - 5:
        time.sleep(0.2)  # both within one slot
    broker.send("tick")
    broker.send("tick")

    def log() -> str:
        return worker.log.read_text()

    wait_until(lambda: log().count("transfers.tasks.tick") >= 4, what="both ticks")  # received and succeeded
    mailbox.gate.set()
    wait_until(all_sent, what="the mail")
    received = [line for line in log().splitlines() if "transfers.tasks.send_notices" in line and "received" in line]
    assert len(received) == 1
    assert Tick.objects.filter(job="sweep").count() == 1
