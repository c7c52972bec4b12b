"""Many writers at the same instant, or another one in between, each with a connection of its own to the database."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper


def at_once(work: Sequence[Callable[[], object]]) -> list[object]:
    """Run every thunk in its own thread, all released together; returns what each returned or raised, in order."""
    outcomes: list[object] = [None] * len(work)
    barrier = threading.Barrier(len(work))

    def run(index: int) -> None:
        try:
            connection.ensure_connection()
            barrier.wait(timeout=30)
            outcomes[index] = work[index]()
        except BaseException as error:
            outcomes[index] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(index,)) for index in range(len(work))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return outcomes


def meanwhile(work: Callable[[], object]) -> object:
    """What came of `work` elsewhere, which waits no longer than an instant for what is held here."""

    def hurried() -> object:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '50ms'")
        return work()

    return at_once([hurried])[0]


@contextmanager
def another_transaction() -> Iterator[BaseDatabaseWrapper]:
    """Somebody else's connection, in a transaction that stays open; what it did and did not commit is taken back."""
    other = connections.create_connection("default")
    other.set_autocommit(False)
    try:
        yield other
    finally:
        other.rollback()
        other.close()
