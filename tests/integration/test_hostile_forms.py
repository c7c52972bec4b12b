"""Every form of the portal against what it may be sent. A form without an example of what it takes fails here.

Each test goes through all forms that the address table and the admin's verbs tell of; the whole product of fields and
bad inputs is the audit's (`python -m tests.audit web`).
"""

from typing import Any
from uuid import uuid4

import pytest

from tests import factories as f
from tests.hostile.examples import ELSEWHERE, PLACES
from tests.hostile.inputs import encode
from tests.hostile.markup import Body
from tests.hostile.places import Place, Scene
from tests.hostile.routes import forms_to_find
from tests.hostile.trials import send, stored, taken_back, try_all

pytestmark = pytest.mark.django_db

ALL = [pytest.param(place, id=name) for name, place in PLACES.items()]
TAKEN = [pytest.param(place, id=name) for name, place in PLACES.items() if place.answer is not None]
KEYED = [pytest.param(place, id=name) for name, place in PLACES.items() if not place.no_key]
VERSIONED = [pytest.param(place, id=name) for name, place in PLACES.items() if not place.no_version]


def test_every_form_has_an_example_that_it_takes() -> None:
    """Fails with the names of new forms; write their examples in tests/hostile/places_*.py."""
    found = forms_to_find(f.EmployeeFactory.create())
    assert found - set(PLACES) - set(ELSEWHERE) == set()
    assert set(PLACES) | set(ELSEWHERE) <= found


def told(answer: Any) -> str:
    return str(answer.content.decode().split("<main")[-1])[:2_000]


def filled(place: Place) -> tuple[Scene, Body]:
    scene = place.arrange()
    return scene, scene.body(scene.form())


@pytest.mark.parametrize("place", ALL)
def test_bad_input_is_refused_with_words_and_writes_nothing(place: Place) -> None:
    """Fails with the field, the input and what came of it: an error of the server, an acceptance, a written row."""
    found = try_all(place, place.arrange(), everything=False)
    assert not found.wrong, "\n".join(found.wrong)


@pytest.mark.parametrize("place", TAKEN)
def test_form_is_taken_whole_and_by_no_other_way(place: Place) -> None:
    """Without its token, as another type, or larger than any page takes, nothing of it is done."""
    scene, body = filled(place)
    before = stored()
    client = scene.open()
    with taken_back():
        client.handler.enforce_csrf_checks = True
        forged = send(scene, encode({name: values for name, values in body.items() if name != "csrfmiddlewaretoken"}))
        client.handler.enforce_csrf_checks = False
        assert (forged.status_code, stored()) == (403, before)
        for kind in ("application/json", "text/xml", "text/plain"):
            assert (send(scene, encode(body), kind=kind).status_code, stored()) == (415, before)
        assert (send(scene, b"x=" + b"y" * 2_600_000).status_code, stored()) == (413, before)
        assert (send(scene, b"&".join(b"a=b" for _ in range(2_100))).status_code, stored()) == (400, before)
        assert (client.put(scene.address, b"{}").status_code, stored()) == (405, before)
    answer = send(scene, encode(body))
    assert answer.status_code == place.answer, told(answer)


@pytest.mark.parametrize("place", KEYED)
def test_form_is_done_once_by_its_key(place: Place) -> None:
    """Fails where a second press does it again, or where a form without a key is taken."""
    scene, body = filled(place)
    before = stored()
    with taken_back():
        without = {name: values for name, values in body.items() if name != "form_key"}
        assert (send(scene, encode(without)).status_code, stored()) == (400, before)
    first = send(scene, encode(body))
    assert first.status_code == place.answer, told(first)
    after = stored()
    again = send(scene, encode(body))
    if again.status_code == place.answer:
        assert again.get("Location") == first.get("Location")
    else:  # the thing offers this no more
        assert again.status_code in (400, 404, 409), told(again)
    assert stored() == after


@pytest.mark.parametrize("place", VERSIONED)
def test_form_that_was_drawn_before_the_last_change_is_refused(place: Place) -> None:
    """The same answers from a second tab, with a key of its own, after the first were taken; and without what it
    was drawn from."""
    scene, body = filled(place)
    before = stored()
    versions = {"drawn", "seen_version"} & set(body)
    assert versions
    with taken_back():
        without = {name: values for name, values in body.items() if name not in versions}
        assert (send(scene, encode(without)).status_code, stored()) == (400, before)
    first = send(scene, encode(body))
    assert first.status_code == place.answer, told(first)
    after = stored()
    second = send(scene, encode({**body, "form_key": [str(uuid4())]} if not place.no_key else body))
    if place.no_key:
        return
    assert (second.status_code in (400, 404, 409), stored() == after) == (True, True), told(second)
