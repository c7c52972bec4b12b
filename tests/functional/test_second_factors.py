"""Passkeys and apps in a real browser with an authenticator of its own, and how their pages look."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import Employee
from tests import factories as f
from tests.browsing.looks import faults_in_both_looks
from tests.chromium import newcomer
from tests.functional.axe import violations
from tests.functional.visitors import follow
from tests.pages import PASSWORD
from tests.second_factors import App, code_of, kinds_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def person() -> Employee:
    employee = f.EmployeeFactory.create(sign_in_name="ada", name="Ada Västerbottensson-Hjortsbergskiöldstråle")
    employee.set_password(PASSWORD)
    employee.save()
    return employee


@pytest.fixture
def passkeys(page: Page) -> Iterator[None]:
    """A device that makes passkeys and whose person always shows their finger."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    yield
    session.detach()


def sign_in(page: Page, server: LiveServer) -> None:
    page.goto(f"{server.url}/account/sign-in/?next=/account/security/")
    page.get_by_label("Sign-in name").fill("ada")
    page.get_by_label("Password").fill(PASSWORD)
    follow(page.get_by_role("button", name="Sign in", exact=True))


def test_passkey_is_made_and_signs_in_alone_by_keyboard(
    page: Page, live_server: LiveServer, person: Employee, passkeys: None
) -> None:
    sign_in(page, live_server)
    page.get_by_role("link", name="Add a passkey").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Make the passkey").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    assert page.locator(".codes li").count() == 10
    follow(page.get_by_role("link", name="How I sign in", exact=True))
    expect(page.locator("main")).to_contain_text("signs you in alone")
    follow(page.get_by_role("button", name="Sign out"))
    page.goto(f"{live_server.url}/account/sign-in/?next=/help/")
    page.get_by_role("button", name="Use a passkey").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Help")
    page.goto(f"{live_server.url}/account/confirm/passkey/?next=/privacy/")
    page.get_by_role("button", name="Use my passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Privacy")


def test_passkey_is_the_second_step_after_a_password(
    page: Page, live_server: LiveServer, person: Employee, passkeys: None
) -> None:
    sign_in(page, live_server)
    follow(page.get_by_role("link", name="Add a passkey"))
    page.get_by_role("button", name="Make the passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    follow(page.get_by_role("button", name="Sign out"))
    sign_in(page, live_server)
    expect(page.get_by_role("heading", level=1)).to_have_text("Second step")
    page.get_by_role("button", name="Use my passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("How I sign in")


def test_passkey_that_fails_says_so_and_changes_nothing(
    page: Page, live_server: LiveServer, person: Employee
) -> None:
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")  # and no authenticator: the browser finds none
    page.goto(f"{live_server.url}/account/sign-in/")
    refused = "() => { navigator.credentials.get = () => Promise.reject(new DOMException('no', 'NotAllowedError')) }"
    page.evaluate(refused)
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing was changed")
    assert violations(page) == []


def test_app_is_set_up_and_asked_for_without_javascript(
    browser: Browser, live_server: LiveServer, person: Employee
) -> None:
    context = newcomer(browser, scripts=False)
    try:
        page = context.new_page()
        sign_in(page, live_server)
        follow(page.get_by_role("link", name="Set up an app"))
        assert page.get_by_role("img", name="The key below, to be scanned").bounding_box()
        secret = page.locator("code.receipt-code").inner_text()
        page.get_by_label("The code that the app shows now").fill(code_of(secret))
        follow(page.get_by_role("button", name="Set up this app"))
        expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
        recovery = page.locator(".codes li").first.inner_text()
        follow(page.get_by_role("button", name="Sign out"))
        expect(page.locator("main")).to_contain_text("A passkey needs JavaScript")
        sign_in(page, live_server)
        page.get_by_label("Code from your app, or a recovery code").fill(recovery)
        follow(page.get_by_role("button", name="Sign in", exact=True))
        expect(page.get_by_role("heading", level=1)).to_have_text("How I sign in")
        assert kinds_of(person) == {"totp", "recovery_codes"}
    finally:
        context.close()


def test_pages_of_second_factors_pass_axe_and_fit_320_px(
    page: Page, live_server: LiveServer, person: Employee, passkeys: None
) -> None:
    app = App(person)
    sign_in(page, live_server)
    looks_right(page, "second step")
    page.get_by_label("Code from your app, or a recovery code").fill(app.code())
    follow(page.get_by_role("button", name="Sign in", exact=True))
    for address in (
        "security", "security/app/remove", "security/passkeys/add", "security/codes", "security/codes", "sessions",
        "security/codes/new", "confirm", "confirm/code",
    ):  # fmt: skip
        page.goto(f"{live_server.url}/account/{address}/")
        looks_right(page, address)
    page.goto(f"{live_server.url}/account/security/app/remove/")
    follow(page.get_by_role("button", name="Remove the app"))
    page.goto(f"{live_server.url}/account/security/app/")
    looks_right(page, "app")
    follow(page.get_by_role("button", name="Set up this app"))
    expect(page.locator(".error-summary")).to_be_focused()
    looks_right(page, "app with an error")


def looks_right(page: Page, about: str) -> None:
    assert faults_in_both_looks(page) == [], about
