"""Checking a receipt and taking a copy of one's record, in a browser: in both schemes, at 320 px, by axe."""

import re

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests import factories as f
from tests.browsing.looks import faults_in_all_looks
from tests.integration.test_sign_in import PASSWORD
from transfers.clock import database_clock
from transfers.models import Assignment, Receipt

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def of() -> Assignment:
    """Somebody who has filed."""
    now = database_clock()
    campaign = f.campaign(deadline_at=now + 14 * f.DAY, opened_at=now - f.DAY)
    made = f.assignment(campaign, f.EmployeeFactory.create(sign_in_name="ada", name="Ada Berg"))
    made.employee.set_password(PASSWORD)
    made.employee.save()
    f.file(made, "undraft", at=now)
    return made


def sign_in(page: Page, server: LiveServer) -> None:
    page.goto(f"{server.url}/account/sign-in/?next=/my-record/")
    page.get_by_label("Sign-in name").fill("ada")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(re.compile("/my-record/$"))


def test_receipt_is_checked_by_who_holds_its_code(page: Page, live_server: LiveServer, of: Assignment) -> None:
    page.goto(f"{live_server.url}/receipts/verify/")
    assert faults_in_all_looks(page) == [], "verify"
    page.get_by_label("The receipt").fill("no receipt")
    page.get_by_role("button", name="Check it").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    assert faults_in_all_looks(page) == [], "verify-error"
    page.get_by_label("The receipt").fill(Receipt.objects.get().code)
    page.get_by_role("button", name="Check it").click()
    expect(page.get_by_role("status")).to_contain_text("This receipt is genuine")
    expect(page.get_by_role("main")).to_contain_text("A later version may exist")
    expect(page).to_have_url(f"{live_server.url}/receipts/verify/")
    assert faults_in_all_looks(page) == [], "verified"


def test_copy_of_the_record_is_read_and_taken_along(page: Page, live_server: LiveServer, of: Assignment) -> None:
    sign_in(page, live_server)
    page.get_by_role("link", name="Take a copy of everything about me").click()
    expect(page.get_by_role("heading", name="A copy of my record")).to_be_visible()
    expect(page.get_by_label("Include what I filed")).not_to_be_checked()
    assert faults_in_all_looks(page) == [], "copy"
    page.get_by_label("A page to read").check()
    page.get_by_role("button", name="Make the copy").click()
    expect(page.get_by_role("main")).to_contain_text("Ada Berg")
    expect(page.get_by_role("main")).not_to_contain_text("What was filed")
    assert faults_in_all_looks(page) == [], "copy"
    page.go_back()
    page.get_by_label("A file for programs").check()
    page.get_by_label("Include what I filed").check()
    with page.expect_download() as download:
        page.get_by_role("button", name="Make the copy").click()
    assert download.value.suggested_filename == "my-record.json"
    assert '"what was filed": "undraft"' in download.value.path().read_text()
