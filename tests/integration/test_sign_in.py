"""Signing in: by account and device, to own paths only, with an Event; the demo's one click only in a demo."""

import pytest
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.test import Client, override_settings

from accounts.models import Employee
from seeds.cast import CAST
from tests.rows import Rows
from transfers.delivery.letters import write_letters
from transfers.models import DemoMarker, Event, Notice
from transfers.models.notice import MAIL

pytestmark = pytest.mark.django_db
PASSWORD = "a long and quiet password"


@pytest.fixture
def person() -> Employee:
    cache.clear()
    employee = Rows().person
    employee.set_password(PASSWORD)
    employee.save()
    return employee


def sign_in(client: Client, password: str = PASSWORD, **extra: str) -> int:
    return client.post("/account/sign-in/", {"login": "person", "password": password, **extra}).status_code


def test_sign_in_leads_to_the_page_asked_for_and_leaves_an_event(client: Client, person: Employee) -> None:
    response = client.post("/account/sign-in/", {"login": "Person", "password": PASSWORD, "next": "/claims/"})
    assert response["Location"] == "/claims/"
    event = Event.objects.about(person.pk).get()
    assert (event.verb, event.body) == ("employee.signed_in", {"method": "password"})


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "http:evil",
        "https://testserver/",
    ],
)
def test_next_leads_to_own_paths_only(client: Client, person: Employee, target: str) -> None:
    response = client.post("/account/sign-in/", {"login": "person", "password": PASSWORD, "next": target})
    assert response["Location"] == "/"


def test_wrong_name_and_wrong_password_read_alike(client: Client, person: Employee) -> None:
    pages = [
        client.post("/account/sign-in/", {"login": name, "password": "wrong"}).context["form"].errors
        for name in ("person", "nobody")
    ]
    assert pages[0] == pages[1]


def test_sign_out_needs_a_form_and_clears_what_the_browser_kept(client: Client, person: Employee) -> None:
    client.force_login(person)
    assert client.get("/account/sign-out/").status_code == 200
    response = client.post("/account/sign-out/")
    assert response["Clear-Site-Data"] == '"cache", "storage"'
    assert "_auth_user_id" not in client.session


def test_person_who_left_is_signed_out_at_once(client: Client, person: Employee) -> None:
    client.force_login(person)
    Employee.objects.filter(pk=person.pk).update(is_active=False)
    response = client.get("/account/password/")
    assert response["Location"].startswith("/account/sign-in/")


def test_nobody_can_make_an_account_or_change_an_address(client: Client) -> None:
    for address in ("signup", "email", "password/set", "login/code"):
        assert client.get(f"/account/{address}/").status_code == 404
        assert client.get(f"/accounts/{address}/").status_code == 404


def test_password_link_is_asked_for_alike_by_everybody_and_works_once(client: Client, person: Employee) -> None:
    asked = [client.post("/account/password/forgotten/", {"email": e}) for e in (person.email, "no@example.com")]
    assert [response["Location"] for response in asked] == ["/account/password/forgotten/sent/"] * 2
    notice = Notice.objects.get()
    assert (notice.recipient, notice.channel) == (person, MAIL)
    assert not mail.outbox, "the page itself sends nothing"
    letter = write_letters([notice], at=notice.due_at)[0]
    assert letter.subject == "There is news in Undraft"
    link = next(word for word in str(letter.body).split() if "/account/password/new/" in word)
    link = link.removeprefix(settings.PORTAL_URL)
    page = client.get(link, follow=True)
    assert b"Set your password" in page.content
    new = "another long password"
    done = client.post(page.request["PATH_INFO"], {"password1": new, "password2": new})
    assert done["Location"] == "/account/password/new/done/"
    assert b"This link is over" in Client().get(link, follow=True).content
    assert sign_in(Client(), new) == 302


@pytest.mark.parametrize(
    "address",
    ["sign-in", "password/forgotten", "password/forgotten/sent", "password/new/done", "inactive", "password/new/1-x"],
)
def test_page_before_sign_in_is_drawn(client: Client, address: str) -> None:
    assert b"<h1>" in client.get(f"/account/{address}/").content


def cast_member() -> Employee:
    person = Rows().person
    Employee.objects.filter(pk=person.pk).update(sign_in_name=CAST[0].sign_in_name)
    return person


def demo(client: Client, **extra: str) -> int:
    return client.post("/account/demo/", {"person": CAST[0].sign_in_name}, **extra).status_code  # type: ignore[arg-type]


def test_demo_signs_in_as_the_cast_with_one_click(client: Client) -> None:
    person = cast_member()
    DemoMarker.objects.create(pk=1)
    assert CAST[0].story.encode() in client.get("/account/demo/").content.replace(b"&#x27;", b"'")
    assert demo(client) == 302
    assert client.session["_auth_user_id"] == str(person.pk)
    assert Event.objects.about(person.pk).get().body == {"method": "demo"}


def test_demo_sign_in_does_not_exist_without_the_marker(client: Client) -> None:
    cast_member()
    assert client.get("/account/demo/").status_code == 404
    assert demo(client) == 404


def test_demo_sign_in_does_not_exist_outside_loopback_or_behind_a_proxy(client: Client) -> None:
    cast_member()
    DemoMarker.objects.create(pk=1)
    assert demo(client, REMOTE_ADDR="192.0.2.7") == 404
    assert demo(client, HTTP_X_FORWARDED_FOR="127.0.0.1") == 404


def test_demo_sign_in_does_not_exist_where_demo_is_not_set(client: Client) -> None:
    cast_member()
    DemoMarker.objects.create(pk=1)
    with override_settings(DEMO=""):
        assert demo(client) == 404


def test_demo_signs_in_as_nobody_but_the_cast(client: Client) -> None:
    Rows()
    DemoMarker.objects.create(pk=1)
    assert client.post("/account/demo/", {"person": "other"}).status_code == 404


@pytest.mark.parametrize("address", ["help", "privacy", "accessibility", "language"])
def test_page_about_the_portal_is_for_everybody(client: Client, person: Employee, address: str) -> None:
    assert b"<h1>" in client.get(f"/{address}/").content
    client.force_login(person)
    page = client.get(f"/{address}/")
    assert person.name.encode() in page.content
    assert f'href="/{address}/"'.encode() in page.content


def test_demo_signs_in_as_nobody_who_is_not_there(client: Client) -> None:
    DemoMarker.objects.create(pk=1)
    assert demo(client) == 404
