"""Who may claim whom, answer a claim, or take it back."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import Employee
from transfers.errors import NotAllowed, NotVisible
from transfers.models import Claim, Placement, Policy, Role
from transfers.queries.clearance import get_passed_over, is_in_clearance, is_in_round
from transfers.queries.eligibility import Door, get_door, was_opened
from transfers.queries.managers import get_claim_holder
from transfers.queries.pools import PoolEntry
from transfers.queries.priority import has_priority
from transfers.sight.actor import Actor, Portal
from transfers.sight.candidates import candidates_served_by, candidates_visible_to
from transfers.sight.filters import claims_visible_to
from transfers.sight.hats import roles_managed_by
from transfers.states import ClaimStatus, PlacementStatus, RoleStatus


class ClaimNotOpen(NotAllowed):
    """The offer was answered, taken back or has expired."""

    def __init__(self) -> None:
        super().__init__(_("This offer is not open any more. Nothing was changed."))


def is_managed_by(actor: Employee, role: Role, at: datetime) -> bool:
    """Whether the actor is the role's hiring manager; an HR partner who acts for one is not."""
    return roles_managed_by(actor, at).filter(role=role).exists()


def check_can_claim(actor: Actor, role: Role, person: Employee, policy: Policy, at: datetime) -> None:
    """Its hiring manager for whom they may see; an HR partner for whom the manager may not.

    During clearance, and ahead of a visible candidate with priority, only people with priority may be claimed.
    """
    if isinstance(actor, Portal):
        raise NotAllowed("The portal claims nobody.")
    manages = is_managed_by(actor, role, at)
    if manages and role.status != RoleStatus.OPEN:
        raise NotAllowed(_("This role is not open now, so nobody can be claimed for it."))
    visible = candidates_visible_to if manages else candidates_served_by
    if not visible(actor, role, at).filter(employee=person).exists() or not was_opened(role, at):
        raise NotVisible()
    door = get_door(role, at)
    if not door.let_in([person]):
        raise NotVisible()
    is_prior = has_priority(person, at)
    check_comes_next(actor, role, person, policy, at, is_prior=is_prior, as_manager=manages, door=door)


def check_comes_next(
    actor: Employee,
    role: Role,
    person: Employee,
    policy: Policy,
    at: datetime,
    *,
    is_prior: bool,
    as_manager: bool,
    door: Door,
) -> None:
    """What may stand in the way of claiming somebody whom the actor was found to see for the role.

    `door` holds the role's gates for those who come first; a page may bring what it knows already, which is enough
    for drawing the form: sending it asks `check_can_claim`, under locks.
    """
    _check_role_claims(role, at)
    live = Claim.objects.filter(employee=person, status=ClaimStatus.OFFERED)
    claimed_for = list(live.order_by().values_list("role_id", flat=True))
    _check_offers(is_offered=role.pk in claimed_for, holds_enough=len(claimed_for) >= policy.live_offer_limit)
    if not is_prior:
        _check_passes_over_nobody(actor, role, at, as_manager=as_manager, door=door)


def get_obstacle(role: Role, entry: PoolEntry, at: datetime) -> str:
    """Why the role's manager may not claim this candidate now, in the words that the claim's form would refuse with.

    "" where they may. It asks the database nothing: the entry was read for it, with who comes first.
    """
    try:
        _check_role_claims(role, at)
        _check_offers(is_offered=entry.is_claimed, holds_enough=entry.holds_enough_offers)
        if not entry.has_priority:
            _check_is_over_clearance(role, at)
            _check_comes_first(entry.passes_over, len(entry.passes_over))
    except NotAllowed as refused:
        return refused.message
    return ""


def _check_role_claims(role: Role, at: datetime) -> None:
    if role.status != RoleStatus.OPEN:
        raise NotAllowed(_("This role is not open now, so nobody can be claimed for it."))
    if is_in_round(role, at):
        raise NotAllowed(
            _("This role takes part in a round, so nobody is claimed for it until that is over, 72 hours at most.")
        )
    if role.unit.is_at_risk:
        raise NotAllowed(_("This unit is marked as at risk, so nobody can be claimed for its roles."))


def _check_offers(*, is_offered: bool, holds_enough: bool) -> None:
    if is_offered:
        raise NotAllowed(_("This person holds an open offer for this role already."))
    if holds_enough:
        raise NotAllowed(_("No further offer can be made to this person at the moment. Try again in a few days."))


def _check_passes_over_nobody(actor: Employee, role: Role, at: datetime, *, as_manager: bool, door: Door) -> None:
    _check_is_over_clearance(role, at)
    first = get_passed_over(actor, role, at, as_manager=as_manager, door=door)
    _check_comes_first([person.name for person in first.named], first.count)


def _check_is_over_clearance(role: Role, at: datetime) -> None:
    if is_in_clearance(role, at):
        raise NotAllowed(
            _(
                "During its first working days this role is open only to people with priority placement. "
                "This person can be claimed for it afterwards."
            )
        )


def _check_comes_first(named: Sequence[str], count: int) -> None:
    """Nobody comes first; `named` are those of the `count` whose names the one who claims may read."""
    if count:
        names = ", ".join(named if len(named) == count else [*named, _("others")])
        raise NotAllowed(
            _("People with priority placement qualify for this role and come first: %(names)s.") % {"names": names}
        )


def check_can_answer(actor: Actor, claim: Claim, at: datetime) -> None:
    """The person claimed, while the offer is open."""
    if actor != claim.employee:
        raise NotVisible()
    _check_open(claim, at)


def check_can_accept(actor: Actor, claim: Claim, at: datetime) -> None:
    """As answering; not while another placement is pending, and not into a unit at risk."""
    check_can_answer(actor, claim, at)
    if Placement.objects.filter(employee=claim.employee, status=PlacementStatus.PENDING).exists():
        raise NotAllowed(_("You have accepted another offer. Cancel that placement first."))
    if claim.role.unit.is_at_risk:
        raise NotAllowed(
            _("This unit was marked as at risk after the offer was made, so nobody may be placed there now.")
        )


def check_can_withdraw(actor: Actor, claim: Claim, at: datetime) -> None:
    """Whoever of the role's side sees the claim; the portal when its role closed or its person left."""
    if not isinstance(actor, Portal):
        if actor == claim.employee or not claims_visible_to(actor, at).filter(pk=claim.pk).exists():
            raise NotVisible()
        is_left_alone = get_claim_holder(claim, at) is None  # its manager has gone, or joined the person's chain
        if claim.round_id is not None and not is_left_alone:
            # taken back, it would be out of the round's order: priority, rating, fit, lottery
            raise NotAllowed(_("A round made this offer by its published order, so nobody takes it back."))
        if not (is_managed_by(actor, claim.role, at) or claim.is_by_hr or is_left_alone):
            raise NotAllowed(_("Only the role’s hiring manager withdraws this offer."))
    if claim.status != ClaimStatus.OFFERED:
        raise ClaimNotOpen


def check_can_expire(actor: Actor, claim: Claim, at: datetime) -> None:
    """Only the portal, and not before its time."""
    if not isinstance(actor, Portal):
        raise NotVisible()
    if claim.status != ClaimStatus.OFFERED or at < claim.expires_at:
        raise ClaimNotOpen


def _check_open(claim: Claim, at: datetime) -> None:
    if claim.status != ClaimStatus.OFFERED or at >= claim.expires_at:
        raise ClaimNotOpen
