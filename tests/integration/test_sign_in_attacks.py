"""What an outsider, a thief of a password and a colleague at an open screen try at sign-in, and what they get."""

from datetime import timedelta
from typing import Any, ClassVar

import pytest
from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.test import Client, override_settings

from accounts.models import Employee
from tests import factories as f
from tests.pages import PASSWORD, THEN, freshly_signed_in, signed_in, text_of, travel
from tests.second_factors import App, kinds_of
from transfers.actions.people import send_sign_in_reset
from transfers.actions.sign_ins import ask_for_sign_in_link
from transfers.delivery.letters import write_letters
from transfers.models import Event, Notice
from transfers.models.notice import MAIL

pytestmark = pytest.mark.django_db
NEW = "a password from the link"
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


def somebody(name: str = "ada", **fields: Any) -> Employee:
    person = f.EmployeeFactory.create(sign_in_name=name, **fields)
    person.set_password(PASSWORD)
    person.save()
    return person


def sign_in(client: Client, name: str = "ada", password: str = PASSWORD, **extra: str) -> Any:
    return client.post("/account/sign-in/", {"login": name, "password": password, **extra})


def signed_in_as(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def link_of(person: Employee) -> str:
    """The link in the mail that this person is owed now."""
    ask_for_sign_in_link(person)
    notice = Notice.objects.filter(template="employee.sign_in_link", recipient=person, channel=MAIL).latest("pk")
    letter = write_letters([notice], at=notice.due_at)[0]
    link = next(word for word in str(letter.body).split() if "/account/password/new/" in word)
    assert link.startswith(f"{settings.PORTAL_URL}/")
    return link.removeprefix(settings.PORTAL_URL)


def set_password(client: Client, link: str, password: str = NEW) -> Any:
    page = client.get(link, follow=True)
    return client.post(page.request["PATH_INFO"], {"password1": password, "password2": password})


# --- leading elsewhere, and other people's sessions ---------------------------------------------------------------


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


# --- who has an account -------------------------------------------------------------------------------------------


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


# --- the link that sets a password --------------------------------------------------------------------------------


def test_link_works_once_and_an_older_one_dies_with_it() -> None:
    person = somebody()
    older, newer = link_of(person), link_of(person)
    assert set_password(Client(), newer)["Location"] == "/account/password/new/done/"
    for link in (older, newer):
        assert "This link is over" in text_of(Client().get(link, follow=True))


def test_link_of_one_person_sets_no_password_of_another() -> None:
    person, other = somebody(), somebody("bob")
    mine, theirs = link_of(person), link_of(other)
    swapped = mine.split("-", 1)[0] + "-" + theirs.split("-", 1)[1]
    assert "This link is over" in text_of(Client().get(swapped, follow=True))


def test_link_dies_when_the_password_is_changed_or_the_person_leaves() -> None:
    person = somebody()
    link = link_of(person)
    freshly_signed_in(person).post(
        "/account/password/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    )
    assert "This link is over" in text_of(Client().get(link, follow=True))
    person.refresh_from_db()
    link = link_of(person)
    Employee.objects.filter(pk=person.pk).update(is_active=False)
    set_password(Client(), link, "yet another password")
    assert signed_in_as(Client()) is None
    answer = sign_in(Client(), password="yet another password")
    assert answer.get("Location", "/account/inactive/") == "/account/inactive/"


def test_link_ends_every_session_and_signs_nobody_in() -> None:
    person = somebody()
    elsewhere = freshly_signed_in(person)
    device = Client()
    set_password(device, link_of(person))
    assert signed_in_as(device) is None
    assert elsewhere.get("/")["Location"].startswith("/account/sign-in/")


def test_link_does_not_go_round_the_second_factor() -> None:
    """Shown to fail with is_reset_open answering True."""
    person = somebody()
    app = App(person)
    device = Client()
    set_password(device, link_of(person))
    assert sign_in(device, password=NEW)["Location"].startswith("/account/second-step/")
    assert signed_in_as(device) is None
    assert kinds_of(person) == {"totp", "recovery_codes"}
    assert device.post("/account/second-step/", {"code": app.code()})["Location"] == "/"


def test_reset_that_hr_sent_lets_the_person_start_without_the_lost_factor_and_is_told() -> None:
    person = somebody()
    App(person)
    send_sign_in_reset(person, by=f.admin())
    assert kinds_of(person) == {"totp", "recovery_codes"}, "the admin takes nothing away"
    device = Client()
    set_password(device, link_of(person))
    assert kinds_of(person) == set()
    assert Event.objects.filter(verb="employee.second_factors_removed").count() == 1
    assert Notice.objects.filter(template="employee.second_factors_removed", recipient=person).count() == 2
    assert sign_in(device, password=NEW)["Location"] == "/"
    App(person)
    set_password(Client(), link_of(Employee.objects.get(pk=person.pk)), "one more password here")
    assert kinds_of(person) == {"totp", "recovery_codes"}, "a reset is good for once"


def test_reset_that_hr_sent_is_over_after_three_days() -> None:
    person = somebody()
    App(person)
    travel(THEN)
    send_sign_in_reset(person, by=f.admin())
    travel(THEN + timedelta(days=3, minutes=1))
    set_password(Client(), link_of(person))
    assert kinds_of(person) == {"totp", "recovery_codes"}


# --- going round the second step ----------------------------------------------------------------------------------


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


# --- sessions -----------------------------------------------------------------------------------------------------


def test_session_ends_with_the_next_request_after_deactivation() -> None:
    person = somebody()
    client = freshly_signed_in(person)
    assert client.get("/").status_code == 200
    Employee.objects.filter(pk=person.pk).update(is_active=False)
    for address in ("/", "/offers/", "/account/security/", "/my-record/", "/inbox/"):
        assert client.get(address)["Location"].startswith("/account/sign-in/"), address


def test_password_change_ends_the_other_sessions_and_is_told() -> None:
    person = somebody()
    here, there = freshly_signed_in(person), freshly_signed_in(person)
    here.post("/account/password/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    assert here.get("/").status_code == 200
    assert there.get("/")["Location"].startswith("/account/sign-in/")
    assert Event.objects.get(verb="employee.sign_in_changed").body == {"what": "password"}


def test_person_sees_where_they_are_signed_in_and_ends_the_rest() -> None:
    person = somebody()
    here, there = freshly_signed_in(person), freshly_signed_in(person)
    page = text_of(here.get("/account/sessions/"))
    assert page.count("This one") == 1
    assert page.count("<time") >= 2
    assert "127.0.0.1" not in page
    assert here.post("/account/sessions/").status_code == 302
    assert here.get("/").status_code == 200
    assert there.get("/")["Location"].startswith("/account/sign-in/")
    assert "You are signed in nowhere else" in text_of(here.get("/account/sessions/"))


def test_nobody_sees_or_ends_sessions_of_another() -> None:
    person, other = somebody(), somebody("bob")
    theirs = freshly_signed_in(other)
    page = text_of(signed_in(person).get("/account/sessions/"))
    assert "You are signed in nowhere else" in page
    signed_in(person).post("/account/sessions/")
    assert theirs.get("/").status_code == 200
