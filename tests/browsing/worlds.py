"""Companies to look at: one where nothing happened yet, one with more of everything than fits a page."""

from collections.abc import Iterator
from dataclasses import dataclass
from http.cookies import SimpleCookie
from itertools import product
from typing import Any

from accounts.models import Employee
from portal import errors
from portal.settings import BASE_DIR
from tests import factories as f
from tests.browsing.drawn import Answer, Drawn, client_of, draw, table
from tests.main_pages import MainPage, main_pages
from tests.pages import THEN, travel
from transfers.models import Campaign, Role


@dataclass(frozen=True)
class World:
    """Who looks, by what they are, and the things whose own pages are looked at, by noun."""

    name: str
    viewers: dict[str, Employee]
    things: dict[str, list[Any]]


def empty() -> World:
    """A campaign without members, a role that nobody ranked, and people for whom nothing has happened."""
    travel(THEN)
    campaign = f.campaign(deadline_at=THEN + 14 * f.DAY, opened_at=THEN - 7 * f.DAY)
    role = f.role()
    viewers = {
        "employee": f.EmployeeFactory.create(),
        "hiring manager": f.manager_of(role),
        "HR partner": f.hr_partner(campaign),
        "admin": f.admin(),
    }
    return World("empty", viewers, {"campaign": [campaign], "role": [role]})


def full() -> World:
    """The company of the ten main pages: 70 roles, units and managers, 26 candidates, long names."""
    pages: dict[str, MainPage] = {page.name: page for page in main_pages()}
    campaign = Campaign.objects.latest("pk")
    viewers = {
        "drafted engineer": pages["home"].person,
        "claimed engineer": pages["offers"].person,
        "hiring manager": pages["pool"].person,
        "HR partner": f.hr_partner(campaign),
        "admin": pages["administration"].person,
    }
    of = viewers["claimed engineer"]
    claim = of.claims.latest("pk")
    things: dict[str, list[Any]] = {
        "campaign": [campaign],
        "assignment": [viewers["drafted engineer"].assignments.get(), of.assignments.get()],
        "claim": [claim],
        "role": [Role.objects.earliest("pk"), claim.role],
        "candidacy": [of.candidacy],
    }
    return World("full", viewers, things)


def pages_of(world: World) -> Iterator[Drawn]:
    """Every address of the table, with the world's own things in it, as each of its people is shown it."""
    for viewer, person in world.viewers.items():
        client = client_of(person)
        cookies = client.cookies.output(header="", sep=";")
        for route, row in table():
            for ids in product(*[_ids(world, noun, in_admin=row.desk) for noun in row.of]):
                address = route.filled(ids)
                client.cookies = SimpleCookie(cookies)  # as before: one of the addresses signs out
                answer = client.get(address)
                if answer.status_code in (404, 405):
                    continue
                page = draw(client, answer, name=route.name, viewer=viewer, state=world.name, address=address)
                if page is not None:
                    yield page


def _ids(world: World, noun: str, *, in_admin: bool) -> list[str]:
    things = world.things.get(noun, [])
    return [
        str(thing.pk if in_admin else thing.public_id) for thing in things if in_admin or hasattr(thing, "public_id")
    ]


def error_pages() -> Iterator[Drawn]:
    """The pages of what went wrong, under the headers that every answer has."""
    headers = client_of(None).get("/of/nothing/").headers
    for path in sorted((BASE_DIR / "portal" / "templates").glob("[45]??.html")):
        answer = errors.page(int(path.stem), "You can file until the window closes.")
        told = Answer(answer.status_code, dict(headers), bytes(answer.content))
        yield Drawn(path.stem, "anybody", "went wrong", "/of/nothing/", told)
