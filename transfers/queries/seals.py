"""What is sealed, what is not yet, and whether the seals still hold.

The digest of Events is made by PostgreSQL: `record_send` writes every column with its type and length, so no two rows
or lists of rows share their bytes, and SHA-256 runs over them in order. One fragment serves sealing and verifying.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from transfers.formats.seals import Head, Link
from transfers.models import Seal
from transfers.models.seal import AFTER_ALL, BEFORE_ALL, BEFORE_FIRST

# How many Events one seal takes, and all of the transaction that wrote the last of them: a transaction is never
# split. SHA-256 runs over their bytes at once, which PostgreSQL takes up to 1 GB of: about four million Events.
MOST = 100_000

_ROW = "record_send(ROW(id, written_in, verb, noun, noun_id, from_status, to_status, at, actor_id, subject_id, body))"
_SUMMARY = "count(*) AS n, min(id) AS first, max(id) AS last, sha256(coalesce(string_agg(bytes, ''), '')) AS digest"
# Below this number every transaction of this database has ended, as of the statement's own snapshot. One that the
# snapshot calls open counts unless it is seen, now or later, at work in another database, where it writes no Event:
# a number is never given out twice. One that ended meanwhile is seen nowhere and counts, and so does a prepared one.
_HORIZON = """
    SELECT coalesce(min(open.number), pg_snapshot_xmax(pg_current_snapshot())::text::bigint)
    FROM (SELECT x::text::bigint AS number FROM pg_snapshot_xip(pg_current_snapshot()) x) open
    WHERE NOT EXISTS (
        SELECT FROM pg_stat_activity a
        WHERE a.backend_xid::text::bigint = open.number & 4294967295 AND a.datname <> current_database()
    )
"""
# The sums lead the planner to the index on (written_in, id): walking all ids for each seal was 78 times slower.
# Events of the transactions since <= number < until, by the order of those and then of ids.
_EVENTS = f"""
    SELECT id, {_ROW} AS bytes FROM transfers_event
    WHERE written_in >= {{since}} AND written_in < {{until}} AND id + 0 > {{above}} {{more}}
    ORDER BY written_in, id
"""  # noqa: S608  (constants of this module)


@dataclass(frozen=True, slots=True)
class Batch:
    """Events that may be sealed: all that transactions `since` <= number < `until` ever will have written."""

    since: int
    until: int
    above_id: int
    count: int
    first_id: int | None
    last_id: int | None
    digest: bytes


@dataclass(frozen=True, slots=True)
class Proof:
    """What a verification found: how much it read, and the first thing that does not hold ("" for none)."""

    seals: int
    events: int
    unsealed: int
    broken: str

    @property
    def holds(self) -> bool:
        """Whether nothing was found."""
        return not self.broken


def get_head() -> Seal | None:
    """The newest seal."""
    return Seal.objects.order_by("-number").first()


def next_span(head: Seal | None) -> tuple[int, int]:
    """Where the next seal begins: the transaction number, and the id that its Events are above."""
    highest = BEFORE_ALL
    if head is not None and head.until == AFTER_ALL:  # no index serves this, and it is asked after a restore alone
        with connection.cursor() as cursor:
            cursor.execute("SELECT max(last_id) FROM transfers_seal")
            highest = int(cursor.fetchone()[0])
    return _span_after(head, highest)


def _span_after(last: Seal | Link | None, highest: int) -> tuple[int, int]:
    """Where a chain goes on: after its last seal, or above the highest id sealed where a numbering ended with it."""
    if last is None:
        return BEFORE_ALL, BEFORE_ALL
    return (last.until, last.above_id) if last.until < AFTER_ALL else (BEFORE_ALL, highest)


def read_batch(head: Seal | None) -> Batch:
    """The Events that no transaction can add to any more and that no seal holds.

    One statement, hence one snapshot: below the horizon every transaction has ended and shows. Where the server
    counts below the last seal (a dump restored elsewhere), nothing of the old numbering can be in flight: all of
    it is taken.
    """
    since, above = next_span(head)
    sql = f"""
        WITH snapshot AS MATERIALIZED (
            SELECT ({_HORIZON}) AS horizon,
                   pg_snapshot_xmax(pg_current_snapshot())::text::bigint AS next_number
        ), full_batch AS MATERIALIZED (
            SELECT written_in + 1 AS until FROM transfers_event WHERE written_in >= %(since)s AND id + 0 > %(above)s
            ORDER BY written_in, id OFFSET %(most)s LIMIT 1
        ), span AS MATERIALIZED (
            SELECT CASE WHEN next_number < %(since)s THEN {AFTER_ALL}
                        ELSE least(horizon, (SELECT until FROM full_batch)) END AS until FROM snapshot
        )
        SELECT (SELECT until FROM span), {_SUMMARY}
        FROM ({_EVENTS.format(since="%(since)s", until="(SELECT until FROM span)", above="%(above)s", more="")}) e
    """  # noqa: S608  (constants of this module)
    with connection.cursor() as cursor:
        cursor.execute(sql, {"since": since, "above": above, "most": MOST - 1})
        until, count, first, last, digest = cursor.fetchone()
    return Batch(since, until, above, count, first, last, bytes(digest))


def oldest_unsealed() -> datetime | None:
    """When the oldest Event that no seal holds was recorded; None where all are sealed."""
    since, above = next_span(get_head())
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(at) FROM transfers_event WHERE written_in >= %s AND id + 0 > %s", [since, above])
        at: datetime | None = cursor.fetchone()[0]
    return at


def read_standing_head() -> Head | None:
    """The newest seal with the number of Events that the chain binds up to it."""
    head = get_head()
    if head is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT sum(count)::bigint FROM transfers_seal WHERE number <= %s", [head.number])
        events = int(cursor.fetchone()[0])
    return Head(number=head.number, hash=bytes(head.hash), events=events, sealed_at=head.sealed_at)


def verify_history(against: Head | None = None) -> Proof:
    """Read every seal and every Event again, as of one instant, and find the first thing that was changed.

    `against` is a head that was kept elsewhere: without it a chain that was cut short, or made anew from some seal
    on, looks whole. Streams: memory does not grow with the history.
    """
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        if is_outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                cursor.execute("SET LOCAL statement_timeout = 0")
        return _verify(against)


def _verify(against: Head | None) -> Proof:
    before: Link | None = None
    hash_before, highest, events, meets = BEFORE_FIRST, BEFORE_ALL, 0, against is None
    for number, (link, said_hash, found) in enumerate(_read_links(), 1):
        complaint = _check(link, said_hash, found, number=number, before=before, after=hash_before, highest=highest)
        if not complaint and against is not None and link.number == against.number:
            meets = said_hash == against.hash and events + link.count == against.events
            complaint = "" if meets else "is not the one that the exported head names: history was written anew"
        if complaint:
            return Proof(number - 1, events, 0, f"seal {number} {complaint}")
        before, hash_before, events = link, said_hash, events + link.count
        highest = max(highest, link.last_id if link.last_id is not None else BEFORE_ALL)
    seals = before.number if before is not None else 0
    if not meets and against is not None:
        return Proof(
            seals, events, 0, f"seal {against.number} of the exported head is missing: history was cut short"
        )
    every, unsealed = _count(before, highest)
    outside = every - unsealed - events
    broken = f"{outside} events stand outside every seal" if outside else ""
    return Proof(seals, events, unsealed, broken)


@dataclass(frozen=True, slots=True)
class _Found:
    """What stands today where a seal says that it holds Events."""

    count: int
    first_id: int | None
    last_id: int | None
    digest: bytes


def _check(
    link: Link, said_hash: bytes, found: _Found, *, number: int, before: Link | None, after: bytes, highest: int
) -> str:
    """What is wrong with one seal, or "". `number`, `before` and `after` are what the chain asks of it."""
    if link.number != number:
        return "is missing or out of order"
    if link.hash() != said_hash:
        return "was edited: its hash is that of something else"
    if link.previous != after or (link.since, link.above_id) != _span_after(before, highest):
        return "does not follow from the seal before it"
    if found.count != link.count:
        return f"holds {link.count} events, and {found.count} are there"
    if (found.first_id, found.last_id, found.digest) != (link.first_id, link.last_id, link.events):
        return "holds events that were changed or put in another order"
    return ""


def _read_links() -> Iterator[tuple[Link, bytes, _Found]]:
    """Every seal in order, with what stands today where it says that it holds Events."""
    # Events of an earlier numbering end where the next one begins: at its ceiling.
    inner = _EVENTS.format(since="s.since", until="s.until", above="s.above_id", more="AND id + 0 <= s.ceiling")
    sql = f"""
        WITH numbering AS MATERIALIZED (
            SELECT above_id, coalesce(lead(above_id) OVER (ORDER BY above_id), {AFTER_ALL}) AS ceiling
            FROM (SELECT DISTINCT above_id FROM transfers_seal) n
        )
        SELECT s.number, s.previous, s.since, s.until, s.above_id, s.count, s.first_id, s.last_id, s.events,
               s.sealed_at, s.hash, e.n, e.first, e.last, e.digest
        FROM (SELECT * FROM transfers_seal JOIN numbering USING (above_id)) s
        CROSS JOIN LATERAL (SELECT {_SUMMARY} FROM ({inner}) i) e
        ORDER BY s.number
    """  # noqa: S608  (constants of this module)
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql)
        for row in cursor:
            number, previous, since, until, above, count, first, last, events, at, said, n, low, high, digest = row
            link = Link(number, bytes(previous), since, until, above, count, first, last, bytes(events), at)
            yield link, bytes(said), _Found(n, low, high, bytes(digest))


def _count(last: Link | None, highest: int) -> tuple[int, int]:
    """How many Events there are, and how many of them the next seals will take."""
    since, above = _span_after(last, highest)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), count(*) FILTER (WHERE written_in >= %s AND id > %s) FROM transfers_event",
            [since, above],
        )
        every, unsealed = cursor.fetchone()
    return int(every), int(unsealed)
