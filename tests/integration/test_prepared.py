"""Statements that were prepared before a migration gave a column another type."""

from collections.abc import Iterator

import pytest
from django.db import DEFAULT_DB_ALIAS, connection, connections

from accounts.models import Employee
from tests import factories as f
from transfers import atomic
from transfers.prepared import ask

pytestmark = pytest.mark.django_db(transaction=True)

_READ = "SELECT time_zone FROM accounts_employee WHERE id = %s"


def widen(characters: int) -> None:
    """As a migration does, over a connection of its own."""
    other = connections.create_connection(DEFAULT_DB_ALIAS)
    try:
        with other.cursor() as cursor:
            cursor.execute(f"ALTER TABLE accounts_employee ALTER COLUMN time_zone TYPE varchar({characters})")
    finally:
        other.close()


@pytest.fixture
def person_read_before_a_migration() -> Iterator[Employee]:
    """Somebody whose zone was read by a prepared statement before its column became wider."""
    person = f.EmployeeFactory.create(time_zone="Europe/Berlin")
    column = Employee._meta.get_field("time_zone").max_length
    assert column is not None
    assert ask(_READ, [person.pk]) == [("Europe/Berlin",)]
    widen(column + 16)
    yield person
    connection.close()
    widen(column)


def test_page_that_only_reads_prepares_anew(person_read_before_a_migration: Employee) -> None:
    """Fails without the second asking in `ask`: each page of that connection is a 500 until the web restarts."""
    assert ask(_READ, [person_read_before_a_migration.pk]) == [("Europe/Berlin",)]


def test_action_runs_once_more(person_read_before_a_migration: Employee) -> None:
    """Fails without CHANGED in `atomic`: a form sent just after the migration is a 500."""
    runs = []

    @atomic.write
    def act() -> list[tuple[str]]:
        runs.append(1)
        return ask(_READ, [person_read_before_a_migration.pk])

    assert act() == [("Europe/Berlin",)]
    assert len(runs) == 2
