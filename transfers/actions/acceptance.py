"""Accepting an offer, and undoing that within its time."""

from transfers import atomic, ledger, transition
from transfers.actions.claims import lock_live_claims, supersede_claims
from transfers.actions.entitlements import suspend_entitlements
from transfers.actions.locks import lock_person, lock_role
from transfers.actions.placements import take_back
from transfers.clock import Clock, database_clock
from transfers.models import Claim, Placement
from transfers.models.placement import UNDONE
from transfers.permissions.claims import check_can_accept
from transfers.permissions.placements import check_can_undo
from transfers.queries.managers import get_claim_holder
from transfers.queries.placements import draft_placement
from transfers.sight.actor import Actor
from transfers.states import ClaimStatus, PlacementStatus


@atomic.write
def accept_claim(claim: Claim, *, by: Actor, clock: Clock = database_clock) -> Placement:
    """Turn an offered claim into a pending placement; supersede the person's other offers.

    The seat is held already, so nobody can take it in between. The effective day is recomputed to
    max(asked, accepted + undo + notice period). Any priority is suspended while the placement is pending.

    Raises NotVisible if `by` is not the person claimed, ClaimNotOpen if the offer expired or was answered,
    NotAllowed if another placement is pending or the unit is at risk.
    Locks: person, then the roles of all their offers by ascending id (docs/adr/0003-lock-order.md).
    """
    person = lock_person(claim.employee_id)
    live = lock_live_claims(person)
    at = clock()
    accepted = next((offer for offer in live if offer.pk == claim.pk), None)
    if accepted is None:
        accepted = Claim.objects.select_related("role__unit", "role__site", "employee").get(pk=claim.pk)
    check_can_accept(by, accepted, at)
    event = transition.move(accepted, ClaimStatus.ACCEPTED, by=by, at=at, subject=person)
    supersede_claims((offer for offer in live if offer.pk != accepted.pk), by=by, at=at)
    placement = draft_placement(accepted, at)
    placed = transition.start(placement, PlacementStatus.PENDING, by=by, at=at, subject=person)
    suspend_entitlements(person, by=by, at=at)
    ledger.owe(placed, person, "placement.pending", at=at, refs={"placement": str(placement.public_id)})
    holder = get_claim_holder(accepted, at)
    if holder is not None:
        ledger.owe(event, holder, "claim.accepted", at=at, refs={"claim": str(accepted.public_id)})
    return placement


@atomic.write
def undo_acceptance(placement: Placement, *, by: Actor, clock: Clock = database_clock) -> Placement:
    """Take an acceptance back within the undo time: the claim reads declined, the seat is free, priority resumes.

    Superseded offers do not revive. Raises NotAllowed once the undo time is over. Locks: person, role.
    """
    lock_person(placement.employee_id)
    lock_role(placement.role_id)
    placement = Placement.objects.select_related("employee", "claim__role", "claim__employee").get(pk=placement.pk)
    at = clock()
    check_can_undo(by, placement, at)
    take_back(placement, because=UNDONE, claim_ends=ClaimStatus.DECLINED, by=by, at=at)
    return placement
