"""What a lead reads of their units: public figures, nothing about anybody, and nothing that a choice changes."""

import pytest

from accounts.models import Employee, EmployeeSkill, Unit
from tests import admin as a
from tests import factories as f
from tests.costs import few_queries
from tests.drafts import ready
from tests.leads import LEAD, accepted, announced, lead_of, led
from tests.pages import CHANGING, THEN, fields_of, signed_in, text_of, travel, words_at
from transfers.actions.acceptance import accept_claim
from transfers.actions.campaigns import open_campaign
from transfers.actions.skill_minimums import state_skill_minimum
from transfers.errors import Invalid, NotAllowed, NotVisible
from transfers.models import Placement, SkillMinimum, StaffingMinimum
from transfers.queries.leads import get_lead_page, get_led_units, suppose
from transfers.queries.navigation import get_navigation
from transfers.queries.public_facts import forget_public_facts
from transfers.sight.actor import PORTAL
from transfers.sight.leads import units_led_by

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now() -> None:
    travel(THEN)
    f.policy()
    forget_public_facts()


def page_of(unit: Unit) -> str:
    return f"{LEAD}units/{unit.public_id}/"


def people(unit: Unit, number: int, *, skill: str = "", level: int = 3) -> list[Employee]:
    made = [f.EmployeeFactory.create(unit=unit, skilled={}) for _ in range(number)]
    if skill:
        known = f.SkillFactory.create(code=skill)
        EmployeeSkill.objects.bulk_create(
            EmployeeSkill(employee=person, skill=known, proficiency=level) for person in made
        )
    return made


def test_lead_and_deputy_have_the_unit_with_everything_under_it_and_nobody_else_has() -> None:
    unit, deputy = led(), f.EmployeeFactory.create()
    unit.delegates.add(deputy)
    under = f.UnitFactory.create(parent=unit)
    gone = f.UnitFactory.create(merged_into=under, merged_on=THEN.date(), lead=f.EmployeeFactory.create())
    for viewer in (lead_of(unit), deputy):
        assert set(units_led_by(viewer)) == {unit, under, gone}
        assert {row.id for row in get_led_units(viewer, THEN)} == {unit.pk, under.pk}
        assert "lead" in get_navigation(viewer, THEN).destinations
    member = f.EmployeeFactory.create(unit=unit)
    for viewer in (member, lead_of(gone)):
        assert not units_led_by(viewer).exists()
        assert "lead" not in get_navigation(viewer, THEN).destinations
        assert signed_in(viewer).get(page_of(unit)).status_code == 404
    assert not units_led_by(PORTAL).exists()
    assert "You lead no unit" in text_of(signed_in(member).get(LEAD))
    assert "Applied AI" in text_of(signed_in(deputy).get(LEAD))


def test_page_is_equal_to_the_byte_whatever_people_filed_and_accepted() -> None:
    """Nothing filed, stay, undraft, a candidacy, an offer and an acceptance that is not announced."""
    unit = led()
    campaign = f.campaign(opened_at=THEN - 20 * f.DAY, deadline_at=THEN + 9 * f.DAY, after_end="origin")
    StaffingMinimum.objects.create(campaign=campaign, unit=unit, people=3)
    skill = f.SkillFactory.create(code="python")
    SkillMinimum.objects.create(campaign=campaign, unit=unit, skill=skill, people=3)
    members = [f.assignment(campaign, f.EmployeeFactory.create(unit=unit)) for _ in range(14)]
    role = f.role(seats=9)
    client = signed_in(lead_of(unit))

    def drawn() -> list[str]:
        forget_public_facts()
        pages = [LEAD, page_of(unit), f"{page_of(unit)}?leave=4", f"{page_of(unit)}?table=headcount-minimum"]
        return [CHANGING.sub("", text_of(client.get(page))) for page in pages]

    before = drawn()
    for number, member in enumerate(members[:12]):
        f.file(member, "undraft" if number % 3 else "stay", at=THEN - 2 * f.DAY)
    assert drawn() == before
    person = members[1].employee
    f.candidate(person)
    offer = f.claim(role, person, at=THEN - f.DAY)
    assert drawn() == before
    accept_claim(offer, by=person, clock=f.clock_at(THEN - f.HOUR))
    assert drawn() == before


def test_typed_number_is_arithmetic_on_headcount_seats_and_minimum() -> None:
    unit = led()
    people(unit, 19)
    StaffingMinimum.objects.create(campaign=f.campaign(), unit=unit, people=18)
    page = get_lead_page(lead_of(unit), unit.public_id, THEN)
    supposed = suppose(page, 5)
    assert (supposed.there, supposed.short, supposed.basis_points) == (15, 25, 6_250)
    assert [(spare.least, spare.now, spare.above) for spare in supposed.spares] == [(18, 2, -3)]
    shown = words_at(signed_in(lead_of(unit)), f"{page_of(unit)}?leave=5")
    assert "If 5 more people left" in shown
    assert "2 above it 3 below it" in shown


@pytest.mark.parametrize("typed", ["", "x", "-1", "21", "1e3", "9" * 30])
def test_number_that_cannot_be_is_refused_at_its_field(typed: str) -> None:
    unit = led()
    people(unit, 19)
    answer = signed_in(lead_of(unit)).get(page_of(unit), {"leave": typed})
    assert answer.status_code == 400
    assert "error-text" in text_of(answer)


def test_skills_count_the_unit_and_what_is_under_it_with_announced_moves_alone() -> None:
    unit = led()
    under = f.UnitFactory.create(parent=unit)
    campaign = f.campaign()
    people(unit, 8, skill="rust")
    people(under, 4, skill="rust", level=4)
    people(under, 3, skill="rust", level=2)
    rust = f.SkillFactory.create(code="rust")
    SkillMinimum.objects.create(campaign=campaign, unit=unit, skill=rust, proficiency=3, people=15)
    leaving = accepted(unit)
    EmployeeSkill.objects.create(employee=leaving.employee, skill=rust, proficiency=5)

    def there() -> list[int | None]:
        forget_public_facts()
        return [of.there for of in get_lead_page(lead_of(unit), unit.public_id, THEN).headcounts]

    assert there() == [13]
    announced_one = announced(under, at=THEN - 12 * f.DAY)
    EmployeeSkill.objects.create(employee=announced_one.employee, skill=rust, proficiency=5)
    assert there() == [13]


def test_few_people_with_a_skill_are_withheld_in_words_picture_and_file() -> None:
    unit = led()
    people(unit, 9, skill="rust")
    SkillMinimum.objects.create(campaign=f.campaign(), unit=unit, skill=f.SkillFactory.create(code="rust"), people=15)
    client = signed_in(lead_of(unit))
    page = text_of(client.get(page_of(unit)))
    assert "too few; below minimum 15" in page
    assert 'class="unshown"' in page
    assert "not shown" in text_of(client.get(f"{page_of(unit)}?table=headcount-minimum"))


def test_minimum_under_what_is_shown_is_not_called_missed() -> None:
    unit = led()
    people(unit, 9, skill="rust")
    campaign, rust = f.campaign(), f.SkillFactory.create(code="rust")
    SkillMinimum.objects.create(campaign=campaign, unit=unit, skill=rust, people=9)
    StaffingMinimum.objects.create(campaign=campaign, unit=unit, people=30)
    page = text_of(signed_in(lead_of(unit)).get(page_of(unit)))
    assert "not shown; minimum 9" in page
    assert "10; below minimum 30" in page


def test_unit_with_units_under_it_has_a_sum_where_one_too_full_hides_no_other() -> None:
    unit = led()
    full = f.UnitFactory.create(parent=unit, approved_headcount=1)
    people(full, 3)
    f.UnitFactory.create(parent=full, approved_headcount=9)
    rows = {row.id: row for row in get_led_units(lead_of(unit), THEN)}
    total = rows[unit.pk].total
    assert total is not None
    assert (total.approved, total.short, total.basis_points) == (50, 48, 9_600)
    client = signed_in(lead_of(unit))
    assert "Short of 48 of 50 people" in text_of(client.get(LEAD))
    assert "With everything under it: Short of 48 of 50 people" in words_at(client, page_of(unit))
    assert "No unit is under it" in text_of(client.get(LEAD))


def test_page_says_how_its_number_of_people_comes_about() -> None:
    unit = led()
    people(unit, 5)
    announced(unit)
    accepted(unit)
    shown = words_at(signed_in(lead_of(unit)), page_of(unit))
    assert "people on leave included: 8. Of them announced to leave and not gone yet: 1. Announced to join" in shown
    assert "With announced moves as done, 7 people are there" in shown
    assert "more than the" not in shown
    assert "Seat 1: " in shown
    home = words_at(signed_in(lead_of(unit)), "/")
    assert "My units How many people they are short of" in home
    assert "My units" not in words_at(signed_in(f.EmployeeFactory.create()), "/")


def test_unit_with_more_people_than_approved_says_how_many() -> None:
    unit = led()
    people(unit, 42)
    assert "3 people more than the 40 approved are there." in words_at(signed_in(lead_of(unit)), page_of(unit))


def test_minimum_by_skill_is_stated_before_the_campaign_opens_and_orders_nothing() -> None:
    unit, skill = f.UnitFactory.create(), f.SkillFactory.create(code="rust")
    campaign, partner = ready()
    campaign.assigned_units.add(unit)
    clock = f.clock_at(f.NOW)
    with pytest.raises(NotVisible):
        state_skill_minimum(
            campaign, unit, skill, 12, prompted_by="A strike.", by=f.EmployeeFactory.create(), clock=clock
        )
    with pytest.raises(Invalid, match="assigned units"):
        state_skill_minimum(
            campaign, f.UnitFactory.create(), skill, 12, prompted_by="A strike.", by=partner, clock=clock
        )
    with pytest.raises(Invalid, match="number of people"):
        state_skill_minimum(campaign, unit, skill, -1, prompted_by="A strike.", by=partner, clock=clock)
    with pytest.raises(Invalid, match="between 1 and 5"):
        state_skill_minimum(
            campaign, unit, skill, 12, proficiency=6, prompted_by="A strike.", by=partner, clock=clock
        )
    state_skill_minimum(campaign, unit, skill, 12, prompted_by="A strike.", by=partner, clock=clock)
    state_skill_minimum(campaign, unit, skill, 14, proficiency=3, prompted_by="A strike.", by=partner, clock=clock)
    assert list(SkillMinimum.objects.values_list("people", "proficiency")) == [(14, 3)]
    state_skill_minimum(campaign, unit, skill, 0, prompted_by="A strike.", by=partner, clock=clock)
    assert not SkillMinimum.objects.exists()
    open_campaign(campaign, prompted_by="The memo.", by=partner, clock=clock)
    with pytest.raises(NotAllowed, match="was opened"):
        state_skill_minimum(campaign, unit, skill, 12, prompted_by="A strike.", by=partner, clock=clock)


def test_minimum_by_skill_is_stated_and_shown_at_the_desk() -> None:
    campaign, partner = ready()
    skill, client = f.SkillFactory.create(code="rust"), signed_in(partner)
    page = a.page_of(campaign, "skills")
    sent = fields_of(client.get(page)) | {"skill": str(skill.pk), "proficiency": "3", "people": "12"}
    sent["prompted_by"] = "The task force's plan."
    sent["unit"] = str(campaign.assigned_units.get().pk)
    assert client.post(page, sent).status_code == 302
    assert "(3+): 12" in text_of(client.get(a.page_of(campaign)))


def test_pages_ask_few_things_however_much_there_is() -> None:
    unit = led()
    people(unit, 30, skill="rust")
    for _ in range(3):
        announced(unit)
        f.UnitFactory.create(parent=unit)
    StaffingMinimum.objects.create(campaign=f.campaign(), unit=unit, people=18)
    for skill in ("rust", "python"):
        SkillMinimum.objects.create(
            campaign=f.campaign(), unit=unit, skill=f.SkillFactory.create(code=skill), people=15
        )
    client = signed_in(lead_of(unit))
    for page in (LEAD, page_of(unit), f"{LEAD}seats/{Placement.objects.latest('pk').public_id}/"):
        assert client.get(page).status_code == 200
        with few_queries(page):
            client.get(page)
