"""No page asks the database more the more there is: a few things, and nothing twice."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from accounts.models import Employee, EmployeeSkill
from tests import factories as f
from tests.costs import few_queries
from tests.glass import GLASSES, confirmed, page_of, proposed, scene
from tests.pages import THEN, signed_in, text_of, travel
from tests.unplaced import returned
from tests.walks import campaign_then, draw, offer_address, undraft
from transfers.actions.acceptance import accept_claim, undo_acceptance
from transfers.actions.claims import decline_claim, offer_claim
from transfers.actions.placements import announce_placement
from transfers.models import Assignment, Candidacy, Claim, Placement, Role
from transfers.models.candidacy import QUALIFYING

pytestmark = pytest.mark.django_db

MANY = 300


def walked(offers: int) -> tuple[Employee, Assignment]:
    """A member who filed, with some open offers, as many declined ones, and a move in trial."""
    travel(THEN)
    of = f.assignment(
        f.campaign(deadline_at=THEN + 14 * f.DAY, opened_at=THEN - 7 * f.DAY, after_end="origin"),
        f.EmployeeFactory.create(unit=f.UnitFactory.create()),
    )
    for n in range(offers):
        f.file(of, "undraft", at=THEN + n * f.HOUR)
        f.hr_partner(of.campaign)
    person = of.employee
    f.candidate(person)
    for _ in range(offers):
        decline_claim(f.claim(f.role(), person, at=THEN), by=person, clock=f.clock_at(THEN + f.HOUR))
    accept_claim(f.claim(f.role(), person, at=THEN), by=person, clock=f.clock_at(THEN + f.HOUR))
    undo_acceptance(Placement.objects.latest("pk"), by=person, clock=f.clock_at(THEN + 2 * f.HOUR))
    for _ in range(offers):
        f.claim(f.role(), person, at=THEN + 3 * f.HOUR)
    return person, of


def addresses(person: Employee, of: Assignment) -> list[str]:
    return [
        "/",
        f"/memo/{of.campaign.public_id}/",
        f"/stated/{of.public_id}/",
        f"/choice/{of.public_id}/",
        f"/receipt/{of.choices.latest('version').receipt.public_id}/",
        f"/receipt/{of.choices.latest('version').receipt.public_id}/receipt.pdf",
        "/offers/",
        f"/offers/{person.claims.filter(status='offered').latest('pk').public_id}/",
        f"/offers/{person.placements.latest('pk').public_id}/next/",
        "/timeline/",
        "/policy/",
    ]


def draw_all(client: Client, pages: list[str]) -> None:
    """Draw each page twice, and count the second time: the public facts are known to the process by then."""
    for page in pages:
        cache.clear()
        assert client.get(page).status_code == 200, page
        with few_queries(page):
            client.get(page)


def movers(number: int) -> list[Candidacy]:
    """People without priority who are visible to every role they qualify for, with a skill that no role asks for."""
    one = f.EmployeeFactory.create()
    of_one = {"unit": one.unit, "site": one.site, "job_family": one.job_family, "skilled": {}}
    built = [
        f.EmployeeFactory.build(name=f"Mover {n:03}", sort_name=f"mover {n:03}", **of_one) for n in range(number)
    ]
    people = Employee.objects.bulk_create(built)
    skills = [f.SkillFactory.create(code=code) for code in ("python", "cobol")]
    EmployeeSkill.objects.bulk_create(
        EmployeeSkill(employee=person, skill=skill, proficiency=4) for person in people for skill in skills
    )
    at = THEN - f.DAY
    return Candidacy.objects.bulk_create(
        Candidacy(employee=person, visibility=QUALIFYING, visibility_at=at, status="open", open_at=at)
        for person in people
    )


def claimed(role: Role, person: Employee, *, by: Employee | None = None) -> Claim:
    """An offer made an hour before THEN."""
    return offer_claim(
        role,
        person,
        terms=f.terms(),
        level=5,
        start_on=THEN.date() + timedelta(days=30),
        by=by or f.manager_of(role),
        clock=f.clock_at(THEN - f.HOUR),
    )


@pytest.mark.parametrize("offers", [1, 5])
def test_pages_stay_within_their_queries_whatever_the_rows(offers: int) -> None:
    person, of = walked(offers)
    draw_all(signed_in(person), addresses(person, of))


@pytest.mark.parametrize("number", [3, MANY])
def test_hiring_pages_stay_within_their_queries_whatever_the_rows(number: int) -> None:
    travel(THEN)
    manager = f.EmployeeFactory.create()
    role = f.role(manager=manager, seats=9)
    people = [f.candidate(undraft(campaign_then()).employee).employee for _ in range(3)]
    waiting = claimed(role, people[0])
    accept_claim(claimed(role, people[1]), by=people[1], clock=f.clock_at(THEN - timedelta(minutes=1)))
    pool = f"/hiring/roles/{role.public_id}/"
    moving = [candidacy.public_id for candidacy in movers(number)[:2]]
    pages = [
        "/",
        "/hiring/roles/",
        "/hiring/claims/",
        f"/hiring/claims/{waiting.public_id}/",
        pool,
        f"{pool}people/{moving[0]}/",
        f"{pool}compare/?candidate={moving[0]}&candidate={moving[1]}",
        offer_address(role, people[2]),
    ]
    draw_all(signed_in(manager), pages)


def test_claiming_one_without_priority_stays_within_its_queries() -> None:
    travel(THEN)
    role, candidacy = f.role(), movers(MANY)[0]
    draw_all(signed_in(f.manager_of(role)), [offer_address(role, candidacy.employee)])


@pytest.mark.parametrize("number", [3, MANY])
def test_pages_about_roles_stay_within_their_queries_whatever_the_people(number: int) -> None:
    travel(THEN)
    role, other = f.role(), f.role(skills={"cobol": 5})
    person = movers(number)[0].employee
    pages = [
        "/roles/",
        "/roles/not-listed/",
        "/roles/saved/",
        "/preferences/",
        "/visibility/",
        "/shortage/",
        "/answers/",
        "/inbox/",
        "/inbox/notifications/",
        "/my-record/",
        "/my-record/terms/",
        "/my-record/kept/",
    ]
    pages += [f"/roles/{shown.public_id}/" for shown in (role, other)]
    draw_all(signed_in(person), pages)


def opened(partner: Employee, person: Employee, *purposes: str) -> Client:
    """A partner's client, with the person's case open."""
    client = signed_in(partner)
    for purpose in purposes:
        client.post("/cases/", draw(client, "/cases/") | {"sought": person.hr_id, "purpose": purpose})
    return client


@pytest.mark.parametrize("offers", [1, 3])
def test_case_pages_stay_within_their_queries_whatever_the_rows(offers: int) -> None:
    travel(THEN)
    lead = f.EmployeeFactory.create()
    of = undraft(campaign_then(), manager=lead)
    person, partner = of.employee, f.hr_partner(of.campaign)
    f.candidate(person)
    for _ in range(offers):
        first = claimed(f.role(), person)
        decline_claim(claimed(f.role(), person), by=person, clock=f.clock_at(THEN - timedelta(minutes=1)))
    by_hr = claimed(f.role(manager=lead), person, by=partner)
    client = opened(partner, person, "claim", "cancellation")
    case = f"/cases/{person.public_id}/"
    unclaimed = f.role(manager=lead).public_id
    draw_all(client, ["/cases/", case, f"{case}withdraw/{by_hr.public_id}/", f"{case}claim/{unclaimed}/"])
    placement = accept_claim(first, by=person, clock=f.clock_at(THEN + timedelta(minutes=1)))
    draw_all(client, [case, f"{case}cancel/{placement.public_id}/"])


@pytest.mark.parametrize("moves", [1, 4])
def test_handovers_stay_within_their_queries_whatever_the_rows(moves: int) -> None:
    travel(THEN)
    role, campaign = f.role(seats=9), campaign_then()
    people = [f.candidate(undraft(campaign).employee).employee for _ in range(moves)]
    placements = [
        accept_claim(claimed(role, person), by=person, clock=f.clock_at(THEN - timedelta(minutes=1)))
        for person in people
    ]
    for placement in placements:
        announce_placement(placement, clock=f.clock_at(placement.announce_at))
    first = placements[0]
    travel(first.announce_at + f.HOUR)
    draw_all(signed_in(people[0]), [f"/offers/{first.public_id}/next/", f"/offers/{first.public_id}/next/handover/"])
    draw_all(signed_in(f.manager_of(role)), ["/hiring/claims/", f"/hiring/arrivals/{first.public_id}/"])
    client, case = opened(f.hr_partner(campaign), people[0], "placement"), f"/cases/{people[0].public_id}/"
    draw_all(client, [case, f"{case}handover/{first.public_id}/"])


def test_late_page_of_a_case_stays_within_its_queries() -> None:
    travel(THEN)
    campaign = campaign_then()
    of, partner = f.assignment(campaign), f.hr_partner(campaign)
    travel(THEN + 17 * f.DAY)
    client = opened(partner, of.employee, "late_filing")
    draw_all(client, [f"/cases/{of.employee.public_id}/late/{of.public_id}/"])


def test_reading_in_a_case_stays_within_its_queries() -> None:
    travel(THEN)
    of = undraft(campaign_then())
    client = opened(f.hr_partner(of.campaign), of.employee, "reading")
    case = f"/cases/{of.employee.public_id}/"
    draw_all(client, [case, f"{case}read/{of.public_id}/"])


@pytest.mark.parametrize("number", [1, 3])
def test_break_glass_stays_within_its_queries_whatever_the_rows(number: int) -> None:
    travel(THEN)
    of, proposer, second = scene()
    for _ in range(number - 1):
        proposed(f.assignment(of.campaign), proposer)
    glass = confirmed(of, proposer, second)
    draw_all(signed_in(proposer), [GLASSES, f"{GLASSES}propose/", page_of(glass)])
    draw_all(signed_in(second), [GLASSES, page_of(glass)])


def test_what_waits_for_a_partner_stays_within_its_queries() -> None:
    travel(THEN)
    person, partner = returned()
    client = opened(partner, person, "unplaced_review")
    case = f"/cases/{person.public_id}/"
    draw_all(client, ["/cases/exceptions/", case, f"{case}review/"])


@pytest.mark.parametrize("waiting", [1, 5])
def test_claim_refused_for_those_it_passes_over_stays_within_its_queries(waiting: int) -> None:
    travel(THEN)
    role, candidacy = f.role(), movers(3)[0]
    for _ in range(waiting):
        f.candidate(undraft(campaign_then()).employee)
    client, page = signed_in(f.manager_of(role)), offer_address(role, candidacy.employee)
    client.get(page)
    with few_queries(page):
        assert "come first" in text_of(client.get(page))


@pytest.mark.parametrize("waiting", [1, 5])
def test_claim_by_hr_refused_for_those_it_passes_over_stays_within_its_queries(waiting: int) -> None:
    travel(THEN)
    lead, campaign = f.EmployeeFactory.create(), campaign_then()
    partner, role = f.hr_partner(campaign), f.role(manager=lead)
    person = f.candidate(f.assignment(campaign, f.EmployeeFactory.create(manager=lead)).employee).employee
    for _ in range(waiting):
        f.candidate(undraft(campaign).employee)
    client, page = opened(partner, person, "claim"), f"/cases/{person.public_id}/claim/{role.public_id}/"
    client.get(page)
    with few_queries(page):
        assert "come first" in text_of(client.get(page))
