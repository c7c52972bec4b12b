"""What everybody else is told with and without one person's acts: at every address, in mail and in logs.

Each act is done and taken back in a transaction; between, a viewer asks at every address with the ids of what was
there before it. Whoever is told a different byte has learnt something.
"""

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from http.cookies import SimpleCookie
from itertools import product
from time import monotonic
from typing import Any

from django.db import transaction
from django.test import Client

from accounts.models import Employee
from portal.admin_site import PAGES
from tests import factories as f
from tests.crawl import seen
from tests.pages import THEN, travel
from tests.privacy.account_rows import ACCOUNT
from tests.privacy.routes import Route, get_routes
from tests.privacy.scene import Scene
from tests.privacy.table import TABLE
from tests.privacy.viewers import Viewer
from transfers.actions.acceptance import accept_claim
from transfers.actions.candidacies import save_visibility
from transfers.actions.claims import offer_claim
from transfers.actions.placements import announce_placement
from transfers.models import Assignment, Claim, Notice, Role
from transfers.models.candidacy import NOBODY, QUALIFYING
from transfers.queries.public_facts import forget_public_facts

Told = dict[str, Any]
_SOON = 15  # seconds in which the minute stays the same


@dataclass
class Watched:
    """One person whom everybody watches, and who may offer them what."""

    scene: Scene
    assignment: Assignment
    role: Role  # its manager is Viewer.MANAGER
    elsewhere: Role  # its manager is no viewer

    @property
    def person(self) -> Employee:
        return self.assignment.employee


def watch() -> Watched:
    """The scene with a person in it of whom nothing is filed, and a case that is open."""
    scene = Scene()
    assignment = scene.member(scene.campaign)
    scene.viewers[Viewer.PARTNER] = scene.partner = scene.partner_at(assignment.employee)
    return Watched(scene, assignment, scene.role, f.role(seats=2))


# --- what may be done ------------------------------------------------------------------------------------------


def _stay(of: Watched, at: datetime) -> None:
    f.file(of.assignment, "stay", at=at)


def _undraft(of: Watched, at: datetime) -> None:
    f.file(of.assignment, "undraft", at=at)


def _ready(of: Watched, at: datetime) -> None:
    """Open to a move, and visible to nobody yet."""
    _undraft(of, at)
    _show(of, NOBODY, at)


def _visible(of: Watched, at: datetime) -> None:
    _undraft(of, at)
    _show(of, QUALIFYING, at)


def _show(of: Watched, visibility: str, at: datetime) -> None:
    person, clock = of.person, f.clock_at(at)
    save_visibility(person, visibility, excluded=[], seen_at=at, seen_version=0, by=person, clock=clock)


def _claim(of: Watched, at: datetime, role: Role) -> Claim:
    _visible(of, at)
    start_on, by = at.date() + 15 * f.DAY, f.manager_of(role)
    return offer_claim(role, of.person, terms=f.terms(), level=5, start_on=start_on, by=by, clock=f.clock_at(at))


def _claimed(of: Watched, at: datetime) -> None:
    _claim(of, at, of.elsewhere)


def _accepted(of: Watched, at: datetime) -> None:
    accept_claim(_claim(of, at, of.elsewhere), by=of.person, clock=f.clock_at(at))


def _accepted_here(of: Watched, at: datetime) -> None:
    accept_claim(_claim(of, at, of.role), by=of.person, clock=f.clock_at(at))


def _announced(of: Watched, at: datetime) -> None:
    placement = accept_claim(
        _claim(of, at - 10 * f.DAY, of.elsewhere), by=of.person, clock=f.clock_at(at - 10 * f.DAY)
    )
    announce_placement(placement, clock=f.clock_at(max(placement.announce_at, at)))


def _nothing(_of: Watched, _at: datetime) -> None:
    """The world as it is."""


Act = Callable[[Watched, datetime], None]
ACTS: Mapping[str, Act] = {
    "nothing": _nothing,
    "stay": _stay,
    "undraft": _undraft,
    "a candidacy": _ready,
    "a visible candidacy": _visible,
    "a claim": _claimed,
    "an acceptance": _accepted,
    "an acceptance of the viewing manager's role": _accepted_here,
    "an announcement": _announced,
}
_POOLS = frozenset({"transfers:hiring_pool", "transfers:hiring_roles", "transfers:hiring_claims"})
_CASE = frozenset({"transfers:case", "transfers:case_offer"})
# Who may be told what of an act, beside its person. Nobody else is told anything of any act before its announcement.
EXCEPTIONS: Mapping[tuple[str, Viewer], frozenset[str] | None] = {
    ("a visible candidacy", Viewer.MANAGER): _POOLS,
    ("a claim", Viewer.MANAGER): _POOLS,
    # everywhere: each page marks that there is a new message, and this manager has one
    ("an acceptance of the viewing manager's role", Viewer.MANAGER): None,
    ("a claim", Viewer.PARTNER): _CASE,
    ("an acceptance", Viewer.PARTNER): _CASE,
    ("an acceptance of the viewing manager's role", Viewer.PARTNER): _CASE,
}
# An acceptance of somebody else's offer hides the candidate again: the manager is back where nothing was done.
WATCHERS = tuple(viewer for viewer in Viewer if viewer is not Viewer.PERSON)


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
    }
    public = {noun: str(thing.public_id) for noun, thing in things.items() if hasattr(thing, "public_id")}
    return public, {noun: thing.pk for noun, thing in things.items()}


def _queries(route: Route, of: Watched) -> Iterator[str]:
    """What is asked after the address: searches, sort orders, pages, and autocomplete for each field that has it."""
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
        yield from (f"?q={of.person.hr_id}", "?o=1", "?o=-1", "?o=2.-3", "?p=1", "?status__exact=active")


def addresses(of: Watched, *, everything: bool, only: frozenset[str] | None = None) -> dict[str, str]:
    """Addresses and the name of their route, for both roles. `everything` puts every id into every place; without it
    the pages that know no other person, of sign-in, are left out."""
    found: dict[str, str] = {}
    for (name, route), role in product(get_routes().items(), (of.role, of.elsewhere)):
        row = TABLE[name]
        there: Mapping[str, object] = _ids(of, role)[1 if row.desk else 0]
        filled: list[tuple[str, ...]] = []
        if everything:
            filled = list(product(*[[str(value) for value in there.values()]] * route.places))
        elif set(row.of) <= set(there) and (name not in ACCOUNT):
            filled = [tuple(str(there[noun]) for noun in row.of)]
        if only is None or name in only:
            found |= {route.filled(values) + query: name for values in filled for query in _queries(route, of)}
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
        asked = addresses(of, everything=everything, only=only)
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


def owed(of: Watched, act: Act, *, at: datetime = THEN) -> dict[str, list[str]]:
    """The messages that others than the person are owed after an act, by who gets them."""
    with transaction.atomic():
        before = set(Notice.objects.values_list("pk", flat=True))
        act(of, at)
        rows = Notice.objects.exclude(pk__in=before).exclude(recipient=of.person).order_by("pk")
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
