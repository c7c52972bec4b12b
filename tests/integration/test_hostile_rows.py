"""What others were caught with: fields that a form does not have, markup in every stored text, ids of others."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction
from django.test import Client

from tests import factories as f
from tests.browsing import drawn
from tests.hostile.examples import PLACES
from tests.hostile.inputs import MARKUP, encode
from tests.hostile.places import Place
from tests.hostile.routes import routes
from tests.hostile.trials import send, taken_back
from tests.pages import THEN, signed_in, travel
from tests.privacy.lives import lives_of
from tests.privacy.scene import Scene
from tests.privacy.viewers import Viewer
from transfers.models import Claim

pytestmark = pytest.mark.django_db

# --- fields that a form does not have --------------------------------------------------------------------------

# Made anew at each writing, so that they differ between two of the same: keys, instants, commitments, signatures.
_FRESH_KINDS = ("uuid", "timestamp with time zone", "bytea")
_FRESH = {"id", "event_id", "message_id", "location", "statement", "signature", "code", "last_login"}
_WANTED = {
    "is_superuser": "1", "is_staff": "1", "is_active": "", "password": "x", "id": "1", "pk": "1",
    "status": "confirmed", "by": "1", "by_id": "1", "employee": "1", "employee_id": "1", "person": "1", "actor": "1",
    "confirmed_by": "1", "filed_by": "1", "proposed_by": "1", "version": "99", "at": "2000-01-01", "kind": "admin",
    "taken": "0", "tier": "1", "started_at": "2000-01-01", "expires_at": "2099-01-01", "campaign": "1", "role": "1",
    "unit": "1", "level": "9", "manager": "1", "policy": "1", "clock_shift": "1", "batch": uuid4(), "channel": "mail",
    "__class__": "x", "form-TOTAL_FORMS": "9", "action": "delete_selected", "_selected_action": "1", "_save": "1",
}  # fmt: skip
# The same inside texts and documents: ids, instants, passwords that nobody has.
_MADE_ANEW = re.compile(
    r"[0-9a-f]{8}-[0-9a-f-]{27}|\d{4}-\d\d-\d\d[T ][0-9:.]+(\+[0-9:]+|Z)?|![A-Za-z0-9]{40}|[0-9a-f]{32,}"
)
_NOT_OF_ROWS = {"django_session", "portal_cache", "transfers_idempotencykey", "usersessions_usersession"}


def _reset_sequences(at: list[tuple[str, int, bool]]) -> None:
    with connection.cursor() as cursor:
        for name, value, is_called in at:
            cursor.execute("SELECT setval(%s, %s, %s)", [name, value, is_called])


def _sequences() -> list[tuple[str, int, bool]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT schemaname || '.' || sequencename, coalesce(last_value, 1), last_value IS NOT NULL "
                       "FROM pg_sequences WHERE schemaname = 'public'")  # fmt: skip
        return [(name, value, called) for name, value, called in cursor.fetchall()]


def _rows() -> dict[str, list[str]]:
    """Every row of every table, less what is made anew each time."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name, column_name, data_type FROM information_schema.columns "
                       "WHERE table_schema = 'public' ORDER BY 1, 2")  # fmt: skip
        columns: dict[str, list[str]] = {}
        for table, column, kind in cursor.fetchall():
            if kind not in _FRESH_KINDS and column not in _FRESH and table not in _NOT_OF_ROWS:
                columns.setdefault(table, []).append(f"{column!s}")
        rows = {}
        for table, names in columns.items():
            row = ", ".join(f'"{name}"' for name in names)
            cursor.execute(f'SELECT ROW({row})::text FROM "{table}" ORDER BY 1')
            rows[table] = sorted(_MADE_ANEW.sub("…", text) for (text,) in cursor.fetchall())
        return rows


OWN = [
    pytest.param(place, id=name)
    for name, place in PLACES.items()
    if place.answer is not None and name.startswith(("transfers:", "admin:"))
]


@pytest.mark.parametrize("place", OWN)
def test_field_that_a_form_does_not_have_changes_nothing_of_what_is_written(place: Place) -> None:
    """The form with and without rights, owners, statuses and instants added to it writes the same rows."""
    scene = place.arrange()
    form = scene.form()
    body = scene.body(form)
    more = {name: [str(value)] for name, value in _WANTED.items() if name not in form.controls and name not in body}
    start = _sequences()
    written = []
    for sent in (body, {**more, **body}):
        with taken_back():
            answer = send(scene, encode(sent))
            assert answer.status_code == place.answer
            written.append(_rows())
        _reset_sequences(start)
    differing = {table for table in written[0] if written[0][table] != written[1][table]}
    said = {table: [set(written[0][table]) ^ set(written[1][table])] for table in differing}
    assert said == {}


# --- markup in every stored text -------------------------------------------------------------------------------

_FREE = re.compile(
    r"(^|_)(name|title|note|reason|memo|from|summary|because|text|authority|placed|consultation|assessment)$"
)
_RAW = re.compile(r"<svg onload|<svg/onload", re.IGNORECASE)


def _spoil_every_text() -> int:
    """Put markup into every column of free text that takes it. Returns how many columns hold it now."""
    spoiled = 0
    for model in apps.get_models():
        for column in model._meta.concrete_fields:
            if not isinstance(column, models.CharField | models.TextField) or column.choices:
                continue
            if not _FREE.search(column.name):
                continue
            longest = min(column.max_length or 200, 200)
            value = models.functions.Concat(
                models.Value(MARKUP[: longest - 12]), models.functions.Cast("pk", models.TextField())
            )
            try:
                with transaction.atomic():
                    spoiled += bool(model._base_manager.update(**{column.name: value}))
            except DatabaseError:  # a column that the database keeps to a few words, or never changes
                continue
    return spoiled


def test_markup_in_every_stored_text_is_escaped_on_every_page() -> None:
    """Names, titles, memos, notes, reasons, terms: as they were typed, and harmless, on every page that somebody of
    these is shown."""
    travel(THEN)
    scene = Scene()
    lives = list(lives_of(scene, drawn.MAIN_LIVES))
    sheet = f.terms(pay=MARKUP, bonus=MARKUP)
    Claim.objects.filter(status="offered").update(terms=sheet)
    assert _spoil_every_text() > 15
    wrong: list[str] = []
    shown = 0
    for viewer in (Viewer.PERSON, Viewer.MANAGER, Viewer.PARTNER, Viewer.ADMIN):
        for page in drawn.first_of(scene, lives, [viewer]):
            body = page.answer.body.decode()
            shown += "&lt;svg onload" in body
            if _RAW.search(body):
                wrong.append(str(page))
            elif ">49<" in body and "{{7*7}}" not in body:
                wrong.append(f"{page}: template code ran")
    assert wrong == []
    assert shown > 200


# --- ids of others ---------------------------------------------------------------------------------------------


def _public_ids() -> list[tuple[str, str]]:
    found = []
    for model in apps.get_models():
        if any(column.name == "public_id" for column in model._meta.concrete_fields):
            newest = model._base_manager.order_by("-pk").values_list("public_id", flat=True)[:1]
            found += [(model.__name__, str(key)) for key in newest]
    return found


# What is everybody's: roles and units are public; a campaign's memo is read by its members.
_PUBLIC = {"Role", "Unit", "Release"}


def test_ids_of_others_open_nothing_at_any_address_by_any_method() -> None:
    """The newest of every noun, in every place of an address, by somebody who has to do with none of them."""
    place = PLACES["transfers:case_cancel"].arrange()
    f.claim_at("offered")
    f.file(f.assignment(f.campaign(deadline_at=THEN + 14 * f.DAY)), "stay", at=THEN)
    assert place.client is not None
    ids = [(noun, key) for noun, key in _public_ids() if noun not in _PUBLIC]
    assert len({noun for noun, _key in ids}) >= 7
    stranger = signed_in(f.EmployeeFactory.create())
    opened, tried = [], 0
    for route in routes():
        if not route.parameters or not route.name.startswith("transfers:"):
            continue
        for noun, key in ids:
            address = route.fill(**dict.fromkeys((name for name, _kind in route.parameters), key))
            for method in ("GET", "POST"):  # HEAD is GET's: test_head_is_answered_as_get_without_a_body
                tried += 1
                answer: Any = stranger.generic(method, address)
                if answer.status_code not in (404, 405):
                    opened.append((noun, method, route.template, answer.status_code))
    assert opened == []
    assert tried > 500


def test_signed_out_is_led_to_sign_in_whatever_the_id() -> None:
    claim = f.claim()
    for address in (f"/offers/{claim.public_id}/", f"/offers/{uuid4()}/", f"/cases/{uuid4()}/"):
        assert Client().get(address)["Location"] == f"/account/sign-in/?next={address}"
