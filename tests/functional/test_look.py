"""The frame, the pages before sign-in and the errors: for axe, at 320 px, by keyboard, without JavaScript."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import Employee
from tests import factories as f
from tests.browsing.looks import faults_in_both_looks
from tests.chromium import newcomer
from tests.functional.axe import violations
from tests.integration.test_sign_in import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)

ADDRESSES = (
    "account/sign-in",
    "account/password/forgotten",
    "account/password/forgotten/sent",
    "account/password/new/1-x",
    "account/password/new/done",
    "account/inactive",
    "help",
    "privacy",
    "accessibility",
    "language",
    "nowhere",
)


@pytest.fixture
def person() -> Employee:
    employee = f.EmployeeFactory.create(sign_in_name="ada", name="Ada Västerbottensson-Hjortsbergskiöldstråle")
    employee.set_password(PASSWORD)
    employee.save()
    return employee


def sign_in(page: Page, server: LiveServer) -> None:
    page.goto(f"{server.url}/account/sign-in/?next=/help/")
    page.get_by_label("Sign-in name").fill("ada")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(re.compile("/help/$"))


def test_pages_for_everybody_pass_axe_and_fit_320_px(page: Page, live_server: LiveServer) -> None:
    for address in ADDRESSES:
        page.goto(f"{live_server.url}/{address}/")
        assert faults_in_both_looks(page) == [], address


def test_frame_of_a_signed_in_page_passes_axe_and_fits_320_px(
    page: Page, live_server: LiveServer, person: Employee
) -> None:
    sign_in(page, live_server)
    for address in ("help", "account/password", "account/confirm", "account/sign-out"):
        page.goto(f"{live_server.url}/{address}/")
        assert faults_in_both_looks(page) == [], address


def test_sign_in_and_out_need_no_pointer(page: Page, live_server: LiveServer, person: Employee) -> None:
    page.goto(f"{live_server.url}/account/sign-in/?next=/help/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the main content")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Sign-in name")).to_be_focused()
    page.keyboard.type("ada")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Help")
    page.get_by_role("button", name="Sign out").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_error_takes_the_focus_and_leads_to_its_field(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/account/sign-in/")
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_title("Error: Sign in – Undraft")
    expect(page.locator(".error-summary")).to_be_focused()
    assert violations(page) == []
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Sign-in name")).to_be_focused()


def test_error_takes_the_focus_after_the_skip_link_was_used(page: Page, live_server: LiveServer) -> None:
    """Without an address of its own the form keeps the #main of the bar, and the focus goes there (seen to fail)."""
    page.goto(f"{live_server.url}/account/password/forgotten/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#main$"))
    page.locator("main button").first.click()
    expect(page.locator(".error-summary")).to_be_focused()


def test_sign_in_works_without_javascript(browser: Browser, live_server: LiveServer, person: Employee) -> None:
    context = newcomer(browser, scripts=False)
    try:
        sign_in(context.new_page(), live_server)
    finally:
        context.close()


def test_focus_is_seen_on_every_control_of_sign_in(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/account/sign-in/")
    for _ in range(6):
        page.keyboard.press("Tab")
        width = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
        assert width == "3px", page.evaluate("document.activeElement.outerHTML")
