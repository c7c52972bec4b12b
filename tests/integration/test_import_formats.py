"""The same people from every kind of file, and files that cannot be read."""

import io

import openpyxl
import pytest
from django.db import DataError

from accounts.models import Employee
from tests.factories import JobFamilyFactory, SiteFactory, UnitFactory
from tests.imports import load, places
from transfers.actions.imports.staging import Column, stage

pytestmark = pytest.mark.django_db

ROWS = [
    ["hr_id", "name", "email", "unit_code", "job_family", "level", "site", "hired_on"],
    ["A1", "Åsa “Ö” O’Neil", "a1@norrvane.example", "U1", "engineering", "5", "berlin", "2020-02-29"],
]


@pytest.fixture(autouse=True)
def company() -> None:
    SiteFactory.create()
    JobFamilyFactory.create()
    UnitFactory.create(code="U1")


def separated(by: str, encoding: str) -> bytes:
    return "\r\n".join(by.join(row) for row in ROWS).encode(encoding)


def workbook() -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in ROWS:
        book.worksheets[0].append([int(cell) if cell == "5" else cell for cell in row])
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        separated(",", "utf-8"),
        separated(",", "utf-8-sig"),
        separated(";", "utf-8-sig"),
        separated("\t", "utf-16"),
        separated(";", "utf-16-le"),
        workbook(),
    ],
    ids=["comma", "BOM", "semicolon", "tab in UTF-16", "UTF-16 without BOM", "workbook"],
)
def test_a_person_is_the_same_from_every_format(data: bytes) -> None:
    load("people", data)
    person = Employee.objects.get()
    assert (person.name, person.level, person.hired_on.isoformat()) == ("Åsa “Ö” O’Neil", 5, "2020-02-29")


def test_text_that_wants_to_be_markup_is_stored_as_typed() -> None:
    name = "<svg onload=alert(1)> {{7*7}} \\N \\t \u202e"
    load("people", separated(",", "utf-8").replace("Åsa “Ö” O’Neil".encode(), name.encode()))
    assert Employee.objects.get().name == name


def test_a_ragged_row_is_told_with_its_number() -> None:
    assert places("people", separated(",", "utf-8") + b"\r\nA2,Bo") == [(3, "")]


def test_a_header_that_stands_twice_is_told() -> None:
    assert (1, "hr_id") in places("people", b"hr_id,hr_id\nA1,A1")


def test_a_column_without_which_nobody_is_found_is_told() -> None:
    assert places("people", b"name\nAda") == [(1, "hr_id")]


def test_a_column_that_nobody_knows_is_named_and_not_read() -> None:
    report = load("people", separated(",", "utf-8").replace(b"hired_on", b"hired_on,shoe_size") + b",43")
    assert [(warning.row, warning.column) for warning in report.warnings] == [(1, "shoe_size")]


def test_nul_is_told_at_its_cell() -> None:
    assert places("people", separated(",", "utf-8").replace(b"U1", b"U\x001")) == [(2, "unit_code")]


def test_staging_a_value_that_copy_refuses_raises_what_django_raises() -> None:
    """Seen to fail with the wrapping taken out: psycopg's own error passed every handler of the database's errors."""
    with pytest.raises(DataError):
        stage("staged_person", [Column("level", "integer", ["five"])])
