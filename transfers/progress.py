"""How far a worker is with something long, told beside its transaction. A nicety: without the broker it is 0."""

from contextlib import suppress
from typing import Any

from celery import current_app
from kombu.exceptions import OperationalError
from redis import Redis, RedisError

_KEPT = 600  # seconds


def tell_progress(what: str, percent: int) -> None:
    """Let whoever waits for `what` know."""
    with suppress(OperationalError, RedisError, OSError), current_app.producer_or_acquire() as producer:
        _broker(producer).set(_key(what), percent, ex=_KEPT)


def read_progress(what: str) -> int:
    """The percent told last; 0 where nothing was."""
    with suppress(OperationalError, RedisError, OSError), current_app.producer_or_acquire() as producer:
        told: Any = _broker(producer).get(_key(what))
        return int(told) if told is not None else 0
    return 0


def _key(what: str) -> str:
    return f"undraft:progress:{what}"


def _broker(producer: Any) -> Redis:
    client: Redis = producer.channel.client  # of the Redis transport, which has its client
    return client
