"""Every viewer at every address of every life by every method, each answer held against the table."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any

from django.db import transaction
from django.test import Client

from tests.crawl import seen
from tests.privacy.routes import Route
from tests.privacy.rows import HIDDEN, METHODS, Row
from tests.privacy.scene import NEVER, Life, Scene
from tests.privacy.viewers import Viewer


@dataclass
class Walked:
    """What was tried, and every answer that is not as it should be."""

    tried: Counter[str] = field(default_factory=Counter)
    compared: int = 0
    wrong: list[str] = field(default_factory=list)


def address_of(route: Route, row: Row, life: Life) -> str:
    """The address of a route in one life."""
    return route.filled([str(life.keys[noun]) if row.desk else life.public[noun] for noun in row.of])


def is_walked(row: Row, life: Life, viewer: Viewer) -> bool:
    """Whether the life has something at this route's address. A page about oneself is walked by the person in every
    life, since it answers in every state; everybody else stands where they always stand."""
    there = life.keys if row.desk else life.public
    if row.of or life.state == NEVER:
        return set(row.of) <= set(there)
    return viewer is Viewer.PERSON and row.changes


def walk(
    scene: Scene,
    table: Iterable[tuple[Route, Row]],
    lives: Iterable[Life],
    viewer: Viewer,
    methods: tuple[str, ...] = METHODS,
) -> Walked:
    """One viewer's walk. Each request is taken back: nothing that one of them writes is there for the next."""
    walked = Walked()
    rows = list(table)
    told_of_nothing: dict[tuple[str, str], Any] = {}
    for life in [scene.never(), *(life for life in lives if life.state != NEVER)]:
        person = scene.client_of(viewer, life)
        client = Client(raise_request_exception=False)
        if person is not None:
            client.force_login(person)
        cookies = client.cookies.output(header="", sep=";")
        is_fellow = life.public.get("campaign") == str(scene.campaign.public_id)
        for route, row in rows:
            if not is_walked(row, life, viewer):
                continue
            address = address_of(route, row, life)
            for method in methods:
                client.cookies = SimpleCookie(cookies)  # as before: one of the addresses signs out
                with transaction.atomic():
                    answer = client.generic(method, address)
                    transaction.set_rollback(True)
                walked.tried[route.name] += 1
                expected = row.expects(viewer, life, method, is_fellow=is_fellow)
                case = f"{method} {route.name} · {viewer} · {life.state}"
                if answer.status_code != expected:
                    walked.wrong.append(f"{case}: {answer.status_code}, not {expected}")
                told = seen(answer, address)
                if life.state == NEVER:
                    told_of_nothing[route.name, method] = told
                elif answer.status_code == HIDDEN or viewer is Viewer.SIGNED_OUT:
                    walked.compared += 1
                    if told != told_of_nothing[route.name, method]:
                        walked.wrong.append(f"{case}: differs from what never existed")
    return walked
