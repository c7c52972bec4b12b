"""The administration's first page: what waits for a person, the oldest first, and how campaigns and work stand."""

from datetime import UTC, datetime, time, timedelta

import pytest

from accounts.models import Employee
from tests import factories as f
from tests import findings, glass, leads, rounds
from tests.admin import overview_of, waiting_of
from tests.hiring import claimed
from tests.pages import THEN, signed_in, text_of, travel
from tests.unplaced import returned
from tests.uploads import applied, checked
from tests.walks import campaign_then, undraft
from transfers import ledger, transition
from transfers.actions.grants import end_grant
from transfers.actions.placements import announce_placement
from transfers.models import Grant, StaffingMinimum, Tick
from transfers.models.grant import HIRING_MANAGER, HR_PARTNER
from transfers.queries.handovers import get_handovers
from transfers.queries.waiting import Waiting
from transfers.sight.actor import PORTAL

pytestmark = pytest.mark.django_db

DAY = f.DAY


def waits(viewer: Employee, part: str, at: object = THEN) -> list[Waiting]:
    return [each for each in waiting_of(viewer, at) if part in each.sentence]  # type: ignore[arg-type]


def test_files_with_rows_to_mend_and_checked_ones_wait_for_admins() -> None:
    travel(THEN)
    checked("skills", "code,name\ngo,Go\n")
    checked("skills", "code\ngo\n")
    admin, partner = f.admin(), f.hr_partner(f.campaign())
    assert [each.noun for each in waits(admin, "rows to mend")] == ["upload"]
    assert len(waits(admin, "to be applied")) == 1
    assert waits(partner, "file") == []


def test_finding_waits_for_its_reviewer_and_for_no_admin() -> None:
    role = f.role()
    made = findings.proposed(role, f.candidate(), at=THEN - 3 * DAY)
    [found] = waits(findings.reviewer(made, at=THEN - 3 * DAY), "finding")
    assert (found.page, found.days) == ("transfers:case_exceptions", 3)
    assert waits(f.admin(), "finding") == []


def test_review_that_is_due_waits_for_the_partner_alone() -> None:
    travel(THEN)
    _person, partner = returned()
    assert len(waits(partner, "without a placement")) == 1
    assert waits(f.admin(), "without a placement") == []


def test_break_glass_waits_for_another_than_who_proposed_it() -> None:
    of, first, second = glass.scene()
    glass.proposed(of, first)
    at = f.NOW + timedelta(minutes=5)
    assert len(waits(second, "break-glass", at)) == 1
    assert waits(first, "break-glass", at) == []


def test_move_that_is_late_waits_only_once_it_was_announced() -> None:
    placement = f.placement_at("pending")
    admin, late = f.admin(), placement.effective_at + 2 * DAY
    assert waits(admin, "effective day", late) == []
    announce_placement(placement, clock=f.clock_at(placement.announce_at))
    [found] = waits(admin, "effective day", late)
    assert (found.noun, found.days) == ("placement", 2)
    assert waits(admin, "effective day", placement.effective_at) == []


def test_campaign_that_is_not_closed_in_time_waits() -> None:
    campaign = f.campaign()
    assert campaign.closes_at is not None
    partner = f.hr_partner(campaign)
    assert waits(partner, "not closed", campaign.closes_at) == []
    assert len(waits(partner, "not closed", campaign.closes_at + 2 * f.HOUR)) == 1
    assert waits(f.hr_partner(f.campaign()), "not closed", campaign.closes_at - DAY) == []


def test_handover_behind_its_days_waits_for_who_serves_the_person() -> None:
    placement = f.placement_at("pending")
    campaign = placement.employee.assignments.get().campaign
    partner, at = f.hr_partner(campaign), placement.effective_at + 3 * DAY
    assert waits(partner, "handover", at) == []  # not announced: it has none
    announce_placement(placement, clock=f.clock_at(placement.announce_at))
    [found] = waits(partner, "handover", at)
    assert found.owner == "whoever owes the step"
    assert waits(f.admin(), "handover", at) == []


def test_handover_is_behind_once_a_day_of_it_is_over_where_it_is_counted() -> None:
    placement = f.placement_at("pending")
    partner, site = f.hr_partner(placement.employee.assignments.get().campaign), placement.employee.site
    site.time_zone = "Pacific/Auckland"
    site.save()
    announce_placement(placement, clock=f.clock_at(placement.announce_at))
    placement.refresh_from_db()
    day = min(step.day for part in get_handovers([placement])[placement.pk] for step in part.steps)
    noon = datetime.combine(day, time(12), UTC)  # and midnight there
    assert waits(partner, "handover", noon - 2 * f.HOUR) == []
    assert len(waits(partner, "handover", noon + f.HOUR)) == 1


def test_unit_below_its_minimum_waits_for_who_runs_the_campaign() -> None:
    campaign, unit = f.campaign(), leads.led()
    minimum = StaffingMinimum.objects.create(campaign=campaign, unit=unit, people=9)
    partner = f.hr_partner(campaign)
    assert len(waits(partner, "fewer people")) == 1
    assert waits(f.hr_partner(f.campaign()), "fewer people") == []
    minimum.people = 1
    minimum.save()
    assert waits(partner, "fewer people") == []


def test_oldest_comes_first_with_its_age_in_days() -> None:
    travel(THEN)
    leads.announced(leads.led())
    for grant in Grant.objects.filter(kind=HIRING_MANAGER, status="confirmed"):
        end_grant(grant, by=f.admin(), clock=f.clock_at(THEN - 3 * DAY))
    unit = f.UnitFactory.create()
    StaffingMinimum.objects.create(campaign=f.campaign(opened_at=THEN - DAY), unit=unit, people=9)
    found = waiting_of(f.admin(), THEN)
    ages = [each.days for each in found]
    known = [age for age in ages if age is not None]
    assert known == sorted(known, reverse=True)
    assert None in ages
    page = text_of(signed_in(f.admin()).get("/admin/"))
    assert "The oldest waits 3 days." in page
    assert "Whose turn it is: who runs the campaign." in page


def test_start_page_shows_an_admin_campaigns_mail_imports_and_whether_workers_work() -> None:
    travel(THEN)
    campaign = f.campaign(opened_at=THEN - DAY, deadline_at=THEN + 9.5 * DAY, name="Applied AI")
    member = f.assignment(campaign).employee
    event = ledger.record("campaign.opened", campaign, by=PORTAL, at=THEN - DAY)
    ledger.owe(event, member, "campaign.opened", at=THEN - DAY)
    applied("skills", "code,name\ngo,Go\n")
    admin = f.admin()
    page = text_of(signed_in(admin).get("/admin/"))
    for said in (
        "Applied AI",
        "1 member",
        "9 days left",
        "0 of 1 sent",
        "Last file applied",
        "have not looked",
        "has been due",
    ):
        assert said in page, said
    Tick.objects.create(job="sweep", slot=1, at=THEN)
    notice = event.notices.get(channel="mail")
    transition.move_silently(notice, "sending", by=PORTAL, at=THEN, leased_until_at=THEN)
    transition.move_silently(notice, "sent", by=PORTAL, at=THEN)
    page = text_of(signed_in(admin).get("/admin/"))
    for said in ("every 30 seconds", "No mail to all members is late.", "1 of 1 sent"):
        assert said in page, said


def test_late_mail_about_one_person_is_not_told_to_who_watches() -> None:
    campaign = f.campaign(opened_at=THEN - DAY, deadline_at=THEN + 9 * DAY)
    f.file(f.assignment(campaign), "stay", at=THEN - f.HOUR)
    work = overview_of(f.admin(), THEN).work
    assert work is not None
    assert work.is_mail_late is False


def test_partner_sees_the_campaigns_served_and_not_the_portals_work() -> None:
    campaign, _other = f.campaign(), f.campaign()
    seen = overview_of(f.hr_partner(campaign), f.NOW)
    assert [each.campaign for each in seen.running] == [campaign]
    assert seen.work is None


def test_offer_waits_since_its_managers_right_ended() -> None:
    travel(THEN)
    of = undraft(campaign_then())
    role, partner = f.role(), f.hr_partner(of.campaign)
    claimed(role, f.candidate(of.employee).employee, by=f.manager_of(role))
    assert waits(partner, "hiring manager") == []
    grant = Grant.objects.get(kind=HIRING_MANAGER, role=role, status="confirmed")
    end_grant(grant, by=f.admin(), clock=f.clock_at(THEN))
    [found] = [each for each in waits(partner, "offer lost", THEN + 2 * DAY + f.HOUR) if each.page]
    assert (found.page, found.days) == ("transfers:case_exceptions", 2)
    assert waits(f.hr_partner(f.campaign()), "offer lost", THEN + 2 * DAY + f.HOUR) == []


def everything_waits(rows: int) -> tuple[Employee, Employee]:
    """Of each kind as many as `rows`: an admin who is an HR partner too, and a partner."""
    travel(THEN)
    unit, campaign = leads.led(), campaign_then()
    both, partner = f.admin(), f.hr_partner(campaign)
    f.grant(both, HR_PARTNER, campaign=campaign)
    for _ in range(rows):
        moved = leads.announced(unit).employee.assignments.get().campaign
        f.grant(both, HR_PARTNER, campaign=moved)
        f.grant(partner, HR_PARTNER, campaign=moved)
        StaffingMinimum.objects.create(campaign=moved, unit=f.UnitFactory.create(), people=9)
        rounds.prepared([f.role()], at=THEN, by=both)
        rounds.prepared([f.role()], at=THEN, by=partner)
        role, person = f.role(), f.candidate(undraft(campaign).employee)
        findings.proposed(role, person, at=THEN - f.HOUR)
        claimed(role, person.employee, by=f.manager_of(role))
        checked("skills", "code,name\ngo,Go\n")
        back, _partner = returned()
        for server in (both, partner):
            f.grant(server, HR_PARTNER, campaign=back.assignments.get().campaign)
        end_grant(
            Grant.objects.get(kind=HIRING_MANAGER, role=role, status="confirmed"), by=both, clock=f.clock_at(THEN)
        )
    return both, partner


def test_start_page_asks_few_things_whatever_waits(django_assert_max_num_queries: object) -> None:
    """Twelve, and what a demonstration asks for besides: its clock, and the site whose time that is said in."""
    both, partner = everything_waits(2)
    said = ("2 rounds wait", "2 findings wait", "2 units have fewer people")
    of_people = ("2 offers lost", "2 reviews of people without a placement")
    for person, parts in ((both, said), (partner, said + of_people)):
        client = signed_in(person)
        client.get("/admin/")
        with django_assert_max_num_queries(14):  # type: ignore[operator]  # pytest-django's fixture
            page = text_of(client.get("/admin/"))
        for part in parts:
            assert part in page, part


def test_home_leads_whoever_has_a_desk_to_what_waits_there() -> None:
    """Home itself says that nothing waits for the person; what waits for HR stands in the administration."""
    for person, has_desk in (
        (f.admin(), True),
        (f.hr_partner(f.campaign()), True),
        (f.EmployeeFactory.create(), False),
    ):
        page = text_of(signed_in(person).get("/"))
        assert ("What waits for HR stands there first" in page) == has_desk


def test_member_who_left_is_told_nothing_and_counted_nowhere() -> None:
    """Fails when those who left are taken off twice, or not at all."""
    campaign = f.campaign()
    _stays, *gone = (f.assignment(campaign) for _ in range(3))
    Employee.objects.filter(pk__in=[of.employee_id for of in gone]).update(is_active=False)
    [running] = overview_of(f.admin(), f.NOW).running
    assert running.members == 1
