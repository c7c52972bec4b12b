"""People who are known to be without a placement, at THEN."""

from datetime import timedelta

from accounts.models import Employee, Unit
from tests import factories as f
from tests.pages import THEN
from transfers.actions.acceptance import accept_claim
from transfers.actions.end_days import announce_end_day
from transfers.actions.placements import announce_placement, cancel_placement, finalise_placement, return_in_trial
from transfers.models import Assignment, Campaign, Placement
from transfers.queries.calendars import get_end_day_announcement


def long_open() -> Campaign:
    """A campaign that opened long ago and whose window is still open at THEN."""
    return f.campaign(deadline_at=THEN + 14 * f.DAY, opened_at=THEN - 100 * f.DAY, after_end="origin")


def member_of(campaign: Campaign) -> Assignment:
    return f.assignment(campaign, f.EmployeeFactory.create())


def pending(campaign: Campaign, *, days: int = 40) -> Placement:
    """A move that was accepted so many days before THEN."""
    of, at = member_of(campaign), THEN - days * f.DAY
    f.file(of, "undraft", at=at - f.HOUR)
    f.candidate(of.employee)
    return accept_claim(f.claim(f.role(), of.employee, at=at), by=of.employee, clock=f.clock_at(at))


def returned() -> tuple[Employee, Employee]:
    """Somebody back from their trial an hour ago, and their HR partner."""
    campaign = long_open()
    placement = pending(campaign)
    announce_placement(placement, clock=f.clock_at(placement.announce_at))
    placement = finalise_placement(placement, clock=f.clock_at(placement.effective_at))
    return_in_trial(placement, by=placement.employee, clock=f.clock_at(THEN - f.HOUR))
    return placement.employee, f.hr_partner(campaign)


def cancelled(campaign: Campaign, *, announced: bool) -> Employee:
    """Somebody whose accepted move HR cancelled, after or before its announcement."""
    placement = pending(campaign, days=20)
    if announced:
        announce_placement(placement, clock=f.clock_at(max(placement.announce_at, THEN - f.DAY)))
    by = f.hr_partner(campaign)
    cancel_placement(placement, because="person", by=by, clock=f.clock_at(THEN - timedelta(minutes=30)))
    return placement.employee


def undrafted(campaign: Campaign, *, days: int) -> Assignment:
    """Somebody who filed undraft so many days before THEN."""
    of = member_of(campaign)
    f.file(of, "undraft", at=THEN - days * f.DAY)
    return of


def announced_end(campaign: Campaign) -> Employee:
    """Somebody whose latest end day is near, and announced."""
    of = undrafted(campaign, days=50)
    entitlement = f.entitlement_of(of.employee)
    at = max(get_end_day_announcement(entitlement), THEN - f.HOUR)
    assert at <= THEN
    announce_end_day(entitlement, clock=f.clock_at(at))
    return of.employee


def moved(here: Unit, there: Unit, number: int) -> list[Placement]:
    """So many people who moved from one unit to another, each accepted forty days before THEN."""
    campaign, made = long_open(), []
    for _ in range(number):
        placement = pending(campaign)
        Placement.objects.filter(pk=placement.pk).update(from_unit=here)
        type(placement.role).objects.filter(pk=placement.role_id).update(unit=there)
        announce_placement(placement, clock=f.clock_at(placement.announce_at))
        made.append(finalise_placement(placement, clock=f.clock_at(placement.effective_at)))
    return made
