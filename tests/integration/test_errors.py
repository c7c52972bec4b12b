"""One page for every refusal, and one 404 for everything a viewer may not see."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path
from django.views.decorators.http import require_POST

from portal import urls as portal_urls
from tests.rows import Rows
from transfers.errors import Busy, Invalid, NotAllowed, NotVisible

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


def refuse(request: HttpRequest, how: str) -> HttpResponse:
    if how == "fine":
        return HttpResponse("fine")
    raise {
        "hidden": NotVisible("The claim of Mira is not for you."),
        "missing": Http404("No Claim matches the given query."),
        "rule": NotAllowed("You can file until the window closes."),
        "busy": Busy("Others are changing the same thing just now. Nothing was changed; try again."),
        "invalid": Invalid("The form was not sent whole."),
        "database": OperationalError("connection refused"),
        "bug": RuntimeError("secret detail"),
    }[how]


urlpatterns = [
    path("refuse/<str:how>/", refuse),
    path("form/", require_POST(lambda request: refuse(request, "fine"))),
    path("things/<uuid:thing>/", lambda request, thing: refuse(request, "hidden")),
    path("", include(portal_urls.urlpatterns)),
]
handler400, handler403 = portal_urls.handler400, portal_urls.handler403
handler404, handler500 = portal_urls.handler404, portal_urls.handler500


@pytest.fixture
def quiet() -> Client:
    return Client(raise_request_exception=False)


def seen(response: Any) -> tuple[int, bytes, dict[str, str]]:
    headers = {name: value for name, value in response.items() if name not in ("Date", "Set-Cookie")}
    policy = headers.get("Content-Security-Policy", "")
    headers["Content-Security-Policy"] = re.sub(r"'nonce-[^']+'", "nonce", policy)
    return response.status_code, response.content, headers


def test_nul_in_an_address_is_a_bad_request(quiet: Client) -> None:
    """Fails when it reaches PostgreSQL, which refuses it with an error of its own."""
    assert [quiet.get(f"/refuse/fine/?{query}").status_code for query in ("q=%00", "%00=q", "q=a")] == [400, 400, 200]


@pytest.mark.parametrize("method", ["get", "post", "head"])
def test_404_of_a_hidden_thing_is_the_404_of_a_thing_that_never_was(quiet: Client, method: str) -> None:
    answers = [
        seen(getattr(quiet, method)(address))
        for address in ("/refuse/hidden/", "/refuse/missing/", f"/things/{uuid4()}/", f"/nowhere/{uuid4()}/")
    ]
    assert answers[0][0] == 404
    assert answers.count(answers[0]) == len(answers)


def test_404_is_the_same_signed_in_and_signed_out(quiet: Client) -> None:
    signed_out = seen(quiet.get("/refuse/hidden/"))
    quiet.force_login(Rows().person)
    assert seen(quiet.get("/refuse/hidden/"))[:2] == signed_out[:2]
    assert b"Mira" not in signed_out[1]


@pytest.mark.parametrize(
    ("how", "status", "sentence"),
    [
        ("rule", 409, "You can file until the window closes."),
        ("busy", 409, "try again"),
        ("invalid", 400, "The form was not sent whole."),
        ("database", 503, "could not reach its database"),
        ("bug", 500, "The error was recorded"),
    ],
)
def test_refusal_is_a_page_with_its_sentence_and_status(quiet: Client, how: str, status: int, sentence: str) -> None:
    response = quiet.get(f"/refuse/{how}/")
    assert response.status_code == status
    assert sentence in response.content.decode()
    assert b"secret detail" not in response.content


def test_503_says_when_to_come_back(quiet: Client) -> None:
    assert quiet.get("/refuse/database/")["Retry-After"] == "5"


def test_get_of_an_address_that_takes_a_form_is_405_with_a_page(quiet: Client) -> None:
    response = quiet.get("/form/")
    assert (response.status_code, response["Allow"]) == (405, "POST")
    assert b"<h1>This address only takes a form</h1>" in response.content


def test_forged_host_is_400(quiet: Client) -> None:
    assert quiet.get("/refuse/fine/", headers={"host": "evil.example"}).status_code == 400


def test_form_without_its_csrf_token_is_403_with_a_page() -> None:
    response = Client(enforce_csrf_checks=True).post("/refuse/fine/")
    assert response.status_code == 403
    assert b"<h1>This form was not accepted</h1>" in response.content


def test_upload_above_the_limit_is_413() -> None:
    client = Client(enforce_csrf_checks=True)
    client.get("/account/sign-in/")
    assert client.post("/account/sign-in/", {"login": "x" * 2_600_000}).status_code == 413


def test_content_security_policy_is_strict_on_pages_and_errors(quiet: Client) -> None:
    for address in ("/account/sign-in/", "/nowhere/"):
        policy = quiet.get(address)["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert "data:" not in policy
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy


def test_every_script_of_a_page_carries_the_nonce_of_its_policy(client: Client) -> None:
    response = client.get("/account/sign-in/")
    page = response.content.decode()
    nonces = re.findall(r"<script[^>]* nonce=\"([^\"]+)\"", page)
    assert len(nonces) == page.count("<script") > 0
    assert [f"'nonce-{nonce}'" in response["Content-Security-Policy"] for nonce in nonces] == [True] * len(nonces)


def test_personal_pages_are_stored_nowhere(client: Client) -> None:
    response = client.get("/refuse/fine/")
    assert "no-store" in response["Cache-Control"]
    assert "camera=()" in response["Permissions-Policy"]
