"""The outermost transaction of an action, against others that hold its rows."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.db import connection

from accounts.models import Employee
from tests import factories as f
from tests.at_once import another_transaction, at_once
from transfers.actions.people import record_leave
from transfers.actions.roles import NewRole, create_role
from transfers.errors import Busy, Invalid
from transfers.models import Role
from transfers.sight.actor import PORTAL

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def person_held_by_another() -> Iterator[Employee]:
    """Somebody whose row another transaction holds, and a short patience for it."""
    person = f.EmployeeFactory.create()
    with another_transaction() as other:
        with other.cursor() as elsewhere, connection.cursor() as here:
            elsewhere.execute("SELECT FROM accounts_employee WHERE id = %s FOR UPDATE", [person.pk])
            here.execute("SET lock_timeout = '100ms'")
        yield person
    with connection.cursor() as here:
        here.execute("RESET lock_timeout")


def test_action_that_waited_twice_for_a_row_says_that_others_are_at_it(person_held_by_another: Employee) -> None:
    """Fails without the refusal: it would end in an error that no page can tell."""
    with pytest.raises(Busy):
        record_leave(person_held_by_another, first_on=date(2026, 12, 1), last_on=None, by=PORTAL)
    person_held_by_another.refresh_from_db()
    assert person_held_by_another.on_leave_from is None


def test_what_others_made_in_the_same_instant_is_refused_in_words() -> None:
    """Fails where the database's own refusal of a second role with a code ends in an error that no page can tell."""
    hr = f.admin()
    new = NewRole("R-1", hr.unit, "Engineer", hr.job_family, level_min=1, level_max=2, site=hr.site, seats=1)
    outcomes = at_once([lambda: create_role(new, by=hr)] * 8)
    assert sum(isinstance(each, Invalid) for each in outcomes) == 7, outcomes
    assert Role.objects.get().code == "R-1"
