"""What each of the main pages holds on every device: narrow, enlarged, forced colours, from the right, on paper."""

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from tests.browsing.looks import faults_in_both_looks
from tests.chromium import newcomer
from tests.functional.axe import is_wider_than_its_window, small_targets
from tests.functional.visitors import let_in, open_main_page
from tests.main_pages import main_pages

pytestmark = pytest.mark.django_db(transaction=True)

_FOCUSED = "(([style]) => [style.outlineStyle, style.outlineWidth])([getComputedStyle(document.activeElement)])"
_SHOWN = """[...document.querySelectorAll('.nav, .account, .skip, .colophon, main button')]
  .filter(one => one.checkVisibility()).length"""


def unseen_focus(page: Page, steps: int = 12) -> list[str]:
    """The first controls that Tab reaches and whose focus is no line of 3 px."""
    page.locator("body").press("Tab")
    wrong = []
    for _ in range(steps):
        style, width = page.evaluate(_FOCUSED)
        if (style, width) != ("solid", "3px"):
            wrong.append(page.evaluate("document.activeElement.outerHTML.slice(0, 120)"))
        page.keyboard.press("Tab")
    return wrong


def turn_round(page: Page) -> None:
    """The same page as a language that is written from the right would have it."""
    page.evaluate("document.documentElement.dir = 'rtl'")


def faults_of(page: Page, *, is_ours: bool) -> list[str]:
    """What is wrong with the page that is open, at every width and on every device."""
    faults = []
    for width, height in ((1280, 900), (640, 450), (320, 640), (320, 225)):  # the last: 1280 × 900 enlarged to 400 %
        page.set_viewport_size({"width": width, "height": height})
        faults += [f"scrolls sideways at {width}"] * is_wider_than_its_window(page)
    if is_ours:
        faults += [f"small target: {target}" for target in small_targets(page)]
    turn_round(page)
    faults += ["scrolls sideways from the right"] * is_wider_than_its_window(page)
    page.emulate_media(forced_colors="active")
    faults += [f"focus unseen in forced colours: {one}" for one in unseen_focus(page)]
    page.emulate_media(forced_colors="none", media="print")
    faults += ["prints its navigation"] * bool(is_ours and page.evaluate(_SHOWN))
    page.emulate_media(media="screen")
    return faults


def test_main_pages_fit_every_device_and_paper(browser: Browser, live_server: LiveServer) -> None:
    faults: dict[str, list[str]] = {}
    for of in main_pages():
        context = newcomer(browser)
        page = context.new_page()
        let_in(page, live_server, of.person)
        open_main_page(page, live_server.url, of)
        faults[of.name] = faults_of(page, is_ours=of.name != "administration")
        faults[of.name] += faults_in_both_looks(page)
        context.close()
    assert {name: wrong for name, wrong in faults.items() if wrong} == {}
