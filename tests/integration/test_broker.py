"""A broker that is down, frozen or emptied: a page never waits for it."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator

import pytest
from celery import Celery
from kombu.exceptions import OperationalError

from portal import settings
from portal.embedded import ports, valkey
from tests.processes import wait_until

# The socket's one second, and room for a slow machine; without the guards it is six seconds, or for ever.
SOON = 3.0


@pytest.fixture
def broker() -> Iterator[tuple[str, "subprocess.Popen[bytes]"]]:
    """A broker of this test's own, to be mistreated."""
    port = ports.any_free()
    running = subprocess.Popen(
        [valkey.find_program(), "--port", str(port), "--bind", "127.0.0.1", "--save", ""],
        stdout=subprocess.DEVNULL,
    )
    wait_until(lambda: not ports.is_free(port), what="the broker's start")
    yield f"redis://127.0.0.1:{port}/0", running
    running.kill()
    running.wait()


def queue_at(url: str) -> Celery:
    """The portal's queue at another address."""
    app = Celery("elsewhere", set_as_current=False)
    app.config_from_object(settings, namespace="CELERY")
    app.conf.update(broker_url=url)
    return app


def seconds_to_fail(app: Celery) -> float:
    began = time.monotonic()
    with pytest.raises(OperationalError):
        app.send_task("transfers.tasks.sweep")
    return time.monotonic() - began


def test_nudge_gives_up_soon_when_the_broker_is_down() -> None:
    assert seconds_to_fail(queue_at(f"redis://127.0.0.1:{ports.any_free()}/0")) < SOON


def test_nudge_gives_up_soon_when_the_broker_dies_between_two(
    broker: tuple[str, "subprocess.Popen[bytes]"],
) -> None:
    url, running = broker
    app = queue_at(url)
    app.send_task("transfers.tasks.sweep")
    running.kill()
    running.wait()
    assert seconds_to_fail(app) < SOON


def test_nudge_gives_up_soon_when_the_broker_is_frozen(broker: tuple[str, "subprocess.Popen[bytes]"]) -> None:
    url, running = broker
    app = queue_at(url)
    app.send_task("transfers.tasks.sweep")
    os.kill(running.pid, signal.SIGSTOP)
    assert seconds_to_fail(app) < SOON
    os.kill(running.pid, signal.SIGCONT)
    app.send_task("transfers.tasks.sweep")
