"""The hiring manager's and the HR partner's ways in a real browser: with keys alone, without scripts, seen by axe."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import Employee
from tests import factories as f
from tests.browsing.looks import faults_in_all_looks, faults_in_both_looks
from tests.functional.hands import Hands
from tests.functional.visitors import let_in
from tests.pages import THEN, travel
from tests.walks import campaign_then, undraft
from transfers.actions.acceptance import accept_claim
from transfers.actions.cases import open_case
from transfers.actions.claims import decline_claim, offer_claim
from transfers.models import Claim, Placement, Role

pytestmark = pytest.mark.django_db(transaction=True)

SKILLS = {"incident response": 4, "python": 3, "kubernetes": 2}


@dataclass
class Company:
    """A role with candidates of both groups, offers in every state, and a person whose chain the manager is in."""

    role: Role
    manager: Employee
    partner: Employee
    candidate: Employee
    waiting: Claim
    below: Employee
    placement: Placement


def candidate(name: str, **person: object) -> Employee:
    employee = f.EmployeeFactory.create(name=name, skilled=SKILLS, **person)
    f.candidate(
        employee,
        relocation="country",
        note="I like calm nights. <svg onload=alert(1)>",
        available_from=THEN.date() + timedelta(days=21),
    )
    return employee


def claim(role: Role, person: Employee, by: Employee) -> Claim:
    return offer_claim(
        role,
        person,
        terms=f.terms(pay="78,000 to 84,000 a year", on_call="One week in six"),
        level=5,
        start_on=THEN.date() + timedelta(days=30),
        note="We would be glad to have you.",
        by=by,
        clock=f.clock_at(THEN - f.HOUR),
    )


@pytest.fixture
def company() -> Company:
    travel(THEN)
    campaign = campaign_then()
    manager = f.EmployeeFactory.create(name="Mona Västerbottensson-Hjortsbergskiöld", time_zone="America/New_York")
    role = f.role(manager=manager, seats=6, title="Site reliability engineer, Zahlungsverkehr", skills=SKILLS)
    f.role(manager=manager, seats=2, title="Data engineer")
    partner = f.hr_partner(campaign, name="Hanna Ros")
    people = []
    for name in ("Ada Berg", "Bo Ek", "Cleo Vinter", "Dana Öst"):
        of = undraft(campaign, name=name, skilled=SKILLS)
        f.candidate(of.employee, note="Two languages, and the night shift is fine.", relocation="country")
        people.append(of.employee)
    candidate("Ewa Own-Request")
    candidate("مريم العلي")
    below = undraft(campaign, name="Below Bo", skilled=SKILLS, manager=manager).employee
    f.candidate(below)
    waiting = claim(role, people[1], manager)
    decline_claim(claim(role, people[2], manager), by=people[2], clock=f.clock_at(THEN - timedelta(minutes=9)))
    accepted = claim(role, people[3], manager)
    placement = accept_claim(accepted, by=people[3], clock=f.clock_at(THEN - timedelta(minutes=8)))
    claim(role, below, partner)
    for purpose in ("claim", "late_filing", "cancellation"):
        for person in (below, placement.employee):
            open_case(person, purpose, by=partner, clock=f.clock_at(THEN))
    return Company(role, manager, partner, people[0], waiting, below, placement)


def manager_addresses(of: Company) -> list[str]:
    role, person = of.role.public_id, of.candidate.candidacy.public_id
    return [
        "/hiring/roles/",
        reverse("transfers:hiring_pool", args=[role]),
        reverse("transfers:hiring_profile", args=[role, person]),
        reverse("transfers:hiring_compare", args=[role])
        + f"?candidate={person}&candidate={of.waiting.employee.candidacy.public_id}",
        reverse("transfers:hiring_offer", args=[role, person]),
        "/hiring/claims/",
        f"/hiring/claims/{of.waiting.public_id}/",
    ]


def partner_addresses(of: Company) -> list[str]:
    below, moving = of.below.public_id, of.placement.employee.public_id
    hr_claim = Claim.objects.get(employee=of.below)
    return [
        "/cases/",
        f"/cases/{below}/",
        f"/cases/{moving}/",
        f"/cases/{below}/withdraw/{hr_claim.public_id}/",
        f"/cases/{moving}/cancel/{of.placement.public_id}/",
    ]


def test_pages_pass_axe_and_fit(page: Page, live_server: LiveServer, company: Company) -> None:
    walks = [
        (company.manager, manager_addresses(company)),
        (company.partner, partner_addresses(company)),
        (company.candidate, ["/my-record/"]),
    ]
    for viewer, addresses in walks:
        let_in(page, live_server, viewer)
        for address in addresses:
            answer = page.goto(live_server.url + address)
            assert answer is not None
            assert answer.status == 200, address
            assert faults_in_both_looks(page) == [], address


def test_late_filing_form_passes_axe_and_fits(page: Page, live_server: LiveServer, company: Company) -> None:
    travel(THEN + 17 * f.DAY)
    open_case(company.below, "late_filing", by=company.partner)
    of = company.below.assignments.get()
    page.set_viewport_size({"width": 320, "height": 800})
    let_in(page, live_server, company.partner)
    page.goto(f"{live_server.url}/cases/{company.below.public_id}/late/{of.public_id}/")
    assert faults_in_all_looks(page) == []
    page.get_by_role("button", name="Record it").click()
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("Record a late filing")


def test_manager_goes_from_the_roles_to_a_claim_and_takes_it_back(
    hands: Hands, live_server: LiveServer, company: Company
) -> None:
    page = hands.page
    let_in(page, live_server, company.manager)
    page.goto(live_server.url + "/hiring/")
    hands.press(page.get_by_role("link", name="Site reliability engineer"))
    expect(page.get_by_text("Below Bo")).to_have_count(0)
    hands.choose(page.get_by_label("Compare Ada Berg"))
    hands.choose(page.get_by_label("Compare Bo Ek"))
    hands.press(page.get_by_role("button", name="Compare up to 4"))
    hands.press(page.get_by_role("link", name="Claim for this role Ada Berg"))
    hands.write(page.get_by_label("First day"), str(THEN.date() + timedelta(days=30)))
    hands.press(page.locator("summary", has_text="Pay: No change"))
    hands.pick(page.get_by_label("Pay: what you state"), "Stated below")
    hands.press(page.get_by_role("button", name="Claim for this role"))
    expect(page.get_by_role("link", name="Pay: write what you state")).to_be_visible()
    hands.write(page.get_by_label("Pay: in words"), "80,000 a year")
    hands.press(page.get_by_role("button", name="Claim for this role"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Claims I made")
    hands.press(page.get_by_role("link", name="Ada Berg"))
    expect(page.get_by_text("80,000 a year")).to_be_visible()
    hands.write(page.get_by_label("Reason for withdrawing"), "The seat moved to another team.")
    hands.press(page.get_by_role("button", name="Withdraw the offer"))
    expect(page.locator("li", has_text="Ada Berg")).to_contain_text("You withdrew it")


def test_manager_opens_a_profile_and_claims(hands: Hands, live_server: LiveServer, company: Company) -> None:
    page = hands.page
    let_in(page, live_server, company.manager)
    page.goto(live_server.url + "/hiring/")
    hands.press(page.get_by_role("link", name="Site reliability engineer"))
    hands.press(page.get_by_role("main").get_by_role("link", name="Ada Berg", exact=True))
    hands.press(page.get_by_role("link", name="Claim for this role").first)
    hands.write(page.get_by_label("First day"), "2041-04-04")
    hands.press(page.get_by_role("button", name="Claim for this role"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Claims I made")
    assert Claim.objects.filter(employee=company.candidate, status="offered").exists()


def test_partner_opens_a_case_and_the_person_sees_it(hands: Hands, live_server: LiveServer, company: Company) -> None:
    page = hands.page
    let_in(page, live_server, company.partner)
    page.goto(live_server.url + "/cases/")
    hands.write(page.get_by_label("HR id or mail address"), company.candidate.hr_id)
    hands.choose(page.get_by_label("An offer: make one"))
    hands.press(page.get_by_role("button", name="Open the case"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Ada Berg")
    let_in(page, live_server, company.candidate)
    page.goto(live_server.url + "/my-record/")
    expect(page.get_by_text("Hanna Ros, HR partner")).to_be_visible()
    expect(page.get_by_text("Opened your case for: an offer")).to_be_visible()
