"""One's own placements, and the one that accepting an offer would make."""

import uuid
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from accounts.models import Employee
from transfers.calendars import add_working_days, local_date, start_of_day
from transfers.errors import NotVisible
from transfers.models import Assignment, Claim, Placement, Policy
from transfers.models.assignment import LEFT
from transfers.models.placement import UNDONE
from transfers.queries.calendars import get_holidays
from transfers.sight.actor import Viewer
from transfers.sight.filters import placements_of
from transfers.states import AssignmentStatus, CampaignStatus, PlacementStatus

_CARRIED_OUT = (PlacementStatus.FINALISED, PlacementStatus.SETTLED)


def get_own_placement(viewer: Viewer, public_id: uuid.UUID) -> Placement:
    """The viewer's placement, with its role and terms; NotVisible for everybody else."""
    related = (
        "role__unit",
        "role__site",
        "claim__role__site",
        "claim__policy",
        "from_unit",
        "policy",
        "employee__site",
    )
    placement = placements_of(viewer).select_related(*related).filter(public_id=public_id).first()
    if placement is None:
        raise NotVisible()
    return placement


def was_taken_back(placement: Placement) -> bool:
    """Whether the person undid their acceptance within the undo time."""
    return placement.cancelled_because == UNDONE


def to_version(announce_at: datetime) -> int:
    """The announcement's instant as a form carries it, to tell later that another was chosen meanwhile."""
    return int(announce_at.timestamp())


def is_instead_of_return(started_at: datetime | OuterRef) -> Q:
    """Placements that take the place of the return an undraft at `started_at` asks for.

    One that is pending does, though it was accepted before the undraft was filed; one carried out, since then only.
    """
    return Q(status=PlacementStatus.PENDING) | Q(status__in=_CARRIED_OUT, finalised_at__gte=started_at)


def has_drafted_notice(person: Employee) -> bool:
    """Whether the notice period of drafted people counts for this person's next move.

    It does while an assignment stands, and after an end day or a return in trial, while the priority goes on, until
    the campaign is archived; not once a placement took them out of the draft and stands, nor after leaving the
    company. What was filed is not asked, so the day of a move tells nothing about it.
    """
    moved_on = Placement.objects.filter(
        employee=person, status__in=_CARRIED_OUT, finalised_at__gte=OuterRef("ended_at")
    )
    over = Q(ended_because=LEFT) | Q(campaign__status=CampaignStatus.ARCHIVED)
    ended = Q(~Exists(moved_on), ~over, status=AssignmentStatus.ENDED)
    return Assignment.objects.filter(Q(status=AssignmentStatus.ACTIVE) | ended, employee=person).exists()


def get_earliest_day(policy: Policy, undo_until_at: datetime, zone: str, *, is_drafted: bool) -> date:
    """The first day on which a move can take effect, whatever day its offer names: once the notice is over."""
    notice_days = policy.notice_days_drafted if is_drafted else policy.notice_days_own_request
    return local_date(undo_until_at, zone) + timedelta(days=max(notice_days, 1))


def draft_placement(claim: Claim, at: datetime) -> Placement:
    """The placement that accepting `claim` at `at` would make, unsaved: what the accept page shows before.

    Undo lasts from acceptance; the effective day begins at 00:00 in the zone of the role's site; the last moment
    of the announcement lies the policy's working days, in the person's calendar, before it.
    """
    policy, person, role = claim.policy, claim.employee, claim.role
    undo_until_at = at + timedelta(hours=policy.undo_hours)
    zone = role.site.time_zone
    earliest_on = get_earliest_day(policy, undo_until_at, zone, is_drafted=has_drafted_notice(person))
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
