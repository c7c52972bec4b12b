"""Roles: opened by HR, never oversold, closed without losing anybody."""

from datetime import UTC, datetime

import pytest

from tests import factories as f
from transfers import transition
from transfers.actions.acceptance import accept_claim
from transfers.actions.roles import (
    AskedSkill,
    NewRole,
    change_seats,
    close_role,
    create_role,
    describe_role,
    hold_seats,
    open_role,
    open_roles,
    pause_role,
    record_refused_seats,
    withdraw_claims_of_closed_role,
)
from transfers.errors import Invalid, NotAllowed, NotVisible, Stale
from transfers.models import Grant, Notice, Role
from transfers.models.grant import HIRING_MANAGER
from transfers.sight.actor import PORTAL
from transfers.states import GrantStatus

pytestmark = pytest.mark.django_db

CLOCK = f.clock_at(f.NOW)


def new_role(**fields):
    values = {
        "code": "R-1",
        "unit": f.UnitFactory.create(),
        "title": "Engineer",
        "job_family": f.JobFamilyFactory.create(),
        "level_min": 4,
        "level_max": 6,
        "site": f.SiteFactory.create(),
        "seats": 2,
        "terms": f.terms(),
        "skills": [AskedSkill(f.SkillFactory.create(), 3, True)],
    }
    return NewRole(**(values | fields))


def test_only_hr_makes_a_role():
    f.policy()
    for outsider in (f.EmployeeFactory.create(), f.manager_of(f.role())):
        with pytest.raises(NotVisible):
            create_role(new_role(), by=outsider, clock=CLOCK)
    assert create_role(new_role(), by=f.admin(), clock=CLOCK).status == "preparing"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"seats": -1}, "seats"),
        ({"seats": 2**63}, "seats"),
        ({"level_min": 0}, "level_min"),
        ({"level_min": 7}, "level_min"),
        ({"terms": {"salary": {}}}, "terms"),
        ({"terms": {"pay": {"statement": "not_stated", "text": "", "ask": ""}}}, "terms"),
    ],
)
def test_a_role_with_bad_values_is_refused_at_its_field(fields, field):
    f.policy()
    with pytest.raises(Invalid) as refusal:
        create_role(new_role(**fields), by=PORTAL, clock=CLOCK)
    assert refusal.value.field == field
    assert not Role.objects.exists()


def test_a_role_without_a_required_skill_does_not_open():
    f.policy()
    role = create_role(new_role(skills=[AskedSkill(f.SkillFactory.create(), 3, False)]), by=PORTAL, clock=CLOCK)
    with pytest.raises(NotAllowed, match="required skill"):
        open_role(role, by=PORTAL, clock=CLOCK)
    assert open_roles([role], by=PORTAL, clock=CLOCK) == 0


def test_a_role_in_a_unit_at_risk_does_not_open():
    f.policy()
    role = create_role(new_role(unit=f.UnitFactory.create(is_at_risk=True)), by=PORTAL, clock=CLOCK)
    with pytest.raises(NotAllowed, match="at risk"):
        open_role(role, by=PORTAL, clock=CLOCK)


def test_clearance_lasts_ten_working_days_of_the_role_s_site():
    f.policy()
    site = f.SiteFactory.create()
    site.holidays.create(on=datetime(2026, 3, 4, tzinfo=UTC).date())
    role = open_role(create_role(new_role(), by=PORTAL, clock=CLOCK), by=PORTAL, clock=CLOCK)
    # Monday 2 March, less one holiday: the tenth working day is Tuesday the 17th, over at midnight in Berlin
    assert role.clearance_until_at == datetime(2026, 3, 17, 23, tzinfo=UTC)


def test_a_pause_does_not_start_clearance_again():
    role = f.role(opened_at=f.NOW - 40 * f.DAY)
    until = role.clearance_until_at
    pause_role(role, by=f.manager_of(role), clock=CLOCK)
    assert open_role(role, by=PORTAL, clock=CLOCK).clearance_until_at == until


def test_many_roles_open_at_once_with_their_clearance():
    f.policy()
    roles = [create_role(new_role(code=f"R-{n}"), by=PORTAL, clock=CLOCK) for n in range(3)]
    assert open_roles(roles, by=PORTAL, clock=CLOCK) == 3
    assert all(role.clearance_until_at for role in Role.objects.all())


@pytest.mark.case("seats reduced")
def test_seats_are_not_reduced_below_those_accepted_and_offered():
    role = f.role(seats=3)
    f.claim(role)
    accepted = f.claim(role)
    accept_claim(accepted, by=accepted.employee, clock=CLOCK)
    with pytest.raises(NotAllowed, match="fewer than those accepted"):
        change_seats(role, 1, seen_version=1, by=PORTAL, clock=CLOCK)
    assert change_seats(role, 2, seen_version=1, by=PORTAL, clock=CLOCK).seats == 2


def test_held_seats_cannot_be_claimed():
    role = f.role(seats=2)
    hold_seats(role, 2, seen_version=1, by=PORTAL, clock=CLOCK)
    with pytest.raises(Exception, match="No seat of this role is free"):
        f.claim(role)


def test_only_hr_holds_seats():
    role = f.role(seats=2)
    with pytest.raises(NotVisible):
        hold_seats(role, 1, seen_version=1, by=f.manager_of(role), clock=CLOCK)


def test_only_hr_writes_down_that_a_number_of_seats_was_refused():
    role = f.role()
    with pytest.raises(NotVisible):
        record_refused_seats(role, by=f.manager_of(role), clock=CLOCK)


def test_more_seats_are_not_held_than_there_are():
    with pytest.raises(Invalid, match="fewer seats than that"):
        hold_seats(f.role(seats=2), 3, seen_version=1, by=PORTAL, clock=CLOCK)


def test_a_stale_page_changes_nothing():
    role = f.role(seats=2)
    change_seats(role, 3, seen_version=1, by=PORTAL, clock=CLOCK)
    with pytest.raises(Stale):
        change_seats(role, 4, seen_version=1, by=PORTAL, clock=CLOCK)


@pytest.mark.case("role closed while claimed")
def test_closing_a_role_withdraws_offers_and_leaves_pending_placements():
    role = f.role(seats=2)
    offered, accepted = f.claim(role), f.claim(role)
    placement = accept_claim(accepted, by=accepted.employee, clock=CLOCK)

    close_role(role, by=PORTAL, clock=CLOCK)
    assert withdraw_claims_of_closed_role(role, clock=CLOCK) == 1

    offered.refresh_from_db()
    placement.refresh_from_db()
    assert (offered.status, offered.withdrawn_because) == ("withdrawn", "The role was closed.")
    assert placement.status == "pending"
    assert Notice.objects.filter(recipient=offered.employee, template="claim.withdrawn").exists()


@pytest.mark.case("role closed while claimed")
def test_a_closed_role_takes_no_claim():
    role = f.role()
    close_role(role, by=PORTAL, clock=CLOCK)
    with pytest.raises(NotAllowed, match="not open"):
        f.claim(role)


@pytest.mark.case("role's manager leaves or changes")
def test_a_role_whose_manager_left_takes_no_claim_until_another_is_named_and_offers_stand():
    role = f.role(seats=2)
    offer = f.claim(role)
    manager = f.manager_of(role)
    manager.is_active = False
    manager.save()
    with pytest.raises(NotVisible):
        f.claim(role, by=manager)

    placement = accept_claim(offer, by=offer.employee, clock=CLOCK)
    assert placement.status == "pending"

    transition.move(Grant.objects.get(role=role, kind=HIRING_MANAGER), GrantStatus.ENDED, by=PORTAL, at=f.NOW)
    successor = f.EmployeeFactory.create()
    f.grant(successor, HIRING_MANAGER, role=role)
    assert f.claim(role, by=successor).status == "offered"


def test_the_manager_describes_own_roles_and_no_others():
    role = f.role()
    words = {"title": "New", "summary": "", "wanted_by_on": None, "terms": f.terms(pay="Band 5")}
    changed = describe_role(role, **words, seen_version=1, by=f.manager_of(role), clock=CLOCK)
    assert (changed.title, changed.version) == ("New", 2)
    with pytest.raises(NotAllowed):
        describe_role(role, **words, seen_version=2, by=f.manager_of(f.role()), clock=CLOCK)


@pytest.mark.parametrize(
    "change",
    [
        lambda role, by: open_role(pause_role(role, by=PORTAL, clock=CLOCK), by=by, clock=CLOCK),
        lambda role, by: pause_role(role, by=by, clock=CLOCK),
        lambda role, by: close_role(role, by=by, clock=CLOCK),
        lambda role, by: change_seats(role, 5, seen_version=1, by=by, clock=CLOCK),
        lambda role, by: open_roles([role], by=by, clock=CLOCK),
    ],
    ids=["open", "pause", "close", "seats", "open_many"],
)
def test_colleague_neither_opens_pauses_nor_closes_a_role_nor_changes_its_seats(change):
    """Fails when one of them does not ask who may."""
    role = f.role()
    with pytest.raises((NotVisible, NotAllowed), match=r"no such page|Only HR"):
        change(role, f.EmployeeFactory.create())
    role.refresh_from_db()
    assert (role.status in ("open", "paused"), role.seats) == (True, 1)


@pytest.mark.parametrize(
    ("given", "field"), [({"title": "  "}, "title"), ({"terms": {"salary": {}}}, "terms"), ({"terms": []}, "terms")]
)
def test_role_keeps_its_words_where_the_new_ones_say_nothing(given, field):
    """Fails when a title of blanks, or a sheet of other topics, is written."""
    role = f.role()
    words = {"title": "New", "summary": "", "wanted_by_on": None, "terms": f.terms()} | given
    with pytest.raises(Invalid) as refusal:
        describe_role(role, **words, seen_version=1, by=PORTAL, clock=CLOCK)
    assert refusal.value.field == field
    role.refresh_from_db()
    assert role.version == 1


def test_role_described_from_a_stale_page_stays_as_it_is():
    role = f.role()
    words = {"title": "New", "summary": "", "wanted_by_on": None, "terms": f.terms()}
    with pytest.raises(Stale):
        describe_role(role, **words, seen_version=2, by=PORTAL, clock=CLOCK)


def test_two_roles_have_no_common_code():
    f.policy()
    create_role(new_role(), by=PORTAL, clock=CLOCK)
    with pytest.raises(Invalid) as refusal:
        create_role(new_role(), by=PORTAL, clock=CLOCK)
    assert refusal.value.field == "code"
