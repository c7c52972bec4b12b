"""Moves from files wait for an HR partner, everybody's alike, so that waiting tells nothing."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from accounts.models import Employee
from tests import factories as f
from tests.admin import list_of, page_of, signed_in
from tests.crawl import seen
from tests.factories import HOUR, NOW, clock_at
from tests.imports import load
from transfers.actions.acceptance import accept_claim
from transfers.actions.departures import record_departure
from transfers.actions.held_moves import apply_held_move, drop_held_move
from transfers.actions.placements import finalise_placement
from transfers.actions.unit_changes import close_unit
from transfers.actions.units import UnitFacts, change_unit
from transfers.errors import Invalid, NotAllowed, NotVisible
from transfers.models import Event, HeldMove, Placement
from transfers.sight.actor import PORTAL

pytestmark = pytest.mark.django_db

now = clock_at(NOW + 2 * HOUR)


@pytest.fixture
def ada() -> Employee:
    """Drafted, undrafted, with an offer; the market is open."""
    f.UnitFactory.create(code="U1", name="First unit")
    offer = f.claim()
    Employee.objects.filter(pk=offer.employee_id).update(hr_id="ADA")
    offer.employee.refresh_from_db()
    return offer.employee


def row(**cells: Any) -> str:
    values = {"hr_id": "ADA", "unit_code": "U1"} | cells
    return f"{','.join(values)}\n{','.join(str(value) for value in values.values())}"


def partner_of(person: Employee) -> Employee:
    return f.hr_partner(person.assignments.get().campaign)


def told(work: Callable[[], Any]) -> Any:
    """What `work` returns, with everything it did taken back."""
    with transaction.atomic():
        answer = work()
        transaction.set_rollback(True)
    return answer


# --- waiting tells nothing -------------------------------------------------------------------------------------


@pytest.mark.parametrize("dry_run", [True, False])
@pytest.mark.parametrize("is_applied", [True, False])
def test_admin_is_told_the_same_with_and_without_a_pending_placement(
    ada: Employee, dry_run: bool, is_applied: bool
) -> None:
    """Fails when a move is held only where a placement is pending, or is applied only where none is."""
    admin, partner = f.admin(), partner_of(ada)
    stranger = f.EmployeeFactory.create(hr_id="EVE")
    text = f"{row(level=6)}\nEVE,U1,6"
    pages = [page_of(ada), page_of(stranger), list_of(HeldMove), list_of(Employee), "/admin/"]
    pages += [list_of(type(ada.unit)), page_of(ada.unit)]

    def look(*, is_pending: bool) -> list[Any]:
        if is_pending:
            accept_claim(ada.claims.get(), by=ada, clock=clock_at(NOW + HOUR))
        report = load("people", text, by=admin, dry_run=dry_run, clock=now).as_dict()
        # the rows' ids are drawn from a sequence, which is not taken back: the pages show the rest
        held = HeldMove.objects.filter(employee=ada).first()
        if is_applied and held is not None:
            apply_held_move(held, by=partner, clock=now)
        client = signed_in(admin)
        ids = {str(pk).encode(): b"held" for pk in HeldMove.objects.values_list("pk", flat=True)}
        found = []
        for page in pages:
            status, body, _headers = seen(client.get(page), page)
            for pk, word in ids.items():
                body = body.replace(b"heldmove/" + pk, word)
            found.append((status, body))
        return [report, *found]

    assert told(lambda: look(is_pending=True)) == told(lambda: look(is_pending=False))


def test_everybodys_move_waits_and_the_rest_of_the_row_is_applied(ada: Employee) -> None:
    manager = f.EmployeeFactory.create(hr_id="BOSS")
    unit, own_manager = ada.unit, ada.manager
    report = load("people", row(level=7, manager_hr_id="BOSS"))
    ada.refresh_from_db()
    assert (ada.unit, ada.manager, ada.level) == (unit, own_manager, 7)
    assert (report.changed, report.unchanged, len(report.waiting)) == (1, 0, 1)
    assert (report.waiting[0].row, report.waiting[0].column) == (2, "unit_code")
    held = HeldMove.objects.get()
    assert (held.employee, held.unit.code, held.manager) == (ada, "U1", manager)


def test_moves_are_applied_at_once_until_the_first_role_is_opened() -> None:
    f.UnitFactory.create(code="U1")
    f.EmployeeFactory.create(hr_id="ADA")
    assert load("people", row()).waiting == []
    assert Employee.objects.get(hr_id="ADA").unit.code == "U1"
    assert not HeldMove.objects.exists()


def test_the_same_file_again_waits_again_and_changes_nothing(ada: Employee) -> None:
    load("people", row())
    before = HeldMove.objects.values_list("pk", "at").get()
    report = load("people", row())
    assert (report.unchanged, len(report.waiting)) == (0, 1)
    assert HeldMove.objects.values_list("pk", "at").get() == before


def test_later_file_says_where_to_or_takes_the_move_back(ada: Employee) -> None:
    f.UnitFactory.create(code="U2")
    load("people", row())
    load("people", row(unit_code="U2"))
    assert HeldMove.objects.get().unit.code == "U2"
    assert load("people", row(unit_code=ada.unit.code)).waiting == []
    assert not HeldMove.objects.exists()


def test_file_without_units_leaves_a_held_move_alone(ada: Employee) -> None:
    load("people", row())
    load("people", "hr_id,level\nADA,7")
    assert HeldMove.objects.exists()


def test_dry_run_holds_nothing(ada: Employee) -> None:
    assert len(load("people", row(), dry_run=True).waiting) == 1
    assert not HeldMove.objects.exists()


def test_move_below_who_runs_the_import_is_refused_and_not_held(ada: Employee) -> None:
    """Fails when only applied rows are asked for: an admin would enter a chain once the move is applied."""
    me = f.admin()
    f.UnitFactory.create(code="MINE", lead=me)
    with pytest.raises(Exception, match="1 error"):
        load("people", row(unit_code="MINE"), by=me)
    assert not HeldMove.objects.exists()


# --- an HR partner decides -------------------------------------------------------------------------------------


@pytest.mark.case("a file moves a person with a pending placement")
def test_partner_moves_the_person_and_a_pending_placement_still_does(ada: Employee) -> None:
    placement = accept_claim(ada.claims.get(), by=ada, clock=clock_at(NOW + HOUR))
    unit = ada.unit
    load("people", row())
    ada.refresh_from_db()
    assert ada.unit == unit
    apply_held_move(HeldMove.objects.get(), by=partner_of(ada), clock=now)
    ada.refresh_from_db()
    assert ada.unit.code == "U1"
    assert not HeldMove.objects.exists()
    assert Event.objects.get(verb="employee.move_applied").body == {}
    finalise_placement(placement, clock=clock_at(placement.effective_at))
    ada.refresh_from_db()
    assert ada.unit == placement.role.unit
    assert Placement.objects.get().status == "finalised"


def test_move_without_a_manager_column_leaves_the_manager(ada: Employee) -> None:
    manager = f.EmployeeFactory.create()
    Employee.objects.filter(pk=ada.pk).update(manager=manager)
    load("people", row())
    apply_held_move(HeldMove.objects.get(), by=partner_of(ada), clock=now)
    ada.refresh_from_db()
    assert ada.manager == manager


def test_dropped_move_leaves_the_person_where_they_are(ada: Employee) -> None:
    unit = ada.unit
    load("people", row())
    drop_held_move(HeldMove.objects.get(), by=partner_of(ada), clock=now)
    ada.refresh_from_db()
    assert ada.unit == unit
    assert not HeldMove.objects.exists()
    assert Event.objects.filter(verb="employee.move_dropped").exists()


def test_nobody_but_the_partner_who_serves_the_person_decides(ada: Employee) -> None:
    load("people", row())
    held = HeldMove.objects.get()
    for stranger in (f.admin(), ada, f.hr_partner(f.campaign()), PORTAL):
        for decide in (apply_held_move, drop_held_move):
            with pytest.raises(NotVisible):
                decide(held, by=stranger, clock=now)


def test_partner_moves_nobody_below_themselves(ada: Employee) -> None:
    partner = partner_of(ada)
    f.UnitFactory.create(code="LED", lead=partner)
    load("people", row(unit_code="LED"))
    with pytest.raises(NotAllowed):
        apply_held_move(HeldMove.objects.get(), by=partner, clock=now)
    assert HeldMove.objects.exists()


def test_move_to_a_unit_that_was_merged_since_is_only_dropped(ada: Employee) -> None:
    load("people", row())
    held, partner = HeldMove.objects.get(), partner_of(ada)
    held.unit.merged_into, held.unit.merged_on = f.UnitFactory.create(), NOW.date()
    held.unit.save()
    with pytest.raises(Invalid):
        apply_held_move(held, by=partner, clock=now)


def test_move_to_a_unit_that_was_closed_since_is_only_dropped(ada: Employee) -> None:
    load("people", row())
    held = HeldMove.objects.get()
    close_unit(held.unit, on=NOW.date(), reason="The work moved.", by=f.admin(), clock=now)
    with pytest.raises(Invalid):
        apply_held_move(held, by=partner_of(ada), clock=now)


def test_move_to_a_unit_that_was_given_headcount_since_it_was_closed_is_applied(ada: Employee) -> None:
    load("people", row())
    held, admin = HeldMove.objects.get(), f.admin()
    close_unit(held.unit, on=NOW.date(), reason="The work moved.", by=admin, clock=now)
    change_unit(held.unit, UnitFacts("First unit", None, None, 3, is_at_risk=False), by=admin, clock=now)
    assert apply_held_move(held, by=partner_of(ada), clock=now).unit == held.unit


def test_decided_move_is_not_decided_twice(ada: Employee) -> None:
    load("people", row())
    held, partner = HeldMove.objects.get(), partner_of(ada)
    apply_held_move(HeldMove.objects.get(), by=partner, clock=now)
    with pytest.raises(NotVisible):
        drop_held_move(held, by=partner, clock=now)


def test_held_move_goes_with_the_person_who_leaves(ada: Employee) -> None:
    load("people", row())
    record_departure(ada, NOW.date(), by=PORTAL, clock=now)
    assert not HeldMove.objects.exists()


def test_partner_finds_it_in_the_admin_and_decides_there_while_the_admin_only_looks(ada: Employee) -> None:
    load("people", row())
    held, partner = HeldMove.objects.get(), partner_of(ada)
    client = signed_in(partner)
    assert "1 held move waits for you" in client.get("/admin/").content.decode()
    assert "First unit" in client.get(list_of(HeldMove)).content.decode()
    for viewer, status in ((f.admin(), 404), (f.hr_partner(f.campaign()), 404), (partner, 200)):
        assert signed_in(viewer).get(page_of(held, "apply")).status_code == status
    form = client.get(page_of(held, "apply")).context["form"]
    client.post(page_of(held, "apply"), {"form_key": form["form_key"].value()})
    ada.refresh_from_db()
    assert ada.unit.code == "U1"


def test_move_under_a_manager_who_left_meanwhile_is_not_applied(ada: Employee) -> None:
    f.EmployeeFactory.create(hr_id="BOSS")
    load("people", row(manager_hr_id="BOSS"))
    Employee.objects.filter(hr_id="BOSS").update(is_active=False)
    with pytest.raises(Invalid, match="manager has left"):
        apply_held_move(HeldMove.objects.get(), by=partner_of(ada), clock=now)
    assert HeldMove.objects.count() == 1
