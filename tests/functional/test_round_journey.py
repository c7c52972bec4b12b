"""A round in a real browser: rated, frozen, approved, run, published, answered; seen by axe; without scripts too."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import Employee
from tests import factories as f
from tests import findings, rounds
from tests.browsing.looks import faults_in_both_looks
from tests.functional.hands import Hands
from tests.functional.visitors import let_in
from tests.pages import THEN, travel
from transfers.actions.round_runs import improve_round, publish_round, run_round
from transfers.models import Candidacy, Claim, Role, Round

pytestmark = pytest.mark.django_db(transaction=True)


@dataclass
class Company:
    """Two roles that two people want in the same order; the first has priority."""

    roles: list[Role]
    first: Candidacy
    second: Candidacy
    preparer: Employee
    approver: Employee


@pytest.fixture
def company() -> Company:
    travel(THEN)
    roles = [
        f.role(title=title, opened_at=THEN - 40 * f.DAY) for title in ("Zahlungsverkehr engineer", "Data engineer")
    ]
    first = rounds.wishes(*roles, undrafted=True, visibility="qualifying", at=THEN, name="Ada Berg")
    second = rounds.wishes(*roles, visibility="qualifying", at=THEN, name="مريم العلي")
    return Company(roles, first, second, rounds.partner(at=THEN), rounds.partner(at=THEN))


def own_pages(made: Round, finding: str) -> list[str]:
    role = made.round_roles.order_by("role_id")[0].role
    return [
        "/rounds/",
        f"/rounds/{made.public_id}/",
        f"/rounds/{made.public_id}/roles/{role.public_id}/",
        "/findings/",
        f"/findings/{finding}/",
    ]


def test_pages_pass_axe_and_fit(page: Page, live_server: LiveServer, company: Company) -> None:
    other = f.role(title="Another role", opened_at=THEN - 40 * f.DAY)
    finding = findings.confirmed(other, company.second, at=THEN)
    proposed = findings.proposed(other, company.first, at=THEN)
    partner = findings.reviewer(proposed, at=THEN)
    made = rounds.published(company.roles, at=THEN)
    people = f"/hiring/roles/{company.roles[0].public_id}/people/{company.second.public_id}/"
    walks = [
        (company.second.employee, own_pages(made, str(finding.public_id))),
        (f.manager_of(company.roles[0]), [f"{people}rate/", f"{people}finding/"]),
        (partner, [f"/cases/{company.first.employee.public_id}/finding/{proposed.public_id}/", "/cases/exceptions/"]),
    ]
    for viewer, addresses in walks:
        let_in(page, live_server, viewer)
        for address in addresses:
            answer = page.goto(live_server.url + address)
            assert answer is not None
            assert answer.status == 200, address
            assert faults_in_both_looks(page) == [], address


def test_round_goes_from_the_rating_to_the_offers_and_up_again(
    hands: Hands, live_server: LiveServer, company: Company
) -> None:
    """The worker's part is done in between, as it does it within seconds."""
    page = hands.page
    enter = _entering(page, live_server)
    role, other = company.roles
    enter(f.manager_of(role), f"/hiring/roles/{role.public_id}/people/{company.second.public_id}/")
    hands.press(page.get_by_role("link", name="Rate for rounds"))
    hands.choose(page.get_by_label("4: meets all of them"))
    hands.press(page.get_by_role("button", name="Keep this rating"))
    expect(page.get_by_text("Only rounds read it")).to_be_visible()

    made = rounds.prepared(company.roles, at=THEN, by=company.preparer)
    approver = made.approver
    desk = f"/admin/transfers/round/{made.pk}/"
    enter(company.preparer, f"{desk}freeze/")
    hands.press(page.get_by_role("button", name="Freeze"))
    enter(company.second.employee, f"/rounds/{made.public_id}/")
    expect(page.get_by_text("Results come out for everybody at once")).to_be_visible()
    enter(approver, f"{desk}approve/")
    hands.press(page.get_by_role("button", name="Approve the inputs"))
    for person, secret in ((company.preparer, rounds.PREPARER_SECRET), (approver, rounds.APPROVER_SECRET)):
        enter(person, f"{desk}reveal/")
        hands.write(page.get_by_label("Your secret"), secret)
        hands.press(page.get_by_role("button", name="Reveal your secret"))
    run_round(made)
    enter(approver, f"{desk}publish/")
    hands.press(page.get_by_role("button", name="Publish"))
    publish_round(made)

    enter(company.second.employee, f"/rounds/{made.public_id}/")
    expect(page.get_by_text("comes before you by priority or by the manager’s rating")).to_be_visible()
    hands.press(page.get_by_role("link", name="What would have changed it"))
    expect(page.get_by_text("more seats at this role")).to_be_visible()
    enter(company.first.employee, f"/offers/{Claim.objects.get(employee=company.first.employee).public_id}/")
    hands.press(page.get_by_role("button", name="Decline").first)
    expect(page.get_by_text("Declined", exact=True)).to_be_visible()
    improve_round(made)
    enter(company.second.employee, "/offers/")
    expect(page.get_by_role("link", name=role.title).first).to_be_visible()
    expect(page.get_by_role("link", name=other.title).first).to_be_visible()


def _entering(tab: Page, live_server: LiveServer) -> Callable[[Employee, str], None]:
    def enter(person: Employee, address: str) -> None:
        let_in(tab, live_server, person)
        answer = tab.goto(live_server.url + address)
        assert answer is not None
        assert answer.status == 200, address

    return enter
