"""Who comes in a browser: somebody signed in without walking through the sign-in page."""

from django.conf import settings
from playwright.sync_api import Locator, Page
from pytest_django.live_server_helper import LiveServer

from accounts.models import Employee
from tests.main_pages import MainPage
from tests.pages import signed_in


def let_in(page: Page, server: LiveServer | str, person: Employee) -> None:
    """Sign a browser in as somebody, whoever was before, without the form, which has tests of its own."""
    url = server if isinstance(server, str) else server.url
    page.goto("about:blank")  # a page that follows a worker's progress asks for itself again, whoever is signed in
    cookie = signed_in(person).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.clear_cookies()
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": url}])


def follow(control: Locator) -> None:
    """Press what brings a page, and wait for it: until then the test's next step may go to the page before."""
    with control.page.expect_navigation():
        control.click()


def open_main_page(page: Page, url: str, of: MainPage) -> None:
    """Go to one of the ten main pages; the check page comes after an answer."""
    page.goto(url + of.path)
    if of.is_checked:
        page.get_by_role("radio").first.check()
        follow(page.get_by_role("button", name="Check my answer"))
        page.get_by_role("heading", level=1, name="Check your answer").wait_for()
