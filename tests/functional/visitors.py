"""Who comes in a browser: somebody signed in without walking through the sign-in page."""

from django.conf import settings
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from accounts.models import Employee
from tests.pages import signed_in


def let_in(page: Page, server: LiveServer, person: Employee) -> None:
    """Sign a browser in as somebody, whoever was before, without the form, which has tests of its own."""
    cookie = signed_in(person).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.clear_cookies()
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": server.url}])
