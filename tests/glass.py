"""Break-glass as the pages let two people open it."""

from typing import Any

from django.test import Client

from accounts.models import Employee
from tests import factories as f
from tests.cases import member
from tests.pages import THEN, fields_of, signed_in
from tests.walks import draw
from transfers.actions.break_glasses import confirm_break_glass, propose_break_glass
from transfers.models import Assignment, BreakGlass

GLASSES = "/break-glass/"
NOTE = "A court asked for it."


def scene(option: str = "undraft", **person: Any) -> tuple[Assignment, Employee, Employee]:
    """A member who filed, and two admins outside their chain."""
    of, _partner = member(**person)
    if option:
        f.file(of, option, at=THEN - f.HOUR)
    return of, f.admin(name="Prop Oser"), f.admin(name="Con Firmer")


def proposed(of: Assignment, by: Employee, *, minutes: int = 0) -> BreakGlass:
    return propose_break_glass(of, "duty", NOTE, by=by, clock=f.clock_at(THEN + minutes * f.HOUR / 60))


def confirmed(of: Assignment, by: Employee, second: Employee) -> BreakGlass:
    return confirm_break_glass(proposed(of, by), by=second, clock=f.clock_at(THEN))


def page_of(glass: BreakGlass, verb: str = "") -> str:
    return f"{GLASSES}{glass.public_id}/{verb}"


def press(viewer: Employee, glass: BreakGlass, verb: str) -> Any:
    """Open the page and send the form of one verb."""
    client = signed_in(viewer)
    return client.post(page_of(glass, f"{verb}/"), fields_of(client.get(page_of(glass)), action=f"{verb}/"))


def fill_in(viewer: Employee, of: Assignment, **sent: Any) -> tuple[Client, dict[str, Any]]:
    """A client, and the form of a proposal filled in."""
    client = signed_in(viewer)
    campaign = str(of.campaign.public_id)
    said = {"sought": of.employee.hr_id, "campaign": campaign, "reason": "duty", "note": NOTE}
    return client, draw(client, GLASSES + "propose/") | said | sent
