"""The candidates of a role, as its hiring manager sees them."""

from typing import Any

import pytest
from django.urls import reverse

from accounts.models import Employee
from tests import factories as f
from tests.pages import THEN, signed_in, text_of, travel
from transfers.models import Role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def then() -> None:
    travel(THEN)


def undrafted(name: str = "Ada Berg", **fields: Any) -> Employee:
    """Somebody with priority who is visible to every role they qualify for."""
    person = f.EmployeeFactory.create(name=name, **fields.pop("person", {}))
    campaign = f.campaign(deadline_at=THEN + 14 * f.DAY, opened_at=THEN - 7 * f.DAY)
    f.undrafted(in_campaign=campaign, employee=person, at=THEN - f.DAY)
    f.candidate(person, **fields)
    return person


def pool(of: Role) -> str:
    return reverse("transfers:hiring_pool", args=[of.public_id])


def profile(of: Role, person: Employee) -> str:
    return reverse("transfers:hiring_profile", args=[of.public_id, person.candidacy.public_id])


def test_pool_shows_priority_before_own_request_and_then_fit() -> None:
    role = f.role(skills={"python": 3})
    mover = f.candidate(f.EmployeeFactory.create(name="Moving Max", skilled={"python": 5})).employee
    entitled = undrafted("Ada Berg", person={"skilled": {"python": 3}})
    text = text_of(signed_in(f.manager_of(role)).get(pool(role)))
    assert text.index("Priority placement</h2>") < text.index(entitled.name)
    assert text.index(entitled.name) < text.index("Own request</h2>") < text.index(mover.name)
