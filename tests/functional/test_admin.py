"""The admin in a real browser, under the portal's strict content security policy."""

import pytest
from django.test import Client
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests import factories as f

pytestmark = pytest.mark.django_db(transaction=True)


def test_admin_works_under_a_policy_without_inline_code(live_server: LiveServer, page: Page) -> None:
    """Lists, filters, the search in a form and the theme switch: no script, style or request is refused.

    The field that searches for several rows has a name, which select2 does not give it.
    """
    f.campaign()
    f.EmployeeFactory.create(name="Åsa Öberg")
    client = Client()
    client.force_login(f.admin())
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))

    answer = page.goto(f"{live_server.url}/admin/")
    assert answer is not None
    policy = answer.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    page.get_by_role("link", name="Employees").first.click()
    page.get_by_role("button", name="Search").wait_for()
    page.goto(f"{live_server.url}/admin/transfers/grant/new/propose/")
    page.locator("#id_employee + .select2").click()
    page.keyboard.type("asa ob")
    page.get_by_role("option", name="Åsa Öberg").click()
    assert page.locator("#id_employee").input_value()
    page.goto(f"{live_server.url}/admin/transfers/campaign/new/create/")
    page.get_by_role("searchbox", name="Assigned units").wait_for()
    page.get_by_role("button", name="Toggle theme").first.click()
    assert complaints == []
