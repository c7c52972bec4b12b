"""The portal speaks the language that its reader chose, or their browser asks for."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from accounts.models import Employee
from tests import factories as f
from tests.pages import signed_in, text_of
from transfers import ledger
from transfers.actions.languages import set_language
from transfers.delivery.letters import write_letters
from transfers.errors import Invalid, NotVisible
from transfers.models import Event, Notice
from transfers.models.notice import MAIL
from transfers.sight.actor import PORTAL

pytestmark = pytest.mark.django_db

PAGE = "/language/"


def choose(client: Client, language: str) -> Any:
    return client.post(PAGE, {"language": language})


def test_person_s_own_language_goes_with_them_wherever_they_sign_in() -> None:
    person = f.EmployeeFactory.create()
    choose(signed_in(person), "de")
    page = text_of(signed_in(person).get("/"))
    assert '<html lang="de" dir="ltr">' in page
    assert "Startseite" in page


def test_who_is_signed_out_keeps_it_in_a_cookie(client: Client) -> None:
    answer = choose(client, "de")
    cookie = answer.cookies[settings.LANGUAGE_COOKIE_NAME]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    page = text_of(client.get("/account/sign-in/"))
    assert '<html lang="de"' in page
    assert "Anmelden" in page


def test_own_language_wins_over_the_cookie_and_the_cookie_over_the_browser(client: Client) -> None:
    person = f.EmployeeFactory.create(language="en-gb")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "de"
    assert '<html lang="de"' in text_of(client.get(PAGE, HTTP_ACCEPT_LANGUAGE="en-GB"))
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    assert '<html lang="en-gb"' in text_of(client.get(PAGE))


def test_browser_s_wish_is_followed_and_told_to_caches(client: Client) -> None:
    answer = client.get(PAGE, HTTP_ACCEPT_LANGUAGE="de-AT,de;q=0.9,en;q=0.5")
    assert '<html lang="de"' in text_of(answer)
    assert answer["Content-Language"] == "de"
    assert "Accept-Language" in answer["Vary"]


@pytest.mark.parametrize(
    "wish", ["x" * 10_000, "de;q=nan", "de;q=1e309,*;q=-1", "../../etc/passwd", "\x00de", "de_DE.UTF-8", ",,;=", "xx"]
)
def test_bad_wish_or_cookie_speaks_english(client: Client, wish: str) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = wish
    answer = client.get(PAGE, HTTP_ACCEPT_LANGUAGE=wish)
    assert answer.status_code == 200
    assert '<html lang="en-gb"' in text_of(answer) or wish.startswith("de;")


@pytest.mark.parametrize(
    "sent", [{}, {"language": ""}, {"language": "xx"}, {"language": "de\x00"}, {"language": "EN"}]
)
def test_language_that_is_not_spoken_is_refused_at_the_field(sent: dict[str, str]) -> None:
    person = f.EmployeeFactory.create()
    answer = signed_in(person).post(PAGE, sent)
    assert answer.status_code == 400
    person.refresh_from_db()
    assert person.language == ""


def test_choosing_is_recorded_once_without_saying_which() -> None:
    person = f.EmployeeFactory.create()
    client = signed_in(person)
    for _ in range(2):
        choose(client, "de")
    (event,) = Event.objects.filter(verb="employee.language_set")
    assert event.body == {}


def test_nobody_chooses_for_another() -> None:
    person, other = f.EmployeeFactory.create(), f.EmployeeFactory.create()
    for actor in (other, PORTAL):
        with pytest.raises(NotVisible):
            set_language(person, "de", by=actor)


def test_action_takes_no_language_that_has_no_catalogue() -> None:
    person = f.EmployeeFactory.create()
    with pytest.raises(Invalid) as refusal:
        set_language(person, "xx", by=person)
    assert refusal.value.field == "language"


def test_language_that_was_taken_away_falls_back() -> None:
    person = f.EmployeeFactory.create(language="tlh")
    assert '<html lang="en-gb"' in text_of(signed_in(person).get("/"))


def test_page_that_does_not_exist_is_in_the_reader_s_language_too() -> None:
    person = f.EmployeeFactory.create(language="de")
    client = signed_in(person)
    unknown = reverse("transfers:role", args=["00000000-0000-4000-8000-000000000000"])
    for address in (unknown, "/no-such-page/"):
        assert '<html lang="de"' in text_of(client.get(address))


def letter_to(person: Employee) -> tuple[str, str]:
    event = ledger.record("role.changed", person, by=PORTAL, at=f.NOW)
    ledger.owe(event, person, "campaign.opened", at=f.NOW)
    (letter,) = write_letters(list(Notice.objects.filter(recipient=person, channel=MAIL)), at=f.NOW)
    return str(letter.subject), str(letter.body)


def test_mail_is_in_its_reader_s_language_whoever_sends_it() -> None:
    subject, body = letter_to(f.EmployeeFactory.create(language="de"))
    assert subject == "Es gibt Neues in Undraft"
    assert "Undraft" in body
    assert "There is news" not in body
    assert letter_to(f.EmployeeFactory.create())[0] == "There is news in Undraft"
    assert letter_to(f.EmployeeFactory.create(language="tlh"))[0] == "There is news in Undraft"
