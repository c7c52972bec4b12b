"""The page of all components, for axe and at every width: what holds there holds wherever a component stands."""

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.functional.axe import is_wider_than_its_window, small_targets, violations
from tests.pages import THEN, travel

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_component_passes_axe_and_fits_320_px(page: Page, live_server: LiveServer, scheme: str) -> None:
    travel(THEN)
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 640})
        page.goto(f"{live_server.url}/style/")
        assert violations(page) == []
        assert small_targets(page) == []
        assert not is_wider_than_its_window(page)
