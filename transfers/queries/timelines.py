"""Everything so far and everything next about one person, with whose turn it is. Of the viewer only.

Nothing here depends on what was chosen, only on whether and when something was filed: what an undraft brings is
said as a rule to every member alike.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from accounts.models import Employee
from transfers.calendars import end_of_day, last_minute_before, last_minute_in, local_date, start_of_day
from transfers.models import Choice, Claim, Placement
from transfers.models.assignment import END_DAY
from transfers.models.handover_tick import PERSON
from transfers.owners import OWNERS
from transfers.queries.claims import is_undone
from transfers.queries.end_days import get_place
from transfers.queries.handovers import Part, get_handovers
from transfers.queries.memberships import Membership, Window, get_whole_past
from transfers.queries.placements import was_taken_back
from transfers.queries.timeline_rows import get_announced_ends, get_claims_held, get_filed_choices, placements_among
from transfers.states import AssignmentStatus, CampaignStatus, ClaimStatus, PlacementStatus

PLACEMENT = "transfers:placement"
DONE, NOW, NEXT = "done", "now", "next"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened or is to happen; `at` orders it, `day` is shown instead where only a day counts."""

    title: str
    sort_at: datetime
    at: datetime | None = None
    day: date | None = None
    text: str = ""
    owner: str = ""
    state: str = NEXT
    page: str = ""  # where to read more or to act, about which thing, and in the words of `link`
    thing: uuid.UUID | None = None
    link: str = ""


def get_timeline(viewer: Employee, at: datetime) -> list[Step]:
    """Oldest first. What lies ahead is “next”, the first of it “now”, with what is due at the same instant."""
    memberships = get_whole_past(viewer, at)
    steps = [step for membership in memberships for step in _of_membership(membership, viewer, at)]
    steps += [_filed(choice) for choice in get_filed_choices(viewer, at)]
    claims = get_claims_held(viewer)
    for claim in claims:
        steps += _of_claim(claim, at)
    placements = placements_among(claims)
    handovers = get_handovers(placements)
    for placement in placements:
        steps += _of_placement(placement, at)
        steps += _of_handover(placement, handovers.get(placement.pk, []), at)
    if not any(placement.status in (PlacementStatus.PENDING, PlacementStatus.FINALISED) for placement in placements):
        steps += _announced_end_days(viewer)
    return _with_states(sorted(steps, key=lambda step: step.sort_at), at)


def _with_states(steps: list[Step], at: datetime) -> list[Step]:
    ahead = [step for step in steps if step.sort_at > at]
    first_at = ahead[0].sort_at if ahead else None

    def state(step: Step) -> str:
        if step.sort_at == first_at:
            return NOW
        return NEXT if step.sort_at > at else DONE

    return [replace(step, owner=step.owner if step.sort_at > at else "", state=state(step)) for step in steps]


def _owner(noun: str, status: str) -> str:
    """Whose turn it is, as the viewer reads it: the person the table speaks of is the reader."""
    who = OWNERS[(noun, status)].who
    words = {"the person": _("you"), "the person claimed": _("you"), "the worker": _("the portal, by itself")}
    return words.get(who, who)


def _of_membership(membership: Membership, viewer: Employee, at: datetime) -> list[Step]:
    assignment = membership.assignment
    campaign = assignment.campaign
    units = {"unit": assignment.assigned_unit.name, "origin": assignment.origin_unit.name, "name": campaign.name}
    drafted = Step(
        _("You were assigned to %(unit)s") % units,
        start_of_day(assignment.assigned_on, viewer.zone),
        day=assignment.assigned_on,
        text=_("From %(origin)s.") % units,
    )
    steps = [drafted]
    if campaign.open_at is not None:
        steps.append(Step(_("The memo was sent: %(name)s") % units, campaign.open_at, at=campaign.open_at))
    if assignment.status == AssignmentStatus.VOIDED:
        if assignment.voided_at is not None:
            said = assignment.voided_because
            steps.append(
                Step(_("The assignment was voided"), assignment.voided_at, at=assignment.voided_at, text=said)
            )
        return steps
    if assignment.ended_at is not None:
        title = _("The assignment to %(unit)s ended") % units
        said = _("Its latest end day came.") if assignment.ended_because == END_DAY else ""
        steps.append(Step(title, assignment.ended_at, at=assignment.ended_at, text=said))
    if membership.window in (Window.OPEN, Window.CLOSED):
        steps += _of_window(membership, at)
    return steps


def _of_window(membership: Membership, at: datetime) -> list[Step]:
    campaign = membership.assignment.campaign
    policy = campaign.policy
    deadline = Step(_("Deadline for the choice"), membership.deadline_at, at=membership.file_by)
    steps = [_with_filing(deadline, membership)]
    if membership.deadline_at <= at and membership.may_file_late:
        steps.append(
            Step(
                _("No choice filed: late filing ends"),
                membership.late_until_at,
                at=membership.late_until_at,
                text=_("If you could not file in time, ask your HR partner to record your choice."),
                owner=_("you, with your HR partner"),
            )
        )
    place = get_place(membership.assignment)
    if place and campaign.closes_at is not None:
        steps.append(
            Step(
                _("Earlier end days are given, as far as the minimum staffing allows"),
                campaign.closes_at,
                at=campaign.closes_at,
                text=place,
                owner=_("the portal, by itself"),
                page="transfers:choice",
                thing=membership.assignment.public_id,
                link=_("After an undraft, what is the latest end day?"),
            )
        )
    can_be = membership.is_filed or at < membership.late_until_at
    if policy is not None and can_be and campaign.status != CampaignStatus.ARCHIVED:
        steps.append(_latest_end(membership, policy.latest_end_days))
    return steps


def _latest_end(membership: Membership, days: int) -> Step:
    """By when it was filed, else by the last day to file, whatever was: whether it is about this member is on the
    receipt, when that is opened."""
    zone = membership.assignment.employee.zone
    last_at = membership.filed_at or membership.file_by
    if membership.may_file_late:
        last_at = last_minute_in(zone, membership.late_until_at)
    day = local_date(last_at, zone) + timedelta(days=days)
    said = _("%(n)s days after filing: this day for whoever files undraft on the last day to file.")
    if membership.is_filed:
        said = _(
            "At the latest %(n)s days after you last filed, unless a move comes first. Your receipt shows yours when "
            "you open it."
        )
    title, owner = _("After an undraft: the latest end day"), _("the portal, by itself")
    return Step(title, end_of_day(day, zone), day=day, text=said % {"n": days}, owner=owner)


def _with_filing(deadline: Step, membership: Membership) -> Step:
    """Whether filing is open until the deadline, in the same words whatever was filed."""
    if membership.placement is None or not membership.is_filed:
        said = _("While the assignment lasts, you may file, and change what you filed, until then.")
        return replace(deadline, text=said, owner=_("you"))
    said = _("You have accepted an offer, so what you filed stands. To change it, undo or cancel that move first.")
    if not membership.is_held:
        said = _(
            "You have accepted an offer. Whoever filed undraft changes that only after undoing or cancelling the "
            "move; whoever filed stay may still file anew."
        )
    return replace(deadline, text=said, page=PLACEMENT, thing=membership.placement, link=_("See your move"))


def _announced_end_days(viewer: Employee) -> list[Step]:
    """A return that the person's managers know of by now is no secret of the timeline any more."""
    return [
        Step(
            _("Your assignment to %(unit)s ends") % {"unit": entitlement.assignment.assigned_unit.name},
            start_of_day(entitlement.end_on, viewer.zone),
            day=entitlement.end_on,
            text=_("Your managers know of it. Accepting an offer before that day takes its place."),
            owner=_("the portal, by itself"),
        )
        for entitlement in get_announced_ends(viewer)
    ]


def _filed(choice: Choice) -> Step:
    title = _("You filed your choice, version %(n)s") % {"n": choice.version}
    return Step(title, choice.filed_at, at=choice.filed_at, text=choice.assignment.campaign.name)


def _of_claim(claim: Claim, at: datetime) -> list[Step]:
    role = {"role": claim.role.title, "unit": claim.role.unit.name}
    if claim.offered_at is None:
        raise AssertionError  # every claim starts offered, by trigger
    steps = [Step(_("Offer: %(role)s, %(unit)s") % role, claim.offered_at, at=claim.offered_at)]
    if claim.status == ClaimStatus.OFFERED and claim.expires_at > at:
        title = _("Your answer to the offer: %(role)s, %(unit)s") % role
        owner = _owner("claim", claim.status)
        return [*steps, Step(title, claim.expires_at, at=last_minute_before(claim.expires_at), owner=owner)]
    if claim.status == ClaimStatus.OFFERED:  # the worker has not come round yet
        title = _("The offer ended without an answer: %(role)s") % role
        return [*steps, Step(title, claim.expires_at, at=last_minute_before(claim.expires_at))]
    titles = {
        ClaimStatus.DECLINED: _("You declined the offer: %(role)s"),
        ClaimStatus.EXPIRED: _("The offer ended without an answer: %(role)s"),
        ClaimStatus.WITHDRAWN: _("The offer was withdrawn: %(role)s"),
        ClaimStatus.SUPERSEDED: _("The offer closed by your own decision: %(role)s"),
    }
    ended_at = getattr(claim, f"{claim.status}_at")
    if claim.status in titles and not is_undone(claim):  # taking back what was accepted is told with the move
        steps.append(
            Step(titles[ClaimStatus(claim.status)] % role, ended_at, at=ended_at, text=claim.withdrawn_because)
        )
    return steps


def _of_handover(placement: Placement, parts: Sequence[Part], at: datetime) -> list[Step]:
    """What the person hands over: ticked steps when they were ticked, open ones until the move takes place."""
    zone, steps, a_second = placement.role.site.time_zone, [], timedelta(seconds=1)
    for step in (step for part in parts if part.owner == PERSON for step in part.steps):
        title = _("Handover: %(step)s") % {"step": step.title}
        if step.done_at is not None:
            steps.append(Step(title, step.done_at, at=step.done_at))
        elif placement.status == PlacementStatus.PENDING:
            # nothing waits for a tick, so a step whose day has passed goes on to lie ahead until the move
            due_at = max(end_of_day(step.day, zone) - a_second, at + a_second)
            steps.append(Step(title, due_at, day=step.day, owner=_("you")))
    return steps


def _of_placement(placement: Placement, at: datetime) -> list[Step]:
    role = {"role": placement.role.title, "unit": placement.role.unit.name}
    zone = placement.role.site.time_zone
    if placement.pending_at is None:
        raise AssertionError  # every placement starts pending, by trigger
    steps = [Step(_("You accepted: %(role)s, %(unit)s") % role, placement.pending_at, at=placement.pending_at)]
    if placement.status == PlacementStatus.CANCELLED:
        ended_at = placement.cancelled_at
        if ended_at is not None:
            is_own = was_taken_back(placement)
            title = _("You took your acceptance back: %(role)s") if is_own else _("The move was cancelled: %(role)s")
            title %= role
            steps.append(Step(title, ended_at, at=ended_at, text=placement.cancelled_reason))
        return steps
    announced_at = placement.announced_at or placement.announce_at
    # A worker may be late: until it has moved the person, the move lies ahead.
    moved_at = placement.finalised_at or max(placement.effective_at, at + timedelta(seconds=1))
    steps += [
        Step(
            _("The undo time ends"),
            placement.undo_until_at,
            at=placement.undo_until_at,
            owner=_("you"),
            page=PLACEMENT,
            thing=placement.public_id,
            link=_("See your move"),
        ),
        Step(
            _("Announcement: your managers may know of the move"),
            announced_at,
            at=announced_at,
            owner=_owner("placement", PlacementStatus.PENDING),
            text=_("You choose the day.") if placement.undo_until_at < placement.latest_announce_at else "",
        ),
        Step(
            _("You move to %(unit)s") % role,
            moved_at,
            day=placement.effective_on,
            owner=_owner("placement", PlacementStatus.PENDING),
        ),
    ]
    if placement.returned_at is not None:
        steps.append(Step(_("You returned from %(unit)s") % role, placement.returned_at, at=placement.returned_at))
        return steps
    steps.append(
        Step(
            _("The trial ends, and with it the right of return"),
            end_of_day(placement.trial_ends_on, zone),
            day=placement.trial_ends_on,
            owner=_("you"),
            page=PLACEMENT,
            thing=placement.public_id,
            link=_("See your move and your right of return"),
        )
    )
    return steps
