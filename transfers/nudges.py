"""Asking the workers, after a commit, to look what is due. Losing it costs seconds: the tick's sweep finds the rows.

One message waits at a time. Whoever commits while it waits asks for nothing: the sweep takes the mark off before it
reads. Where the mark outlives its message, as when a worker is killed, it goes by itself. Sweeps that pages ask for
begin a second apart while workers keep up: on the last evening a dozen people commit in that time, and one sweep
serves them all.
"""

from contextlib import suppress
from typing import Any

from celery import current_app
from django.db import transaction
from kombu import Producer
from kombu.exceptions import OperationalError
from redis import Redis, RedisError

_SWEEP = "transfers.tasks.sweep"
_WAITS = "undraft:sweep-waits"
_SWEPT = "undraft:swept"
# seconds
_PACE = 1
# longer than a message may be told to wait
_WAITS_MS = 2_000
# seconds after which a message that nobody took is dropped
_EXPIRES = 30


def nudge() -> None:
    """Tell the workers after the commit that rows are waiting."""
    transaction.on_commit(_ask, robust=True)


def begin_sweep() -> None:
    """The message was taken: what is committed from now on asks again. Before the first row is read."""
    with suppress(OperationalError, RedisError), current_app.producer_or_acquire() as producer:
        broker = _broker(producer)
        broker.set(_SWEPT, 1, ex=_PACE)
        broker.delete(_WAITS)


def _ask() -> None:
    # Without a retry and with short socket timeouts: a broker that is down or frozen must not hold a page.
    with current_app.producer_or_acquire() as producer:
        broker = _broker(producer)
        if broker.set(_WAITS, 1, nx=True, px=_WAITS_MS):
            wait = None if broker.set(_SWEPT, 1, nx=True, ex=_PACE) else _PACE
            current_app.send_task(_SWEEP, producer=producer, retry=False, expires=_EXPIRES, countdown=wait)


def _broker(producer: Producer) -> Redis:
    channel: Any = producer.channel  # of the Redis transport, which has its client
    client: Redis = channel.client
    return client
