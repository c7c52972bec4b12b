"""The operations that are killed everywhere: how each is arranged, done, and seen to have been done once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from accounts.models import Employee
from tests import factories as f
from tests.crash import round_operations
from tests.pages import fields_of, signed_in
from transfers.actions.campaigns import close_campaign
from transfers.actions.end_days import announce_end_day
from transfers.actions.roles import close_role
from transfers.clock import database_clock
from transfers.models import (
    Assignment,
    Campaign,
    Candidacy,
    Claim,
    Entitlement,
    Event,
    Notice,
    Placement,
    Role,
    StaffingMinimum,
)
from transfers.models.assignment import END_DAY
from transfers.models.notice import MAIL
from transfers.sight.actor import PORTAL

Arguments = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Operation:
    """`arrange` makes one case of its own and returns the job's arguments; `is_done` says whether it stands, once."""

    job: str
    arrange: Callable[[], tuple[Arguments, Any]]
    is_done: Callable[[Any], bool]


def _task(name: str, argument: str, arrange: Callable[[], Any], is_done: Callable[[Any], bool]) -> Operation:
    def arranged() -> tuple[Arguments, Any]:
        things = arrange()
        things = things if isinstance(things, list) else [things]
        return {"name": name, argument: [thing.pk for thing in things]}, things

    return Operation("task", arranged, lambda things: all(is_done(thing) for thing in things))


def _status(thing: Any, *, is_: str) -> bool:
    thing.refresh_from_db()
    return bool(thing.status == is_)


def _ago(days: float) -> datetime:
    return database_clock() - days * f.DAY


def _drafted(at: datetime) -> Employee:
    """Somebody who undrafted and is visible, in a campaign that is still open."""
    campaign = f.campaign(deadline_at=at + 200 * f.DAY, opened_at=at - f.DAY)
    person = f.undrafted(in_campaign=campaign, at=at - f.HOUR).employee
    f.candidate(person)
    return person


def _ending() -> Entitlement:
    """Somebody who undrafted so long ago that their latest end day has come, and who was told of it in time."""
    entitlement: Entitlement = f.entitlement_of(_drafted(_ago(61)))
    announce_end_day(entitlement, clock=lambda: _ago(5))
    return entitlement


def _was_taken_back(entitlement: Entitlement) -> bool:
    """Ended by the end day, moved once, told once on each way; the priority goes on."""
    assignment = Assignment.objects.select_related("employee").get(pk=entitlement.assignment_id)
    ended = Event.objects.filter(verb="assignment.ended", noun="assignment", noun_id=assignment.pk).count()
    told = Notice.objects.filter(template="assignment.end_day", recipient=assignment.employee).count()
    is_ended = assignment.ended_because == END_DAY and assignment.employee.unit_id == assignment.origin_unit_id
    return is_ended and (ended, told) == (1, 2) and _status(entitlement, is_="active")


def _ordering() -> StaffingMinimum:
    """A campaign that has closed, with a minimum that lets one of two go earlier."""
    campaign = f.campaign(deadline_at=database_clock() - f.HOUR, opened_at=_ago(20), lottery_seed="ab" * 32)
    unit = f.UnitFactory.create()
    for _ in range(2):
        f.undrafted(in_campaign=campaign, assigned_unit=unit, at=_ago(2))
    close_campaign(campaign)
    return StaffingMinimum.objects.create(campaign=campaign, unit=unit, people=1)


def _was_ordered(minimum: StaffingMinimum) -> bool:
    """One goes earlier, and both members were told once on each way."""
    ordered = Entitlement.objects.filter(assignment__campaign=minimum.campaign, ordered_end_on__isnull=False)
    members = Assignment.objects.filter(campaign=minimum.campaign).values("employee")
    told = Notice.objects.filter(template="campaign.end_days_ordered", recipient__in=members)
    return (ordered.count(), told.count()) == (1, 4)


def _pending(days: float) -> Placement:
    """A move that was agreed so many days ago: its notice is three weeks, its announcement two weeks before."""
    at = _ago(days)
    return f.placement_at("pending", at=at, of=f.role(opened_at=at - 40 * f.DAY), person=_drafted(at))


def _offered(days: int) -> Claim:
    at = _ago(days)
    return f.claim(f.role(opened_at=at - 40 * f.DAY), _drafted(at), at=at)


def _closing() -> Campaign:
    campaign = f.campaign(deadline_at=database_clock() - f.HOUR, opened_at=_ago(20))
    for _ in range(3):
        f.assignment(campaign)
    return campaign


def _closed_role() -> Role:
    claim = _offered(1)
    close_role(claim.role, by=PORTAL)
    return claim.role


def _has_no_offer(role: Role) -> bool:
    return not Claim.objects.filter(role=role, status="offered").exists()


def _waiting_mail() -> list[Notice]:
    person = _offered(1).employee
    return list(Notice.objects.filter(recipient=person, channel=MAIL))


def _form(page: str, action: str, person: Employee, **more: str) -> Arguments:
    """The form of a page that its person has open, ready to be sent."""
    client = signed_in(person)
    fields = fields_of(client.get(page), action=action) | more
    return {
        "address": page + action,
        "fields": fields,
        "session": client.cookies[settings.SESSION_COOKIE_NAME].value,
    }


def _accepting() -> tuple[Arguments, Claim]:
    claim = _offered(1)
    return _form(f"/offers/{claim.public_id}/", "answer/", claim.employee), claim


def _undoing() -> tuple[Arguments, Placement]:
    placement = _pending(0.5)
    return _form(f"/offers/{placement.public_id}/next/", "back/", placement.employee), placement


def _offering() -> tuple[Arguments, tuple[Role, Employee]]:
    at = _ago(1)
    role, person = f.role(opened_at=at - 40 * f.DAY), _drafted(at)
    candidacy = Candidacy.objects.get(employee=person)
    page = f"/hiring/roles/{role.public_id}/people/{candidacy.public_id}/claim/"
    said = {"level": "5", "start_on": (database_clock() + 30 * f.DAY).date().isoformat(), "note": ""}
    for topic in f.terms():
        said |= {f"{topic}_statement": "no_change", f"{topic}_text": "", f"{topic}_ask": ""}
    return _form(page, "", f.manager_of(role), **said), (role, person)


def _is_offered(pair: tuple[Role, Employee]) -> bool:
    return Claim.objects.filter(role=pair[0], employee=pair[1], status="offered").count() == 1


def _filing() -> tuple[Arguments, Assignment]:
    at = database_clock()
    assignment = f.assignment(f.campaign(deadline_at=at + 14 * f.DAY, opened_at=at - 7 * f.DAY))
    page = f"/choice/{assignment.public_id}/"
    arguments = _form(page, "check/", assignment.employee, option="undraft")
    return arguments | {"address": page + "file/"}, assignment


OPERATIONS = {
    "finalising": _task(
        "finalise_placements", "placement_ids", lambda: _pending(40), lambda thing: _status(thing, is_="finalised")
    ),
    "announcing": _task(
        "announce_placements",
        "placement_ids",
        lambda: _pending(15),
        lambda thing: Placement.objects.filter(pk=thing.pk, announced_at__isnull=False).exists(),
    ),
    "settling": _task(
        "settle_placements",
        "placement_ids",
        lambda: f.placement_at("finalised", at=_ago(150), of=f.role(opened_at=_ago(190)), person=_drafted(_ago(150))),
        lambda thing: _status(thing, is_="settled"),
    ),
    "ending": _task("carry_out_end_days", "entitlement_ids", _ending, _was_taken_back),
    "foretelling": _task(
        "announce_end_days",
        "entitlement_ids",
        lambda: f.entitlement_of(_drafted(_ago(50))),
        lambda thing: Entitlement.objects.filter(pk=thing.pk, end_announced_at__isnull=False).exists(),
    ),
    "ordering": _task("order_by_minimum", "minimum_ids", _ordering, _was_ordered),
    "expiring": _task(
        "expire_claims", "claim_ids", lambda: _offered(20), lambda thing: _status(thing, is_="expired")
    ),
    "closing": _task("close_campaigns", "campaign_ids", _closing, lambda thing: _status(thing, is_="closed")),
    "withdrawing": _task("withdraw_from_closed_roles", "role_ids", _closed_role, _has_no_offer),
    "sending": _task("send_notices", "notice_ids", _waiting_mail, lambda thing: _status(thing, is_="sent")),
    "running": _task("run_rounds", "round_ids", round_operations.running, round_operations.has_run),
    "publishing": _task("publish_rounds", "round_ids", round_operations.publishing, round_operations.is_published),
    "improving": _task("improve_rounds", "round_ids", round_operations.improving, round_operations.is_improved),
    "claiming": Operation("form", _offering, _is_offered),
    "accepting": Operation("form", _accepting, lambda claim: _status(claim, is_="accepted")),
    "undoing": Operation("form", _undoing, lambda placement: _status(placement, is_="cancelled")),
    "filing": Operation("form", _filing, lambda assignment: assignment.choices.count() == 1),
}
