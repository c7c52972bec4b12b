"""Reading what one person filed: shown once, recorded, and told to the person at once."""

from datetime import datetime

from django.utils.translation import gettext as _

from transfers import atomic, ledger
from transfers.actions.locks import lock_people
from transfers.clock import Clock, database_clock
from transfers.errors import Invalid, NotVisible
from transfers.models import Assignment, BreakGlass, Reading
from transfers.models.reading import IN_CASES, OTHER
from transfers.permissions.readings import check_can_read_choice
from transfers.queries.readings import READ
from transfers.sight.actor import Actor, Person, Portal


@atomic.write
def read_choice(
    assignment: Assignment, purpose: str, note: str = "", *, by: Actor, clock: Clock = database_clock
) -> Reading:
    """Let the person's HR partner read what counts now. The person reads who did, for what, and the note.

    `purpose` is a class; `note` may say more and must where it is another one. Nothing that is recorded tells what
    was filed or whether anything was. Raises NotVisible, NotAllowed, Invalid.
    Locks: both people, so that readings at the same instant are counted.
    """
    if purpose not in IN_CASES:
        raise Invalid(_("Choose what you read it for."), field="purpose")
    note = note.strip()
    if purpose == OTHER and not note:
        raise Invalid(_("Say what you read it for: the person reads it."), field="note")
    if isinstance(by, Portal):
        raise NotVisible()
    lock_people([assignment.employee_id, by.pk])
    assignment = Assignment.objects.select_related("employee__pseudonym").get(pk=assignment.pk)
    at = clock()
    check_can_read_choice(by, assignment, at)
    return record_reading(assignment, purpose, note, by=by, at=at)


def record_reading(
    assignment: Assignment,
    purpose: str,
    note: str,
    *,
    by: Person,
    at: datetime,
    break_glass: BreakGlass | None = None,
) -> Reading:
    """Join a transaction that holds the person: which version was read, by whom and for what; the person is told."""
    reading = Reading.objects.create(
        assignment=assignment,
        choice=assignment.choices.order_by("-version").first(),
        purpose=purpose,
        note=note,
        break_glass=break_glass,
        read_by=by,
        read_at=at,
    )
    person = assignment.employee
    event = ledger.record(READ, reading, by=by, at=at, subject=person, body={"purpose": purpose})
    ledger.owe(event, person, READ, at=at, refs={"reading": str(reading.public_id)})
    return reading
