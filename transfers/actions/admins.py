"""The admins whom nobody confirms: the first two, and two again after a lock-out."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection
from django.utils.translation import gettext as _

from accounts.models import Employee
from transfers import atomic, ledger, transition
from transfers.actions.locks import lock_people
from transfers.clock import Clock, database_clock
from transfers.errors import Invalid, NotAllowed
from transfers.ledger import Fact, Owed
from transfers.models import Grant
from transfers.models.grant import ADMIN
from transfers.permissions.grants import LEAST_ADMINS
from transfers.sight.actor import PORTAL
from transfers.sight.hats import grants_in_force
from transfers.states import GrantStatus

RECOVERED = "grant.recovered"


@atomic.write
def first_admins(first: Employee, second: Employee, *, clock: Clock = database_clock) -> list[Grant]:
    """Confirm two people as admins while no grant exists at all, so that one can propose and the other confirm."""
    people = _hold(first, second)
    at = clock()
    if Grant.objects.exists():
        raise NotAllowed(_("Grants exist already: an admin proposes another, and a second one confirms."))
    _check_work_here(people)
    return _name_admins(people, at=at)


@atomic.write
def recover_admins(first: Employee, second: Employee, *, clock: Clock = database_clock) -> list[Grant]:
    """Confirm people as admins so that these two are, while fewer than two stand and so nobody could confirm one.

    Each right made leaves an Event of its own beside that of its confirmation; whoever is still an admin is told.
    Locks: both people, then all grants.
    """
    people = _hold(first, second)
    at = clock()
    standing = set(grants_in_force(at).filter(kind=ADMIN).values_list("employee_id", flat=True))
    if len(standing) >= LEAST_ADMINS:
        raise NotAllowed(_("Two admins stand: one of them proposes another, and the other confirms."))
    _check_work_here(people)
    missing = [person for person in people if person.pk not in standing]
    _clear_away(missing, at=at)
    grants = _name_admins(missing, at=at)
    events = ledger.record_all(
        [Fact(RECOVERED, "grant", grant.pk, subject_id=grant.employee_id) for grant in grants], by=PORTAL, at=at
    )
    told = sorted(standing | {person.pk for person in missing})
    ledger.owe_all([Owed(events[0], pk, "grant.recovered") for pk in told], at=at)
    return grants


def _hold(first: Employee, second: Employee) -> list[Employee]:
    """Both people, and every grant: who starts at the same time waits here and then finds other grants."""
    if first.pk == second.pk:
        raise Invalid(_("The two admins are two people."))
    people = lock_people([first.pk, second.pk])
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE transfers_grant IN SHARE ROW EXCLUSIVE MODE")
    return [people[first.pk], people[second.pk]]


def _check_work_here(people: Sequence[Employee]) -> None:
    if not all(person.is_active for person in people):
        raise Invalid(_("The two admins are people who work here."))


def _name_admins(people: Sequence[Employee], *, at: datetime) -> list[Grant]:
    grants = [Grant(kind=ADMIN, employee=person) for person in people]
    transition.start_all(grants, GrantStatus.CONFIRMED, by=PORTAL, at=at, subject_field="employee_id")
    return grants


def _clear_away(people: Sequence[Employee], *, at: datetime) -> None:
    """Take the same people's rights away that ran out or were only proposed: one of a kind stands at a time."""
    former = Grant.objects.filter(kind=ADMIN, employee__in=people).select_related("employee").order_by("pk")
    for grant in former.filter(status=GrantStatus.CONFIRMED):
        transition.move(grant, GrantStatus.ENDED, by=PORTAL, at=at, subject=grant.employee)
    for grant in former.filter(status=GrantStatus.PROPOSED):
        transition.move(grant, GrantStatus.REFUSED, by=PORTAL, at=at, subject=grant.employee)
