"""The forms of a page as a browser reads them, whatever drew them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

Body = dict[str, list[str]]
# Hidden fields that every form has and no person fills in.
MACHINERY = frozenset({"csrfmiddlewaretoken", "form_key", "drawn"})
_BUTTONS = frozenset({"submit", "button", "reset", "image"})


@dataclass
class Control:
    """One field of a form: all its radio buttons or boxes together, what it offers, and what it holds."""

    name: str
    kind: str
    values: list[str] = field(default_factory=list)
    offers: list[str] = field(default_factory=list)


@dataclass
class Form:
    """One form: where it goes, how, and its fields."""

    action: str
    method: str
    controls: dict[str, Control] = field(default_factory=dict)

    def body(self) -> Body:
        """What a browser sends where nobody touched anything."""
        return {name: list(each.values) for name, each in self.controls.items() if each.values}

    def asked(self) -> list[Control]:
        """The fields that are filled in."""
        return [each for name, each in self.controls.items() if name not in MACHINERY]


class _Reader(HTMLParser):
    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        self.forms: list[Form] = []
        self.open: Form | None = None
        self.outside: dict[str, list[tuple[str, dict[str, str]]]] = {}
        self.select: Control | None = None
        self.text: Control | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            action = urlsplit(urljoin(self.address, given.get("action") or self.address)).path
            self.open = Form(action, given.get("method", "get").lower())
            self.forms.append(self.open)
        elif self.open is not None and given.get("name"):
            self._control(tag, given, self.open)
        elif tag == "option" and self.select is not None:
            value = given.get("value", "")
            self.select.offers.append(value)
            if "selected" in given:
                self.select.values.append(value)

    def _control(self, tag: str, given: dict[str, str], form: Form) -> None:
        name, kind = given["name"], given.get("type", "text") if tag == "input" else tag
        if tag == "button" or kind in _BUTTONS:
            control = form.controls.setdefault(name, Control(name, "button"))
            control.offers.append(given.get("value", ""))
            return
        if tag not in ("input", "select", "textarea"):
            return
        control = form.controls.setdefault(name, Control(name, kind))
        if kind in ("radio", "checkbox"):
            value = given.get("value", "on")
            control.offers.append(value)
            if "checked" in given:
                control.values.append(value)
        elif tag == "select":
            self.select = control
            control.kind = "several" if "multiple" in given else "select"
        elif tag == "textarea":
            self.text = control
            control.values = [""]
        else:
            control.values.append(given.get("value", ""))

    def handle_data(self, data: str) -> None:
        if self.text is not None:
            self.text.values[0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.open = None
        elif tag == "select" and self.select is not None:
            if self.select.kind == "select" and not self.select.values:
                self.select.values = self.select.offers[:1]
            self.select = None
        elif tag == "textarea" and self.text is not None:
            self.text.values[0] = self.text.values[0].removeprefix("\n")
            self.text = None


def forms_of(page: str, address: str) -> list[Form]:
    """Every form of a page that was drawn at `address`."""
    reader = _Reader(address)
    reader.feed(page)
    return reader.forms


def changing_forms(page: str, address: str) -> Iterable[Form]:
    return (form for form in forms_of(page, address) if form.method == "post")
