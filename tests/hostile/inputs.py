"""What a form may be sent by who means harm or has a broken program: named, by the kind of the field."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import quote_plus

from tests.hostile.markup import Body, Control

# Markup, template code and a mark that turns reading round: stored as typed, escaped where it is shown.
MARKUP = "<svg onload=alert(1)>{{7*7}}${7*7}\u202ekcab"
LONG = "x" * 1_000_000
_TYPED = frozenset({"text", "textarea", "search", "email", "password", "hidden", "number", "date", "datetime-local"})
_CHOSEN = frozenset({"radio", "select"})
_SEVERAL = frozenset({"checkbox", "several"})


@dataclass(frozen=True)
class Bad:
    """One bad input: `change` alters what is sent of one field; `may_pass` where it is only odd, not wrong."""

    name: str
    change: Callable[[Body, Control], Body]
    may_pass: bool = False
    raw: bytes = b""  # put in place of BROKEN once the body is encoded

    def __str__(self) -> str:
        return self.name


BROKEN = "BROKEN-BYTES"


def _put(value: str) -> Callable[[Body, Control], Body]:
    return lambda body, control: {**body, control.name: [value]}


def _leave_out(body: Body, control: Control) -> Body:
    return {name: values for name, values in body.items() if name != control.name}


def _twice(body: Body, control: Control) -> Body:
    both = control.offers[-2:] if len(control.offers) > 1 else [*body.get(control.name, []), "x"]
    return {**body, control.name: both}


EVERYWHERE = (
    Bad("NUL", _put("a\0b")),
    Bad("bytes that are no UTF-8", _put(BROKEN), raw=b"%ff%fe"),
    Bad("half of a surrogate pair", _put(BROKEN), raw=b"%ed%a0%80"),
    Bad("a megabyte", _put(LONG)),
    Bad("left out", _leave_out, may_pass=True),
    Bad("empty", _put(""), may_pass=True),
    Bad("sent twice", _twice, may_pass=True),
)
TYPED = (
    Bad("markup", _put(MARKUP), may_pass=True),
    Bad("line breaks", _put("a\r\nBcc: b@example.com\r\n\r\nc"), may_pass=True),
    Bad("a quote of SQL", _put("x' OR 1=1; --"), may_pass=True),
    Bad("a path", _put("../../../../etc/passwd%00.html"), may_pass=True),
)
NUMBERS = (
    Bad("2^63", _put(str(2**63))),
    Bad("2^31", _put(str(2**31))),
    Bad("negative", _put("-1")),
    Bad("NaN", _put("NaN")),
    Bad("infinite", _put("1e999")),
    Bad("a fraction", _put("1.5")),
    Bad("five thousand digits", _put("9" * 5_000)),
)
DAYS = (
    Bad("year 9999", _put("9999-12-31")),
    Bad("year 0", _put("0000-01-01")),
    Bad("year 10000", _put("10000-01-01")),
    Bad("30 February", _put("2041-02-30")),
)
INSTANTS = (
    Bad("year 9999", _put("9999-12-31T23:59")),
    Bad("year 1", _put("0001-01-01T00:00")),
    Bad("an hour that comes twice", _put("2041-10-27T02:30")),
    Bad("an hour that does not come", _put("2041-03-31T02:30")),
)
CHOICES = (
    Bad("a choice that there is not", _put("neither")),
    Bad("2^63", _put(str(2**63))),
    Bad("malformed UUID", _put("{00000000-0000-4000-8000-00000000000g}")),
)
KEYS = (
    Bad("left out", _leave_out),
    Bad("malformed UUID", _put("00000000-0000-4000-8000-00000000000g")),
    Bad("NUL", _put("a\0b")),
    Bad("a megabyte", _put(LONG)),
    Bad("bytes that are no UTF-8", _put(BROKEN), raw=b"%ff"),
)


def bad_inputs(control: Control) -> Iterator[Bad]:
    """Everything that is tried on a field of this kind."""
    if control.kind == "button":
        yield from EVERYWHERE[:4]
        return
    yield from EVERYWHERE
    if control.kind in _TYPED:
        yield from TYPED
    if control.kind == "number":
        yield from NUMBERS
    if control.kind == "date":
        yield from DAYS
    if control.kind == "datetime-local":
        yield from INSTANTS
    if control.kind in _CHOSEN or control.kind in _SEVERAL:
        yield from CHOICES


def encode(body: Body, raw: bytes = b"") -> bytes:
    """As a browser encodes a form; `raw` in place of the mark for broken bytes."""
    text = "&".join(f"{quote_plus(name)}={quote_plus(value)}" for name, values in body.items() for value in values)
    return text.encode().replace(BROKEN.encode(), raw)
