"""Statements that are written once and asked with other values each time."""

import uuid
from datetime import datetime, timedelta
from threading import Thread
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.db.models import QuerySet

from accounts.models import Employee
from tests import factories as f
from transfers.models import Grant, Notice
from transfers.queries.statements import Statement
from transfers.sight.hats import grants_in_force


def _of(viewer: int, at: datetime) -> QuerySet[Grant]:
    return grants_in_force(at).filter(employee=viewer).select_related("employee").only("kind", "employee__name")


GRANTS = Statement(_of, viewer=int, at=datetime)


@pytest.mark.django_db
def test_statement_asked_for_another_person_or_instant_answers_as_its_query_does() -> None:
    admin, partner, nobody = f.admin(), f.hr_partner(f.campaign()), f.EmployeeFactory.create()
    for person in (admin, partner, nobody, admin):
        for at in (f.NOW, f.NOW - timedelta(days=4_000)):
            assert GRANTS.ask(viewer=person.pk, at=at) == list(_of(person.pk, at))
    assert [grant.employee.name for grant in GRANTS.ask(viewer=admin.pk, at=f.NOW)] == [admin.name]


@pytest.mark.django_db
def test_statement_of_models_reads_what_its_query_reads_and_no_more() -> None:
    admin = f.admin()
    [grant] = GRANTS.ask(viewer=admin.pk, at=f.NOW)
    assert grant.get_deferred_fields() == _of(admin.pk, f.NOW)[0].get_deferred_fields()


@pytest.mark.django_db(transaction=True)
def test_statement_written_in_one_thread_is_asked_over_the_connection_of_another() -> None:
    admin, found = f.admin(), list[str]()
    GRANTS.ask(viewer=admin.pk, at=f.NOW)

    def ask() -> None:
        found.extend(grant.employee.name for grant in GRANTS.ask(viewer=admin.pk, at=f.NOW))
        connection.close()

    other = Thread(target=ask)
    other.start()
    other.join()
    assert found == [admin.name]


@pytest.mark.django_db
def test_statement_by_public_id_finds_that_one_alone() -> None:
    people = [f.EmployeeFactory.create() for _ in range(2)]
    by_id = Statement(lambda public_id: Employee.objects.filter(public_id=public_id), public_id=uuid.UUID)
    assert [by_id.ask(public_id=person.public_id) for person in people] == [[person] for person in people]


@pytest.mark.django_db
def test_statement_is_prepared_once_and_other_queries_are_not() -> None:
    for person in (f.admin(), f.EmployeeFactory.create()):
        GRANTS.ask(viewer=person.pk, at=f.NOW)
    list(_of(person.pk, f.NOW))
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%%transfers_grant%%'")
        assert cursor.fetchone() == (1,)


@pytest.mark.django_db
@pytest.mark.parametrize("derive", [lambda at: at - timedelta(days=30), lambda at: at.replace(hour=0)])
def test_statement_that_makes_something_of_a_value_before_it_asks_is_refused(derive: object) -> None:
    """Fails with one set of stand-ins: it asks for everybody's rows at an instant 7,000 years away."""
    assert callable(derive)
    due = Statement(lambda at: Notice.objects.filter(due_at__lte=derive(at)), at=datetime)
    with pytest.raises(ValueError, match="makes something of a value"):
        due.ask(at=f.NOW)


@pytest.mark.django_db
@pytest.mark.parametrize("zone", ["Pacific/Auckland", "America/Los_Angeles"])
def test_statement_that_asks_for_a_local_day_is_refused(zone: str) -> None:
    """Fails with one set of stand-ins: somebody's day in Los Angeles would be asked for as the day in UTC."""
    due = Statement(lambda at: Grant.objects.filter(ends_on__gte=at.astimezone(ZoneInfo(zone)).date()), at=datetime)
    with pytest.raises(ValueError, match="makes something of a value"):
        due.ask(at=f.NOW)


@pytest.mark.django_db
def test_statement_whose_query_depends_on_a_value_is_refused() -> None:
    """Fails with one set of stand-ins: what an even number may see, an odd one would be shown."""
    people = Employee.objects.order_by("pk")
    some = Statement(lambda viewer: people if viewer % 2 else people.filter(pk=viewer), viewer=int)
    with pytest.raises(ValueError, match="makes something of a value"):
        some.ask(viewer=1)


@pytest.mark.django_db
def test_statement_that_puts_a_value_into_a_list_or_a_pattern_is_refused() -> None:
    """Fails with one set of stand-ins: it looks for the stand-in inside the list and finds nobody."""
    listed = Statement(lambda viewer: Employee.objects.extra(where=["id = ANY(%s)"], params=[[viewer]]), viewer=int)
    named = Statement(lambda name: Employee.objects.filter(name__icontains=name), name=str)
    for statement, values in ((listed, {"viewer": 1}), (named, {"name": "Ada"})):
        with pytest.raises(ValueError, match="makes something of a value"):
            statement.ask(**values)
