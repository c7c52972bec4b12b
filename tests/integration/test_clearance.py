"""Who comes first: refusals by the action and on the page, naming only whom the manager may see."""

from datetime import timedelta
from typing import Any

import pytest

from accounts.models import Employee
from tests import factories as f
from tests.pages import THEN, travel
from tests.walks import claim_by_page, offer_address, undrafted
from transfers.actions.claims import decline_claim, offer_claim, withdraw_claim
from transfers.actions.seats import RoleFull
from transfers.errors import NotAllowed
from transfers.models import Claim, Exclusion, Role
from transfers.models.candidacy import NOBODY

pytestmark = pytest.mark.django_db

IN_CLEARANCE = (
    "During its first working days this role is open only to people with priority placement. "
    "This person can be claimed for it afterwards."
)
FIRST = "People with priority placement qualify for this role and come first: "


@pytest.fixture(autouse=True)
def then() -> None:
    travel(THEN)


def mover(name: str = "Moving Max", **person: Any) -> Employee:
    return f.candidate(f.EmployeeFactory.create(name=name, **person)).employee


def offer(role: Role, person: Employee) -> Claim:
    return offer_claim(
        role,
        person,
        terms=f.terms(),
        level=5,
        start_on=THEN.date() + timedelta(days=30),
        by=f.manager_of(role),
        clock=f.clock_at(THEN),
    )


def refusal(role: Role, person: Employee) -> str:
    with pytest.raises(NotAllowed) as refused:
        offer(role, person)
    return refused.value.message


def test_role_in_clearance_refuses_own_request() -> None:
    assert refusal(f.role(opened_at=THEN - f.DAY), mover()) == IN_CLEARANCE


def test_role_in_clearance_refuses_own_request_on_the_page() -> None:
    role = f.role(opened_at=THEN - f.DAY)
    page = claim_by_page(role, mover())
    assert page.status_code == 409
    assert IN_CLEARANCE in page.content.decode()
    assert not Claim.objects.exists()


def test_role_in_clearance_can_be_offered_to_people_with_priority() -> None:
    assert claim_by_page(f.role(opened_at=THEN - f.DAY), undrafted()).status_code == 302


def test_clearance_ends_after_ten_working_days() -> None:
    role = f.role(opened_at=THEN - 20 * f.DAY)
    assert claim_by_page(role, mover()).status_code == 302


def test_claim_that_passes_somebody_over_names_exactly_those_the_manager_may_see() -> None:
    role, chosen = f.role(seats=3), mover()
    manager = f.manager_of(role)
    undrafted("Ada Berg")
    undrafted("Bo Ek")
    undrafted("Below Bea", manager=manager)
    undrafted("Cobol Carl", skilled={"cobol": 5})
    shy = undrafted("Shy Sheila")
    Exclusion.objects.create(candidacy=shy.candidacy, manager=manager)
    hidden = undrafted("Hidden Hana")
    hidden.candidacy.visibility = NOBODY
    hidden.candidacy.save()
    assert refusal(role, chosen) == FIRST + "Ada Berg, Bo Ek."
    page = claim_by_page(role, chosen)
    assert page.status_code == 409
    assert FIRST + "Ada Berg, Bo Ek." in page.content.decode()


@pytest.mark.parametrize("answer", ["waits", "declined"])
def test_whoever_was_claimed_is_not_passed_over(answer: str) -> None:
    role, chosen = f.role(seats=3), mover()
    entitled = undrafted()
    claim = offer(role, entitled)
    if answer == "declined":
        decline_claim(claim, by=entitled, clock=f.clock_at(THEN + f.HOUR))
    assert claim_by_page(role, chosen).status_code == 302


def test_withdrawing_a_claim_puts_its_person_first_again() -> None:
    role, chosen = f.role(seats=3), mover()
    entitled = undrafted()
    claim = offer(role, entitled)
    withdraw_claim(claim, because="Too early.", by=f.manager_of(role), clock=f.clock_at(THEN + timedelta(minutes=1)))
    assert refusal(role, chosen) == FIRST + f"{entitled.name}."


def test_form_of_a_claim_that_would_be_refused_says_so_before_it_is_filled_in() -> None:
    role, chosen = f.role(), mover()
    entitled = undrafted()
    page = claim_by_page(role, chosen, only_open=True)
    assert page.status_code == 409
    assert FIRST + f"{entitled.name}." in page.content.decode()
    assert offer_address(role, entitled) not in page.content.decode()


def test_hr_acting_for_a_manager_passes_over_nobody_whom_the_manager_may_see() -> None:
    role = f.role()
    manager = f.manager_of(role)
    first = f.undrafted(at=f.NOW - f.HOUR)
    f.candidate(first.employee)
    own = f.candidate(f.EmployeeFactory.create(manager=manager)).employee  # an own request from the manager's team
    partner = f.hr_partner(f.campaign())  # of another campaign: the first person's name is not theirs to read
    with pytest.raises(NotAllowed) as refused:
        f.claim(role, own, by=partner, at=f.NOW)
    assert "come first: others." in refused.value.message
    assert first.employee.name not in refused.value.message
    f.claim(role, first.employee, at=f.NOW)
    with pytest.raises(RoleFull):
        f.claim(role, own, by=partner, at=f.NOW)


def test_hr_withdraws_an_offer_whose_manager_has_gone() -> None:
    made = f.claim(at=f.NOW)
    partner = f.hr_partner(made.employee.assignments.get().campaign)
    with pytest.raises(NotAllowed, match="Only the role’s hiring manager"):
        withdraw_claim(made, because="The manager left.", by=partner, clock=f.clock_at(f.NOW + f.HOUR))
    manager = f.manager_of(made.role)
    manager.is_active = False
    manager.save()
    assert (
        withdraw_claim(made, because="The manager left.", by=partner, clock=f.clock_at(f.NOW + f.HOUR)).status
        == "withdrawn"
    )
