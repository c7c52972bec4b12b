"""A claim offered, declined, withdrawn, expired, superseded."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import Employee
from transfers import atomic, ledger, transition
from transfers.actions.locks import lock_people, lock_person, lock_role, lock_roles
from transfers.actions.reasons import take_reason
from transfers.actions.seats import free_seat, take_seat
from transfers.calendars import local_date
from transfers.clock import Clock, database_clock
from transfers.errors import Invalid
from transfers.models import Claim, Event, Role
from transfers.models.claim import LATEST_START
from transfers.models.terms import TermsSheet, validate_role_terms
from transfers.permissions.claims import (
    check_can_answer,
    check_can_claim,
    check_can_expire,
    check_can_withdraw,
    is_managed_by,
)
from transfers.queries.calendars import get_claim_expiry
from transfers.queries.managers import get_claim_holder
from transfers.queries.offers import with_level
from transfers.queries.policies import get_policy_at
from transfers.sight.actor import PORTAL, Actor, Portal
from transfers.states import ClaimStatus

LONGEST_REASON = 2_000


@atomic.write
def offer_claim(
    role: Role,
    person: Employee,
    *,
    terms: TermsSheet,
    level: int,
    start_on: date,
    note: str = "",
    by: Actor,
    clock: Clock = database_clock,
) -> Claim:
    """Offer one seat of `role` to `person`, with a snapshot of the terms; the seat is held until it is answered.

    Their line on the level follows from `level` and the person's today, whatever `terms` say of it.

    Raises NotVisible for a person `by` may not see, NotAllowed with the rule that refuses, RoleFull, Invalid.
    Locks: person, role.
    """
    person = lock_person(person.pk)
    role = lock_role(role.pk)
    at = clock()
    policy = get_policy_at(at)
    check_can_claim(by, role, person, policy, at)
    _check_offer(role, terms, level, start_on, local_date(at, role.site.time_zone))
    take_seat(role)
    claim = Claim(
        role=role,
        employee=person,
        is_by_hr=not isinstance(by, Portal) and not is_managed_by(by, role, at),
        policy=policy,
        terms=with_level(terms, level, person.level, policy),
        level=level,
        start_on=start_on,
        expires_at=get_claim_expiry(person, policy, at),
        note=note.strip()[:1_000],
    )
    event = transition.start(claim, ClaimStatus.OFFERED, by=by, at=at, subject=person)
    _owe_person(event, claim, "claim.offered", at)
    return claim


@atomic.write
def decline_claim(claim: Claim, *, reason: str = "", by: Actor, clock: Clock = database_clock) -> Claim:
    """Let the person say no. The reason is optional, stays with the person, and declining costs nothing."""
    claim = _locked(claim)
    at = clock()
    check_can_answer(by, claim, at)
    _end(claim, ClaimStatus.DECLINED, by=by, at=at, decline_reason=reason[:LONGEST_REASON])
    return claim


@atomic.write
def withdraw_claim(claim: Claim, *, because: str, by: Actor, clock: Clock = database_clock) -> Claim:
    """Take an offer back, with a reason that the person reads."""
    claim = _locked(claim)
    at = clock()
    check_can_withdraw(by, claim, at)
    event = _end(claim, ClaimStatus.WITHDRAWN, by=by, at=at, withdrawn_because=take_reason(because))
    _owe_person(event, claim, "claim.withdrawn", at)
    return claim


@atomic.write
def expire_claim(claim: Claim, *, by: Actor = PORTAL, clock: Clock = database_clock) -> Claim:
    """End an offer whose time is over. Raises ClaimNotOpen when it was answered or is not due."""
    claim = _locked(claim)
    at = clock()
    check_can_expire(by, claim, at)
    event = _end(claim, ClaimStatus.EXPIRED, by=by, at=at)
    _owe_person(event, claim, "claim.expired", at)
    return claim


def supersede_claims(claims: Iterable[Claim], *, by: Actor, at: datetime) -> None:
    """Join a transaction that holds the person and the roles of `claims`: close offers another decision overtook."""
    for claim in claims:
        _end(claim, ClaimStatus.SUPERSEDED, by=by, at=at)


def withdraw_claims_of(person: Employee, because: str, *, by: Actor, at: datetime) -> None:
    """Join a transaction that holds the person: withdraw every live offer, since the person has left."""
    for claim in lock_live_claims(person):
        _end(claim, ClaimStatus.WITHDRAWN, by=by, at=at, withdrawn_because=because)


def lock_live_claims(person: Employee) -> list[Claim]:
    """Hold the roles of a locked person's live claims, by ascending id, and return those claims."""
    live = Claim.objects.filter(employee=person, status=ClaimStatus.OFFERED).order_by("pk")
    roles = list(live.values_list("role_id", flat=True))
    if not roles:
        return []  # nobody is offered anything while the person is held
    lock_roles(roles)
    return list(live.select_related("role__unit", "role__site", "employee", "offered_by", "policy"))


def _locked(claim: Claim) -> Claim:
    lock_people([claim.employee_id])
    lock_role(claim.role_id)
    return Claim.objects.select_related("role__unit", "role__site", "employee", "offered_by").get(pk=claim.pk)


def _end(claim: Claim, status: ClaimStatus, *, by: Actor, at: datetime, **fields: Any) -> Event:
    """Leave `offered`: the seat is free again, and the role's side hears one word for every way it ended."""
    event = transition.move(claim, status, by=by, at=at, subject=claim.employee, **fields)
    free_seat(claim.role_id)
    holder = get_claim_holder(claim, at)
    if holder is not None and holder != by:
        ledger.owe(event, holder, "claim.not_taken_up", at=at, refs={"claim": str(claim.public_id)})
    return event


def _owe_person(event: Event, claim: Claim, template: str, at: datetime) -> None:
    ledger.owe(event, claim.employee, template, at=at, refs={"claim": str(claim.public_id)})


def _check_offer(role: Role, terms: TermsSheet, level: int, start_on: date, today: date) -> None:
    try:
        validate_role_terms(terms)
    except ValidationError as error:
        raise Invalid(error.messages[0], field="terms") from error
    if not role.level_min <= level <= role.level_max:
        raise Invalid(
            _("The level lies between %(low)d and %(high)d.") % {"low": role.level_min, "high": role.level_max},
            field="level",
        )
    if not today <= start_on <= today + LATEST_START:
        raise Invalid(_("The first day lies between today and a year from now."), field="start_on")
