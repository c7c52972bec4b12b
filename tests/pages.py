"""What tests of pages share: a signed-in client, a clock that stands where the test wants, and reading a form."""

import re
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client

from accounts.models import Employee
from transfers.models import DemoMarker

PASSWORD = "a long and quiet password"
# A Monday far enough ahead that the demo's clock, which only runs forward, reaches it from any day of today.
THEN = datetime(2041, 3, 4, 9, tzinfo=UTC)

_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
CHANGING = re.compile(r'nonce="[^"]*"|name="(csrfmiddlewaretoken|form_key|drawn)" value="[^"]*"')


def travel(to: datetime) -> None:
    """Put the database's clock to an instant, as `manage.py demo_clock` does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        now: datetime = cursor.fetchone()[0]
    DemoMarker.objects.update_or_create(pk=1, defaults={"clock_shift": to - now})


def signed_in(person: Employee) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def freshly_signed_in(person: Employee) -> Client:
    """Signed in a moment ago by the sign-in page, as exports and changes to how one signs in want it."""
    if not person.check_password(PASSWORD):
        person.set_password(PASSWORD)
        person.save(update_fields=["password"])
    client = Client(raise_request_exception=False)
    answer = client.post("/account/sign-in/", {"login": person.sign_in_name, "password": PASSWORD})
    assert answer.status_code == 302, text_of(answer)
    return client


def text_of(response: Any) -> str:
    return str(response.content.decode())


def fields_of(response: Any, *, action: str = "") -> dict[str, str]:
    """The hidden fields of the page's form whose address ends so (of the last form before the answer, by default)."""
    page = text_of(response)
    forms = re.findall(r"<form\b[^>]*>.*?</form>", page, flags=re.DOTALL)
    inside = [form for form in forms if action and re.search(rf'action="[^"]*{action}"', form)]
    found = dict(_HIDDEN.findall(inside[-1] if inside else forms[-1]))
    found.pop("csrfmiddlewaretoken", None)
    return found


def size_of(response: Any) -> int:
    """Bytes of the answer, without what differs at every rendering."""
    return len(CHANGING.sub("", text_of(response)).encode())


def words_at(client: Client, path: str, *, status: int = 200) -> str:
    """What a page says, its markup taken away."""
    response = client.get(path)
    assert response.status_code == status, response.content[:500]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def send(client: Client, path: str, **fields: str) -> int:
    """Send a form as the page was drawn; returns the answer's status."""
    drawn = client.get(path).content.decode()
    keys = dict(re.findall(r'name="(form_key|drawn|csrfmiddlewaretoken)" value="([^"]+)"', drawn))
    return client.post(path, {**keys, **fields}).status_code
