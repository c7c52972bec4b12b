"""The company's own sign-in: by settings alone, for who linked it, and for nobody by a mail address."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.test import Client

from accounts.models import Employee
from portal.sign_in_settings import company_providers
from tests import factories as f
from tests.company_idp import CLIENT, SECRET, Idp, company_idp
from tests.pages import freshly_signed_in, signed_in, text_of
from tests.second_factors import App
from transfers.models import Event

pytestmark = pytest.mark.django_db
START, BACK = "/account/company/sign-in/", "/account/company/back/"


@pytest.fixture
def idp(settings: Any) -> Iterator[Idp]:
    cache.clear()
    with company_idp() as server:
        settings.OIDC_ISSUER = server.url
        settings.SOCIALACCOUNT_PROVIDERS = company_providers(server.url, CLIENT, SECRET)
        yield server


def ada(**fields: Any) -> Employee:
    return f.EmployeeFactory.create(sign_in_name="ada", email="ada@example.com", **fields)


def go(client: Client, *, process: str = "", then: str = "") -> Any:
    """Press the button, and come back from the company's sign-in."""
    page = client.post(f"{START}?process={process}" if process else START, {"next": then} if then else {})
    found = re.search(r'class="button" href="([^"]+)"', text_of(page))
    assert found is not None, text_of(page)
    asked = parse_qs(urlsplit(found[1].replace("&amp;", "&")).query)
    assert asked["code_challenge_method"] == ["S256"]
    return client.get(BACK, {"code": "c", "state": asked["state"][0]})


def linked(person: Employee) -> Client:
    client = freshly_signed_in(person)
    assert go(client, process="connect")["Location"] == "/account/security/"
    return client


def is_signed_in_as(client: Client, person: Employee) -> bool:
    return client.session.get("_auth_user_id") == str(person.pk)


def test_linked_identity_signs_in_and_leads_to_own_paths_only(idp: Idp) -> None:
    person = ada()
    linked(person)
    for then, leads in (("/offers/", "/offers/"), ("https://evil.example/", "/")):
        client = Client()
        assert go(client, then=then)["Location"] == leads
        assert is_signed_in_as(client, person)
    methods = Event.objects.filter(verb="employee.signed_in").order_by("-pk").values_list("body__method", flat=True)
    assert methods[0] == "company"


def test_nothing_of_what_it_says_is_kept(idp: Idp) -> None:
    idp.says = {"email": "ada@example.com", "name": "Ada", "groups": ["x"]}
    linked(ada())
    account = SocialAccount.objects.get()
    assert account.extra_data == {}
    assert re.fullmatch("[0-9a-f]{64}", account.uid)


def test_address_of_an_employee_proves_nothing(idp: Idp) -> None:
    person = ada()
    idp.says = {"email": person.email, "email_verified": True}
    client = Client()
    answer = go(client)
    assert answer.status_code == 403
    assert "Not linked yet" in text_of(answer)
    assert "_auth_user_id" not in client.session
    assert not Employee.objects.filter(pk__gt=person.pk).exists()


def test_same_subject_of_another_issuer_is_somebody_else(idp: Idp) -> None:
    """Shown to fail with the issuer left out of extract_uid."""
    linked(ada())
    idp.issuer = "https://another.example"
    client = Client()
    assert go(client).status_code == 403
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("says", [{"iss": "https://other.example"}, {"aud": "another"}, {"exp": 1}, None])
def test_token_that_was_not_made_for_this_portal_signs_nobody_in(idp: Idp, says: dict[str, Any] | None) -> None:
    linked(ada())
    idp.says = says
    client = Client()
    answer = go(client)
    assert answer.status_code in (200, 401, 403)
    assert "That did not work" in text_of(answer)
    assert "_auth_user_id" not in client.session


def test_answer_that_was_not_asked_for_signs_nobody_in(idp: Idp) -> None:
    linked(ada())
    for asked in ({}, {"code": "c"}, {"code": "c", "state": "made-up"}, {"error": "access_denied"}):
        client = Client()
        client.get(BACK, asked)
        assert "_auth_user_id" not in client.session


def test_second_factor_is_asked_for_after_it(idp: Idp) -> None:
    person = ada()
    linked(person)
    App(person)
    client = Client()
    assert go(client)["Location"].startswith("/account/second-step/")
    assert "_auth_user_id" not in client.session


def test_who_left_is_not_let_in(idp: Idp) -> None:
    person = ada()
    linked(person)
    Employee.objects.filter(pk=person.pk).update(is_active=False)
    client = Client()
    assert go(client)["Location"] == "/account/inactive/"
    assert "_auth_user_id" not in client.session


def test_failures_of_others_do_not_slow_it(idp: Idp) -> None:
    person = ada()
    linked(person)
    for _ in range(9):
        Client().post("/account/sign-in/", {"login": "ada", "password": "wrong"})
    client = Client()
    go(client)
    assert is_signed_in_as(client, person)


def test_linking_wants_a_form_and_a_fresh_sign_in_and_is_told(idp: Idp) -> None:
    person = ada()
    assert signed_in(person).post(f"{START}?process=connect")["Location"].startswith("/account/confirm/")
    assert freshly_signed_in(person).get(f"{START}?process=connect").status_code == 405
    linked(person)
    assert Event.objects.get(verb="employee.sign_in_changed").body == {"what": "company_linked"}


def test_identity_of_one_is_not_linked_to_another(idp: Idp) -> None:
    person = ada()
    linked(person)
    other = f.EmployeeFactory.create()
    go(freshly_signed_in(other), process="connect")
    assert SocialAccount.objects.get().user == person


def test_link_is_taken_away_by_its_person(idp: Idp) -> None:
    client = linked(ada())
    assert "Take the link away" in text_of(client.get("/account/security/"))
    client.post("/account/company/unlink/")
    assert not SocialAccount.objects.exists()
    assert go(Client()).status_code == 403


def test_without_settings_it_does_not_exist() -> None:
    assert Client().post(START).status_code == 404
    assert Client().get(BACK).status_code == 404
    assert "company" not in text_of(Client().get("/account/sign-in/"))
