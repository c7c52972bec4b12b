"""A place is one form with an example that it takes: who sends it, from which page, with which answers.

The examples stand in the modules beside this one, by noun. A form without an example fails a test.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.test import Client

from accounts.models import Employee
from tests.hostile.markup import Body, Form, changing_forms
from tests.pages import signed_in, text_of

Fields = dict[str, Any]


@dataclass
class Scene:
    """A form as somebody has it before them. `steps` are sent before its page is drawn, as (address, fields)."""

    address: str
    page: str = ""
    who: Employee | None = None
    fields: Fields = field(default_factory=dict)
    client: Client | None = None
    draw: Callable[[Client], Any] | None = None

    def open(self) -> Client:
        if self.client is None:
            self.client = signed_in(self.who) if self.who is not None else Client()
        self.client.raise_request_exception = True
        return self.client

    def form(self) -> Form:
        """The form as its page draws it now."""
        client = self.open()
        page = self.page or self.address
        answer = self.draw(client) if self.draw is not None else client.get(page)
        found = [form for form in changing_forms(text_of(answer), page) if form.action == self.address]
        assert found, f"{page} draws no form for {self.address} ({answer.status_code})"
        # the one that has most of what the example fills in, where a page repeats a form
        return max(found, key=lambda form: len(set(self.fields) & set(form.controls)))

    def body(self, form: Form) -> Body:
        """What a browser sends once the example is filled in."""
        filled = {
            name: [str(each) for each in value] if isinstance(value, list | tuple) else [str(value)]
            for name, value in self.fields.items()
        }
        kept = {name: values for name, values in form.body().items() if form.controls[name].kind != "button"}
        return {**kept, **filled}


@dataclass(frozen=True)
class Place:
    """One form. `answer` is the status of a form that is taken, None where no example can be made up.

    `no_key` and `no_version` say why it needs none; `takes` why a bad input of a field is no bad one here.
    """

    name: str
    arrange: Callable[[], Scene]
    answer: int | None = 302
    no_key: str = ""
    no_version: str = ""
    takes: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.name


PLACES: dict[str, Place] = {}
WRITES_NOTHING = "It changes nothing: sending it again shows the same."


def place(name: str, **more: Any) -> Callable[[Callable[[], Scene]], Callable[[], Scene]]:
    """Name the form that the scene is an example of."""

    def keep(arrange: Callable[[], Scene]) -> Callable[[], Scene]:
        assert name not in PLACES, name
        PLACES[name] = Place(name, arrange, **more)
        return arrange

    return keep
