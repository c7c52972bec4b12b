"""The sealer: binds what was recorded into a chain, a few seconds later (docs/adr/0008-seals.md)."""

from dataclasses import asdict

from django.db import connection

from transfers import atomic
from transfers.clock import Clock, database_clock
from transfers.formats.seals import Link
from transfers.models import Seal
from transfers.models.seal import AFTER_ALL, BEFORE_FIRST
from transfers.queries.seals import get_head, read_batch

# One sealer at a time, whatever process it runs in: the key of PostgreSQL's advisory lock.
_LOCK = 0x5EA1


@atomic.write
def seal_events(*, clock: Clock = database_clock) -> int:
    """Write one seal over every Event that can be sealed now. Returns how many it took; 0 where another seals.

    Holds up nobody who writes Events. Locks: the sealer's own advisory lock.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        if not cursor.fetchone()[0]:
            return 0
    head = get_head()
    batch = read_batch(head)
    if not batch.count and batch.until != AFTER_ALL:
        return 0
    link = Link(
        number=head.number + 1 if head is not None else 1,
        previous=bytes(head.hash) if head is not None else BEFORE_FIRST,
        since=batch.since,
        until=batch.until,
        above_id=batch.above_id,
        count=batch.count,
        first_id=batch.first_id,
        last_id=batch.last_id,
        events=batch.digest,
        sealed_at=clock(),
    )
    Seal.objects.create(**asdict(link), hash=link.hash())
    return link.count
