"""An assignment that was made by mistake."""

from transfers import atomic, ledger, transition
from transfers.actions.entitlements import end_entitlements
from transfers.actions.locks import lock_campaign_to_file, lock_person
from transfers.actions.reasons import take_reason
from transfers.clock import Clock, database_clock
from transfers.models import Assignment
from transfers.models.entitlement import VOIDED
from transfers.permissions.assignments import check_can_change_assignment
from transfers.sight.actor import Actor
from transfers.states import AssignmentStatus


@atomic.write
def void_assignment(assignment: Assignment, *, because: str, by: Actor, clock: Clock = database_clock) -> Assignment:
    """Say that an assignment was made by mistake; the person reads the reason. Any priority it gave ends.

    Offers and placements stand: they are between the person and a role. Locks: campaign (shared), person.
    """
    lock_campaign_to_file(assignment.campaign_id)
    lock_person(assignment.employee_id)
    assignment = Assignment.objects.select_related("campaign", "employee").get(pk=assignment.pk)
    at = clock()
    check_can_change_assignment(by, assignment, at)
    because = take_reason(because)
    event = transition.move(
        assignment, AssignmentStatus.VOIDED, by=by, at=at, subject=assignment.employee, voided_because=because
    )
    end_entitlements(assignment, because=VOIDED, by=by, at=at)
    refs = {"assignment": str(assignment.public_id), "campaign": str(assignment.campaign.public_id)}
    ledger.owe(event, assignment.employee, "assignment.voided", at=at, refs=refs)
    return assignment
