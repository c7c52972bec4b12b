"""Exports and changes to how one signs in want a sign-in, or a confirmation of it, of the last ten minutes."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from accounts.models import Employee
from tests import factories as f
from tests.pages import PASSWORD, freshly_signed_in, signed_in
from transfers.sight.actor import Person
from transfers.web import fresh_page

pytestmark = pytest.mark.django_db
ADDRESS = "/my-record/copy/"


@fresh_page
def export(request: HttpRequest, viewer: Person) -> HttpResponse:
    return HttpResponse(viewer.name)


def answer_to(client: Client, person: Employee, *, method: str = "GET") -> HttpResponse:
    request = RequestFactory().generic(method, ADDRESS)
    request.user, request.session = person, client.session
    return export(request)


def age(client: Client, by: timedelta) -> None:
    """Let the proofs of this session be older."""
    session: Any = client.session
    for proof in session[AUTHENTICATION_METHODS_SESSION_KEY]:
        proof["at"] -= by.total_seconds()
    session.save()


def test_page_opens_within_ten_minutes_of_signing_in() -> None:
    person = f.EmployeeFactory.create(name="Ada Berg")
    client = freshly_signed_in(person)
    age(client, timedelta(minutes=9))
    assert answer_to(client, person).content == b"Ada Berg"


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_page_asks_to_confirm_after_ten_minutes_and_comes_back(method: str) -> None:
    """Shown to fail with the comparison in is_sign_in_fresh taken out."""
    person = f.EmployeeFactory.create()
    client = freshly_signed_in(person)
    age(client, timedelta(minutes=11))
    assert answer_to(client, person, method=method)["Location"] == "/account/confirm/?next=/my-record/copy/"
    confirmed = client.post("/account/confirm/", {"password": PASSWORD, "next": ADDRESS})
    assert confirmed["Location"] == ADDRESS
    assert answer_to(client, person).status_code == 200


def test_wrong_password_confirms_nothing() -> None:
    person = f.EmployeeFactory.create()
    client = freshly_signed_in(person)
    age(client, timedelta(minutes=11))
    assert client.post("/account/confirm/", {"password": "wrong", "next": ADDRESS}).status_code == 200
    assert answer_to(client, person).status_code == 302


def test_session_without_a_proof_is_not_fresh() -> None:
    person = f.EmployeeFactory.create()
    person.set_password(PASSWORD)
    person.save()
    assert answer_to(signed_in(person), person)["Location"].startswith("/account/confirm/")


def test_who_has_neither_password_nor_second_factor_signs_in_anew() -> None:
    person = f.EmployeeFactory.create()
    person.set_unusable_password()
    person.save()
    client = signed_in(person)
    request = RequestFactory().get(ADDRESS)
    request.user, request.session = person, client.session
    assert export(request)["Location"] == "/account/sign-in/?next=/my-record/copy/"
    assert not request.user.is_authenticated
