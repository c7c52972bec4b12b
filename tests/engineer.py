"""What an engineer does on pages, for tests: files a choice, answers an offer. Arranged at `pages.THEN`."""

from typing import Any

from django.test import Client
from django.urls import reverse

from accounts.models import Employee
from tests import factories as f
from tests.pages import THEN, fields_of, travel
from transfers.actions.claims import offer_claim
from transfers.models import Assignment, Claim, Placement
from transfers.models.terms import TermsSheet


def member(**fields: Any) -> Assignment:
    """A drafted person in a window that is open at THEN for two weeks."""
    travel(THEN)
    deadline = fields.pop("deadline_at", THEN + 14 * f.DAY)
    return f.assignment(f.campaign(deadline_at=deadline, opened_at=THEN - 7 * f.DAY), **fields)


def question(of: Assignment) -> str:
    return reverse("transfers:choice", args=[of.public_id])


def check(client: Client, of: Assignment, option: object, **more: object) -> Any:
    """From the question to the check page, as the browser sends it."""
    fields = fields_of(client.get(question(of)), action="check/")
    return client.post(question(of) + "check/", {**fields, "option": option, **more})


def file(client: Client, of: Assignment, option: str) -> Any:
    """Question, check, file."""
    return client.post(question(of) + "file/", fields_of(check(client, of, option), action="file/"))


def person(**fields: Any) -> Employee:
    """Somebody whom hiring managers may see; not drafted."""
    travel(THEN)
    employee = f.EmployeeFactory.create(**fields)
    f.candidate(employee)
    return employee


def offer(to: Employee, *, terms: TermsSheet | None = None, **role: Any) -> Claim:
    of = f.role(**role)
    return offer_claim(
        of,
        to,
        terms=terms or f.terms(),
        level=role.get("level_max", 5),
        start_on=THEN.date() + 10 * f.DAY,
        by=f.manager_of(of),
        clock=f.clock_at(THEN),
    )


def address(claim: Claim) -> str:
    return f"/offers/{claim.public_id}/"


def press(client: Any, page: str, action: str, **more: object) -> Any:
    """Send one of the page's forms, and give back the answer."""
    return client.post(page + action, {**fields_of(client.get(page), action=action), **more})


def accepted(client: Any, claim: Claim) -> Placement:
    assert press(client, address(claim), "answer/").status_code == 302
    return Placement.objects.get(claim=claim)


def place(placement: Placement) -> str:
    return f"/offers/{placement.public_id}/next/"
