"""What the main pages of the demo company cost beside a bare Django page of their size (tests/bench/bare.py)."""

from collections.abc import Callable, Iterator

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import reverse

from accounts.models import Employee
from seeds import cast
from tests.bench import bare
from tests.bench.table import Figure, alternate
from tests.pages import signed_in
from transfers.clock import database_clock
from transfers.models import Assignment, Role
from transfers.sight.hats import roles_managed_by

TURNS = 40
_BARE = "tests.bench.bare"

Read = Callable[[str, str], int]


def compare_pages() -> list[Figure]:
    """Each page and the bare one take turns; the ranked roles first, as a rate."""
    return [_ranked_roles(), *(_compared(*each) for each in _main_pages())]


def _ranked_roles() -> Figure:
    get, ours = reader(Employee.objects.get(hr_id=cast.MIRA.hr_id)), reverse("transfers:roles")
    page, beside = alternate(lambda: get(ours, ""), _bare_page(get, get(ours, "")), times=TURNS)
    reference = "a bare Django page of as many rows and bytes"
    return Figure("ranked roles, pages a second", page, reference, beside, at_least=0.8, is_rate=True)


def _main_pages() -> Iterator[tuple[str, Employee, str]]:
    """What it is, who reads it, and its address."""
    mira, kofi, henrike, dolores, zofia = (
        Employee.objects.get(hr_id=one.hr_id)
        for one in (cast.MIRA, cast.KOFI, cast.HENRIKE, cast.DOLORES, cast.ZOFIA)
    )
    choice = Assignment.objects.filter(employee=mira).latest("pk").public_id
    managed = Role.objects.filter(pk__in=roles_managed_by(kofi, database_clock())).order_by("pk")[0]
    yield "home", mira, reverse("transfers:home")
    yield "the question", mira, reverse("transfers:choice", args=[choice])
    for name in ("preferences", "visibility", "claims", "timeline", "inbox", "answers", "record", "shortages"):
        yield name, mira, reverse(f"transfers:{name}")
    yield "a role", mira, reverse("transfers:role", args=[managed.public_id])
    yield "my roles", kofi, reverse("transfers:hiring_roles")
    yield "a role's pool", kofi, reverse("transfers:hiring_pool", args=[managed.public_id])
    yield "my units", henrike, reverse("transfers:lead")
    yield "cases", dolores, reverse("transfers:cases")
    yield "exceptions", dolores, reverse("transfers:case_exceptions")
    yield "administration", zofia, reverse("admin:index")
    for noun in ("campaign", "assignment", "role", "event"):
        yield f"list of {noun}s", zofia, reverse(f"admin:transfers_{noun}_changelist")
    yield "list of people", zofia, reverse("admin:accounts_employee_changelist")


def _compared(name: str, person: Employee, ours: str) -> Figure:
    get = reader(person)
    page, beside = alternate(lambda: get(ours, ""), _bare_page(get, get(ours, "")), times=TURNS)
    return Figure(f"page: {name}", page, "a bare Django page of its size", beside, at_most=2)


def _bare_page(get: Read, size: int) -> Callable[[], object]:
    """The bare page of so many bytes: as many rows as fit, no more than a page of ours has, then filling."""
    empty, full = (get(f"/bare/{rows}/0/", _BARE) for rows in (0, bare.ROWS))
    rows = max(0, min(bare.ROWS, (size - empty) * bare.ROWS // (full - empty)))
    filler = max(0, size - get(f"/bare/{rows}/0/", _BARE))
    return lambda: get(f"/bare/{rows}/{filler}/", _BARE)


def reader(person: Employee) -> Read:
    """What asks for a page as this person, through the whole middleware, and returns its bytes."""
    session = signed_in(person).cookies[settings.SESSION_COOKIE_NAME].value
    handler, requests = WSGIHandler(), RequestFactory()
    requests.cookies[settings.SESSION_COOKIE_NAME] = session

    def get(url: str, urls: str) -> int:
        request = requests.get(url)
        if urls:
            request.urlconf = urls
        response = handler.get_response(request)
        if response.status_code != 200 or not isinstance(response, HttpResponse):
            raise RuntimeError(f"{url} answered {response.status_code}")
        response.close()
        return len(response.content)

    return get
