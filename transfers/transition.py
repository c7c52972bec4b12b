"""The only writer of a status: one row or a set, by compare-and-set, with its stamp and its Event."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Field, Model
from django.utils.translation import gettext as _

from accounts.models import Employee
from transfers import ledger
from transfers.errors import TransferError
from transfers.ledger import Body, Fact
from transfers.models import Event
from transfers.sight.actor import Actor, employee_of
from transfers.states import INITIAL, is_lawful

# An entitlement has no Event of its own: it is named inside the committed body of the Event that caused it, so
# that the list of Events of someone who undrafts equals the list of someone who stays. A Notice is its own record.
_SILENT = frozenset({"entitlement", "notice"})
_WITHOUT_BY = frozenset({"notice"})

T = TypeVar("T", bound=Model)


class StatusChanged(TransferError):
    """The row has another status than the caller read, or may not go where it should."""

    def __init__(self) -> None:
        super().__init__(_("This has changed since the page was drawn. Open it again to see how it stands now."))


def _noun(model: type[Model]) -> str:
    return model._meta.model_name or ""


def _stamp(noun: str, status: str, by: Actor, at: datetime) -> dict[str, Any]:
    stamp: dict[str, Any] = {"status": status, f"{status}_at": at}
    if noun not in _WITHOUT_BY:
        stamp[f"{status}_by"] = employee_of(by)
    return stamp


def start(
    thing: Model,
    status: str,
    *,
    by: Actor,
    at: datetime,
    verb: str = "",
    subject: Employee | None = None,
    body: Body | None = None,
) -> Event:
    """Insert a new row in its first status and leave the Event."""
    _insert(thing, status, by=by, at=at)
    verb = verb or f"{_noun(type(thing))}.{status}"
    return ledger.record(verb, thing, by=by, at=at, subject=subject, to_status=status, body=body)


def start_silently(thing: Model, status: str, *, by: Actor, at: datetime) -> None:
    """Insert a new row of a noun that leaves no Event of its own."""
    if _noun(type(thing)) not in _SILENT:
        raise StatusChanged
    _insert(thing, status, by=by, at=at)


def _insert(thing: Model, status: str, *, by: Actor, at: datetime) -> None:
    noun = _noun(type(thing))
    if status not in INITIAL[noun]:
        raise StatusChanged
    for name, value in _stamp(noun, status, by, at).items():
        setattr(thing, name, value)
    thing.save(force_insert=True)


def move(
    thing: Model,
    to: str,
    *,
    by: Actor,
    at: datetime,
    verb: str = "",
    subject: Employee | None = None,
    body: Body | None = None,
    **fields: Any,
) -> Event:
    """Take one row from the status it was read with to another, with any further `fields`, and leave the Event.

    Raises StatusChanged when the database holds another status by now, or the move is not in `TRANSITIONS`.
    """
    from_status = _compare_and_set(thing, to, by=by, at=at, fields=fields)
    return ledger.record(
        verb or f"{_noun(type(thing))}.{to}",
        thing,
        by=by,
        at=at,
        subject=subject,
        from_status=from_status,
        to_status=to,
        body=body,
    )


def move_silently(thing: Model, to: str, *, by: Actor, at: datetime, **fields: Any) -> None:
    """As `move`, for a noun that leaves no Event of its own."""
    if _noun(type(thing)) not in _SILENT:
        raise StatusChanged
    _compare_and_set(thing, to, by=by, at=at, fields=fields)


def _compare_and_set(thing: Model, to: str, *, by: Actor, at: datetime, fields: dict[str, Any]) -> str:
    noun, from_status = _noun(type(thing)), str(getattr(thing, "status"))  # noqa: B009  (any noun with a status)
    if not is_lawful(noun, from_status, to):
        raise StatusChanged
    changes = _stamp(noun, to, by, at) | fields
    if _update_where(thing, from_status, changes) != 1:
        raise StatusChanged
    for name, value in changes.items():
        setattr(thing, name, value)
    return from_status


def _update_where(thing: Model, status: str, changes: dict[str, Any]) -> int:
    """UPDATE the row if it has this status; returns how many rows did.

    Written out, since every action runs it: the ORM takes several times as long to arrive at the same statement.
    """
    columns, values = [], []
    for name, value in changes.items():
        field = thing._meta.get_field(name)
        if not isinstance(field, Field):
            raise TypeError(f"{name} is no column of {_noun(type(thing))}")
        columns.append(f'"{field.column}" = %s')
        values.append(field.get_db_prep_save(value.pk if isinstance(value, Model) else value, connection))
    table = thing._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f'UPDATE "{table}" SET {", ".join(columns)} WHERE "id" = %s AND "status" = %s',  # noqa: S608  (our names)
            [*values, thing.pk, status],
        )
        return int(cursor.rowcount)


def start_all(
    things: Sequence[T], status: str, *, by: Actor, at: datetime, verb: str = "", subject_field: str = ""
) -> list[Event]:
    """Insert many rows of one noun in their first status, set-based, with one Event each.

    `subject_field` names the column that holds the Employee each row is about, such as `employee_id`.
    """
    if not things:
        return []
    model = type(things[0])
    noun = _noun(model)
    if status not in INITIAL[noun]:
        raise StatusChanged
    for thing in things:
        for name, value in _stamp(noun, status, by, at).items():
            setattr(thing, name, value)
    made = model._default_manager.bulk_create(things, batch_size=ledger.BATCH)
    if noun in _SILENT:
        return []
    facts = [
        Fact(
            verb=verb or f"{noun}.{status}",
            noun=noun,
            noun_id=thing.pk,
            subject_id=getattr(thing, subject_field) if subject_field else None,
            to_status=status,
        )
        for thing in made
    ]
    return ledger.record_all(facts, by=by, at=at)


def move_all(
    model: type[Model],
    ids: Sequence[int],
    from_status: str,
    to: str,
    *,
    by: Actor,
    at: datetime,
    verb: str = "",
    subject_field: str = "",
    body: Body | None = None,
    **fields: Any,
) -> list[Event]:
    """Take many rows of one noun from one status to another, set-based; all or none.

    Raises StatusChanged when any of them had left `from_status`.
    """
    noun = _noun(model)
    if not is_lawful(noun, from_status, to):
        raise StatusChanged
    rows = model._default_manager.filter(pk__in=ids, status=from_status)
    columns = ["pk", subject_field] if subject_field else ["pk"]
    subjects = {row[0]: row[-1] if subject_field else None for row in rows.values_list(*columns)}
    if len(subjects) != len(set(ids)) or rows.update(**_stamp(noun, to, by, at), **fields) != len(subjects):
        raise StatusChanged
    if noun in _SILENT:
        return []
    facts = [
        Fact(
            verb=verb or f"{noun}.{to}",
            noun=noun,
            noun_id=pk,
            subject_id=subjects[pk],
            from_status=from_status,
            to_status=to,
            body=body or {},
        )
        for pk in sorted(subjects)
    ]
    return ledger.record_all(facts, by=by, at=at)
