"""What HR may change about a unit, and what nobody changes for themselves."""

from dataclasses import replace
from datetime import datetime

import pytest

from accounts.models import Employee, Unit
from tests import factories as f
from tests.at_once import meanwhile
from transfers.actions.acceptance import accept_claim
from transfers.actions.units import UnitFacts, change_unit
from transfers.errors import Busy, Invalid, NotAllowed, NotVisible
from transfers.sight.actor import PORTAL
from transfers.sight.hats import people_served_by

pytestmark = pytest.mark.django_db


def _facts(unit: Unit, lead: Employee | None, parent: Unit | None) -> UnitFacts:
    return UnitFacts(unit.name, parent, lead, unit.approved_headcount, unit.is_at_risk)


def test_hr_partner_does_not_step_out_of_the_chain_of_people_they_would_then_serve() -> None:
    """Fails when a lead with an HR grant hands the unit to another, and so may open the cases of its people."""
    assignment = f.assignment()
    unit = assignment.assigned_unit
    division, other = f.UnitFactory.create(), f.EmployeeFactory.create()
    partner = f.hr_partner(assignment.campaign)
    for led in (unit, division):
        Unit.objects.filter(pk__in=(unit.pk, division.pk)).update(lead=None)
        Unit.objects.filter(pk=unit.pk).update(parent=division)
        Unit.objects.filter(pk=led.pk).update(lead=partner)
        unit.refresh_from_db()
        with pytest.raises(NotAllowed, match="a colleague"):
            change_unit(unit, _facts(unit, other, None), by=partner, clock=f.clock_at(f.NOW))
        assert not people_served_by(partner, f.NOW).filter(pk=assignment.employee_id).exists()


@pytest.mark.django_db(transaction=True)
def test_unit_is_not_marked_at_risk_while_an_offer_there_is_accepted() -> None:
    """Fails where nobody sees the other: whoever accepts would not be told that they may cancel."""
    claim, admin, came = f.claim(), f.admin(), list[object]()
    unit = claim.role.unit
    at_risk = replace(_facts(unit, unit.lead, unit.parent), is_at_risk=True)

    def clock() -> datetime:
        came.append(meanwhile(lambda: change_unit(unit, at_risk, by=admin)))
        return f.NOW + f.HOUR

    accept_claim(claim, by=claim.employee, clock=clock)
    assert isinstance(came[0], Busy), came


def test_hr_partner_changes_who_leads_a_unit_of_others() -> None:
    unit, lead = f.UnitFactory.create(), f.EmployeeFactory.create()
    changed = change_unit(unit, _facts(unit, lead, None), by=f.hr_partner(f.campaign()), clock=f.clock_at(f.NOW))
    assert changed.lead == lead


def test_outsider_changes_no_unit() -> None:
    unit = f.UnitFactory.create()
    with pytest.raises(NotVisible):
        change_unit(unit, _facts(unit, None, None), by=f.EmployeeFactory.create(), clock=f.clock_at(f.NOW))


def test_unit_has_a_name_and_does_not_lie_within_itself() -> None:
    """Fails when a loop of units is let in: whoever walks up from one of them would never arrive."""
    unit = f.UnitFactory.create()
    below = f.UnitFactory.create(parent=f.UnitFactory.create(parent=unit))
    for facts, field in (
        (replace(_facts(unit, None, None), name="  "), "name"),
        (_facts(unit, None, unit), "parent"),
        (_facts(unit, None, below), "parent"),
    ):
        with pytest.raises(Invalid) as refusal:
            change_unit(unit, facts, by=PORTAL, clock=f.clock_at(f.NOW))
        assert refusal.value.field == field
    unit.refresh_from_db()
    assert (bool(unit.name), unit.parent) == (True, None)
