"""Pages as the portal answers them: whose, in which state, from which route; two alike are one."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.test import Client

from accounts.models import Employee
from tests.crawl import without_fresh
from tests.privacy.routes import Route, get_routes
from tests.privacy.rows import Row
from tests.privacy.scene import NEVER, Life, Scene
from tests.privacy.table import TABLE
from tests.privacy.viewers import Viewer
from tests.privacy.walk import address_of, is_walked

HTML = "text/html"
_UUID = re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_DIGIT = re.compile(rb"\d")
# What a page asks the portal itself for, beside the files that lie in folders.
_ASKED = re.compile(r'\bsrc="(/(?!static/)[^"]*)"')
_LEADS_ON = frozenset({301, 302})
# Answers with a page to look at; the one of 404 is the same everywhere.
_SHOWN = frozenset({200, 400, 401, 409})
# Whoever has most to see is asked first.
MAIN_VIEWERS = (
    Viewer.PERSON, Viewer.MANAGER, Viewer.PARTNER, Viewer.ADMIN, Viewer.SIGNED_OUT, Viewer.PARTNER_OUTSIDE,
    Viewer.OTHER_PARTNER, Viewer.CHAIN,
)  # fmt: skip
# Between them these lives show every route that is about something.
MAIN_LIVES = (
    "placement cancelled", "upload refused", "campaign preparing", "round published", "reference data",
    "campaign closed, nothing filed", "move held", "grant proposed", "extension proposed", "placement finalised",
    "work fails", "simulation requested", "finding confirmed", "round frozen", "release published",
    "claim offered by HR", "candidate whom HR serves", "placement returned", "mail of a campaign", "role preparing",
    "break-glass proposed", "simulation done", "round run", "upload checked", "upload applied", "release proposed",
    "backfill requested", "terms kept",
)  # fmt: skip


@dataclass(frozen=True)
class Answer:
    """What the portal said to one request."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Drawn:
    """One page that somebody is shown. `state` is what it is about; `files` is what it asks the portal for."""

    name: str
    viewer: str
    state: str
    address: str
    answer: Answer
    files: Mapping[str, Answer] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.name} · {self.viewer} · {self.state}"

    @property
    def look(self) -> str:
        """What pages that look alike have in common: everything but ids, digits and what is always fresh."""
        told = _DIGIT.sub(b"0", _UUID.sub(b"", without_fresh(self.answer.body)))
        return hashlib.sha256(f"{self.name} {self.answer.status} ".encode() + told).hexdigest()[:24]


def answer_of(response: Any) -> Answer:
    body = b"".join(response.streaming_content) if response.streaming else bytes(response.content)
    return Answer(response.status_code, dict(response.items()), body)


def is_page(response: Any) -> bool:
    """Whether a person would see it: HTML, and not a step to another address."""
    is_html = response.get("Content-Type", "").startswith(HTML)
    return is_html and response.status_code not in _LEADS_ON and bool(response.content)


def draw(client: Client, response: Any, *, name: str, viewer: str, state: str, address: str) -> Drawn | None:
    """The answer as a page, with what it asks for; nothing where it is none."""
    if not is_page(response):
        return None
    answer = answer_of(response)
    asked = sorted(set(_ASKED.findall(answer.body.decode())))
    files = {each: answer_of(client.get(each.replace("&amp;", "&"))) for each in asked}
    return Drawn(name, viewer, state, address, answer, files)


def pages_of(scene: Scene, lives: Iterable[Life], viewer: Viewer) -> Iterator[Drawn]:
    """Every page that the table shows to one viewer, and the 404 of what is not there."""
    for life in [scene.never(), *(life for life in lives if life.state != NEVER)]:
        eyes = Eyes(scene, life, viewer)
        for route, row in table():
            page = eyes.page_at(route, row)
            if page is not None:
                yield page
    client, address = client_of(scene.client_of(viewer, scene.never())), "/of/nothing/"
    nothing = draw(
        client, client.get(address), name="404", viewer=str(viewer), state="nothing there", address=address
    )
    if nothing is not None:
        yield nothing


def first_of(scene: Scene, lives: Iterable[Life], viewers: Iterable[Viewer]) -> Iterator[Drawn]:
    """Each route once, as the first of the viewers is shown it in the first of the lives."""
    eyes = [Eyes(scene, life, viewer) for life in [scene.never(), *lives] for viewer in viewers]
    for route, row in table():
        page = next(filter(None, (each.page_at(route, row) for each in eyes)), None)
        if page is not None:
            yield page


@dataclass
class Eyes:
    """One viewer before one life. They only read, so one sign-in does for all pages."""

    scene: Scene
    life: Life
    viewer: Viewer

    @cached_property
    def client(self) -> Client:
        return client_of(self.scene.client_of(self.viewer, self.life))

    def page_at(self, route: Route, row: Row) -> Drawn | None:
        """A route of this life as the table shows it to this viewer; nothing where it shows none."""
        is_fellow = self.life.public.get("campaign") == str(self.scene.campaign.public_id)
        is_shown = row.expects(self.viewer, self.life, "GET", is_fellow=is_fellow) in _SHOWN
        if not (is_shown and is_walked(row, self.life, self.viewer)):
            return None
        address = address_of(route, row, self.life)
        answer = self.client.get(address)
        state, viewer = self.life.state, str(self.viewer)
        return draw(self.client, answer, name=route.name, viewer=viewer, state=state, address=address)


def client_of(person: Employee | None) -> Client:
    """Somebody who is signed in, or nobody."""
    client = Client(raise_request_exception=False)
    if person is not None:
        client.force_login(person)
    return client


def table() -> list[tuple[Route, Row]]:
    """Every route with its row of the table of who sees what; a new route is here by itself."""
    return [(route, TABLE[name]) for name, route in get_routes().items()]
