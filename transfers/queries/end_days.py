"""Whose return is owed, and who goes before their latest end day: the lottery within the minimum staffing."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from transfers.calendars import add_working_days, local_date, start_of_day
from transfers.matching.lottery import digest_of, draw_order
from transfers.models import Assignment, Campaign, Entitlement, Event, Placement, Policy, StaffingMinimum
from transfers.models.entitlement import POLICY_END
from transfers.queries.leave import get_holidays_by_site
from transfers.queries.placements import is_instead_of_return
from transfers.queries.policies import get_policy_at
from transfers.queries.statements import Statement
from transfers.queries.units import get_tree
from transfers.states import AssignmentStatus, CampaignStatus, EntitlementStatus, PlacementStatus

OPENED = "campaign.open"


def get_owed_returns(*, by: date | None = None) -> QuerySet[Entitlement]:
    """Undrafts that stand, of assignments that do, with no placement that takes its place; in the order of their end
    days, and only those due until the day `by` where it is given.
    """
    placed = Placement.objects.filter(
        is_instead_of_return(OuterRef("started_at")), employee=OuterRef("assignment__employee")
    )
    stands = ~Q(status=EntitlementStatus.ENDED) | Q(ended_because=POLICY_END)
    is_soon = Q() if by is None else Q(due_on__lte=by)
    return (
        Entitlement.objects.filter(stands, ~Exists(placed), assignment__status=AssignmentStatus.ACTIVE)
        .annotate(due_on=Coalesce("ordered_end_on", "latest_end_on"))
        .filter(is_soon)
        .select_related("policy", "assignment__employee__site")
        .order_by("due_on", "pk")
    )


def get_minimums_to_order(at: datetime) -> list[int]:
    """Ids of minimums whose campaign has closed since end days were ordered last."""
    closed = StaffingMinimum.objects.filter(campaign__status=CampaignStatus.CLOSED, campaign__closed_at__lte=at)
    due = closed.filter(Q(ordered_at__isnull=True) | Q(ordered_at__lt=F("campaign__closed_at")))
    return list(due.order_by("pk").values_list("pk", flat=True))


def is_to_be_ordered(minimum: StaffingMinimum, campaign: Campaign) -> bool:
    """Whether the window has closed since end days were ordered by this minimum."""
    if campaign.status != CampaignStatus.CLOSED or campaign.closed_at is None:
        return False
    return minimum.ordered_at is None or minimum.ordered_at < campaign.closed_at


def get_members(minimum: StaffingMinimum) -> QuerySet[Assignment]:
    """Who stands assigned to the unit, or to what it was merged into."""
    unit_id = get_tree().standing(minimum.unit_id)
    return Assignment.objects.filter(
        campaign_id=minimum.campaign_id,
        assigned_unit_id=unit_id,
        status=AssignmentStatus.ACTIVE,
        employee__is_active=True,
    )


def _days_ahead(policy: Policy) -> int:
    """Working days from the order to an earlier end day: one lead for the person alone, one for their managers."""
    return 2 * policy.announcement_lead_working_days


def choose_end_days(minimum: StaffingMinimum, seed: bytes, at: datetime) -> dict[int, date]:
    """Who may go before their latest end day, and when, by entitlement id.

    Of those present, the ones who go anyway and are known to (a move that is announced by then, or their own day
    comes first) and the minimum are left out of account; as many as remain go by lottery. Their managers learn of it
    the policy's lead before the day, and no sooner than that lead after now, so that each knows it long before. A
    pending move that managers learn of later counts as staying: they know who is present and the minimum, and would
    read it from how many go.
    """
    members = get_members(minimum).select_related("employee__site")
    pending = Placement.objects.filter(employee=OuterRef("employee"), status=PlacementStatus.PENDING)
    told = Subquery(pending.values("latest_announce_at")[:1])  # the person may put it off until then
    present = {str(row.public_id): row for row in members.annotate(move_told_at=told)}
    owed = {str(row.assignment.public_id): row for row in get_owed_returns().filter(assignment__in=members)}
    holidays = get_holidays_by_site()
    policy = minimum.campaign.policy or get_policy_at(at)
    going, days = 0, dict[str, date]()
    for public_id, member in present.items():
        entitlement, person = owed.get(public_id), member.employee
        off = holidays.get(person.site_id, frozenset())
        move_told_at: datetime | None = getattr(member, "move_told_at", None)
        if move_told_at is not None:
            known_on = add_working_days(local_date(at, person.zone), policy.announcement_lead_working_days, off)
            going += move_told_at <= start_of_day(known_on, person.zone)
        elif entitlement is not None:
            first = add_working_days(local_date(at, person.zone), _days_ahead(entitlement.policy), off)
            if entitlement.ordered_end_on is not None or entitlement.latest_end_on <= first:
                going += 1
            elif entitlement.end_announced_at is None:
                days[public_id] = first
    free = max(0, len(present) - going - minimum.people)
    everybody = Assignment.objects.filter(campaign_id=minimum.campaign_id).values_list("public_id", flat=True)
    queue = [public_id for public_id in draw_order(seed, map(str, everybody)) if public_id in days]
    return {owed[public_id].pk: days[public_id] for public_id in queue[:free]}


# --- the order, as it is checked and said ----------------------------------------------------------------------


def get_order(campaign: Campaign) -> list[str]:
    """Public ids of every assignment of an opened campaign in the order of its lottery, whatever became of them."""
    ids = Assignment.objects.filter(campaign=campaign).values_list("public_id", flat=True)
    return draw_order(bytes.fromhex(campaign.lottery_seed), map(str, ids))


@dataclass(frozen=True, slots=True)
class OrderProof:
    """Whether the order that counts is the one that was written down as the campaign opened, before any choice."""

    holds: bool
    people: int
    seed: str


def verify_order(campaign: Campaign) -> OrderProof:
    """Draw again and compare with the sealed Event of the opening."""
    opened = Event.objects.filter(verb=OPENED, noun="campaign", noun_id=campaign.pk).order_by("pk").first()
    order = get_order(campaign)
    written = opened.body if opened is not None else {}
    holds = written.get("lottery") == campaign.lottery_seed and written.get("order") == digest_of(order)
    return OrderProof(holds, len(order), campaign.lottery_seed)


def get_staffing_words(assignment: Assignment) -> str:
    """What a member reads of the minimum of their unit before choosing; "" where none is stated."""
    policy = assignment.campaign.policy
    if policy is None:
        return ""  # the campaign has not opened: nobody is asked yet
    minimums = _MINIMUMS.ask(campaign=assignment.campaign_id)
    tree = get_tree() if any(minimum.unit.merged_into_id is not None for minimum in minimums) else None
    for minimum in minimums:
        standing = minimum.unit_id if tree is None else tree.standing(minimum.unit_id)
        if standing == assignment.assigned_unit_id:
            states = ngettext(
                "The minimum staffing of %(unit)s is %(n)d person.",
                "The minimum staffing of %(unit)s is %(n)d people.",
                minimum.people,
            ) % {"unit": minimum.unit.name, "n": minimum.people}
            means = _(
                "It delays nothing: not your choice, not an offer you accept, not this day. As far as the minimum "
                "allows, people who undrafted may go earlier: once the window has closed they are given days about "
                "%(days)d working days later, in an order that a lottery drew as the campaign opened, of everybody "
                "alike. It can be checked. Your receipt shows your day when you open it."
            ) % {"days": _days_ahead(policy)}
            return f"{states} {means}"
    return ""


def _minimums(campaign: int) -> QuerySet[StaffingMinimum]:
    rows = StaffingMinimum.objects.filter(campaign=campaign).select_related("unit")
    return rows.only("campaign", "people", "unit__name", "unit__merged_into")


_MINIMUMS = Statement(_minimums, campaign=int)


def get_place(assignment: Assignment) -> str:
    """A member's place in the lottery of their unit, the same for every choice; "" where no minimum is stated."""
    if not assignment.campaign.lottery_seed or not get_staffing_words(assignment):
        return ""
    seed = bytes.fromhex(assignment.campaign.lottery_seed)
    found = _OF_UNIT.ask(campaign=assignment.campaign_id, unit=assignment.assigned_unit_id)
    order = draw_order(seed, (str(public_id) for (public_id,) in found))
    place = order.index(str(assignment.public_id)) + 1
    return _(
        "Nothing is asked of you. It matters only after an undraft, and can only bring the latest end day forward. "
        "In the order that was drawn of everybody alike as the campaign opened, your place is %(place)d of %(all)d."
    ) % {"place": place, "all": len(order)}


def _of_unit(campaign: int, unit: int) -> QuerySet[Assignment, tuple[UUID]]:
    """Who is drawn in a unit: whoever else there is in the campaign changes nothing in their order."""
    return Assignment.objects.filter(campaign=campaign, assigned_unit=unit).values_list("public_id")


_OF_UNIT = Statement(_of_unit, campaign=int, unit=int)
