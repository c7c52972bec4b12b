"""A case of one person, opened by their HR partner as the pages let them."""

from datetime import timedelta
from typing import Any

from django.test import Client

from accounts.models import Employee
from tests import factories as f
from tests.pages import THEN, signed_in, travel
from tests.walks import campaign_then, draw
from transfers.actions.claims import offer_claim
from transfers.models import Assignment, Claim, Role

CASES = "/cases/"


def open_case(partner: Employee, person: Employee, purpose: str = "other", **sent: Any) -> tuple[Client, Any]:
    """A partner's client, and the answer to opening the person's case."""
    client = signed_in(partner)
    fields = draw(client, CASES) | {"sought": person.hr_id, "purpose": purpose}
    return client, client.post(CASES, fields | sent)


def member(**person: Any) -> tuple[Assignment, Employee]:
    """A drafted person in an open window who has filed nothing, and their HR partner."""
    campaign = campaign_then()
    return f.assignment(campaign, f.EmployeeFactory.create(**person)), f.hr_partner(campaign)


def late_member() -> tuple[Assignment, Employee]:
    """The same, three days after the window closed."""
    of, partner = member()
    travel(THEN + 17 * f.DAY)
    return of, partner


def address(person: Employee, path: str = "") -> str:
    return f"{CASES}{person.public_id}/{path}"


def claimed(person: Employee, role: Role | None = None, **fields: Any) -> Claim:
    role = role or f.role()
    return offer_claim(
        role,
        person,
        terms=f.terms(),
        level=5,
        start_on=THEN.date() + timedelta(days=30),
        by=fields.pop("by", None) or f.manager_of(role),
        clock=f.clock_at(THEN - f.HOUR),
    )
