"""A recorded past for tests of seals: Events written in committed transactions, some side by side."""

from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

from tests.at_once import another_transaction
from tests.factories import NOW
from tests.processes import wait_until
from transfers.actions.sealing import seal_events
from transfers.clock import Clock, database_clock
from transfers.models import Event, Pseudonym
from transfers.queries.seals import oldest_unsealed

_INSERT = (
    "INSERT INTO transfers_event (verb, noun, noun_id, from_status, to_status, at, body)"
    " VALUES (%s, 'role', %s, '', '', %s, '{}') RETURNING id"
)


def write_events(count: int = 1, *, verb: str = "role.open") -> list[int]:
    """Events of one committed transaction. Returns their ids."""
    with transaction.atomic():
        person = Pseudonym.objects.create()
        return [
            Event.objects.create(
                verb=verb,
                noun="role",
                noun_id=number,
                at=NOW,
                subject=person,
                body={"version": number, "commitment": "0f" * 16},
            ).pk
            for number in range(count)
        ]


def seal_whole(*, clock: Clock = database_clock) -> int:
    """One seal over everything that is committed. Returns how many Events it took.

    It is tried again where the sealer left some: a transaction of another test's database that ends at that very
    instant counts as open.
    """
    taken: list[int] = []

    def is_whole() -> bool:
        with transaction.atomic():
            taken.append(seal_events(clock=clock))
            is_left = oldest_unsealed() is not None
            transaction.set_rollback(is_left)
        return not is_left

    wait_until(is_whole, what="one seal over everything")
    return taken[-1]


@contextmanager
def open_transaction() -> Any:
    """A writer of its own whose transaction stays open; yields what writes one Event and what ends it."""
    with another_transaction() as other:

        def write() -> int:
            with other.cursor() as cursor:
                cursor.execute(_INSERT, ["role.late", 0, NOW])
                return int(cursor.fetchone()[0])

        yield write, other


def sealed_ids() -> dict[int, int]:
    """The number of the seal that holds each Event, by the Event's id: read from the spans, apart from the sealer."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.id, s.number FROM transfers_event e JOIN transfers_seal s"
            " ON e.written_in >= s.since AND e.written_in < s.until AND e.id > s.above_id"
            " AND NOT EXISTS (SELECT FROM transfers_seal l WHERE l.above_id > s.above_id AND l.above_id < e.id)"
        )
        rows = cursor.fetchall()
    found = dict(rows)
    assert len(found) == len(rows), "an event lies in two seals"
    return found
