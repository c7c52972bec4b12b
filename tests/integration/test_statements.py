"""Statements that are written once and asked with other values each time."""

import uuid
from collections.abc import Callable
from datetime import date, datetime, timedelta
from threading import Thread
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from accounts.models import Employee
from tests import factories as f
from transfers.calendars import start_of_portal_day
from transfers.models import Grant, Notice
from transfers.queries.statements import Statement, count_of, in_one_row, person_by_id
from transfers.sight.hats import grants_in_force

DAY = timedelta(days=1)


def _of(viewer: int, at: datetime) -> QuerySet[Grant]:
    return grants_in_force(at).filter(employee=viewer).select_related("employee").only("kind", "employee__name")


GRANTS = Statement(_of, viewer=int, at=datetime)


@pytest.mark.django_db
def test_statement_asked_for_another_person_or_instant_answers_as_its_query_does() -> None:
    """Fails when the first asking's values stay in the SQL."""
    admin, partner, nobody = f.admin(), f.hr_partner(f.campaign()), f.EmployeeFactory.create()
    for person in (admin, partner, nobody, admin):
        for at in (f.NOW, f.NOW - timedelta(days=4_000)):
            assert GRANTS.ask(viewer=person.pk, at=at) == list(_of(person.pk, at))
    assert [grant.employee.name for grant in GRANTS.ask(viewer=admin.pk, at=f.NOW)] == [admin.name]


@pytest.mark.django_db
def test_statement_of_models_reads_what_its_query_reads_and_no_more() -> None:
    """Fails when rows are made of all columns whatever `only` said."""
    admin = f.admin()
    [grant] = GRANTS.ask(viewer=admin.pk, at=f.NOW)
    assert grant.get_deferred_fields() == _of(admin.pk, f.NOW)[0].get_deferred_fields()


@pytest.mark.django_db(transaction=True)
def test_statement_written_in_one_thread_is_asked_over_the_connection_of_another() -> None:
    """Fails when it is sent over the connection it was written with, which belongs to its thread."""
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
    """Fails when one stand-in of a kind is taken for a value that stays."""
    people = [f.EmployeeFactory.create() for _ in range(2)]
    by_id = Statement(lambda public_id: Employee.objects.filter(public_id=public_id), public_id=uuid.UUID)
    assert [by_id.ask(public_id=person.public_id) for person in people] == [[person] for person in people]


@pytest.mark.django_db
def test_statement_is_prepared_once_and_other_queries_are_not() -> None:
    """Fails without the threshold in `databases.py`: nothing is prepared. The ORM's cursor prepares nothing."""
    for person in (f.admin(), f.EmployeeFactory.create()):
        GRANTS.ask(viewer=person.pk, at=f.NOW)
    list(_of(person.pk, f.NOW))
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%%transfers_grant%%'")
        assert cursor.fetchone() == (1,)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["O'Neill 100 %s", "50% \\ %(v0)s", "\N{SNOWMAN} 'a' %%"])
def test_word_that_stays_is_found_as_it_is_written(name: str) -> None:
    """Fails when a word that stands in the text is not quoted, or a share in it is taken for a value's place."""
    person, other = f.EmployeeFactory.create(name=name), f.EmployeeFactory.create(name="Another")
    named = Statement(lambda pk: Employee.objects.filter(name=name, is_active=True).exclude(pk=pk), pk=int)
    assert (named.ask(pk=other.pk), named.ask(pk=person.pk)) == ([person], [])
    with CaptureQueriesContext(connection):  # the ORM's own cursor
        assert named.ask(pk=other.pk) == [person]


@pytest.mark.django_db
def test_statement_is_planned_for_any_reader_and_binds_each_value_once() -> None:
    """Fails without `plan_cache_mode` in `databases.py`: the first are planned anew; and with a place a mention."""
    for person in (f.admin(), f.EmployeeFactory.create()):
        GRANTS.ask(viewer=person.pk, at=f.NOW)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT generic_plans, custom_plans, cardinality(parameter_types) FROM pg_prepared_statements"
            " WHERE statement LIKE '%%transfers_grant%%'"
        )
        assert cursor.fetchall() == [(2, 0, 3)]  # viewer, instant and its day


def _noticed(until: Callable[[datetime], datetime]) -> Statement[Notice]:
    return Statement(lambda at: Notice.objects.filter(due_at__lte=until(at)), at=datetime)


def _ending(day: Callable[[datetime], date]) -> Statement[Grant]:
    return Statement(lambda at: Grant.objects.filter(ends_on__gte=day(at)), at=datetime)


def _named(lookup: str, change: Callable[[str], str] = str) -> Statement[Employee]:
    return Statement(lambda name: Employee.objects.filter(**{f"name{lookup}": change(name)}), name=str)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "refused",
    [
        Statement(lambda at, then: Notice.objects.filter(due_at__lte=then - DAY), at=datetime, then=datetime),
        _noticed(lambda at: at.replace(hour=0)),
        _noticed(lambda at: at.replace(second=0, microsecond=0)),
        _noticed(lambda at: min(at, f.NOW)),
        _noticed(lambda at: at if at > f.NOW else f.NOW),
        Statement(lambda at: Notice.objects.filter(due_at__date=at), at=datetime),
        _ending(lambda at: at.astimezone(ZoneInfo("Pacific/Auckland")).date()),
        _ending(lambda at: at.astimezone(ZoneInfo("Europe/Berlin")).date()),
        _ending(lambda at: at.astimezone(ZoneInfo("America/Los_Angeles")).date()),
        Statement(lambda pk: Employee.objects.all() if pk % 2 else Employee.objects.filter(pk=pk), pk=int),
        Statement(lambda pk: Employee.objects.extra(where=["id = ANY(%s)"], params=[[pk]]), pk=int),
        Statement(lambda pk: Employee.objects.filter(pk__lte=min(pk, 100)), pk=int),
        Statement(lambda pk: Employee.objects.filter(pk__gte=max(pk, 1)), pk=int),
        Statement(lambda pk: Employee.objects.filter(pk=pk) if pk > 5 else Employee.objects.all(), pk=int),
        Statement(lambda pk: Employee.objects.filter(pk=pk) if pk > 5 else Employee.objects.none(), pk=int),
        Statement(lambda level: Employee.objects.exclude(level=level), level=int),
        _named("__icontains"),
        _named("", lambda name: name.strip()),
        _named("", lambda name: name[:200]),
        _named("", lambda name: name.casefold()),
        Statement(lambda pk: Employee.objects.filter(pk=pk, name=translation.get_language()), pk=int),
    ],
)
def test_statement_that_makes_something_of_what_it_is_given_is_refused(refused: "Statement[object]") -> None:
    """Fails for each with stand-ins that are alike: what held for them would be asked about everybody."""
    values: dict[type, int | str | datetime] = {int: 1, str: "Ada", datetime: f.NOW}
    with pytest.raises(ValueError, match="makes something of a value"):
        refused.ask(**{name: values[kind] for name, kind in refused._kinds.items()})


@pytest.mark.django_db
@pytest.mark.parametrize("until", [lambda at: at - timedelta(days=30), lambda at: at + DAY, start_of_portal_day])
def test_statement_by_an_instant_some_time_before_or_after_asks_for_that_one(
    until: Callable[[datetime], datetime],
) -> None:
    """Fails when the time between them, or the start of the day, is left out."""
    for at in (f.NOW, f.NOW - timedelta(days=4_000)):
        _noticed(until).ask(at=at)
        with CaptureQueriesContext(connection) as asked:
            _noticed(until).ask(at=at)
        assert f"{until(at):%Y-%m-%d %H:%M:%S}" in asked.captured_queries[-1]["sql"]


@pytest.mark.django_db
def test_statement_by_more_of_the_viewer_than_who_they_are_is_refused() -> None:
    """Fails with `Person(pk=viewer)`: the filter reads the default of a column, for everybody."""
    named = Statement(lambda viewer: Employee.objects.filter(name=person_by_id(viewer).name), viewer=int)
    with pytest.raises(Employee.DoesNotExist):
        named.ask(viewer=1)


@pytest.mark.django_db
def test_statement_of_other_rows_than_models_and_tuples_is_refused() -> None:
    """Fails without the look at what the query makes of its rows: bare tuples come where names were asked for."""
    names = Statement(lambda pk: Employee.objects.filter(pk=pk).values_list("name", flat=True), pk=int)
    with pytest.raises(ValueError, match="models, or tuples"):
        names.ask(pk=1)


@pytest.mark.django_db
def test_count_is_none_where_there_are_no_rows() -> None:
    """Fails where the count of no rows is asked for as the first row's."""
    admins = Statement(lambda viewer: in_one_row(Grant.objects.filter(employee=viewer)), viewer=int)
    assert [count_of(admins.ask(viewer=person.pk)) for person in (f.admin(), f.EmployeeFactory.create())] == [1, 0]
