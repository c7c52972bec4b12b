"""What everybody else is told with and without one person's acts: at every address, in mail and in logs.

Each act is done and taken back in a transaction; between, a viewer asks at every address with the ids of what was
there before it. Whoever is told a different byte has learnt something.
"""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from http.cookies import SimpleCookie
from itertools import product
from time import monotonic
from typing import Any

from django.db import transaction
from django.test import Client

from portal.admin_site import PAGES
from tests.crawl import seen
from tests.pages import THEN, travel
from tests.privacy.account_rows import ACCOUNT
from tests.privacy.acts import ACTS, BY_PARTICIPANT, EXCEPTIONS, Act, Watched
from tests.privacy.routes import Route, get_routes
from tests.privacy.table import TABLE
from tests.privacy.viewers import WITH_ADMINISTRATION, Viewer
from transfers.models import Notice, Role
from transfers.queries.public_facts import forget_public_facts

Told = dict[str, Any]
_SOON = 15  # seconds in which the minute stays the same


# --- where is looked -------------------------------------------------------------------------------------------


def _ids(of: Watched, role: Role) -> tuple[dict[str, str], dict[str, int]]:
    """What is there before the act, by noun: of the person, and of one of the roles."""
    things = {
        "assignment": of.assignment,
        "campaign": of.assignment.campaign,
        "employee": of.person,
        "unit": of.person.unit,
        "role": role,
        "grant": of.scene.grant,
        "site": of.role.site,
        "round": of.round,
    }
    public = {noun: str(thing.public_id) for noun, thing in things.items() if hasattr(thing, "public_id")}
    return public, {noun: thing.pk for noun, thing in things.items()}


def _queries(route: Route, of: Watched, *, everything: bool) -> Iterator[str]:
    """What is asked after the address: searches, autocomplete for each field that has it, and with `everything` the
    sort orders, pages and filters of the admin's lists."""
    yield ""
    name = of.person.name.replace(" ", "+")
    if route.name == "transfers:roles":
        yield from (f"?words={name}", "?level=5", f"?unit={of.role.unit.public_id}", "?page=2")
    elif route.name == "transfers:hiring_compare":
        yield from (f"?candidate={of.person.public_id}", f"?candidate={of.assignment.public_id}")
    elif route.name == "admin:autocomplete":
        for page in PAGES:
            for verb in page.verbs:
                for model, column in verb.form.autocompletes.values():
                    of_field = f"?app_label={model._meta.app_label}&model_name={model._meta.model_name}"
                    yield f"{of_field}&field_name={column}&term={name}"
    elif route.name.endswith("_changelist"):
        yield f"?q={of.person.hr_id}"
        yield from ("?o=1", "?o=-1", "?o=2.-3", "?p=1", "?status__exact=active") if everything else ()


def addresses(
    of: Watched, *, everything: bool, has_administration: bool = True, only: frozenset[str] | None = None
) -> dict[str, str]:
    """Addresses and the name of their route, for both roles. `everything` puts every id into every place; without it
    the pages that know no other person, of sign-in, are left out, and the administration for whom there is none."""
    found: dict[str, str] = {}
    for (name, route), role in product(get_routes().items(), (of.role, of.elsewhere)):
        row = TABLE[name]
        there: Mapping[str, object] = _ids(of, role)[1 if row.desk else 0]
        filled: list[tuple[str, ...]] = []
        if everything:
            filled = list(product(*[[str(value) for value in there.values()]] * route.places))
        elif set(row.of) <= set(there) and name not in ACCOUNT and (has_administration or not row.desk):
            filled = [tuple(str(there[noun]) for noun in row.of)]
        if only is None or name in only:
            asked = list(_queries(route, of, everything=everything))
            found |= {route.filled(values) + query: name for values in filled for query in asked}
    return found


# --- what is told ----------------------------------------------------------------------------------------------


class _Lines(logging.Handler):
    """Keeps what the portal logs."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.name} {record.levelname} {record.getMessage()}")


@contextmanager
def _listening() -> Iterator[list[str]]:
    handler = _Lines()
    logger = logging.getLogger()
    kept, logger.handlers = logger.handlers, [handler]
    try:
        yield handler.lines
    finally:
        logger.handlers = kept


def told(
    of: Watched,
    act: Act,
    viewer: Viewer,
    *,
    at: datetime = THEN,
    methods: tuple[str, ...] = ("GET",),
    everything: bool = False,
    only: frozenset[str] | None = None,
) -> Told:
    """Everything that a viewer is told after an act, which is taken back: answers, and what they leave in logs."""
    answers: Told = {}
    with transaction.atomic(), _listening() as lines:
        has_administration = viewer in WITH_ADMINISTRATION
        asked = addresses(of, everything=everything, has_administration=has_administration, only=only)
        act(of, at)
        of.assignment.refresh_from_db()
        forget_public_facts()
        lines.clear()
        client, person = Client(raise_request_exception=False), of.scene.viewers[viewer]
        if person is not None:
            client.force_login(person)
        cookies = client.cookies.output(header="", sep=";")
        began = float("-inf")
        for address, name in asked.items():
            if monotonic() - began > _SOON:  # pages say what minute it is
                travel(THEN)
                began = monotonic()
            for method in methods:
                client.cookies = SimpleCookie(cookies)
                with transaction.atomic():
                    answer = client.generic(method, address)
                    transaction.set_rollback(True)
                answers[f"{method} {name} {address}"] = (seen(answer, address), tuple(lines))
                lines.clear()
        transaction.set_rollback(True)
    forget_public_facts()
    return answers


def owed(of: Watched, act: str, *, at: datetime = THEN) -> dict[str, list[str]]:
    """The messages that others than whose act it is are owed after it, by who gets them."""
    doer = of.participant.employee if act in BY_PARTICIPANT else of.person
    with transaction.atomic():
        before = set(Notice.objects.values_list("pk", flat=True))
        ACTS[act](of, at)
        rows = Notice.objects.exclude(pk__in=before).exclude(recipient=doer).order_by("pk")
        found: dict[str, list[str]] = {}
        for notice in rows:
            line = f"{notice.template} {notice.channel} {notice.status} {sorted(notice.refs)}"
            found.setdefault(notice.recipient.name, []).append(line)
        transaction.set_rollback(True)
    return found


def differing(first: Told, second: Told) -> list[str]:
    """The places at which two tellings differ: method, route and address."""
    return [place for place in first if first[place] != second[place]]


def bytes_differing(first: Told, second: Told) -> int:
    """How many bytes of bodies differ, counting what is longer."""
    total = 0
    for place in differing(first, second):
        one, other = first[place][0][1], second[place][0][1]
        total += sum(a != b for a, b in zip(one, other, strict=False)) + abs(len(one) - len(other))
    return total


def unlawful(places: list[str], act: str, viewer: Viewer) -> list[str]:
    """Those of the differing places at which the table makes no exception."""
    lawful = EXCEPTIONS.get((act, viewer), frozenset())
    return [] if lawful is None else [place for place in places if _name_of(place) not in lawful]


def _name_of(place: str) -> str:
    """The route's name, without the method before it and the address after it."""
    return place.partition(" ")[2].rpartition(" ")[0]
