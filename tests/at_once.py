"""Many writers at the same instant, each with a connection of its own to the real database."""

import threading
from collections.abc import Callable, Sequence

from django.db import connection


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
