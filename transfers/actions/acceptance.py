"""Accepting an offer, and undoing that within its time."""

from datetime import datetime, timedelta

from transfers import atomic, ledger, transition
from transfers.actions.claims import lock_live_claims, supersede_claims
from transfers.actions.entitlements import resume_entitlements, suspend_entitlements
from transfers.actions.locks import lock_person, lock_role
from transfers.actions.seats import free_seat
from transfers.calendars import add_working_days, local_date, start_of_day
from transfers.clock import Clock, database_clock
from transfers.models import Assignment, Claim, Placement
from transfers.permissions.claims import check_can_accept
from transfers.permissions.placements import check_can_undo
from transfers.queries.calendars import get_holidays
from transfers.queries.managers import get_claim_holder
from transfers.sight.actor import Actor
from transfers.states import AssignmentStatus, ClaimStatus, PlacementStatus


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


def draft_placement(claim: Claim, at: datetime) -> Placement:
    """The placement that accepting `claim` at `at` would make, unsaved: what the accept page shows before.

    Undo lasts from acceptance; the effective day begins at 00:00 in the zone of the role's site; the last moment
    of the announcement lies the policy's working days, in the person's calendar, before it.
    """
    policy, person, role = claim.policy, claim.employee, claim.role
    undo_until_at = at + timedelta(hours=policy.undo_hours)
    is_drafted = Assignment.objects.filter(employee=person, status=AssignmentStatus.ACTIVE).exists()
    notice_days = policy.notice_days_drafted if is_drafted else policy.notice_days_own_request
    zone = role.site.time_zone
    earliest_on = local_date(undo_until_at, zone) + timedelta(days=max(notice_days, 1))
    effective_on = max(claim.start_on, earliest_on)
    lead_on = add_working_days(effective_on, -policy.announcement_lead_working_days, get_holidays(person.site))
    latest_announce_at = max(undo_until_at, start_of_day(lead_on, person.zone))
    return Placement(
        claim=claim,
        employee=person,
        role=role,
        from_unit=person.unit,
        policy=policy,
        undo_until_at=undo_until_at,
        effective_on=effective_on,
        effective_at=start_of_day(effective_on, zone),
        announce_at=latest_announce_at,
        latest_announce_at=latest_announce_at,
        trial_ends_on=effective_on + timedelta(days=policy.trial_days),
    )


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
    person, claim = placement.employee, placement.claim
    event = transition.move(
        placement, PlacementStatus.CANCELLED, by=by, at=at, subject=person, cancelled_because="undone"
    )
    declined = transition.move(claim, ClaimStatus.DECLINED, by=by, at=at, subject=person)
    free_seat(placement.role_id)
    resume_entitlements(person, by=by, at=at)
    ledger.owe(event, person, "placement.undone", at=at, refs={"placement": str(placement.public_id)})
    holder = get_claim_holder(claim, at)
    if holder is not None:
        ledger.owe(declined, holder, "claim.not_taken_up", at=at, refs={"claim": str(claim.public_id)})
    return placement
