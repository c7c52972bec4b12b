"""Without scripts the lists that are searched while typing stay empty: codes are typed beside them."""

from uuid import uuid4

import pytest

from tests import factories as f
from tests.admin import drawn, new, signed_in
from transfers.models import Campaign, Grant
from transfers.models.grant import HIRING_MANAGER

pytestmark = pytest.mark.django_db


def test_right_is_proposed_by_codes() -> None:
    person, role, client = f.EmployeeFactory.create(), f.role(), signed_in(f.admin())
    page = client.get(new(Grant, "propose")).content.decode()
    assert '<noscript><label class="typed">' in page
    form = {"form_key": str(uuid4()), "kind": HIRING_MANAGER, "employee": "", "role": ""}
    sent = form | {"employee_typed": f" {person.hr_id} ", "role_typed": role.code}
    assert client.post(new(Grant, "propose"), sent).status_code == 302
    assert Grant.objects.filter(employee=person, role=role).exists()


@pytest.mark.parametrize("typed", ["NOBODY", "\x00", "7", "9" * 40, "a,b,c", "x" * 5_000])
def test_code_that_nobody_has_is_refused_at_its_field(typed: str) -> None:
    """Fails where a number that is typed is taken for a row's id."""
    f.EmployeeFactory.create(pk=7)
    form = {"form_key": str(uuid4()), "kind": "admin", "employee": "", "employee_typed": typed}
    assert signed_in(f.admin()).post(new(Grant, "propose"), form).status_code == 400
    assert not Grant.objects.filter(status="proposed").exists()


def test_several_units_are_typed_with_commas() -> None:
    units, client = [f.UnitFactory.create() for _ in range(2)], signed_in(f.admin())
    form = drawn(client, new(Campaign, "create")) | {"code": "c-1", "name": "One", "deadline_zone": "UTC"}
    sent = form | {"assigned_units_typed": ", ".join(unit.code for unit in units)}
    assert client.post(new(Campaign, "create"), sent).status_code == 302
    assert set(Campaign.objects.get(code="c-1").assigned_units.all()) == set(units)
    refused = form | {"code": "c-2", "assigned_units_typed": f"{units[0].code}, NONE", "form_key": str(uuid4())}
    assert client.post(new(Campaign, "create"), refused).status_code == 400
