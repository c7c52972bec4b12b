"""One member's later deadline: for leave by rule, for anything else by HR."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from transfers import atomic, ledger
from transfers.actions.locks import lock_campaign_to_file, lock_person
from transfers.clock import Clock, database_clock
from transfers.errors import Invalid, NotAllowed
from transfers.models import Assignment, Campaign
from transfers.permissions.assignments import OWN_DEADLINE_REASONS, check_can_change_assignment
from transfers.queries.deadlines import get_deadline
from transfers.queries.leave import get_holidays_by_site, get_leave_deadline
from transfers.queries.lock_outs import LOCK_OUT, get_deadline_after_lock_out
from transfers.sight.actor import PORTAL, Actor, Portal
from transfers.states import AssignmentStatus, CampaignStatus


@atomic.write
def set_own_deadline(
    assignment: Assignment, deadline_at: datetime, *, because: str, by: Actor, clock: Clock = database_clock
) -> Assignment:
    """Give one member longer, for leave, an outage or a lock-out; it holds even when the campaign has closed.

    `because` is one of OWN_DEADLINE_REASONS. Locks: campaign (shared), person.
    """
    campaign = lock_campaign_to_file(assignment.campaign_id)
    lock_person(assignment.employee_id)
    assignment = Assignment.objects.select_related("campaign", "employee").get(pk=assignment.pk)
    at = clock()
    check_can_change_assignment(by, assignment, at)
    if because not in OWN_DEADLINE_REASONS:
        raise Invalid(_("Say why this person gets longer."), field="because")
    if campaign.status not in (CampaignStatus.OPEN, CampaignStatus.CLOSED):
        raise Invalid(_("A member gets longer only after the campaign has opened."), field="deadline")
    common = get_deadline(assignment)
    if deadline_at <= at or (common is not None and deadline_at <= common):
        raise Invalid(_("A deadline only lengthens: choose a later one in the future."), field="deadline")
    Assignment.objects.filter(pk=assignment.pk).update(own_deadline_at=deadline_at)
    assignment.own_deadline_at = deadline_at
    event = ledger.record(
        "assignment.own_deadline", assignment, by=by, at=at, subject=assignment.employee, body={"because": because}
    )
    refs = {"assignment": str(assignment.public_id), "campaign": str(campaign.public_id)}
    template = "assignment.lock_out" if isinstance(by, Portal) else "assignment.own_deadline"
    ledger.owe(event, assignment.employee, template, at=at, refs=refs)
    return assignment


@atomic.write
def extend_for_lock_out(assignment: Assignment, *, by: Actor = PORTAL, clock: Clock = database_clock) -> Assignment:
    """Give who was kept from signing in in the last 48 hours before their deadline 24 hours more, once.

    Raises NotAllowed where nothing is due. Locks: campaign (shared), person.
    """
    lock_campaign_to_file(assignment.campaign_id)
    lock_person(assignment.employee_id)
    at = clock()
    later = get_deadline_after_lock_out(assignment, at)
    if later is None:
        raise NotAllowed(_("This person was not kept from signing in shortly before the deadline."))
    return set_own_deadline(assignment, later, because=LOCK_OUT, by=by, clock=lambda: at)


def give_deadlines_for_leave_to(people: Collection[int]) -> None:
    """Join a transaction that holds these people, whose leave was recorded: in every window that is not archived."""
    of_windows = Assignment.objects.filter(campaign__status__in=(CampaignStatus.OPEN, CampaignStatus.CLOSED))
    _give_for_leave(of_windows.filter(employee__in=people))


def give_deadlines_for_leave(campaign: Campaign) -> None:
    """Join a transaction that holds the campaign, whose window was opened or lengthened: to all its members."""
    _give_for_leave(Assignment.objects.filter(campaign=campaign))


def _give_for_leave(members: QuerySet[Assignment]) -> None:
    """Write the own deadlines that recorded leave gives. One given for another reason is never made earlier."""
    members = members.filter(status=AssignmentStatus.ACTIVE, employee__on_leave_until__isnull=False)
    holidays = get_holidays_by_site()
    changed = []
    for member in members.select_related("campaign", "employee__site"):
        opens_at, deadline_at = member.campaign.open_at, member.campaign.deadline_at
        if opens_at is None or deadline_at is None:
            continue
        own = get_leave_deadline(member.employee, (opens_at, deadline_at), holidays)
        if own is not None and (member.own_deadline_at is None or member.own_deadline_at < own):
            member.own_deadline_at = own
            changed.append(member)
    Assignment.objects.bulk_update(changed, ["own_deadline_at"], batch_size=ledger.BATCH)
