"""A round prepared, bound to two secrets, frozen, approved, discarded (docs/adr/0018-rounds.md)."""

import secrets
from collections.abc import Collection, Iterable
from datetime import date, datetime

from django.utils.translation import gettext as _

from accounts.models import Employee
from transfers import atomic, ledger, transition
from transfers.actions.locks import lock_roles, lock_round
from transfers.actions.reasons import take_reason
from transfers.clock import Clock, database_clock
from transfers.errors import Invalid, NotAllowed
from transfers.ledger import Owed
from transfers.matching.rounds import commit_to
from transfers.models import Ballot, Event, Role, Round, RoundRole
from transfers.models.claim import LATEST_START
from transfers.models.round import FROZEN_FOR, LAPSED, LONGEST_TITLE
from transfers.permissions.rounds import (
    check_can_approve,
    check_can_commit,
    check_can_discard,
    check_can_freeze,
    check_can_reveal,
    check_may_prepare,
    has_a_part,
)
from transfers.queries.clearance import is_in_round
from transfers.queries.policies import get_policy_at
from transfers.queries.round_inputs import Entry, get_entries, get_free_seats, to_input
from transfers.sight.actor import PORTAL, Actor
from transfers.sight.hats import is_hr_partner
from transfers.states import RoleStatus, RoundStatus

MOST_ROLES = 10_000
SHORTEST_SECRET, LONGEST_SECRET = 16, 200
_RANDOM_BYTES = 16  # of a ballot and of a role's number


@atomic.write
def prepare_round(
    title: str,
    roles: Collection[Role],
    *,
    start_on: date,
    approver: Employee,
    by: Actor,
    clock: Clock = database_clock,
) -> Round:
    """Write down a round: its open roles, the first day its offers name, and who will approve it.

    Raises NotVisible, Invalid naming the field: also where who prepares it has a part in it.
    """
    at = clock()
    preparer = check_may_prepare(by, at)
    if not 0 < len(title.strip()) <= LONGEST_TITLE:
        raise Invalid(_("Give the round a title of at most 80 characters."), field="title")
    if approver == preparer or not is_hr_partner(approver, at):
        raise Invalid(_("The approver is another HR partner."), field="approver")
    if not at.date() <= start_on <= at.date() + LATEST_START:
        raise Invalid(_("The first day lies between today and a year from now."), field="start_on")
    if not 1 <= len(roles) <= MOST_ROLES or any(role.status != RoleStatus.OPEN for role in roles):
        raise Invalid(_("Choose open roles, one at least."), field="roles")
    made = Round(title=title.strip(), start_on=start_on, approver=approver)
    event = transition.start(made, RoundStatus.PREPARING, by=by, at=at)
    RoundRole.objects.bulk_create(
        [RoundRole(round=made, role=role) for role in sorted(roles, key=lambda role: role.pk)]
    )
    if has_a_part(preparer, made, at):  # the approver hears of a part of theirs, alone, when they act
        raise Invalid(_("You have a part in this round, so another HR partner prepares it."), field="roles")
    ledger.owe(event, approver, "round.prepared", at=at, refs={"round": str(made.public_id)})
    return made


@atomic.write
def commit_to_secret(of: Round, secret: str, *, by: Actor, clock: Clock = database_clock) -> Round:
    """Keep the hash of somebody's secret, and nothing else of it; until the freeze it may be replaced.

    Raises NotVisible, NotAllowed, Invalid. Locks: the round.
    """
    of = lock_round(of.pk)
    at = clock()
    side = check_can_commit(by, of, at)
    if not SHORTEST_SECRET <= len(secret) <= LONGEST_SECRET:
        raise Invalid(
            _("Between %(low)d and %(high)d characters.") % {"low": SHORTEST_SECRET, "high": LONGEST_SECRET},
            field="secret",
        )
    commitment = commit_to(secret.encode())
    setattr(of, f"{side}_commitment", commitment)
    of.save(update_fields=[f"{side}_commitment"])
    ledger.record("round.committed", of, by=by, at=at, body={side: commitment})
    return of


@atomic.write
def freeze_round(of: Round, *, by: Actor, clock: Clock = database_clock) -> Round:
    """Bind the round to who takes part now, with what, and to the seats that are free; nobody else is claimed.

    The roles are held for 72 hours or until it is published. Ids are drawn at random, so that the document of the
    round names nobody. Raises NotVisible, NotAllowed. Locks: the round, then its roles.
    """
    of = lock_round(of.pk)
    rows = list(of.round_roles.order_by("role_id"))
    lock_roles(row.role_id for row in rows)
    roles = {role.pk: role for role in Role.objects.filter(round_roles__round=of).select_related("unit", "site")}
    at = clock()
    check_can_freeze(by, of, at)
    _check_in_no_other_round(roles.values(), at)
    policy = get_policy_at(at)
    for row in rows:
        row.number, row.seats = secrets.token_hex(_RANDOM_BYTES), get_free_seats(roles[row.role_id])
    RoundRole.objects.bulk_update(rows, ["number", "seats"], batch_size=ledger.BATCH)
    Role.objects.filter(pk__in=roles).update(in_round_until_at=at + FROZEN_FOR)
    numbers = {row.role_id: row.number for row in rows}
    entries = get_entries(list(roles.values()), policy, at)
    ballots = Ballot.objects.bulk_create([_ballot(of, each, numbers) for each in entries], batch_size=ledger.BATCH)
    frozen = to_input({row.number: row.seats for row in rows}, ballots)
    event = transition.move(
        of,
        RoundStatus.FROZEN,
        by=by,
        at=at,
        body={"input": frozen.digest(), "preparer": of.preparer_commitment, "approver": of.approver_commitment},
        policy=policy,
        input_sha256=frozen.digest(),
        frozen_until_at=at + FROZEN_FOR,
    )
    ledger.owe(event, of.approver, "round.waits", at=at, refs={"round": str(of.public_id)})
    _tell_participants(of, event, "round.frozen", at=at)
    return of


@atomic.write
def approve_round(of: Round, *, by: Actor, clock: Clock = database_clock) -> Round:
    """Let the frozen input and the policy be run, as a second person and before any result. Locks: the round."""
    of = lock_round(of.pk)
    at = clock()
    check_can_approve(by, of, at)
    event = transition.move(of, RoundStatus.APPROVED, by=by, at=at)
    ledger.owe(event, _preparer(of), "round.approved", at=at, refs={"round": str(of.public_id)})
    return of


@atomic.write
def reveal_secret(of: Round, secret: str, *, by: Actor, clock: Clock = database_clock) -> Round:
    """Reveal what one was bound to; with both known the worker runs the round. Locks: the round."""
    of = lock_round(of.pk)
    at = clock()
    side = check_can_reveal(by, of, secret, at)
    setattr(of, f"{side}_secret", secret)
    of.save(update_fields=[f"{side}_secret"])
    ledger.record("round.revealed", of, by=by, at=at)
    return of


@atomic.write
def discard_round(of: Round, *, because: str, by: Actor, clock: Clock = database_clock) -> Round:
    """End a round without a result, with a reason that everybody who takes part reads. Locks: the round."""
    of = lock_round(of.pk)
    at = clock()
    check_can_discard(by, of, at)
    _discard(of, take_reason(because), by=by, at=at)
    return of


@atomic.write
def lapse_round(of: Round, *, by: Actor = PORTAL, clock: Clock = database_clock) -> Round:
    """Let go of a round that was not published within its 72 hours. Locks: the round."""
    of = lock_round(of.pk)
    at = clock()
    check_can_discard(by, of, at)
    _discard(of, LAPSED, by=by, at=at)
    return of


def release_roles(of: Round) -> None:
    """Join a transaction that holds the round and ends its hold on its roles. Locks: the roles."""
    held = list(of.round_roles.values_list("role_id", flat=True))
    lock_roles(held)
    Role.objects.filter(pk__in=held, in_round_until_at=of.frozen_until_at).update(in_round_until_at=None)


def _discard(of: Round, because: str, *, by: Actor, at: datetime) -> None:
    event = transition.move(of, RoundStatus.DISCARDED, by=by, at=at, discarded_because=because)
    if of.frozen_at is not None:
        release_roles(of)
    for person in (_preparer(of), of.approver):
        ledger.owe(event, person, "round.dropped", at=at, refs={"round": str(of.public_id)})
    _tell_participants(of, event, "round.discarded", at=at)


def _tell_participants(of: Round, event: Event, template: str, *, at: datetime) -> None:
    refs = {"round": str(of.public_id)}
    people = of.ballots.order_by("employee_id").values_list("employee_id", flat=True)
    ledger.owe_all([Owed(event, person, template, refs) for person in people], at=at)


def _preparer(of: Round) -> Employee:
    preparer: Employee = of.preparing_by  # by a constraint it is somebody else than the approver, so somebody
    return preparer


def _ballot(of: Round, entry: Entry, numbers: dict[int, str]) -> Ballot:
    return Ballot(
        round=of,
        employee_id=entry.employee_id,
        ballot=secrets.token_hex(_RANDOM_BYTES),
        tier=entry.tier,
        lines=[[numbers[role_id], rating, fit] for role_id, rating, fit in entry.lines],
        left_out=[[role_id, why.value] for role_id, why in entry.left_out],
    )


def _check_in_no_other_round(roles: Iterable[Role], at: datetime) -> None:
    for role in roles:
        if is_in_round(role, at):
            raise NotAllowed(_("%(role)s is in another round.") % {"role": f"{role.title} ({role.code})"})
