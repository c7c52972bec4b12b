"""An assignment made by mistake, and a manager changed by hand."""

import pytest
from django.test import Client

from tests import factories as f
from tests.factories import NOW, clock_at
from transfers.actions.assignments import void_assignment
from transfers.actions.people import change_manager, send_sign_in_reset
from transfers.errors import Invalid, NotAllowed, NotVisible
from transfers.models import Entitlement, Event, ManagerChange, Notice

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
        made.employee,
        f.hr_partner(made.campaign, unit=made.employee.unit),
    ]
    lead = others[-1]
    made.employee.unit.lead = lead
    made.employee.unit.save()
    for stranger in others:
        with pytest.raises(NotVisible):
            void_assignment(made, because="By mistake.", by=stranger, clock=now)


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
