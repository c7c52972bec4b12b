"""No page asks the database more the more there is."""

from typing import Any

import pytest
from django.core.cache import cache

from accounts.models import Employee
from tests import factories as f
from tests.pages import THEN, signed_in, travel
from transfers.actions.acceptance import accept_claim, undo_acceptance
from transfers.actions.claims import decline_claim
from transfers.models import Assignment, Placement

pytestmark = pytest.mark.django_db

MOST = 12


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
        f"/choice/{of.public_id}/",
        f"/receipt/{of.choices.latest('version').receipt.public_id}/",
        "/offers/",
        f"/offers/{person.claims.filter(status='offered').latest('pk').public_id}/",
        f"/placements/{person.placements.latest('pk').public_id}/",
        "/timeline/",
        "/policy/",
    ]


@pytest.mark.parametrize("offers", [1, 5])
def test_pages_stay_within_their_queries_whatever_the_rows(offers: int, django_assert_max_num_queries: Any) -> None:
    person, of = walked(offers)
    client = signed_in(person)
    for address in addresses(person, of):
        cache.clear()
        with django_assert_max_num_queries(MOST, info=address):
            assert client.get(address).status_code == 200
