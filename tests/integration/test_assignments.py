"""An assignment made by mistake, and a manager changed by hand."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from accounts.models import Employee
from tests import factories as f
from tests.factories import NOW, clock_at
from transfers.actions.assignments import void_assignment
from transfers.actions.people import change_manager, record_leave, send_sign_in_reset
from transfers.errors import Invalid, NotAllowed, NotVisible
from transfers.models import Entitlement, Event, ManagerChange, Notice
from transfers.sight.actor import PORTAL, Actor

pytestmark = pytest.mark.django_db

now = clock_at(NOW)


@pytest.mark.case("assigned by mistake, missing in a re-import")
def test_assignment_by_mistake_is_voided_with_a_reason_and_the_person_is_told() -> None:
    made = f.undrafted()
    partner = f.hr_partner(made.campaign)
    void_assignment(made, because="The file named another Ada.", by=partner, clock=now)
    made.refresh_from_db()
    assert (made.status, made.voided_because, made.voided_by) == ("voided", "The file named another Ada.", partner)
    assert (Entitlement.objects.get().status, Entitlement.objects.get().ended_because) == ("ended", "voided")
    assert Notice.objects.filter(recipient=made.employee, template="assignment.voided").count() == 2


@pytest.mark.case("assigned by mistake, missing in a re-import")
def test_voiding_wants_a_reason() -> None:
    made = f.assignment()
    with pytest.raises(Invalid) as refusal:
        void_assignment(made, because=" ", by=f.hr_partner(made.campaign), clock=now)
    assert refusal.value.field == "because"


def test_only_those_who_serve_the_person_void() -> None:
    made = f.assignment()
    others = [
        f.EmployeeFactory.create(),
        f.hr_partner(f.campaign()),
        f.hr_partner(f.assignment(employee=made.employee).campaign),
        made.employee,
        f.hr_partner(made.campaign, unit=made.employee.unit),
    ]
    lead = others[-1]
    made.employee.unit.lead = lead
    made.employee.unit.save()
    for stranger in others:
        with pytest.raises(NotVisible):
            void_assignment(made, because="By mistake.", by=stranger, clock=now)


def test_admin_who_was_drafted_too_voids_nobody_of_their_campaign() -> None:
    """Fails where a member takes another's priority away, and so gains a seat."""
    made, own = f.assignment(), f.admin()
    f.assignment(made.campaign, own)
    with pytest.raises(NotAllowed, match="You are a member of this campaign"):
        void_assignment(made, because="By mistake.", by=own, clock=now)
    made.refresh_from_db()
    assert made.status == "active"


def test_ended_assignment_is_not_voided() -> None:
    made = f.assignment()
    partner = f.hr_partner(made.campaign)
    void_assignment(made, because="By mistake.", by=partner, clock=now)
    with pytest.raises(NotAllowed):
        void_assignment(made, because="By mistake.", by=partner, clock=now)


def test_changed_manager_is_told_to_the_person_with_its_reason() -> None:
    person, former, manager, ada = (f.EmployeeFactory.create() for _ in range(4))
    person.manager = former
    person.save()
    f.grant(ada, "admin")
    change_manager(person, manager, reason="The team moved.", by=ada, clock=now)
    person.refresh_from_db()
    change = ManagerChange.objects.get()
    assert person.manager == manager
    assert (change.from_manager, change.to_manager, change.reason) == (former, manager, "The team moved.")
    notice = Notice.objects.get(recipient=person, channel="inbox")
    assert (notice.template, notice.refs) == ("profile.manager_changed", {"manager_change": str(change.public_id)})
    assert "moved" not in str(Event.objects.latest("id").body)
    page = Client()
    page.force_login(person)
    assert "The team moved." in page.get(f"/inbox/{notice.public_id}/").content.decode()


def test_manager_is_not_changed_into_a_circle_or_without_a_reason() -> None:
    ada = f.admin()
    boss = f.EmployeeFactory.create()
    person = f.EmployeeFactory.create(manager=boss)
    for of, manager, reason in ((boss, person, "Swap."), (person, person, "Self."), (person, ada, " ")):
        with pytest.raises(Invalid):
            change_manager(of, manager, reason=reason, by=ada, clock=now)
    with pytest.raises(NotAllowed):
        change_manager(ada, boss, reason="I would like to.", by=ada, clock=now)
    assert not ManagerChange.objects.exists()


def test_sign_in_reset_asks_the_person_and_holds_no_secret() -> None:
    person = f.EmployeeFactory.create()
    before = person.password
    send_sign_in_reset(person, by=f.admin(), clock=now)
    person.refresh_from_db()
    assert person.password == before
    assert set(Notice.objects.values_list("recipient_id", "template")) == {(person.pk, "profile.sign_in_reset")}
    assert list(Notice.objects.values_list("refs", flat=True)) == [{}, {}]


def test_reason_of_a_voided_assignment_is_no_longer_than_its_column() -> None:
    of = f.assignment()
    with pytest.raises(Invalid) as refusal:
        void_assignment(of, because="x" * 201, by=PORTAL, clock=now)
    assert refusal.value.field == "because"
    of.refresh_from_db()
    assert of.status == "active"


def change_to(manager: Employee | None) -> Callable[[Employee, Actor], object]:
    return lambda person, by: change_manager(person, manager, reason="A reason.", by=by, clock=now)


def leave(first: int | None, last: int | None, mail: str = "") -> Callable[[Employee, Actor], object]:
    days = [n if n is None else NOW.date() + timedelta(days=n) for n in (first, last)]
    return lambda person, by: record_leave(
        person, first_on=days[0], last_on=days[1], leave_email=mail, by=by, clock=now
    )


@pytest.mark.parametrize(
    "change",
    [
        change_to(None),
        leave(0, 5),
        lambda person, by: send_sign_in_reset(person, by=by, clock=now),
    ],
    ids=["manager", "leave", "reset"],
)
def test_colleague_changes_nothing_of_a_person(change: Callable[[Employee, Actor], object]) -> None:
    """Fails when one of them does not ask who may: a reset or a manager of one's choice is a way into a record."""
    person = f.EmployeeFactory.create(manager=f.EmployeeFactory.create())
    with pytest.raises(NotVisible):
        change(person, f.EmployeeFactory.create())
    assert not Event.objects.filter(noun="employee").exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [(leave(None, 5), "first_on"), (leave(5, 3), "last_on"), (leave(1, 2, "no address"), "leave_email")],
)
def test_leave_that_cannot_be_is_refused_at_its_field(
    change: Callable[[Employee, Actor], object], field: str
) -> None:
    person = f.EmployeeFactory.create()
    with pytest.raises(Invalid) as refusal:
        change(person, PORTAL)
    assert refusal.value.field == field
    person.refresh_from_db()
    assert (person.on_leave_from, person.on_leave_until, person.leave_email) == (None, None, "")


def test_new_manager_works_here_and_is_another_than_before() -> None:
    manager, gone = f.EmployeeFactory.create(), f.EmployeeFactory.create(is_active=False)
    person = f.EmployeeFactory.create(manager=manager)
    for other, words in ((gone, "has left"), (manager, "already")):
        with pytest.raises(Invalid, match=words) as refusal:
            change_to(other)(person, PORTAL)
        assert refusal.value.field == "manager"
    person.refresh_from_db()
    assert person.manager == manager


def test_who_has_left_is_sent_no_way_to_sign_in() -> None:
    gone = f.EmployeeFactory.create(is_active=False)
    with pytest.raises(NotAllowed, match="has left"):
        send_sign_in_reset(gone, by=PORTAL, clock=now)
    assert not Notice.objects.exists()
