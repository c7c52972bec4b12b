"""A hiring manager's pages: roles and seats, claims that wait, arrive or are not taken up."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Employee
from tests import factories as f
from tests import rounds
from tests.at_once import at_once
from tests.costs import MOST
from tests.hiring import CLAIMS, claimed
from tests.pages import THEN, signed_in, text_of, travel
from tests.walks import campaign_then, draw, offer_address, offer_fields, undraft, undrafted
from transfers.actions.acceptance import accept_claim, undo_acceptance
from transfers.actions.claims import decline_claim, expire_claim, withdraw_claim
from transfers.actions.grants import end_grant
from transfers.actions.placements import announce_placement, cancel_placement, finalise_placement
from transfers.models import Claim, Event, Grant, Placement, Role
from transfers.sight.actor import PORTAL

pytestmark = pytest.mark.django_db
ROLES = "/hiring/roles/"


@pytest.fixture(autouse=True)
def then(request: pytest.FixtureRequest) -> None:
    travel(THEN)


def roles_page(manager: Employee) -> str:
    return text_of(signed_in(manager).get(ROLES))


def numbers(manager: Employee) -> list[str]:
    """Seats, free, offers out, accepted, held by HR: as the page of one role says it."""
    said = dict(re.findall(r'data-name="([^"]+)">(\d+)</td>', roles_page(manager)))
    return [said[name] for name in ("Seats", "Free", "Offers out", "Accepted", "Held by HR")]


def soon() -> Any:
    return f.clock_at(THEN - timedelta(minutes=5))


def test_roles_page_counts_seats() -> None:
    role = f.role(seats=4)
    claimed(role)
    accept_claim(claim := claimed(role), by=claim.employee, clock=soon())
    Role.objects.filter(pk=role.pk).update(held_seats=1)
    assert numbers(f.manager_of(role)) == ["4", "1", "1", "1", "1"]


@pytest.mark.case("the role's manager is in the chain")
def test_seat_taken_by_one_whose_chain_the_manager_is_in_reads_held_by_hr() -> None:
    role, campaign = f.role(seats=2), campaign_then()
    manager, partner = f.manager_of(role), f.hr_partner(campaign)
    below = undraft(campaign, name="Below Bo", manager=manager).employee
    f.candidate(below)
    claim = claimed(role, below, by=partner)
    assert numbers(manager) == ["2", "1", "0", "0", "1"]
    placement = accept_claim(claim, by=below, clock=soon())
    assert numbers(manager) == ["2", "1", "0", "0", "1"]
    page = text_of(signed_in(manager).get(CLAIMS))
    assert below.name not in page
    travel(placement.announce_at + f.HOUR)
    announce_placement(placement, by=PORTAL)
    assert numbers(manager) == ["2", "1", "0", "1", "0"]
    assert below.name in text_of(signed_in(manager).get(CLAIMS))


@pytest.mark.case("the role's manager is in the chain")
def test_seat_held_by_hr_looks_like_one_taken_in_private() -> None:
    campaign = campaign_then()
    held, taken = f.role(seats=2, code="SAME", title="Same"), f.role(seats=2)
    Role.objects.filter(pk=held.pk).update(held_seats=1)
    below = undraft(campaign, manager=f.manager_of(taken)).employee
    f.candidate(below)
    claimed(taken, below, by=f.hr_partner(campaign))
    assert numbers(f.manager_of(held)) == numbers(f.manager_of(taken))


def test_roles_page_of_somebody_without_a_role_says_why_it_is_empty() -> None:
    assert "You are the hiring manager of no role" in roles_page(f.EmployeeFactory.create())


def test_role_pages_of_one_who_lost_the_grant_are_gone() -> None:
    role, person = f.role(), undrafted()
    manager = f.manager_of(role)
    client, address = signed_in(manager), offer_address(role, person)
    fields = draw(client, address) | offer_fields()
    end_grant(Grant.objects.get(role=role), by=f.admin(), clock=f.clock_at(THEN))
    assert client.post(address, fields).status_code == 404
    assert client.get(address).status_code == 404
    assert not Claim.objects.exists()


def ended(how: str) -> Claim:
    claim = claimed()
    if how == "declined":
        decline_claim(claim, reason="The hours are too long", by=claim.employee, clock=soon())
    elif how == "expired":
        travel(claim.expires_at + f.HOUR)
        expire_claim(claim, by=PORTAL)
    elif how == "withdrawn":
        withdraw_claim(claim, because="Reorganised", by=PORTAL, clock=soon())  # what they withdrew themselves says so
    elif how == "superseded":
        other = claimed(f.role(), claim.employee)
        accept_claim(other, by=claim.employee, clock=soon())
    elif how == "undone":
        placement = accept_claim(claim, by=claim.employee, clock=soon())
        undo_acceptance(placement, by=claim.employee, clock=f.clock_at(THEN))
    elif how == "cancelled":
        placement = accept_claim(claim, by=claim.employee, clock=soon())
        partner = f.hr_partner(claim.employee.assignments.get().campaign)
        cancel_placement(placement, because="person", by=partner, clock=f.clock_at(THEN))
    claim.refresh_from_db()
    return claim


@pytest.mark.parametrize("how", ["declined", "expired", "withdrawn", "superseded", "undone", "cancelled"])
def test_claim_that_ended_reads_not_taken_up_whatever_happened(how: str) -> None:
    claim = ended(how)
    client = signed_in(f.manager_of(claim.role))
    pages = text_of(client.get(CLAIMS)) + text_of(client.get(f"{CLAIMS}{claim.public_id}/"))
    assert pages.count("Not taken up") == 3  # heading, tag, and the claim's own page
    for word in ("declined", "expired", "withdrawn", "superseded", "undone", "cancelled", "hours are too long"):
        assert word not in pages.lower()


def test_pages_of_claims_that_ended_differently_have_the_same_size() -> None:
    sizes = set()
    for how in ("declined", "superseded", "undone"):
        claim = ended(how)
        page = text_of(signed_in(f.manager_of(claim.role)).get(f"{CLAIMS}{claim.public_id}/"))
        sizes.add(len(page.split("<main")[1].split("</main>")[0].replace(claim.role.unit.name, "")))
    assert len(sizes) == 1


def test_withdrawing_takes_a_reason_and_frees_the_seat() -> None:
    claim = claimed()
    client = signed_in(f.manager_of(claim.role))
    address = f"{CLAIMS}{claim.public_id}/"
    fields = draw(client, address)
    refused = client.post(f"{address}withdraw/", fields | {"because": "  "})
    assert refused.status_code == 400
    assert "Give the reason: the person reads it" in text_of(refused)
    assert client.post(f"{address}withdraw/", fields | {"because": "The team moves."}).status_code == 302
    claim.refresh_from_db()
    assert (claim.status, claim.withdrawn_because) == ("withdrawn", "The team moves.")


def test_withdrawing_what_was_answered_meanwhile_is_refused() -> None:
    claim = claimed()
    client = signed_in(f.manager_of(claim.role))
    fields = draw(client, f"{CLAIMS}{claim.public_id}/")
    accept_claim(claim, by=claim.employee, clock=f.clock_at(THEN))
    page = client.post(f"{CLAIMS}{claim.public_id}/withdraw/", fields | {"because": "The team moves."})
    assert page.status_code == 409
    assert "This offer is not open any more." in text_of(page)


@pytest.mark.parametrize("path", ["", "withdraw/"])
def test_claim_of_another_manager_is_the_404_of_one_that_never_was(path: str) -> None:
    claim, stranger = claimed(), f.manager_of(f.role())
    client = signed_in(stranger)
    pages = [client.post(f"{CLAIMS}{thing}/{path}") for thing in (claim.public_id, uuid4())]
    if not path:
        pages = [client.get(f"{CLAIMS}{thing}/") for thing in (claim.public_id, uuid4())]
    assert [page.status_code for page in pages] == [404, 404]
    assert len(pages[0].content) == len(pages[1].content)


@pytest.mark.case("a viewer enters the chain")
def test_claim_of_a_person_whose_chain_the_manager_enters_is_gone() -> None:
    claim = claimed()
    manager = f.manager_of(claim.role)
    Employee.objects.filter(pk=claim.employee_id).update(manager=manager)
    assert signed_in(manager).get(f"{CLAIMS}{claim.public_id}/").status_code == 404
    assert claim.employee.name not in text_of(signed_in(manager).get(CLAIMS))


def test_withdrawing_by_a_plain_visit_is_no_way() -> None:
    claim = claimed()
    assert signed_in(f.manager_of(claim.role)).get(f"{CLAIMS}{claim.public_id}/withdraw/").status_code == 405


def test_arrivals_say_the_first_day_and_keep_it_private_until_announced() -> None:
    claim = claimed()
    manager = f.manager_of(claim.role)
    placement = accept_claim(claim, by=claim.employee, clock=soon())
    page = text_of(signed_in(manager).get(CLAIMS))
    assert "Keep it to yourself until it is announced" in page
    assert "The person can undo it until" in page
    travel(placement.effective_at + f.HOUR)
    finalise_placement(placement, by=PORTAL)
    Placement.objects.get(pk=placement.pk, status="finalised")
    assert "On trial" in text_of(signed_in(manager).get(CLAIMS))


def test_signed_out_visitor_is_led_to_sign_in(client: Any) -> None:
    for address in (ROLES, CLAIMS, "/cases/", "/my-record/", f"/hiring/claims/{uuid4()}/"):
        assert client.get(address).status_code == 302


@pytest.mark.parametrize("address", [ROLES, CLAIMS])
def test_page_takes_the_same_queries_however_many_rows_it_shows(address: str) -> None:
    manager = f.EmployeeFactory.create()
    counts = []
    for more in (1, 8):
        for _ in range(more):
            role = f.role(manager=manager, seats=3)
            claimed(role)
            accept_claim(claim := claimed(role), by=claim.employee, clock=soon())
        client = signed_in(manager)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= MOST, counts


@pytest.mark.django_db(transaction=True)
def test_last_seat_goes_to_one_of_fifty_who_claim_at_once() -> None:
    role = f.role(seats=1)
    manager = f.manager_of(role)
    ready = []
    for n in range(50):
        person = undrafted(f"Candidate {n}")
        client, address = signed_in(manager), offer_address(role, person)
        fields = draw(client, address) | offer_fields()
        ready.append(lambda client=client, address=address, fields=fields: client.post(address, fields))
    answers: list[Any] = at_once(ready)
    codes = [getattr(answer, "status_code", repr(answer)) for answer in answers]
    assert codes.count(302) == 1
    assert codes.count(409) == 49
    role.refresh_from_db()
    assert (role.taken, Claim.objects.filter(role=role).count()) == (1, 1)
    assert Event.objects.filter(verb="claim.offered").count() == 1


def test_short_address_leads_to_the_roles() -> None:
    assert signed_in(f.manager_of(f.role())).get("/hiring/")["Location"] == ROLES


def test_candidate_whom_an_offer_reached_is_marked_and_not_claimed_again() -> None:
    claim = claimed(f.role(seats=2))
    client = signed_in(f.manager_of(claim.role))
    assert "Your offer waits" in text_of(client.get(f"{ROLES}{claim.role.public_id}/"))
    profile = reverse("transfers:hiring_profile", args=[claim.role.public_id, claim.employee.candidacy.public_id])
    assert offer_address(claim.role, claim.employee) not in text_of(client.get(profile))


def test_claims_page_of_an_hr_partner_lists_nothing_of_the_people_they_serve() -> None:
    claim = claimed()
    partner = f.hr_partner(claim.employee.assignments.get().campaign)
    page = text_of(signed_in(partner).get(CLAIMS))
    assert claim.employee.name not in page
    assert "your roles" not in page.lower()
    assert signed_in(partner).get(f"{CLAIMS}{claim.public_id}/").status_code == 404


def test_claims_name_unit_and_code_and_the_round_that_made_an_offer() -> None:
    """Two roles of one title are told apart, and an offer of a round from one's own."""
    role = f.role(code="PAY-9-R01", title="Data engineer", unit=f.UnitFactory.create(name="Ledger"), seats=2)
    claimed(role)
    manager = signed_in(f.manager_of(role))
    told = r"Data engineer, Ledger</span> · PAY-9-R01"
    assert re.search(told, page := text_of(manager.get(CLAIMS)))
    assert "Offered by the round" not in page
    other = f.role(code="PAY-9-R02", manager=f.manager_of(role), opened_at=THEN - 40 * f.DAY)
    rounds.wishes(other, at=THEN)
    rounds.published([other], at=THEN)
    assert "Offered by the round <bdi>Winter round</bdi>" in text_of(manager.get(CLAIMS))
    offer = Claim.objects.get(round__isnull=False)
    page = text_of(manager.get(f"/hiring/claims/{offer.public_id}/"))
    assert "Offered by the round" in page
    assert "A round made this offer by its published order, so nobody takes it back." in page
