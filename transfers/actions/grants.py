"""The right to act: proposed by one person, confirmed by another, ended."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from accounts.models import Employee
from transfers import atomic, ledger, transition
from transfers.actions.break_glasses import end_break_glasses_of
from transfers.actions.locks import lock_people, lock_roles
from transfers.clock import Clock, database_clock
from transfers.errors import Invalid, NotAllowed, TransferError
from transfers.ledger import Owed
from transfers.models import Campaign, Candidacy, Event, Grant, Role
from transfers.models.grant import ADMIN, HIRING_MANAGER, HR_PARTNER
from transfers.permissions.grants import (
    check_can_confirm_grant,
    check_can_end_grant,
    check_can_propose_batch,
    check_can_propose_grant,
    check_can_refuse_grant,
)
from transfers.queries.eligibility import get_eligible
from transfers.sight.actor import Actor, employee_of
from transfers.sight.candidates import JOINS_AFTER, candidates_visible_to
from transfers.sight.hats import grants_in_force
from transfers.states import CandidacyStatus, GrantStatus

_STANDING = (GrantStatus.PROPOSED, GrantStatus.CONFIRMED)


class GrantStands(TransferError):
    """The same right of the same person is proposed or confirmed already."""

    def __init__(self) -> None:
        super().__init__(_("This grant is proposed or confirmed already."))


@dataclass(frozen=True, slots=True)
class Proposal:
    """One right of a batch, by ids."""

    kind: str
    employee_id: int
    campaign_id: int | None = None
    role_id: int | None = None
    ends_on: date | None = None


@atomic.write
def propose_grant(
    kind: str,
    employee: Employee,
    *,
    campaign: Campaign | None = None,
    role: Role | None = None,
    ends_on: date | None = None,
    by: Actor,
    clock: Clock = database_clock,
) -> Grant:
    """Propose a right; the admins who may confirm it are told. Locks: the person."""
    employee = lock_people([employee.pk])[employee.pk]
    at = clock()
    check_can_propose_grant(by, kind, employee, ends_on, at)
    if (campaign is not None) != (kind == HR_PARTNER):
        raise Invalid(
            _("Choose the campaign that the HR partner is named for.")
            if campaign is None
            else _("Only an HR partner is named for a campaign: leave it empty."),
            field="campaign",
        )
    if (role is not None) != (kind == HIRING_MANAGER):
        raise Invalid(
            _("Choose the role that the hiring manager is named for.")
            if role is None
            else _("Only a hiring manager is named for a role: leave it empty."),
            field="role",
        )
    standing = Grant.objects.filter(kind=kind, employee=employee, campaign=campaign, role=role)
    if standing.filter(status__in=_STANDING).exists():
        raise GrantStands
    grant = Grant(kind=kind, employee=employee, campaign=campaign, role=role, ends_on=ends_on)
    event = transition.start(grant, GrantStatus.PROPOSED, by=by, at=at, subject=employee)
    _tell_confirmers(event, grant, by=by, at=at)
    return grant


@atomic.write
def propose_grants_in_batch(rows: Sequence[Proposal], *, by: Actor, clock: Clock = database_clock) -> list[Grant]:
    """Propose many rights as one batch, which another person confirms at once; those that stand are left out."""
    at = clock()
    check_can_propose_batch(by, {row.kind for row in rows}, at)
    standing = set(
        Grant.objects.filter(status__in=_STANDING).values_list("kind", "employee_id", "campaign_id", "role_id")
    )
    fresh = dict.fromkeys(
        row for row in rows if (row.kind, row.employee_id, row.campaign_id, row.role_id) not in standing
    )
    batch = uuid.uuid4()
    grants = [
        Grant(
            kind=row.kind,
            employee_id=row.employee_id,
            campaign_id=row.campaign_id,
            role_id=row.role_id,
            ends_on=row.ends_on,
            batch=batch,
        )
        for row in fresh
    ]
    events = transition.start_all(grants, GrantStatus.PROPOSED, by=by, at=at, subject_field="employee_id")
    if grants:
        _tell_confirmers(events[0], grants[0], by=by, at=at)
    return grants


@atomic.write
def confirm_grant(grant: Grant, *, by: Actor, clock: Clock = database_clock) -> Grant:
    """Confirm a proposed right as a second person. A role's former hiring manager's right ends with it.

    Locks: the person, then the role.
    """
    lock_people([grant.employee_id])
    lock_roles([grant.role_id] if grant.role_id is not None else [])
    grant = _read(grant)
    at = clock()
    check_can_confirm_grant(by, grant, at)
    _confirm([grant], by=by, at=at)
    grant.refresh_from_db()
    return grant


@atomic.write
def confirm_grant_batch(batch: uuid.UUID, *, by: Employee, clock: Clock = database_clock) -> int:
    """Confirm what stands proposed of a batch, set-based; returns how many.

    Rights of the confirming person, of people who left, and what that person proposed are left for another.
    """
    proposed = Grant.objects.filter(batch=batch, status=GrantStatus.PROPOSED)
    ids = proposed.values_list("employee_id", "role_id")
    lock_people(employee_id for employee_id, _role in ids)
    lock_roles(role_id for _person, role_id in ids if role_id is not None)
    at = clock()
    check_can_propose_batch(by, set(proposed.values_list("kind", flat=True)), at)
    mine = proposed.filter(employee__is_active=True).exclude(employee=by).exclude(proposed_by=by)
    grants = list(mine.select_related("employee", "role").order_by("pk"))
    if not grants and proposed.exists():
        raise NotAllowed(_("Another person confirms this batch: you proposed it, or it is about you."))
    for_roles = [grant.role_id for grant in grants if grant.kind == HIRING_MANAGER]
    if len(for_roles) != len(set(for_roles)):
        raise NotAllowed(_("The batch names two hiring managers for one role. Refuse one of them first."))
    _confirm(grants, by=by, at=at)
    return len(grants)


@atomic.write
def refuse_grant(grant: Grant, *, by: Actor, clock: Clock = database_clock) -> Grant:
    """Refuse a proposed right; who proposed it may take it back so."""
    lock_people([grant.employee_id])
    grant = _read(grant)
    at = clock()
    check_can_refuse_grant(by, grant, at)
    transition.move(grant, GrantStatus.REFUSED, by=by, at=at, subject=grant.employee)
    return grant


@atomic.write
def end_grant(grant: Grant, *, by: Actor, clock: Clock = database_clock) -> Grant:
    """End a confirmed right now; who held it is told. Locks: the person; for an admin's right every admin."""
    lock_people({grant.employee_id, *(get_admin_ids() if grant.kind == ADMIN else ())})
    grant = _read(grant)
    at = clock()
    check_can_end_grant(by, grant, at)
    event = transition.move(grant, GrantStatus.ENDED, by=by, at=at, subject=grant.employee)
    ledger.owe(event, grant.employee, "grant.ended", at=at, refs={"grant": str(grant.public_id)})
    if grant.kind != HIRING_MANAGER:
        end_break_glasses_of(grant.employee, by=by, at=at, about=False)
    return grant


def get_admin_ids() -> list[int]:
    """Whom an action holds under which an admin may cease to be one, so that two at once cannot leave too few."""
    confirmed = Grant.objects.filter(kind=ADMIN, status=GrantStatus.CONFIRMED)
    return sorted(confirmed.values_list("employee_id", flat=True))


def end_grants_of(person: Employee, *, by: Actor, at: datetime) -> list[Role]:
    """Join a transaction that holds the person who leaves: every right ends, every proposal falls.

    Returns the roles that have no hiring manager now.
    """
    standing = Grant.objects.filter(employee=person, status__in=_STANDING).select_related("role").order_by("pk")
    left: list[Role] = []
    for grant in standing:
        is_confirmed = grant.status == GrantStatus.CONFIRMED
        to = GrantStatus.ENDED if is_confirmed else GrantStatus.REFUSED
        transition.move(grant, to, by=by, at=at, subject=person)
        if is_confirmed and grant.role is not None:
            left.append(grant.role)
    end_break_glasses_of(person, by=by, at=at, about=True)
    return left


def _read(grant: Grant) -> Grant:
    return Grant.objects.select_related("employee", "proposed_by", "campaign", "role").get(pk=grant.pk)


def _confirm(grants: Sequence[Grant], *, by: Actor, at: datetime) -> None:
    """Under locks: end the former hiring managers' rights first, for a role has at most one."""
    roles = [grant.role_id for grant in grants if grant.role_id is not None]
    former = Grant.objects.filter(kind=HIRING_MANAGER, role_id__in=roles, status=GrantStatus.CONFIRMED)
    owed: list[Owed] = []
    ended = list(former.order_by("pk"))
    events = transition.move_all(
        Grant,
        [grant.pk for grant in ended],
        GrantStatus.CONFIRMED,
        GrantStatus.ENDED,
        by=by,
        at=at,
        subject_field="employee_id",
    )
    owed += _words("grant.ended", ended, events)
    events = transition.move_all(
        Grant,
        [grant.pk for grant in grants],
        GrantStatus.PROPOSED,
        GrantStatus.CONFIRMED,
        by=by,
        at=at,
        subject_field="employee_id",
    )
    owed += _words("grant.confirmed", grants, events)
    owed += _who_is_joined(grants, events, at)
    ledger.owe_all(owed, at=at)


def _who_is_joined(grants: Sequence[Grant], events: Sequence[Event], at: datetime) -> list[Owed]:
    """Candidates whom a new hiring manager will see once 24 hours have passed: each is told once, and may exclude."""
    if not Candidacy.objects.filter(status=CandidacyStatus.OPEN).exists():
        return []
    by_id = {event.noun_id: event for event in events}
    told: dict[int, Owed] = {}
    for grant in grants:
        if grant.kind != HIRING_MANAGER or grant.role is None:
            continue
        reached = candidates_visible_to(grant.employee, grant.role, at + JOINS_AFTER).select_related("employee")
        people = [candidacy.employee for candidacy in reached]
        for person_id in sorted(get_eligible(people, grant.role, at)) if people else ():
            told.setdefault(
                person_id,
                Owed(
                    event=by_id[grant.pk],
                    recipient_id=person_id,
                    template="visibility.manager_joined",
                    refs={"role": str(grant.role.public_id)},
                ),
            )
    return list(told.values())


def _words(template: str, grants: Sequence[Grant], events: Sequence[Event]) -> list[Owed]:
    by_id = {event.noun_id: event for event in events}
    return [
        Owed(
            event=by_id[grant.pk],
            recipient_id=grant.employee_id,
            template=template,
            refs={"grant": str(grant.public_id)},
        )
        for grant in grants
    ]


def _tell_confirmers(event: Event, grant: Grant, *, by: Actor, at: datetime) -> None:
    proposer = employee_of(by)
    admins = set(grants_in_force(at).filter(kind=ADMIN).values_list("employee_id", flat=True))
    admins -= {grant.employee_id, proposer.pk if proposer is not None else None}
    refs = {"grant": str(grant.public_id)}
    ledger.owe_all(
        [Owed(event=event, recipient_id=pk, template="grant.proposed", refs=refs) for pk in sorted(admins)], at=at
    )
