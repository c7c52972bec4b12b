"""The bar on every page: by grants, alike for everybody else, and cheap."""

from typing import Any

import pytest
from django.test import Client

from tests import factories as f
from transfers.queries.navigation import get_navigation

pytestmark = pytest.mark.django_db


def test_navigation_of_a_member_of_a_campaign_is_that_of_everybody() -> None:
    member, other = f.undrafted().employee, f.EmployeeFactory.create()
    assert get_navigation(member, f.NOW).destinations == get_navigation(other, f.NOW).destinations


def test_navigation_follows_grants() -> None:
    admin, partner = f.admin(), f.hr_partner(f.campaign())
    assert set(get_navigation(admin, f.NOW).destinations) - set(get_navigation(partner, f.NOW).destinations) == set()
    assert "cases" in get_navigation(partner, f.NOW).destinations
    assert "cases" not in get_navigation(admin, f.NOW).destinations
    assert "hiring_roles" not in get_navigation(admin, f.NOW).destinations


def test_page_asks_the_database_five_things_for_its_frame(client: Client, django_assert_max_num_queries: Any) -> None:
    client.force_login(f.EmployeeFactory.create())
    client.get("/help/")
    with django_assert_max_num_queries(5):  # session, person, whether it is a demo, clock, bar
        client.get("/help/")
