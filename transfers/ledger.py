"""The only writer of Event and Notice: what happened, and who is owed word of it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from django.db.models import Model
from psycopg.types.json import Jsonb

from accounts.models import Employee
from transfers.models import Event, Notice, Pseudonym
from transfers.models.notice import INBOX, MAIL
from transfers.models.partly import mark_inserted
from transfers.prepared import ask
from transfers.sight.actor import Actor, employee_of
from transfers.states import NoticeStatus

Body = Mapping[str, Any]
Refs = Mapping[str, str]

BATCH = 2_000
# up to so many rows are inserted one by one in a statement of their own making
FEW = 20
_PSEUDONYM = Employee._meta.get_field("pseudonym")

_is_inbox_only: ContextVar[bool] = ContextVar("is_inbox_only", default=False)


@contextmanager
def inbox_only() -> Iterator[None]:
    """Within it messages are owed to the inbox alone: a past that is loaded, as the demo's, mails nobody."""
    token = _is_inbox_only.set(True)
    try:
        yield
    finally:
        _is_inbox_only.reset(token)


@dataclass(slots=True)
class _Gathered:
    """What was recorded and owed and is not yet written."""

    events: list[Event] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)


_gathered: ContextVar[_Gathered | None] = ContextVar("gathered", default=None)


@contextmanager
def gathered() -> Iterator[None]:
    """Within it Events and messages are kept back, in order, and written at its end: one statement for each.

    For an action of several steps that works by the hundred. An Event has no id before the end; what raises writes
    nothing. It holds no part that is tried and given up: those would take back their rows and not their Events.
    """
    kept = _Gathered()
    token = _gathered.set(kept)
    try:
        yield
    finally:
        _gathered.reset(token)
    _insert(kept.events)
    for notice in kept.notices:
        notice.event_id = notice.event.pk
    _insert(kept.notices)


@dataclass(frozen=True, slots=True)
class Fact:
    """One Event to be written: `noun_id` of a `noun`, about `subject_id` (an Employee's id) or nobody."""

    verb: str
    noun: str
    noun_id: int
    subject_id: int | None = None
    from_status: str = ""
    to_status: str = ""
    body: Body = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Owed:
    """One message owed: to whom (an Employee's id), which words, about which public ids, from when."""

    event: Event
    recipient_id: int
    template: str
    refs: Refs = field(default_factory=dict)
    due_at: datetime | None = None


def pseudonyms_of(employee_ids: Iterable[int]) -> dict[int, int]:
    """Pseudonym ids by Employee id; missing ones are made."""
    wanted = set(employee_ids)
    known = dict(Pseudonym.objects.filter(employee_id__in=wanted).values_list("employee_id", "id"))
    missing = sorted(wanted - known.keys())
    if missing:
        Pseudonym.objects.bulk_create(
            [Pseudonym(employee_id=employee_id) for employee_id in missing], ignore_conflicts=True, batch_size=BATCH
        )
        known = dict(Pseudonym.objects.filter(employee_id__in=wanted).values_list("employee_id", "id"))
    return {employee_id: pk for employee_id, pk in known.items() if employee_id is not None}


def record_all(
    facts: Sequence[Fact], *, by: Actor, at: datetime, known: Mapping[int, int] | None = None
) -> list[Event]:
    """Write many Events at one instant by one actor, in the order given.

    `known` are pseudonym ids by Employee id that the caller has read already.
    """
    actor = employee_of(by)
    people = {fact.subject_id for fact in facts if fact.subject_id is not None}
    names = dict(known or {}) | known_pseudonym(actor)
    unknown = (people | ({actor.pk} if actor is not None else set())) - names.keys()
    if unknown:
        names |= pseudonyms_of(unknown)
    events = [
        Event(
            verb=fact.verb,
            noun=fact.noun,
            noun_id=fact.noun_id,
            from_status=fact.from_status,
            to_status=fact.to_status,
            at=at,
            actor_id=names[actor.pk] if actor is not None else None,
            subject_id=names[fact.subject_id] if fact.subject_id is not None else None,
            body=dict(fact.body),
        )
        for fact in facts
    ]
    gathered = _gathered.get()
    if gathered is None:
        _insert(events)
    else:
        gathered.events += events
    return events


def record(
    verb: str,
    thing: Model,
    *,
    by: Actor,
    at: datetime,
    subject: Employee | None = None,
    from_status: str = "",
    to_status: str = "",
    body: Body | None = None,
) -> Event:
    """Write one Event about `thing`. `body` holds ids and commitments only, never words or a choice."""
    fact = Fact(
        verb=verb,
        noun=thing._meta.model_name or "",
        noun_id=thing.pk,
        subject_id=subject.pk if subject is not None else None,
        from_status=from_status,
        to_status=to_status,
        body=body or {},
    )
    return record_all([fact], by=by, at=at, known=known_pseudonym(subject))[0]


def known_pseudonym(person: Employee | None) -> dict[int, int]:
    """The pseudonym that was read together with the person, where it was."""
    if person is None or not _PSEUDONYM.is_cached(person):
        return {}
    try:
        return {person.pk: person.pseudonym.pk}
    except Pseudonym.DoesNotExist:
        return {}


def owe_all(owed: Sequence[Owed], *, at: datetime, channels: Sequence[str] = (INBOX, MAIL)) -> None:
    """Owe many messages, each on every channel. An inbox notice is delivered by being written."""
    notices = []
    channels = [channel for channel in channels if channel == INBOX or not _is_inbox_only.get()]
    for message in owed:
        for channel in channels:
            is_inbox = channel == INBOX
            notices.append(
                Notice(
                    event=message.event,
                    recipient_id=message.recipient_id,
                    template=message.template,
                    channel=channel,
                    refs=dict(message.refs),
                    due_at=message.due_at or at,
                    status=NoticeStatus.SENT if is_inbox else NoticeStatus.PENDING,
                    pending_at=None if is_inbox else at,
                    sent_at=at if is_inbox else None,
                )
            )
    gathered = _gathered.get()
    if gathered is None:
        _insert(notices)
    else:
        gathered.notices += notices


def _insert(rows: Sequence[Event] | Sequence[Notice]) -> None:
    """Insert rows in their order and give them their ids.

    A few are written out: every action runs this, and the ORM takes several times as long to say the same.
    """
    if len(rows) > FEW:
        type(rows[0])._default_manager.bulk_create(rows, batch_size=BATCH)  # type: ignore[arg-type]
        return
    if not rows:
        return
    columns, head = _columns_of(type(rows[0]))
    line = f"({', '.join(['%s'] * len(columns))})"
    values: list[Any] = [
        Jsonb(value) if type(value) is dict else value for row in rows for value in _values(row, columns)
    ]
    inserted = ask(f"{head} VALUES {', '.join([line] * len(rows))} RETURNING id", values)
    for row, (pk,) in zip(rows, inserted, strict=True):
        mark_inserted(row, pk)


@cache
def _columns_of(model: type[Model]) -> tuple[tuple[str, ...], str]:
    meta = model._meta
    columns = tuple(column.attname for column in meta.concrete_fields if not column.primary_key)
    return columns, f'INSERT INTO "{meta.db_table}" ({", ".join(columns)})'


def _values(row: Model, columns: Sequence[str]) -> Iterator[Any]:
    read = row.__dict__
    return (read[column] for column in columns)


def owe(
    event: Event,
    recipient: Employee,
    template: str,
    *,
    at: datetime,
    refs: Refs | None = None,
    channels: Sequence[str] = (INBOX, MAIL),
) -> None:
    """Owe one person one message about an Event."""
    message = Owed(event=event, recipient_id=recipient.pk, template=template, refs=refs or {})
    owe_all([message], at=at, channels=channels)
