"""What a password may be, and how the page asks for one."""

import re

import pytest
from django.conf import settings
from django.test import Client

from tests.pages import PASSWORD, freshly_signed_in, text_of
from tests.signing_in import link_of, set_password, sign_in, signed_in_as, somebody

pytestmark = pytest.mark.django_db
NEW = "small letters only, and new"


@pytest.mark.parametrize("password", ["short-eleven", "password1234", "qwertyuiop123", "Ada.Lovelace@x"])
def test_short_common_or_own_name_is_refused_as_a_password(password: str) -> None:
    """Fails when a validator is taken out of the settings."""
    person = somebody("ada.lovelace@x")
    sent = password[:11] if password.startswith("short") else password
    answer = set_password(Client(), link_of(person), sent)
    assert answer.status_code == 200
    assert "error-text" in text_of(answer)
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


@pytest.mark.parametrize(
    "password", ["x" * 64 + " ö" * 30, "small letters only", "  blanks around  ", "密码密码密码密码密码密码"]
)
def test_long_password_of_any_letters_is_taken_exactly_as_typed(password: str) -> None:
    person = somebody()
    assert set_password(Client(), link_of(person), password).status_code == 302
    for near in (password[:-1], password + "x", password.strip() + "."):
        client = Client()
        sign_in(client, person.sign_in_name, near)
        assert signed_in_as(client) is None
    client = Client()
    sign_in(client, person.sign_in_name, password)
    assert signed_in_as(client) == str(person.pk)


@pytest.mark.parametrize("old", ["", "not it at all", NEW])
def test_password_is_changed_by_who_knows_the_old_one_only(old: str) -> None:
    """Whoever finds an open session cannot take the account. Fails where the page asks for the new one alone."""
    person = somebody()
    client = freshly_signed_in(person)
    answer = client.post("/account/password/", {"oldpassword": old, "password1": NEW, "password2": NEW})
    assert answer.status_code == 200
    assert "error-text" in text_of(answer)
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


def test_fields_for_passwords_hide_them_and_let_managers_help() -> None:
    pages = [Client().get("/account/sign-in/"), freshly_signed_in(somebody()).get("/account/password/")]
    for page in map(text_of, pages):
        fields = re.findall(r"<input[^>]*name=\"(?:old)?password\d?\"[^>]*>", page)
        assert fields
        for field in fields:
            assert 'type="password"' in field
            assert re.search(r'autocomplete="(current|new)-password"', field)
            assert "maxlength" not in field
            assert "onpaste" not in field


def test_cookies_are_kept_from_scripts_and_from_other_sites() -> None:
    client = freshly_signed_in(somebody())
    client.get("/account/password/")
    assert len(client.cookies) >= 3
    for name, cookie in client.cookies.items():
        assert (name, cookie["httponly"], cookie["samesite"], cookie["domain"]) == (name, True, "Lax", "")


def test_key_of_a_session_is_long_and_new_at_each_sign_in() -> None:
    person = somebody()
    keys = {freshly_signed_in(person).session.session_key for _ in range(3)}
    assert len(keys) == 3
    assert all(len(str(key)) >= 32 for key in keys)  # of 36 letters each: 165 bits
    assert settings.SESSION_COOKIE_AGE <= 12 * 3600
