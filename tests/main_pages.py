"""The portal's ten main pages, each full: many roles, managers, offers and candidates."""

from dataclasses import dataclass

from accounts.models import Employee
from tests import factories as f
from tests.pages import THEN, travel
from tests.walks import undraft
from transfers.actions.shortages import keep_interest, keep_shortages
from transfers.models import Assignment, Campaign, Preference, Role
from transfers.models.candidacy import DRAFT

# More than one page of roles and of managers, and more units than a list to choose from may hold.
MANY = 70


@dataclass(frozen=True)
class MainPage:
    """A page, and whom it is drawn for. `is_checked`: it comes after a radio button and the button below."""

    name: str
    person: Employee
    path: str
    is_checked: bool = False


def main_pages() -> list[MainPage]:
    """Arrange a company, and give its ten main pages, with the first of the administration."""
    travel(THEN)
    campaign = f.campaign(deadline_at=THEN + 14 * f.DAY, opened_at=THEN - 7 * f.DAY, after_end="origin")
    f.hr_partner(campaign, name="Ana Berg")
    roles = _roles()
    first, receipt = _first(campaign), _filed(campaign)
    manager = f.manager_of(roles[0])
    for number in range(26):
        of = undraft(campaign, name=f"Candidate {number:02} Västerbottensson")
        f.candidate(of.employee, note="Two languages, and the night shift is fine.", relocation="country")
    for role in roles[1:4]:
        f.claim(role, receipt.employee, at=THEN)
    _rank(first.employee, roles[:12])
    keep_shortages()
    keep_interest()
    return [
        MainPage("home", first.employee, "/"),
        MainPage("choose", first.employee, f"/choice/{first.public_id}/"),
        MainPage("check", first.employee, f"/choice/{first.public_id}/", is_checked=True),
        MainPage("receipt", receipt.employee, f"/receipt/{receipt.choices.get().receipt.public_id}/"),
        MainPage("roles", first.employee, "/roles/"),
        MainPage("role", first.employee, f"/roles/{roles[0].public_id}/"),
        MainPage("list", first.employee, "/preferences/"),
        MainPage("visibility", first.employee, "/visibility/"),
        MainPage("offers", receipt.employee, "/offers/"),
        MainPage("pool", manager, f"/hiring/roles/{roles[0].public_id}/"),
        MainPage("administration", f.admin(), "/admin/"),
    ]


def _roles() -> list[Role]:
    """As many units, roles and managers."""
    made = []
    for number in range(MANY):
        unit = f.UnitFactory.create(name=f"Unit {number:03} Zahlungsverkehr", approved_headcount=10 + number)
        manager = f.EmployeeFactory.create(name=f"Manager {number:03} Söderqvist-Adeyanju")
        made.append(f.role(title=f"Reliability engineer {number:03}", unit=unit, manager=manager, seats=2))
    return made


def _first(campaign: Campaign) -> Assignment:
    """A drafted engineer who has filed nothing, with a chain."""
    boss = f.EmployeeFactory.create(name="\u05d9\u05e2\u05dc \u05d1\u05e0\u05d7\u05d5\u05e8\u05d9\u05df")
    unit = f.UnitFactory.create(name="Applied AI")
    person = f.EmployeeFactory.create(
        name="Ada Västerbottensson-Hjortsbergskiöldstråle", unit=unit, manager=boss, time_zone="Europe/Lisbon"
    )
    return f.assignment(campaign, person)


def _filed(campaign: Campaign) -> Assignment:
    """One who filed, and whom managers may see."""
    of = undraft(campaign, name="Bo Ek")
    f.candidate(of.employee)
    return of


def _rank(person: Employee, roles: list[Role]) -> None:
    candidacy = f.candidate(person, visibility=None)
    Preference.objects.bulk_create(
        Preference(candidacy=candidacy, role=role, stage=DRAFT, rank=rank) for rank, role in enumerate(roles, 1)
    )
