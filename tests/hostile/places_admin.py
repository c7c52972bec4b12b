"""The verbs of the admin, each with an example."""

from typing import Any

from django.db.models import Model

from accounts.models import Employee
from tests import factories as f
from tests.admin import new, page_of
from tests.hostile.places import Scene, place
from tests.imports import load
from tests.pages import THEN, travel
from transfers import transition
from transfers.actions.campaigns import reopen_campaign
from transfers.actions.roles import AskedSkill, NewRole, create_role
from transfers.models import Grant, HeldMove, Notice, Policy, Role
from transfers.models.grant import HIRING_MANAGER
from transfers.models.notice import MAIL, TO_ALL
from transfers.sight.actor import PORTAL
from transfers.states import CampaignStatus, GrantStatus

# Why a verb of the admin need not say which version its page showed.
STATUS = "Its action moves a status, compared and set: whoever comes second is refused."
NEW = "It makes a new row: nothing older is overwritten."


def verb(model: str, name: str, no_version: str = STATUS) -> Any:
    """Name a verb on the page of a thing."""
    return place(f"admin:{model}_verb/{name}", no_version=no_version)


def of_new(model: str, name: str) -> Any:
    return place(f"admin:{model}_new/{name}", no_version=NEW)


def at(thing: Model, name: str, who: Employee | None = None, /, **fields: Any) -> Scene:
    travel(THEN)
    return Scene(page_of(thing, name), who=who or f.admin(), fields=fields)


# --- assignments, roles, grants --------------------------------------------------------------------------------


@verb("transfers_assignment", "deadline", "A deadline only moves to a later day: an earlier one is refused.")
def deadline() -> Scene:
    of = f.assignment(f.campaign(deadline_at=THEN + 14 * f.DAY, opened_at=THEN - 7 * f.DAY))
    partner = f.hr_partner(of.campaign)
    return at(of, "deadline", partner, deadline="2041-05-01T17:00", zone="Europe/Berlin", because="leave")


@place("admin:transfers_assignment_verb/terms")
def terms() -> Scene:
    of = f.assignment()
    return at(of, "terms", f.hr_partner(of.campaign), because="A new agreement.", pay_statement="no_change")


@verb("transfers_assignment", "void")
def void() -> Scene:
    of = f.assignment()
    return at(of, "void", f.hr_partner(of.campaign), because="Another person of the same name.")


def _written_down() -> Role:
    new_role = NewRole(
        code="R-NEW",
        unit=f.UnitFactory.create(),
        title="Engineer",
        job_family=f.JobFamilyFactory.create(),
        level_min=4,
        level_max=6,
        site=f.SiteFactory.create(),
        seats=1,
        terms=f.terms(),
        skills=[AskedSkill(f.SkillFactory.create(), 3, True)],
    )
    f.policy()
    role = create_role(new_role, by=PORTAL, clock=f.clock_at(f.NOW))
    f.grant(f.EmployeeFactory.create(), HIRING_MANAGER, role=role)
    return role


@of_new("transfers_role", "open-many")
def open_many() -> Scene:
    role = _written_down()
    travel(THEN)
    return Scene(new(Role, "open-many"), who=f.hr_partner(f.campaign()), fields={"codes": role.code})


@verb("transfers_role", "open")
def open_role() -> Scene:
    return at(_written_down(), "open", f.hr_partner(f.campaign()))


@verb("transfers_role", "pause")
def pause() -> Scene:
    return at(f.role(), "pause", f.hr_partner(f.campaign()))


@place("admin:transfers_role_verb/seats")
def seats() -> Scene:
    return at(f.role(), "seats", f.hr_partner(f.campaign()), seats=3)


@place("admin:transfers_role_verb/hold")
def hold() -> Scene:
    return at(f.role(seats=3), "hold", f.hr_partner(f.campaign()), held_seats=1)


@verb("transfers_role", "close")
def close() -> Scene:
    return at(f.role(), "close", f.hr_partner(f.campaign()))


@of_new("transfers_grant", "propose")
def propose() -> Scene:
    travel(THEN)
    fields = {"kind": HIRING_MANAGER, "employee": f.EmployeeFactory.create().pk, "role": f.role().pk}
    return Scene(new(Grant, "propose"), who=f.admin(), fields=fields)


def _proposed(**fields: Any) -> Grant:
    person = f.EmployeeFactory.create()
    made = Grant(kind=HIRING_MANAGER, role=f.role(), employee=person, **fields)
    transition.start(made, GrantStatus.PROPOSED, by=f.EmployeeFactory.create(), at=f.NOW, subject=person)
    return made


@verb("transfers_grant", "confirm")
def confirm() -> Scene:
    return at(_proposed(), "confirm")


@verb("transfers_grant", "batch")
def batch() -> Scene:
    return at(_proposed(batch="6f1d8a7e-9a0e-4d5e-8f43-0a54b0a4d2c1"), "batch")


@verb("transfers_grant", "refuse")
def refuse() -> Scene:
    return at(_proposed(), "refuse")


@verb("transfers_grant", "end")
def end() -> Scene:
    return at(Grant.objects.get(role=f.role(), kind=HIRING_MANAGER), "end")


# --- moves that wait, policies, messages -----------------------------------------------------------------------


def _held(name: str) -> Scene:
    of = f.assignment()
    f.role()
    f.UnitFactory.create(code="U1")
    load("people", f"hr_id,unit_code\n{of.employee.hr_id},U1")
    return at(HeldMove.objects.get(), name, f.hr_partner(of.campaign))


@verb("transfers_heldmove", "apply")
def apply() -> Scene:
    return _held("apply")


@verb("transfers_heldmove", "drop")
def drop() -> Scene:
    return _held("drop")


@place(
    "admin:transfers_policy_new/publish",
    no_version=NEW,
    takes={
        "effective_at: an hour that comes twice": "The field is in UTC, where every hour comes once.",
        "effective_at: an hour that does not come": "The field is in UTC, where every hour comes once.",
    },
)
def publish() -> Scene:
    travel(THEN)
    f.policy()
    fields = {"effective_at": "2041-06-01T00:00", "note": "Longer undo.", "undo_hours": 48}
    return Scene(new(Policy, "publish"), who=f.admin(), fields=fields)


def _failed(template: str) -> Notice:
    """A mail that could not be sent, the day before THEN."""
    of = f.assignment(f.campaign(deadline_at=THEN + 14 * f.DAY, opened_at=THEN - 7 * f.DAY))
    f.file(of, "stay", at=THEN - 2 * f.DAY)
    if template == TO_ALL:
        reopened = of.campaign
        transition.move(reopened, CampaignStatus.CLOSED, by=PORTAL, at=THEN - 3 * f.DAY)
        reopen_campaign(
            reopened,
            THEN + 30 * f.DAY,
            prompted_by="A strike.",
            by=f.hr_partner(reopened),
            clock=f.clock_at(THEN - f.DAY),
        )
    notice = Notice.objects.filter(channel=MAIL, template__startswith=template, status="pending").latest("pk")
    transition.move_silently(notice, "sending", by=PORTAL, at=THEN - f.DAY, leased_until_at=THEN - f.DAY)
    transition.move_silently(notice, "needs_attention", by=PORTAL, at=THEN - f.DAY)
    return notice


@of_new("transfers_notice", "others")
def others() -> Scene:
    travel(THEN)
    _failed("choice.")
    return Scene(new(Notice, "others"), who=f.admin())


@verb("transfers_notice", "retry")
def retry() -> Scene:
    return at(_failed(TO_ALL), "retry")


# --- people and units ------------------------------------------------------------------------------------------


@place("admin:accounts_employee_verb/manager")
def manager() -> Scene:
    person, above = f.EmployeeFactory.create(), f.EmployeeFactory.create()
    return at(person, "manager", manager=above.pk, reason="The team moved.")


@place("admin:accounts_employee_verb/leave")
def leave() -> Scene:
    person = f.EmployeeFactory.create()
    return at(person, "leave", first_on="2041-03-10", last_on="2041-06-10", leave_email="away@example.com")


@verb("accounts_employee", "reset", "It sends one more link to the person.")
def reset() -> Scene:
    return at(f.EmployeeFactory.create(), "reset")


@verb("accounts_employee", "departure")
def departure() -> Scene:
    return at(f.EmployeeFactory.create(), "departure", day="2041-03-01")


@verb("accounts_employee", "readmit")
def readmit() -> Scene:
    person = f.EmployeeFactory.create(is_active=False, left_on=f.NOW.date())
    return at(person, "readmit", day="2041-03-01")


@place("admin:accounts_unit_verb/edit")
def change_unit() -> Scene:
    unit = f.UnitFactory.create()
    return at(unit, "edit", name="Renamed", approved_headcount=12)


@verb("accounts_unit", "merge")
def merge() -> Scene:
    unit, into = f.UnitFactory.create(), f.UnitFactory.create()
    return at(unit, "merge", into=into.pk, on="2041-03-01", reason="One team.")


@verb("accounts_unit", "close")
def close_unit() -> Scene:
    return at(f.UnitFactory.create(), "close", on="2041-03-01", reason="Its work ended.")
