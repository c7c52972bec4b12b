"""A round run, published, and run again as people leave it: by the worker, each in one transaction."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import F

from accounts.models import Employee
from transfers import atomic, ledger, transition
from transfers.actions.locks import hold_people, lock_roles, lock_round
from transfers.actions.rounds import release_roles
from transfers.actions.seats import RoleFull
from transfers.clock import Clock, database_clock
from transfers.ledger import Owed
from transfers.matching.clearing import run_round as clear_round
from transfers.models import Claim, Role, Round, RoundRun
from transfers.permissions.rounds import (
    check_can_ask_to_publish,
    check_can_improve,
    check_can_publish,
    check_can_run,
)
from transfers.queries.calendars import get_claim_expiry
from transfers.queries.managers import get_managers_of
from transfers.queries.offers import with_level
from transfers.queries.round_inputs import get_closed, get_frozen_input, get_leavers, get_secrets
from transfers.queries.round_offers import Offer, get_offers, get_out_of_offers
from transfers.queries.round_outcomes import get_headcounts
from transfers.sight.actor import PORTAL, Actor
from transfers.states import ClaimStatus, RoundStatus


@atomic.write
def run_round(of: Round, *, by: Actor = PORTAL, clock: Clock = database_clock) -> Round:
    """Clear the frozen input once, with the seed that both secrets make. The same input gives the same bytes.

    Who takes no part any more counts as having an empty list. Killed at any instant it is run again, to the same
    hash. Raises NotVisible, RoundChanged, NotAllowed. Locks: the round.
    """
    of = lock_round(of.pk)
    at = clock()
    check_can_run(by, of, at)
    run = _run(of, at=at)
    event = transition.move(of, RoundStatus.RUN, by=by, at=at, body={"run": run.number, "outcome": run.sha256})
    refs = {"round": str(of.public_id)}
    told = [pk for pk in (of.preparing_by_id, of.approver_id) if pk is not None]
    ledger.owe_all([Owed(event, pk, "round.run", refs) for pk in told], at=at)
    return of


@atomic.write
def ask_to_publish(of: Round, *, by: Actor, clock: Clock = database_clock) -> Round:
    """Have the worker make the offers of what was run. It cannot be taken back. Locks: the round."""
    of = lock_round(of.pk)
    at = clock()
    of.publish_asked_by = check_can_ask_to_publish(by, of, at)
    of.publish_asked_at = at
    of.save(update_fields=["publish_asked_at", "publish_asked_by"])
    ledger.record("round.publish_asked", of, by=by, at=at)
    return of


@atomic.write
def publish_round(of: Round, *, by: Actor = PORTAL, clock: Clock = database_clock) -> Round:
    """Offer everybody the role they got, all in one transaction; everybody who takes part is told that it is out.

    Where somebody left or a role was closed since, it is run again first. The roles are free for claims again.
    Raises NotVisible, RoundChanged, NotAllowed. Locks: the round, everybody in it, its roles.
    """
    of = lock_round(of.pk)
    hold_people(of.ballots.values_list("employee_id", flat=True))
    lock_roles(of.round_roles.values_list("role_id", flat=True))
    at = clock()
    check_can_publish(by, of, at)
    run = _run(of, at=at)
    _offer(of, get_offers(of, run, at), by=of.publish_asked_by, at=at)
    release_roles(of)
    event = transition.move(
        of,
        RoundStatus.PUBLISHED,
        by=by,
        at=at,
        body={"run": run.number, "outcome": run.sha256},
        headcounts=get_headcounts(of, at),
    )
    refs = {"round": str(of.public_id)}
    people = of.ballots.order_by("employee_id").values_list("employee_id", flat=True)
    managers = get_managers_of(of.round_roles.values_list("role_id", flat=True), at)
    ledger.owe_all([Owed(event, pk, "round.published", refs) for pk in people], at=at)
    ledger.owe_all([Owed(event, pk, "round.role_published") for pk in sorted(managers)], at=at)
    return of


@atomic.write
def improve_round(of: Round, *, by: Actor = PORTAL, clock: Clock = database_clock) -> int:
    """After somebody left a published round, run the same input without them and offer others what became better.

    Nobody loses an offer by it, and who has accepted stays where they are. Returns how many offers were made.
    Raises NotVisible, RoundChanged. Locks: the round, those concerned, its roles.
    """
    of = lock_round(of.pk)
    at = clock()
    check_can_improve(by, of, at)
    run = _run(of, at=at)
    offers = set(get_offers(of, run, at))
    hold_people(offer.employee_id for offer in offers)
    roles = lock_roles(offer.role_id for offer in offers)
    gone = set(of.ballots.filter(pk__in=get_leavers(of)).values_list("employee_id", flat=True))
    free = {pk: role.claimable_seats for pk, role in roles.items()}
    made = []
    for offer in get_offers(of, run, at):  # again: what was read before the locks may have changed
        if offer in offers and offer.employee_id not in gone and free[offer.role_id] > 0:
            free[offer.role_id] -= 1
            made.append(offer)
    _offer(of, made, by=None, at=at)
    return len(made)


def _run(of: Round, *, at: datetime) -> RoundRun:
    """The run that counts: the last one, or another where somebody left or a role was closed since."""
    leavers = get_leavers(of) | get_out_of_offers(of)
    for because in set(leavers.values()):
        ids = [pk for pk, why in leavers.items() if why == because]
        of.ballots.filter(pk__in=ids).update(left_at=at, left_because=because)
    left = sorted(of.ballots.filter(left_at__isnull=False).values_list("ballot", flat=True))
    last = of.runs.order_by("-number").first()
    closed = get_closed(of) if of.status != RoundStatus.PUBLISHED or last is None else last.closed
    if last is not None and (last.left, last.closed) == (left, closed):
        return last
    found = clear_round(get_frozen_input(of), get_secrets(of), left=left, closed=closed)
    return RoundRun.objects.create(
        round=of,
        number=last.number + 1 if last is not None else 1,
        at=at,
        left=left,
        closed=closed,
        outcome=dict(found.outcome),
        sha256=found.digest(),
    )


def _offer(of: Round, offers: Iterable[Offer], *, by: Employee | None, at: datetime) -> None:
    """Make claims, set-based: the seats are counted first, role by role."""
    made = list(offers)
    seats: dict[int, int] = {}
    for offer in made:
        seats[offer.role_id] = seats.get(offer.role_id, 0) + 1
    for role_id, wanted in sorted(seats.items()):
        free = Role.objects.filter(pk=role_id, taken__lte=F("seats") - F("held_seats") - wanted)
        if free.update(taken=F("taken") + wanted) != 1:
            raise RoleFull
    roles = Role.objects.in_bulk(seats)
    people = Employee.objects.select_related("site").in_bulk([offer.employee_id for offer in made])
    claims = [_claim(of, roles[offer.role_id], people[offer.employee_id], at) for offer in made]
    events = transition.start_all(
        claims, ClaimStatus.OFFERED, by=by or PORTAL, at=at, verb="claim.offered", subject_field="employee_id"
    )
    owed = [
        Owed(event, claim.employee_id, "claim.offered", {"claim": str(claim.public_id)})
        for event, claim in zip(events, claims, strict=True)
    ]
    ledger.owe_all(owed, at=at)


def _claim(of: Round, role: Role, person: Employee, at: datetime) -> Claim:
    assert of.policy is not None
    level = min(max(person.level, role.level_min), role.level_max)
    return Claim(
        role=role,
        employee=person,
        round=of,
        policy=of.policy,
        terms=with_level(role.terms, level, person.level, of.policy),
        level=level,
        start_on=max(of.start_on, at.date()),
        expires_at=get_claim_expiry(person, of.policy, at),
    )
