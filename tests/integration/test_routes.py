"""The table of who sees what, held against every route. `python -m tests.audit privacy` walks every life."""

import pytest
from django.test import Client

from tests.pages import THEN, travel
from tests.privacy.lives import STATES, lives_of
from tests.privacy.routes import get_routes
from tests.privacy.scene import Scene
from tests.privacy.table import TABLE
from tests.privacy.viewers import WITH_ADMINISTRATION, Viewer
from tests.privacy.walk import walk

pytestmark = pytest.mark.django_db

# Between them they hold something of every noun that a person has: who was claimed has filed and has a receipt.
FEW = ("claim offered", "placement pending", "role open")


def test_every_route_and_every_verb_has_its_row() -> None:
    """A new route, or a new verb of the admin, fails here until its row says what it shows and to whom."""
    routes = get_routes()
    assert {"without a row": sorted(routes.keys() - TABLE.keys()), "gone": sorted(TABLE.keys() - routes.keys())} == {
        "without a row": [],
        "gone": [],
    }


def test_every_row_names_ids_for_its_places_and_states_that_exist() -> None:
    for name, route in get_routes().items():
        row = TABLE[name]
        assert len(row.of) == route.places, name
        assert set(row.states or ()) | set(row.but) | set(row.at) <= set(STATES), name


@pytest.mark.parametrize("viewer", Viewer)
def test_route_answers_each_viewer_as_its_row_says(viewer: Viewer) -> None:
    """Fails for the chain and for hiring managers when receipts_visible_to gives everybody's rows. For whom there is
    no administration, its pages are asked for; what its verbs answer them is the audit's."""
    scene = Scene()
    lives = list(lives_of(scene, FEW))
    table = [(route, TABLE[name]) for name, route in get_routes().items()]
    for is_desk in (False, True):
        methods = ("GET",) if is_desk and viewer not in WITH_ADMINISTRATION else ("GET", "POST")
        rows = [(route, row) for route, row in table if row.desk is is_desk]
        walked = walk(scene, rows, lives, viewer, methods)
        assert walked.wrong == []
        assert set(walked.tried) == {route.name for route, _row in rows}


@pytest.mark.parametrize("address", ["/healthz", "/readyz", "/static/portal/pages.css"])
def test_what_is_no_route_says_the_same_to_everybody(address: str) -> None:
    """Health and files are answered before anybody is looked at, and so they set no cookie."""
    travel(THEN)
    scene = Scene()
    told = []
    for viewer in (Viewer.SIGNED_OUT, Viewer.CHAIN, Viewer.ADMIN):
        client, person = Client(), scene.viewers[viewer]
        if person is not None:
            client.force_login(person)
        answer = client.get(address)
        told.append((answer.status_code, b"".join(answer) if answer.streaming else answer.content))
        assert "sessionid" not in answer.cookies
    assert told[0] == told[1] == told[2]
