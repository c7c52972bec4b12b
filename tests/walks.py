"""Ways through the hiring pages that several tests take."""

from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import reverse

from accounts.models import Employee
from tests import factories as f
from tests.pages import THEN, fields_of, signed_in
from transfers.models import Assignment, Campaign, Role
from transfers.models.terms import ROLE_TOPICS


def campaign_then() -> Campaign:
    """A campaign whose window is open at THEN for two weeks."""
    return f.campaign(deadline_at=THEN + 14 * f.DAY, opened_at=THEN - 7 * f.DAY)


def undraft(in_campaign: Campaign | None = None, **person: Any) -> Assignment:
    """Somebody who undrafted the day before THEN."""
    employee = f.EmployeeFactory.create(**person)
    return f.undrafted(in_campaign=in_campaign or campaign_then(), employee=employee, at=THEN - f.DAY)


def undrafted(name: str = "Ada Berg", **person: Any) -> Employee:
    """Somebody with priority who is visible to every role they qualify for."""
    employee = undraft(name=name, **person).employee
    f.candidate(employee)
    return employee


def offer_address(role: Role, person: Employee) -> str:
    return reverse("transfers:hiring_offer", args=[role.public_id, person.candidacy.public_id])


def offer_fields(**changed: Any) -> dict[str, Any]:
    """What a manager fills in: every term unchanged."""
    fields: dict[str, Any] = {"level": "5", "start_on": str(THEN.date() + timedelta(days=30)), "note": ""}
    for topic in ROLE_TOPICS:
        fields |= {f"{topic}_statement": "no_change", f"{topic}_text": "", f"{topic}_ask": ""}
    return fields | changed


def draw(client: Client, address: str) -> dict[str, str]:
    """The hidden fields of the form at an address."""
    return fields_of(client.get(address))


def claim_by_page(role: Role, person: Employee, *, only_open: bool = False, **changed: Any) -> Any:
    """Open the claim form as the role's manager, fill it in and send it; a refusal may come at either step."""
    client, address = signed_in(f.manager_of(role)), offer_address(role, person)
    page = client.get(address)
    if only_open or page.status_code != 200:
        return page
    return client.post(address, fields_of(page) | offer_fields(**changed))
