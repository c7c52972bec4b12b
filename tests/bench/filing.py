"""Filing a choice, beside the least that any form must do: session, CSRF and one row."""

import itertools
import re
from collections.abc import Callable
from urllib.parse import urlencode

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory, override_settings

from accounts.models import Employee
from tests import factories as f
from tests.bench.scratch import scratch_database
from tests.bench.table import Figure, alternate
from tests.nemesis.visitor import Answer
from tests.pages import signed_in
from transfers.clock import database_clock
from transfers.models import Assignment

TURNS = 200
_BARE = "tests.bench.bare"


def measure() -> list[Figure]:
    """Two hundred people file, and two hundred bare forms are answered, taking turns."""
    with scratch_database(), override_settings(ALLOWED_HOSTS=["testserver"], SECURE_SSL_REDIRECT=False):
        at = database_clock()
        campaign = f.campaign(opened_at=at - f.DAY, deadline_at=at + 10 * f.DAY)
        task_force, origin = f.UnitFactory.create(), f.UnitFactory.create()
        people = [f.EmployeeFactory.create(unit=task_force) for _ in range(TURNS + 1)]
        drafts = [f.assignment(campaign, each, origin_unit=origin, assigned_unit=task_force) for each in people]
        ours = iter([_filing(draft) for draft in drafts])
        bare = itertools.cycle(_bare_form(person) for person in people[:20])
        filed, answered = alternate(lambda: next(ours)(), lambda: next(bare)(), times=TURNS)
    return [
        Figure(
            "file a choice, forms a second",
            filed,
            "a bare Django form: session, CSRF, one row",
            answered,
            at_least=0.5,
            is_rate=True,
        )
    ]


class _Browser:
    """One person's requests through the whole middleware, with the CSRF check that Django's own test client skips."""

    def __init__(self, person: Employee) -> None:
        self._handler, self._requests = WSGIHandler(), RequestFactory()
        session = signed_in(person).cookies[settings.SESSION_COOKIE_NAME].value
        self._requests.cookies[settings.SESSION_COOKIE_NAME] = session

    def get(self, path: str, urls: str = "") -> HttpResponse:
        return self._send(self._requests.get(path), urls)

    def post(self, path: str, fields: dict[str, str], urls: str = "") -> HttpResponse:
        body = urlencode(fields)  # as a browser sends it; Django's test client would send parts
        return self._send(self._requests.post(path, body, "application/x-www-form-urlencoded"), urls)

    def _send(self, request: HttpRequest, urls: str) -> HttpResponse:
        if urls:
            request.urlconf = urls
        response = self._handler.get_response(request)
        assert isinstance(response, HttpResponse)
        for name, cookie in response.cookies.items():
            self._requests.cookies[name] = cookie.value
        response.close()
        return response


def _filing(draft: Assignment) -> Callable[[], None]:
    """A form that stands drawn, to be sent."""
    browser, page = _Browser(draft.employee), f"/choice/{draft.public_id}/"
    fields = Answer(200, browser.get(page).content.decode()).form("check/")
    assert fields is not None
    return lambda: _expect(302, browser.post(f"{page}file/", fields | {"option": "stay"}))


def _bare_form(person: Employee) -> Callable[[], None]:
    browser = _Browser(person)
    token = re.search(r'value="(\w+)"', browser.get("/bare-form/", _BARE).content.decode())
    assert token is not None
    return lambda: _expect(302, browser.post("/bare-form/", {"csrfmiddlewaretoken": token[1]}, _BARE))


def _expect(status: int, response: HttpResponse) -> None:
    if response.status_code != status:
        raise RuntimeError(f"answered {response.status_code}")
