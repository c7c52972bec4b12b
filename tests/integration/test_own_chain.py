"""Nobody changes who stands above them, or above whom they stand: neither by hand nor by file."""

from datetime import timedelta
from typing import Any

import pytest

from accounts.models import Employee, Unit
from tests import factories as f
from tests.factories import DAY, NOW, clock_at
from tests.imports import load, places
from transfers import transition
from transfers.actions.assignments import void_assignment
from transfers.actions.own_deadlines import set_own_deadline
from transfers.actions.people import change_manager
from transfers.actions.units import UnitFacts, change_unit
from transfers.errors import NotAllowed
from transfers.models import Campaign
from transfers.sight.actor import PORTAL

pytestmark = pytest.mark.django_db

now = clock_at(NOW)


@pytest.fixture
def ada() -> Employee:
    """An admin with a unit and a manager of her own, each with somebody above."""
    boss = f.EmployeeFactory.create(name="Boss", manager=f.EmployeeFactory.create(name="Boss of boss"))
    division = f.UnitFactory.create(name="Division", code="DIV")
    return f.admin(name="Ada", manager=boss, unit=f.UnitFactory.create(name="Own", code="OWN", parent=division))


def with_lead(lead: Employee, **fields: Any) -> Unit:
    return f.UnitFactory.create(lead=lead, **fields)


# --- by hand ---------------------------------------------------------------------------------------------------


def test_admin_changes_no_manager_of_somebody_below_them(ada: Employee) -> None:
    """Fails when it is not asked before the change: an admin would step out of a drafted person's chain."""
    led = with_lead(ada)
    below = f.EmployeeFactory.create(manager=ada)
    for person in (below, f.EmployeeFactory.create(manager=below), f.EmployeeFactory.create(unit=led)):
        with pytest.raises(NotAllowed, match="chain"):
            change_manager(person, f.EmployeeFactory.create(), reason="A move.", by=ada, clock=now)


def test_admin_puts_themselves_above_nobody(ada: Employee) -> None:
    """Fails when it is not asked again after the change."""
    below = f.EmployeeFactory.create(manager=ada)
    for manager in (ada, below):
        person = f.EmployeeFactory.create()
        with pytest.raises(NotAllowed, match="chain"):
            change_manager(person, manager, reason="A move.", by=ada, clock=now)
        person.refresh_from_db()
        assert person.manager is None


def test_admin_changes_no_manager_of_somebody_above_them(ada: Employee) -> None:
    assert ada.manager is not None
    with pytest.raises(NotAllowed, match="your own chain"):
        change_manager(ada.manager, f.EmployeeFactory.create(), reason="A move.", by=ada, clock=now)


def test_admin_changes_the_manager_of_somebody_elsewhere(ada: Employee) -> None:
    person, manager = f.EmployeeFactory.create(), f.EmployeeFactory.create()
    change_manager(person, manager, reason="A move.", by=ada, clock=now)
    person.refresh_from_db()
    assert person.manager == manager


def test_admin_neither_voids_nor_lengthens_for_people_below_them_or_themselves(ada: Employee) -> None:
    """Fails when being an admin counts for more than being in the chain."""
    campaign = f.campaign()
    below = f.assignment(campaign, f.EmployeeFactory.create(manager=ada))
    led = f.assignment(campaign, origin_unit=with_lead(ada))
    for assignment in (below, led, f.assignment(campaign, ada)):
        with pytest.raises(NotAllowed, match="chain"):
            void_assignment(assignment, because="By mistake.", by=ada, clock=now)
        with pytest.raises(NotAllowed, match="chain"):
            set_own_deadline(assignment, NOW + 30 * DAY, because="leave", by=ada, clock=now)
    void_assignment(f.assignment(), because="By mistake.", by=ada, clock=now)


def test_nobody_moves_a_unit_into_or_out_of_their_own_chain(ada: Employee) -> None:
    led, other = with_lead(ada), f.UnitFactory.create()

    def change(unit: Unit, **changes: Any) -> None:
        facts: dict[str, Any] = {"parent": unit.parent, "lead": unit.lead} | changes
        rest: dict[str, Any] = {"approved_headcount": 10, "is_at_risk": False}
        change_unit(unit, UnitFacts(name=unit.name, **facts, **rest), by=ada, clock=now)

    for unit, changes in (
        (led, {"lead": None}),
        (f.UnitFactory.create(parent=led), {"parent": None}),
        (other, {"parent": led}),
        (other, {"lead": ada}),
        (other, {"delegates": [ada]}),
        (ada.unit, {"lead": f.EmployeeFactory.create()}),
    ):
        with pytest.raises(NotAllowed, match="this unit"):
            change(unit, **changes)
    change(other, lead=f.EmployeeFactory.create())


# --- by file ---------------------------------------------------------------------------------------------------


def test_people_file_moves_nobody_near_who_runs_it(ada: Employee) -> None:
    """Fails when who stands near is read only before, or only after, the rows are written."""
    led = with_lead(ada, code="LED")
    f.UnitFactory.create(code="ELSEWHERE")
    assert ada.manager is not None
    manager = f.EmployeeFactory.create(hr_id="BOSS")
    below, in_led = f.EmployeeFactory.create(manager=ada), f.EmployeeFactory.create(unit=led)
    free, joins, enters = (f.EmployeeFactory.create(unit__code=f"U{n}") for n in range(3))
    lines = [
        (below.hr_id, below.unit.code, "BOSS"),
        (in_led.hr_id, "ELSEWHERE", ""),
        (ada.manager.hr_id, ada.manager.unit.code, "BOSS"),
        (joins.hr_id, joins.unit.code, ada.hr_id),
        (enters.hr_id, "LED", ""),
        (free.hr_id, free.unit.code, "BOSS"),
    ]
    text = "\n".join(["hr_id,unit_code,manager_hr_id", *(",".join(line) for line in lines)])
    refused = [(2, "manager_hr_id"), (3, "unit_code"), (4, "manager_hr_id"), (5, "manager_hr_id"), (6, "unit_code")]
    assert places("people", text, by=ada) == refused
    free.refresh_from_db()
    assert free.manager is None
    other = "\n".join(["hr_id,unit_code,manager_hr_id", ",".join(lines[-1])])
    assert load("people", other, by=ada).changed == 1
    assert manager == Employee.objects.get(pk=free.pk).manager


def test_people_file_changes_the_rest_of_somebody_near(ada: Employee) -> None:
    below = f.EmployeeFactory.create(manager=ada)
    text = f"hr_id,level,unit_code,manager_hr_id\n{below.hr_id},7,{below.unit.code},{ada.hr_id}"
    assert load("people", text, by=ada).changed == 1


def test_units_file_moves_no_unit_near_who_runs_it(ada: Employee) -> None:
    with_lead(ada, code="LED")
    with_lead(ada, code="STAYS")
    with_lead(f.EmployeeFactory.create(manager=ada), code="THROUGH")
    f.UnitFactory.create(code="UNDER", parent=Unit.objects.get(code="LED"))
    for code in ("JOINS", "TAKEN", "HELPED", "FREE"):
        f.UnitFactory.create(code=code)
    lead = f.EmployeeFactory.create(hr_id="LEAD")
    lines = [
        "LED,,LEAD,",
        "THROUGH,,LEAD,",
        "UNDER,,,",
        "JOINS,STAYS,,",
        f"TAKEN,,{ada.hr_id},",
        f"HELPED,,,{ada.hr_id}",
        "OWN,DIV,LEAD,",
        "FREE,DIV,LEAD,",
    ]
    header = "code,parent_code,lead_hr_id,delegate_hr_ids"
    assert places("units", "\n".join([header, *lines]), by=ada) == [
        (2, "lead_hr_id"),
        (3, "lead_hr_id"),
        (4, "parent_code"),
        (5, "parent_code"),
        (6, "lead_hr_id"),
        (7, "delegate_hr_ids"),
        (8, "lead_hr_id"),
    ]
    assert load("units", f"{header}\n{lines[-1]}", by=ada).changed == 1
    assert Unit.objects.get(code="FREE").lead == lead


def test_assignments_file_drafts_nobody_near_who_runs_it(ada: Employee) -> None:
    """Fails when the rows are not compared with who runs the file: an administrator would stand in the chain of
    people drafted by their own hand, or withhold the choice from their own reports."""
    draft = Campaign(code="DRAFT", name="The draft")
    transition.start(draft, "preparing", by=PORTAL, at=NOW)
    with_lead(ada, code="LED")
    with_lead(f.EmployeeFactory.create(manager=ada), code="THROUGH")
    for code in ("FROM", "TO"):
        f.UnitFactory.create(code=code)
    assert ada.manager is not None
    near = [f.EmployeeFactory.create(manager=ada), ada.manager]
    free = [f.EmployeeFactory.create() for _ in range(4)]
    header = "campaign,hr_id,origin_unit,assigned_unit,assigned_on,origin_manager_hr_id"
    lines = [
        *(f"DRAFT,{person.hr_id},FROM,TO,2026-01-05," for person in near),
        f"DRAFT,{free[0].hr_id},FROM,LED,2026-01-05,",
        f"DRAFT,{free[1].hr_id},THROUGH,TO,2026-01-05,",
        f"DRAFT,{free[2].hr_id},FROM,TO,2026-01-05,{ada.hr_id}",
        f"DRAFT,{free[3].hr_id},FROM,TO,2026-01-05,",
    ]
    refused = places("assignments", "\n".join([header, *lines]), by=ada)
    assert refused == [(row, "hr_id") for row in range(2, 7)]
    assert load("assignments", f"{header}\n{lines[-1]}", by=ada).created == 1
    assert load("assignments", "\n".join([header, *lines])).created == 5
    again = load("assignments", "\n".join([header, *lines]), by=ada)
    assert (again.created, again.changed) == (0, 0), "what stays as it is changes no chain"
    offered = f"campaign,hr_id,choice_offered,not_offered_because\nDRAFT,{near[0].hr_id},no,Needed here."
    assert places("assignments", offered, by=ada) == [(2, "hr_id")]


def test_operators_command_has_no_chain(ada: Employee) -> None:
    below = f.EmployeeFactory.create(manager=ada)
    assert load("people", f"hr_id,manager_hr_id\n{below.hr_id},").changed == 1


def test_chain_is_read_by_as_many_queries_whatever_the_rows(
    ada: Employee, django_assert_max_num_queries: Any
) -> None:
    people = f.EmployeeFactory.create_batch(40)
    manager = f.EmployeeFactory.create()
    text = "\n".join(["hr_id,manager_hr_id", *(f"{person.hr_id},{manager.hr_id}" for person in people)])
    with django_assert_max_num_queries(40):
        assert load("people", text, by=ada, clock=clock_at(NOW + timedelta(hours=1))).changed == 40
