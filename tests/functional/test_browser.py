"""The browser itself: without it no other test here means anything."""

from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer


def test_browser_draws_a_page_of_the_portal_and_runs_its_scripts(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/account/sign-in/")
    assert page.get_by_role("heading", level=1).is_visible()
    assert page.evaluate("() => [1, 2, 3].map(number => number * 2)") == [2, 4, 6]
