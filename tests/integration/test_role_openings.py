"""Many roles opened at once from the admin, by unit or by code."""

from uuid import uuid4

import pytest

from accounts.models import Unit
from tests import factories as f
from tests.admin import World, make_world, new, signed_in
from transfers.actions.roles import AskedSkill, NewRole, create_role
from transfers.models import Role
from transfers.sight.actor import PORTAL

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


def _prepared(code: str, *, unit: Unit | None = None, is_ready: bool = True) -> Role:
    needs = [AskedSkill(f.SkillFactory.create(), 3, is_required=True)] if is_ready else []
    wanted = NewRole(
        code=code,
        unit=unit or f.UnitFactory.create(),
        title="Reliability engineer",
        job_family=f.JobFamilyFactory.create(),
        level_min=4,
        level_max=6,
        site=f.SiteFactory.create(),
        seats=1,
        skills=needs,
    )
    return create_role(wanted, by=PORTAL)


def test_roles_of_a_unit_open_together_after_the_page_named_what_the_others_lack(world: World) -> None:
    ready = _prepared("R-1")
    beside, elsewhere = _prepared("R-2", unit=ready.unit), _prepared("R-4")
    bare = _prepared("R-3", unit=ready.unit, is_ready=False)
    client = signed_in(world.partner)
    page = client.get(new(Role, "open-many")).content.decode()
    assert f"{ready.unit.name}: 2 roles" in page
    assert "It names no required skill." in page
    form = {"form_key": str(uuid4()), "units": [ready.unit_id]}
    assert client.post(new(Role, "open-many"), form).status_code == 302
    states = dict(Role.objects.values_list("code", "status"))
    assert [states[role.code] for role in (ready, beside, bare, elsewhere)] == [
        "open",
        "open",
        "preparing",
        "preparing",
    ]


def test_roles_named_by_code_open_all_or_none(world: World) -> None:
    """Without `get_lacking` in `clean_codes` the first post opens R-1 and answers 302."""
    _prepared("R-1")
    _prepared("R-2", is_ready=False)
    client = signed_in(world.partner)
    form = {"form_key": str(uuid4()), "codes": "R-1\nR-2\nR-9"}
    refused = client.post(new(Role, "open-many"), form)
    assert refused.status_code == 400
    assert "R-2: It names no required skill." in refused.content.decode()
    assert "R-9: No role has this code." in refused.content.decode()
    assert set(Role.objects.filter(code__in=["R-1", "R-2"]).values_list("status", flat=True)) == {"preparing"}
    assert client.post(new(Role, "open-many"), {"form_key": str(uuid4()), "codes": "R-1"}).status_code == 302
    assert Role.objects.get(code="R-1").status == "open"


def test_page_with_no_role_to_open_is_a_sentence_and_the_way_back(world: World) -> None:
    """Fails with “0 roles … are ready to open” and a form in which nothing can be chosen."""
    _prepared("R-2", is_ready=False)
    page = signed_in(world.partner).get(new(Role, "open-many")).content.decode()
    assert "No role in preparation is ready to open." in page
    assert "Back to the roles" in page
    assert 'name="every_unit"' not in page


def test_nothing_chosen_opens_no_role(world: World) -> None:
    _prepared("R-1")
    refused = signed_in(world.partner).post(new(Role, "open-many"), {"form_key": str(uuid4())})
    assert "Say which roles to open." in refused.content.decode()
    assert Role.objects.get(code="R-1").status == "preparing"


def test_every_ready_role_opens_in_one_go(world: World) -> None:
    for number in range(3):
        _prepared(f"R-{number}")
    form = {"form_key": str(uuid4()), "every_unit": "on"}
    assert signed_in(world.admin).post(new(Role, "open-many"), form).status_code == 302
    assert not Role.objects.filter(code__startswith="R-", status="preparing").exists()
