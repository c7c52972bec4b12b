"""One attempt: sent, answered, judged and taken back, with everything in the database compared before and after."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.db import connection, transaction

from tests.hostile.inputs import KEYS, Bad, bad_inputs, encode
from tests.hostile.markup import MACHINERY, Body, Control, Form
from tests.hostile.places import Place, Scene

FORM = "application/x-www-form-urlencoded"
# What an attempt leaves by design: sessions, counted tries, and counts of how often something was asked for.
_LEAVES = frozenset({"django_session", "usersessions_usersession", "transfers_signinattempt", "portal_cache"})


@cache
def _tables() -> list[str]:
    return sorted(set(connection.introspection.table_names()) - _LEAVES)


def stored() -> str:
    """Everything that the database holds, as one hash a table."""
    each = " || ".join(
        f"(SELECT coalesce(md5(string_agg(md5(t::text), '' ORDER BY md5(t::text))), '-') FROM {table} t)"
        for table in map(connection.ops.quote_name, _tables())
    )
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {each}")
        row = cursor.fetchone()
    return str(row[0])


@contextmanager
def taken_back() -> Iterator[None]:
    """Whatever happens inside has not happened afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@dataclass
class Findings:
    """What was tried, and what of it went wrong."""

    tried: int = 0
    refused: int = 0
    passed: int = 0
    wrong: list[str] = field(default_factory=list)

    def add(self, other: "Findings") -> None:
        self.tried += other.tried
        self.refused += other.refused
        self.passed += other.passed
        self.wrong += other.wrong


def send(scene: Scene, body: bytes, *, kind: str = FORM, **more: Any) -> Any:
    return scene.open().post(scene.address, body, content_type=kind, **more)


def attempt(place: Place, scene: Scene, body: Body, bad: Bad, control: Control, before: str) -> str:
    """What is wrong about the answer to one bad input; empty where nothing is."""
    with taken_back():
        try:
            answer = send(scene, encode(bad.change(body, control), bad.raw))
        except Exception as error:  # whatever the page lets through would be a 500
            return f"{type(error).__name__}: {error}"[:300]
        if answer.status_code >= 500:
            return f"{answer.status_code}"
        if not _is_refusal(place, answer):
            named = {control.name, f"{control.name}: {bad.name}"}
            if bad.may_pass or _is_harmless(control) or named & set(place.takes):
                return ""
            return f"accepted with {answer.status_code}"
        if stored() != before:
            return f"{answer.status_code}, and something was written"
        return "" if bad.may_pass or place.answer is None else _says_what(answer, control)


def _is_refusal(place: Place, answer: Any) -> bool:
    """400 and its like; sign-in's pages, which are allauth's, draw a refused form with 200."""
    if answer.status_code >= 400:
        return True
    form = (answer.context or {}).get("form") if answer.context is not None else None
    return bool(answer.status_code == 200 and getattr(form, "errors", None)) or place.answer is None


def _is_harmless(control: Control) -> bool:
    """A field that this form does not read, such as a box that is ticked by any value, or a button's own name."""
    return control.kind in ("button", "checkbox") and len(control.offers) <= 1


def _says_what(answer: Any, control: Control) -> str:
    """A form that is drawn again says what to do, at the field or above the form; a refusal's page has a sentence."""
    page = answer.content.decode()
    if answer["Content-Type"].startswith("application/json"):
        return ""
    form = answer.context.get("form") if answer.context is not None else None
    errors = getattr(form, "errors", None)
    if not errors:
        return "" if "<h1>" in page else f"{answer.status_code} without a word"
    if form is None or form.non_field_errors() or control.name not in form.fields:
        return ""
    # a password that is given twice is wrong at its second field
    if control.name.rstrip("12") in {name.rstrip("12") for name in errors}:
        return ""
    return f"{answer.status_code}, with words at {sorted(errors)} only"


def try_all(place: Place, scene: Scene, *, everything: bool) -> Findings:
    """Every bad input on every field of the form; otherwise each bad input once on a field of each kind."""
    found = Findings()
    form = scene.form()
    body = scene.body(form)
    before = stored()
    for control, bad in chosen(place, form, everything=everything):
        wrong = attempt(place, scene, body, bad, control, before)
        found.tried += 1
        if wrong:
            found.wrong.append(f"{place.name}: {control.name}: {bad.name}: {wrong}")
    return found


def chosen(place: Place, form: Form, *, everything: bool) -> Iterator[tuple[Control, Bad]]:
    """What is tried: pairs of a field and a bad input. Not everything: each bad input once, on the fields in turn."""
    pairs = [(control, bad) for control in form.asked() for bad in bad_inputs(control)]
    by_name: dict[str, list[tuple[Control, Bad]]] = {}
    for control, bad in pairs:
        by_name.setdefault(bad.name, []).append((control, bad))
    yield from pairs if everything else (able[turn % len(able)] for turn, able in enumerate(by_name.values()))
    for name in MACHINERY & set(form.controls) - {"csrfmiddlewaretoken"}:
        if name == "drawn" and place.no_version:
            continue
        if name == "form_key" and place.no_key:
            continue
        for bad in KEYS:
            yield form.controls[name], bad
