"""/style/ shows every component in the demonstration, and is no page anywhere else."""

import pytest
from django.test import Client, override_settings

from portal.style_samples import COMPONENTS
from tests.pages import THEN, text_of, travel

pytestmark = pytest.mark.django_db


def test_page_shows_every_component_in_the_demonstration() -> None:
    travel(THEN)
    page = text_of(Client().get("/style/"))
    assert [name for name in COMPONENTS if f'<section id="{name}"' not in page] == []


def test_page_is_none_without_the_marker() -> None:
    assert Client().get("/style/").status_code == 404


def test_page_is_none_where_demo_is_not_set() -> None:
    travel(THEN)
    with override_settings(DEMO=""):
        assert Client().get("/style/").status_code == 404


def test_page_takes_no_form() -> None:
    travel(THEN)
    assert Client().post("/style/").status_code == 405
