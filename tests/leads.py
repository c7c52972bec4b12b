"""A unit with a lead, and a seat in it that an announced move leaves empty."""

from datetime import datetime

from accounts.models import Employee, Unit
from tests import factories as f
from tests.pages import THEN
from transfers.actions.acceptance import accept_claim
from transfers.actions.placements import announce_placement
from transfers.models import Placement

LEAD = "/lead/"


def led(**fields: object) -> Unit:
    """A unit whose lead sits in it."""
    unit = f.UnitFactory.create(name="Applied AI", approved_headcount=40, **fields)
    unit.lead = f.EmployeeFactory.create(unit=unit, name="Lena Lead")
    unit.save()
    return unit


def lead_of(unit: Unit) -> Employee:
    assert unit.lead is not None
    return unit.lead


def accepted(unit: Unit, *, at: datetime = THEN - 10 * f.DAY) -> Placement:
    """Somebody of the unit accepted an offer; nobody in their chain knows."""
    campaign = f.campaign(opened_at=at - f.DAY, deadline_at=THEN + 9 * f.DAY, after_end="origin")
    person = f.EmployeeFactory.create(unit=unit, name="Ada Berg")
    f.undrafted(in_campaign=campaign, employee=person, at=at - f.HOUR)
    f.candidate(person)
    claim = f.claim(f.role(seats=9), person, at=at)
    return accept_claim(claim, by=person, clock=f.clock_at(at + f.HOUR))


def announced(unit: Unit, *, at: datetime = THEN - 10 * f.DAY) -> Placement:
    """As `accepted`, and its managers were told."""
    placement = accepted(unit, at=at)
    return announce_placement(placement, clock=f.clock_at(max(placement.announce_at, at + 2 * f.DAY)))
