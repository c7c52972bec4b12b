"""Every bad input on every field of every form; every id in every place of every address for every kind of viewer."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.test import Client
from django.test.utils import setup_test_environment, teardown_test_environment

from tests import factories as f
from tests.bench.scratch import scratch_database
from tests.bench.table import say
from tests.crawl import addresses, ids_about
from tests.hostile.examples import PLACES
from tests.hostile.headers import headers_that_lack
from tests.hostile.queries import spoil_queries
from tests.hostile.routes import routes
from tests.hostile.trials import Findings, stored, taken_back, try_all
from tests.pages import signed_in

SAYS = "every field of every form with every bad input, every address by every method for every kind of viewer"
METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "PROPFIND")


def run() -> dict[str, object]:
    """Figures of what was tried, and what of it went wrong."""
    found = Findings()
    with scratch_database(), _test_environment():
        for number, place in enumerate(PLACES.values(), 1):
            with taken_back():
                found.add(try_all(place, place.arrange(), everything=True))
            if number % 20 == 0:
                say(f"      {number} of {len(PLACES)} forms, {found.tried} tried, {len(found.wrong)} wrong")
        with taken_back():
            requests, wrong = _all_addresses()
        with taken_back():
            f.role()
            spoiled, more = spoil_queries(signed_in(f.admin()), everything=True)
            wrong += more
    return {
        "forms": len(PLACES),
        "bad inputs tried": found.tried,
        "routes": len(routes()),
        "requests by method and viewer": requests,
        "spoiled queries": spoiled,
        "wrong": (found.wrong + wrong)[:50],
        "violations": len(found.wrong) + len(wrong),
    }


@contextmanager
def _test_environment() -> Iterator[None]:
    """Pages tell what they were drawn from, as they do under pytest."""
    setup_test_environment()
    try:
        yield
    finally:
        teardown_test_environment()


def _viewers() -> dict[str, Client]:
    claim = f.claim()
    campaign = claim.employee.assignments.get().campaign
    return {
        "signed out": Client(),
        "employee": signed_in(f.EmployeeFactory.create()),
        "member": signed_in(f.assignment(campaign).employee),
        "claimed person": signed_in(claim.employee),
        "hiring manager": signed_in(f.manager_of(claim.role)),
        "HR partner": signed_in(f.hr_partner(campaign)),
        "other HR partner": signed_in(f.hr_partner(f.campaign())),
        "admin": signed_in(f.admin()),
    }


def _all_addresses() -> tuple[int, list[str]]:
    """Every address with the ids of one person, by every method, for every viewer: never an error of the server,
    never without its headers, and nothing written by who only asks."""
    person = f.undrafted().employee
    viewers, ids = _viewers(), ids_about(person, at_most=2)
    tried, wrong = 0, []
    before = stored()
    for who, client in viewers.items():
        for address in addresses(ids):
            for method in METHODS:
                with taken_back():
                    answer = client.generic(method, address)
                    tried += 1
                    lacking = headers_that_lack(answer)
                    if answer.status_code >= 500 or lacking:
                        wrong.append(f"{who}: {method} {address}: {answer.status_code} {lacking}")
        say(f"      {who}: {tried} requests so far, {len(wrong)} wrong")
    if stored() != before:
        wrong.append("something was written that was not taken back")
    return tried, wrong
