"""Every form as it is drawn, as it is refused in each way, and what comes after it was taken."""

from collections.abc import Iterator
from typing import Any

from tests.browsing.drawn import Drawn, draw
from tests.hostile.inputs import bad_inputs, encode
from tests.hostile.markup import MACHINERY, Body, Form
from tests.hostile.places import Place, Scene
from tests.hostile.trials import send, taken_back

# A page that repeats what was typed is looked at once with what a person may type, not with a megabyte.
_NOT_TYPED = frozenset({"a megabyte", "five thousand digits"})


def pages_of(place: Place, *, everything: bool) -> Iterator[Drawn]:
    """One form: empty, with each field left empty, with each bad input (`everything`), and taken."""
    scene = place.arrange()
    client = scene.open()
    drawn = scene.draw(client) if scene.draw is not None else client.get(scene.page or scene.address)
    yield from _page(place, scene, drawn, "as it is drawn")
    form = scene.form()
    body = scene.body(form)
    machinery = {name: values for name, values in body.items() if name in MACHINERY}
    yield from _sent(place, scene, machinery, "sent empty")
    if everything:
        for state, changed, raw in _bad(form, body):
            yield from _sent(place, scene, changed, state, raw)
        yield from _stale(place, scene, form, body)
    with taken_back():
        answer = send(scene, encode(body))
        if answer.status_code in (301, 302) and answer.url.startswith("/"):
            answer = client.get(answer.url)
        yield from _page(place, scene, answer, "taken")


def _bad(form: Form, body: Body) -> Iterator[tuple[str, Body, bytes]]:
    for control in form.asked():
        for bad in bad_inputs(control):
            if bad.name not in _NOT_TYPED:
                yield f"{control.name}: {bad.name}", bad.change(body, control), bad.raw


def _stale(place: Place, scene: Scene, form: Form, body: Body) -> Iterator[Drawn]:
    """Sent whole but for its key or version."""
    for name in MACHINERY & set(form.controls) - {"csrfmiddlewaretoken"}:
        yield from _sent(place, scene, {each: values for each, values in body.items() if each != name}, f"no {name}")


def _sent(place: Place, scene: Scene, body: Body, state: str, raw: bytes = b"") -> Iterator[Drawn]:
    with taken_back():
        yield from _page(place, scene, send(scene, encode(body, raw)), state)


def _page(place: Place, scene: Scene, answer: Any, state: str) -> Iterator[Drawn]:
    address = answer.request["PATH_INFO"]
    page = draw(scene.open(), answer, name=place.name, viewer="who sends it", state=state, address=address)
    if page is not None:
        yield page
