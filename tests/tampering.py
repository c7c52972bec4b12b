"""Ways to change a sealed history with a superuser's rights, each told only by the seals. Drawn from a seed.

Triggers sleep while it happens: an append-only table is what the database promises to everybody else.
"""

import random
from collections.abc import Callable
from datetime import timedelta

from django.db import connection
from django.db.models import F

from tests.factories import NOW
from tests.history import seal_whole, write_events
from tests.rows import triggers_asleep
from transfers.actions.sealing import seal_events
from transfers.formats.seals import Head, Link
from transfers.models import Event, Seal
from transfers.queries.seals import read_standing_head

AWAY = 10**9  # a number that no seal has
_EVENT_EDITS = (
    "verb = verb || 'x'",
    "noun = 'campaign'",
    "noun_id = noun_id + 1",
    "from_status = 'open'",
    "to_status = 'closed'",
    "at = at + interval '1 microsecond'",
    "actor_id = subject_id",
    "subject_id = (SELECT p.id FROM transfers_pseudonym p WHERE p.id <> e.subject_id ORDER BY p.id LIMIT 1)",
    """body = '{"version": 99}'""",
    "body = body || '{\"more\": 1}'",
    "written_in = written_in + 1",
    "written_in = written_in - 1",
    "written_in = written_in + 9000000000000",
    "written_in = -9223372036854775808",
    "id = id + 1000000",
    "id = -id",
)
_SEAL_EDITS = (
    "number = number + 1000",
    "previous = sha256(previous)",
    "since = since + 1",
    "until = until + 1",
    "above_id = above_id + 1",
    "count = count + 1",
    "first_id = first_id + 1",
    "last_id = last_id - 1",
    "events = sha256(events)",
    "sealed_at = sealed_at + interval '1 second'",
    "hash = sha256(hash)",
)


def make_history(seals: int = 20) -> Head:
    """Seals of a few transactions each; returns the head as it was exported at the end."""
    for number in range(seals):
        for _ in range(1 + number % 3):
            write_events(1 + number % 4)
        seal_whole()
    head = read_standing_head()
    assert head is not None
    assert head.number == seals
    return head


def tamper(draw: random.Random) -> str:
    """Change one thing at a drawn place, in the caller's transaction. Returns what was done."""
    kind = draw.choice(KINDS)
    with triggers_asleep():
        return f"{kind.__name__}: {kind(draw)}"


def edit_event(draw: random.Random) -> str:
    edit = draw.choice(_EVENT_EDITS)
    return _run(f"UPDATE transfers_event e SET {edit} WHERE id = {_event(draw)}")


def delete_event(draw: random.Random) -> str:
    return _run(f"DELETE FROM transfers_event WHERE id = {_event(draw)}")


def insert_event(draw: random.Random) -> str:
    """One that looks as if the transaction of another had written it."""
    like = _event(draw)
    newest = "(SELECT max(id) + 1 FROM transfers_event)"
    id_ = draw.choice([f"{like} + 500000", str(-draw.randrange(10**6)), newest, str(-(2**63))])
    return _run(
        "INSERT INTO transfers_event"
        " (id, verb, noun, noun_id, from_status, to_status, at, subject_id, body, written_in)"
        f" SELECT {id_}, 'role.forged', noun, noun_id, '', '', at, subject_id, body, written_in"
        f" FROM transfers_event WHERE id = {like}"
    )


def swap_events(draw: random.Random) -> str:
    """Two events trade their ids, and with them their places."""
    one, other = _two(draw, [*Event.objects.values_list("pk", flat=True)])
    _run(f"UPDATE transfers_event SET id = -1 WHERE id = {one}")
    _run(f"UPDATE transfers_event SET id = {one} WHERE id = {other}")
    return _run(f"UPDATE transfers_event SET id = {other} WHERE id = -1")


def swap_transactions(draw: random.Random) -> str:
    """Everything that two transactions wrote trades places."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT written_in FROM transfers_event ORDER BY 1")
        one, other = _two(draw, [row[0] for row in cursor.fetchall()])
    return _run(
        f"UPDATE transfers_event SET written_in = {one} + {other} - written_in WHERE written_in IN ({one}, {other})"
    )


def edit_seal(draw: random.Random) -> str:
    return _run(f"UPDATE transfers_seal SET {draw.choice(_SEAL_EDITS)} WHERE id = {_seal(draw)}")


def delete_seal(draw: random.Random) -> str:
    return _run(f"DELETE FROM transfers_seal WHERE id = {_seal(draw)}")


def delete_tail(draw: random.Random) -> str:
    """The newest seals and everything they bind: what is left is a whole, shorter history."""
    number = draw.randrange(2, Seal.objects.count() + 1)
    since = Seal.objects.get(number=number).since
    _run(f"DELETE FROM transfers_event WHERE written_in >= {since}")
    return _run(f"DELETE FROM transfers_seal WHERE number >= {number}")


def insert_seal(draw: random.Random) -> str:
    """One whose own hash is right, put between two others or behind the last."""
    after = Seal.objects.get(pk=_seal(draw))
    link = Link(
        after.number + 1, bytes(after.hash), after.until, after.until + 1, after.above_id, 1, 1, 1, bytes(32), NOW
    )
    Seal.objects.filter(number__gt=after.number).update(number=F("number") + AWAY)
    Seal.objects.filter(number__gt=AWAY).update(number=F("number") - AWAY + 1)
    Seal.objects.filter(previous=link.previous).update(previous=link.hash())
    _store(link)
    return f"after {after.number}"


def swap_seals(draw: random.Random) -> str:
    one, other = _two(draw, [*Seal.objects.values_list("number", flat=True)])
    _run(f"UPDATE transfers_seal SET number = {AWAY} WHERE number = {one}")
    _run(f"UPDATE transfers_seal SET number = {one} WHERE number = {other}")
    return _run(f"UPDATE transfers_seal SET number = {other} WHERE number = {AWAY}")


def write_anew(draw: random.Random) -> str:
    """Delete an event, then seal all that follows again by the sealer itself, so that every link is right."""
    gone = _event(draw)
    seal = Seal.objects.filter(first_id__lte=gone).order_by("-number")[0]
    _run(f"DELETE FROM transfers_event WHERE id = {gone}")
    _run(f"DELETE FROM transfers_seal WHERE number >= {seal.number}")
    seal_events(clock=lambda: NOW + timedelta(seconds=1))
    return f"event {gone}, from seal {seal.number} on"


KINDS: tuple[Callable[[random.Random], str], ...] = (
    edit_event,
    edit_event,
    delete_event,
    insert_event,
    swap_events,
    swap_transactions,
    edit_seal,
    edit_seal,
    delete_seal,
    delete_tail,
    insert_seal,
    swap_seals,
    write_anew,
)


def _run(sql: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        assert cursor.rowcount > 0, sql
    return sql


def _event(draw: random.Random) -> int:
    return draw.choice([*Event.objects.order_by("pk").values_list("pk", flat=True)])


def _seal(draw: random.Random) -> int:
    return draw.choice([*Seal.objects.order_by("pk").values_list("pk", flat=True)])


def _two(draw: random.Random, of: list[int]) -> tuple[int, int]:
    one, other = draw.sample(sorted(of), 2)
    return one, other


def _store(link: Link) -> None:
    fields = {name: getattr(link, name) for name in Link.__dataclass_fields__}
    Seal.objects.create(**fields, hash=link.hash())
