"""Roles for you, your list, who can see me, shortage: as pages."""

import re
from typing import Any

import pytest

from accounts.models import Employee
from tests import factories as f
from tests.pages import fields_of, signed_in, text_of

pytestmark = pytest.mark.django_db
PAGES = ["/roles/", "/roles/not-listed/", "/preferences/", "/visibility/", "/visibility/availability/", "/shortage/"]


@pytest.fixture
def person() -> Employee:
    return f.EmployeeFactory.create()


def add(client: Any, role: Any) -> Any:
    page = client.get("/roles/")
    return client.post("/preferences/add/", {**fields_of(page, action="/add/"), "role": role.public_id})


@pytest.mark.parametrize("path", PAGES)
def test_a_page_needs_a_sign_in_and_then_is_there_for_everybody(client, person, path):
    f.role()
    assert client.get(path).status_code == 302
    assert signed_in(person).get(path).status_code == 200


def test_the_list_says_why_and_never_orders_across_bands(person):
    for short in (9, 2, 6, 0):
        unit = f.UnitFactory.create(approved_headcount=10, name=f"Short of {short}")
        for _ in range(10 - short):
            f.EmployeeFactory.create(unit=unit)
        f.role(unit=unit)
        f.role(unit=unit, is_trainable=True)
    page = text_of(signed_in(person).get("/roles/"))
    bars = [float(width) for width in re.findall(r'class="part" width="([\d.]+)"', page)]
    assert len(bars) == 8
    assert bars == sorted(bars, reverse=True)
    assert "Short of 9 is short of 9 of 10 people (90" in page
    assert "same level; same city" in page
