"""What an outsider, a thief of a password and a colleague at an open screen try at sign-in, and what they get."""

from typing import Any, ClassVar

import pytest
from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.http import parse_cookie
from django.test import Client, override_settings

from tests import factories as f
from tests.pages import PASSWORD, freshly_signed_in, text_of
from tests.second_factors import App
from tests.signing_in import link_of, sign_in, signed_in_as, somebody
from transfers.models import Notice

pytestmark = pytest.mark.django_db
ELSEWHERE = (
    "https://evil.example/",
    "//evil.example",
    "/\\evil.example",
    "javascript:alert(1)",
    "https://testserver/",
)
_ID = '"id": "AAAA", "rawId": "AAAA", "type": "public-key"'
MADE_UP = (
    "",
    "{}",
    "[]",
    "7",
    "null",
    "not json",
    "{" * 50,
    '{"id": "x"}',
    '{"response": 7}',
    f'{{{_ID}, "response": {{}}}}',
    f'{{{_ID}, "response": {{"clientDataJSON": "AAAA", "attestationObject": "AAAA"}}}}',
    f'{{{_ID}, "response": {{"clientDataJSON": "e30", "authenticatorData": "AAAA", "signature": "AA", '
    '"userHandle": "MQ"}}',
    f'{{{_ID}, "response": {{"clientDataJSON": "e30", "authenticatorData": "AAAA", "signature": 5, '
    '"userHandle": 5}}',
)


@pytest.mark.parametrize("target", ELSEWHERE)
def test_no_step_of_signing_in_leads_to_another_site(target: str) -> None:
    person = somebody()
    app = App(person)
    client = Client()
    sign_in(client, next=target)
    assert client.post("/account/second-step/", {"code": app.code()})["Location"] == "/"
    assert client.post("/account/confirm/", {"password": PASSWORD, "next": target})["Location"] == "/"
    confirmed = client.post("/account/confirm/code/", {"code": app.codes[0], "next": target})
    assert confirmed["Location"] == "/"
    assert client.post("/account/sign-out/", {"next": target})["Location"] == "/account/sign-in/"


@pytest.mark.parametrize("name", ["HTTP_HOST", "HTTP_X_FORWARDED_HOST"])
def test_forged_host_is_refused_or_unread_and_never_in_a_mail(name: str) -> None:
    person = somebody()
    forged: Any = {name: "evil.example"}
    answer = Client().post("/account/password/forgotten/", {"email": person.email}, **forged)
    assert answer.status_code == (400 if name == "HTTP_HOST" else 302)
    assert "evil" not in answer.get("Location", "")
    assert link_of(person).startswith("/account/password/new/")


def test_session_that_was_planted_before_sign_in_is_another_after_it() -> None:
    somebody()
    victim = Client()
    victim.get("/account/sign-in/?next=/offers/")
    planted = victim.session
    planted["planted"] = "yes"
    planted.save()
    victim.cookies[settings.SESSION_COOKIE_NAME] = str(planted.session_key)
    sign_in(victim)
    assert signed_in_as(victim)
    assert victim.session.session_key != planted.session_key
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = str(planted.session_key)
    assert thief.get("/")["Location"].startswith("/account/sign-in/")


@pytest.mark.parametrize("name", ["sessionid", "csrftoken", "known_device", "messages", "django_language"])
def test_cookie_that_holds_what_no_column_does_is_as_none(name: str) -> None:
    """Fails for the session without the look at its letters: PostgreSQL takes no NUL, and that was a 500."""
    sent = f'{name}="abcdefgh\\000ijkl"'  # as it comes in: newer Pythons' own cookies take no such letter
    assert "\0" in parse_cookie(sent)[name]
    client = Client(HTTP_COOKIE=sent)
    assert client.get("/account/sign-in/").status_code == 200
    assert client.get("/inbox/").status_code == 302


def test_session_planted_between_the_two_steps_is_another_after_them() -> None:
    app = App(somebody())
    victim = Client()
    sign_in(victim)
    between = victim.session.session_key
    victim.post("/account/second-step/", {"code": app.code()})
    assert signed_in_as(victim)
    assert victim.session.session_key != between


@pytest.mark.parametrize("address", ["sign-in", "second-step", "passkey", "confirm", "sessions", "security/app"])
def test_form_of_another_site_is_refused(address: str) -> None:
    person = somebody()
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(person)
    assert strict.post(f"/account/{address}/", {"login": "ada", "password": PASSWORD}).status_code == 403


class Counting(Argon2PasswordHasher):
    """As slow as the real one; it counts how often it was asked."""

    time_cost, memory_cost, parallelism = 1, 64, 1
    asked: ClassVar[list[str]] = []

    def encode(self, password: str, salt: str) -> str:
        self.asked.append("encode")
        return super().encode(password, salt)

    def verify(self, password: str, encoded: str) -> bool:
        self.asked.append("verify")
        return super().verify(password, encoded)


@override_settings(PASSWORD_HASHERS=["tests.integration.test_sign_in_attacks.Counting"])
def test_unknown_names_cost_as_many_hashes_and_get_the_same_page() -> None:
    """Time is counted in hashes, which are nearly all of it: a measured time would fail on a busy machine."""
    somebody("known")
    somebody("left", is_active=False)
    imported = f.EmployeeFactory.create(sign_in_name="imported")
    imported.set_unusable_password()
    imported.save()
    told = []
    for name in ("known", "left", "imported", "nobody"):
        Counting.asked.clear()
        page = text_of(sign_in(Client(), name, "wrong"))
        told.append((len(Counting.asked), page.replace(name, "<name>").split("<main", 1)[1].split("csrf")[0]))
    assert len({hashes for hashes, _page in told}) == 1, [hashes for hashes, _page in told]
    assert len({page for _hashes, page in told}) == 1


def test_forgotten_password_answers_alike_for_everybody() -> None:
    person, left = somebody(), somebody("left", is_active=False)
    answers = []
    for address in (person.email, left.email, "nobody@example.com", "NOBODY@example.com "):
        answer = Client().post("/account/password/forgotten/", {"email": address})
        answers.append((answer.status_code, answer["Location"], answer.content))
    assert len(set(answers)) == 1
    assert [notice.recipient for notice in Notice.objects.filter(template="employee.sign_in_link")] == [person]


def test_second_step_of_one_is_not_passed_by_the_code_or_sign_in_of_another() -> None:
    """The thief knows ada's password and has an account of his own."""
    app = App(somebody())
    bob = somebody("bob")
    thief = Client()
    sign_in(thief)
    sign_in(thief, "bob")
    assert signed_in_as(thief) in (None, str(bob.pk))
    fresh = Client()
    sign_in(fresh, "bob")
    assert fresh.post("/account/second-step/", {"code": app.code()})["Location"] == "/"
    assert signed_in_as(fresh) == str(bob.pk)


@pytest.mark.parametrize(
    "credential", ["", "{}", "[]", "null", '{"id": "x"}', "not json", "{" * 50, '{"response": 7}']
)
def test_made_up_passkey_signs_nobody_in(credential: str) -> None:
    App(somebody())
    client = Client()
    client.get("/account/passkey/", headers={"accept": "application/json"})
    assert client.post("/account/passkey/", {"credential": credential}).status_code in (200, 302)
    assert signed_in_as(client) is None
    sign_in(client)
    assert client.post("/account/second-step/", {"credential": credential}).status_code == 200
    assert signed_in_as(client) is None
    mine = freshly_signed_in(somebody("bob"))
    mine.get("/account/security/passkeys/add/")
    assert mine.post("/account/security/passkeys/add/", {"credential": credential, "name": "x"}).status_code == 200
