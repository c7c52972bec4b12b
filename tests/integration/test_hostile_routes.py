"""Every address by every method, with what an attacker puts into addresses; and the headers of answers."""

import re
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client, override_settings

from tests import factories as f
from tests.crawl import addresses, ids_about
from tests.hostile.headers import headers_that_lack
from tests.hostile.queries import spoil_queries
from tests.hostile.routes import Route, routes
from tests.hostile.trials import stored, taken_back
from tests.pages import freshly_signed_in, signed_in

pytestmark = pytest.mark.django_db

METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "PROPFIND")
REFUSED = METHODS[4:]
# What is put in place of a part of an address, by the kind of its converter.
PARTS = {
    "uuid": ("00000000-0000-4000-8000-00000000000g", "0" * 32, "%00", "-1", "'", "x" * 3_000, "%ff", "..%2f..%2fetc"),
    "int": ("9223372036854775808", "-1", "9" * 5_000, "1.5", "NaN", "%00", "0x1", "%D9%A1"),
    "slug": ("%00", "%ff", "x" * 3_000, "-", "__proto__", "..%2f"),
    "str": ("%00", "%ff", "x" * 3_000, "%0d%0aSet-Cookie:a=b", "<svg onload=alert(1)>", "a-b"),
}


def test_every_route_refuses_methods_that_no_page_knows_and_none_fails() -> None:
    """Fails where a class view takes PUT for POST, or where HEAD or OPTIONS ends in an error of the server."""
    clients = {"signed out": Client(), "admin": signed_in(f.admin())}
    wrong, before = [], stored()
    for route in routes():
        for who, client in clients.items():
            with taken_back():
                for method in METHODS:
                    answer = client.generic(method, route.fill(), secure=False)
                    is_open = method in REFUSED and (answer.status_code != 405 or headers_that_lack(answer))
                    if answer.status_code >= 500 or is_open:
                        wrong.append((who, method, route.template, answer.status_code))
    assert (wrong, stored()) == ([], before)


def test_head_is_answered_as_get_without_a_body() -> None:
    client = signed_in(f.EmployeeFactory.create())
    f.role()
    for route in routes():
        if not route.name.startswith("transfers:") or route.parameters:
            continue
        got, head = client.get(route.fill()), client.head(route.fill())
        assert (head.status_code, head.content) == (got.status_code, b""), route.template


def _spoiled(route: Route) -> Iterator[str]:
    for name, kind in route.parameters:
        for part in PARTS[kind]:
            yield route.fill(**{name: part})


def test_spoiled_part_of_an_address_leads_to_nothing() -> None:
    """400 or 404, never an error of the server: identifiers that no database keeps, NUL, other alphabets, paths."""
    client, wrong = freshly_signed_in(f.admin()), []
    for route in routes():
        for address in _spoiled(route):
            with taken_back():
                answer = client.get(address)
            if answer.status_code not in (200, 302, 400, 404, 405):
                wrong.append((address[:120], answer.status_code))
    assert wrong == []


def test_spoiled_query_of_an_address_fails_nowhere() -> None:
    """Fails with the addresses that end in an error of the server, or that lead to another site. Each address meets
    every third of the queries, each query every third of the addresses; the audit has all of them meet."""
    f.role()
    tried, wrong = spoil_queries(signed_in(f.admin()))
    assert wrong == []
    assert tried > 500


# --- headers ---------------------------------------------------------------------------------------------------


def _viewers() -> dict[str, Client]:
    claim = f.claim()
    return {
        "signed out": Client(),
        "member": signed_in(claim.employee),
        "hiring manager": signed_in(f.manager_of(claim.role)),
        "HR partner": signed_in(f.hr_partner(f.campaign())),
        "admin": signed_in(f.admin()),
    }


def test_every_answer_carries_the_headers_that_protect_who_reads_it() -> None:
    """Every route to every kind of viewer, found or not, taken or refused: fails with what one of them lacks."""
    viewers = _viewers()
    ids = ids_about(f.undrafted().employee)
    wrong = []
    for who, client in viewers.items():
        is_outer = who in ("signed out", "admin")
        for address in addresses(ids) if is_outer else [route.fill() for route in routes()]:
            for method in ("GET", "POST") if is_outer else ("GET",):
                with taken_back():
                    answer = client.generic(method, address)
                lacking = headers_that_lack(answer)
                if lacking:
                    wrong.append((who, method, address, answer.status_code, lacking))
    assert wrong == []


def test_every_script_and_style_of_a_page_is_a_file_or_carries_the_nonce() -> None:
    """Markup that a policy with nonces would break, on every page of the admin and of the portal; no handler of an
    event stands in an attribute and no style does."""
    client, wrong = signed_in(f.admin()), []
    f.role()
    inline = re.compile(
        r"<script(?![^>]*\b(?:src|nonce)=)[^>]*>\s*\S|<style(?![^>]*\bnonce=)|\son[a-z]+=|\sstyle=\"", re.I
    )
    for route in routes():
        answer = client.get(route.fill())
        if "html" in answer.get("Content-Type", ""):
            found = inline.search(answer.content.decode())
            if found:
                wrong.append((route.template, found[0]))
    assert wrong == []


def test_signing_out_empties_what_the_browser_kept() -> None:
    answer = signed_in(f.EmployeeFactory.create()).post("/account/sign-out/")
    assert answer["Clear-Site-Data"] == '"cache", "storage"'


@override_settings(SECURE_HSTS_SECONDS=365 * 24 * 3600, SECURE_HSTS_INCLUDE_SUBDOMAINS=True)
def test_outside_the_demonstration_browsers_are_told_to_stay_with_tls() -> None:
    answer = Client().get("/help/", secure=True)
    assert answer["Strict-Transport-Security"].startswith("max-age=31536000; includeSubDomains")


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "127.0.0.1:80@evil.example", "a\tb"])
def test_forged_host_is_refused_at_every_kind_of_page(host: str) -> None:
    client = signed_in(f.admin())
    for address in ("/", "/help/", "/account/sign-in/", "/account/password/forgotten/", "/admin/", "/nowhere/"):
        assert client.get(address, headers={"host": host}).status_code == 400


def test_forwarded_host_is_not_believed() -> None:
    answer = Client().get("/roles/", headers={"x-forwarded-host": "evil.example", "x-forwarded-proto": "https"})
    assert answer["Location"].startswith("/account/sign-in/")


def test_line_break_in_an_address_makes_no_header() -> None:
    for address in ("/roles/%0d%0aSet-Cookie:x=y/", "/?next=%0d%0aSet-Cookie:x=y", "/hiring/%0d%0aX-A:b"):
        answer = Client().get(address)
        assert "x" not in answer.cookies
        assert "X-A" not in answer
        assert "\n" not in answer.get("Location", "")


def test_text_that_is_no_utf8_is_refused_and_unknown_fields_are_counted_without_their_names(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Fails when the log holds what was sent: a name of a field is text from outside too."""
    person = f.EmployeeFactory.create(sign_in_name="ada")
    client = Client()
    form = "application/x-www-form-urlencoded"
    assert client.post("/account/sign-in/", b"login=a%ffb&password=x", content_type=form).status_code == 400
    assert client.get("/roles/?words=%ff").status_code == 400
    client = freshly_signed_in(person)
    with caplog.at_level("INFO", logger="portal.requests"):
        sent = {"login": "ada", "password": "wrong", "is_superuser": "1", "Ada Berg": quote("secret")}
        Client().post("/account/sign-in/", sent)
    assert [record.getMessage() for record in caplog.records if record.name == "portal.requests"] == [
        "fields that account_login does not know, ignored: 2"
    ]


def test_database_is_asked_for_nothing_by_a_request_that_no_page_can_mean() -> None:
    client = Client()
    before = len(connection.queries_log)
    assert client.put("/roles/", b"{}").status_code == 405
    assert client.post("/roles/", b"{}", content_type="application/json").status_code == 415
    assert len(connection.queries_log) == before
