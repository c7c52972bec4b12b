"""The same people from every kind of file, and files that cannot be read."""

import io

import openpyxl
import pytest
from django.db import DataError

from accounts.models import Employee
from tests import factories as f
from tests.drafts import draft
from tests.factories import JobFamilyFactory, SiteFactory, UnitFactory
from tests.imports import load, places, problems
from transfers.actions.campaign_drafts import create_campaign
from transfers.actions.imports.report import ImportRefused
from transfers.actions.imports.staging import Column, stage
from transfers.errors import NotAllowed
from transfers.sight.actor import PORTAL

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


def test_only_an_administrator_imports_any_kind_of_file() -> None:
    """Fails when one kind does not ask; the file is in order otherwise."""
    somebody = f.EmployeeFactory.create(hr_id="E1", unit=f.UnitFactory.create(code="TO"))
    f.UnitFactory.create(code="FROM")
    f.SkillFactory.create(code="python")
    create_campaign(draft(code="DRAFT"), by=PORTAL, clock=f.clock_at(f.NOW))
    roles = "code,title,unit_code,job_family,level_min,level_max,site,seats,required_skills"
    for kind, text in (
        ("skills", "code,name\ngo,Go"),
        ("roles", f"{roles}\nR1,Engineer,TO,engineering,4,6,berlin,3,python:3"),
        ("assignments", "campaign,hr_id,origin_unit,assigned_unit,assigned_on\nDRAFT,E1,FROM,TO,2026-01-05"),
        ("leavers", "hr_id,left_on\nL1,2026-01-05"),
    ):
        with pytest.raises(NotAllowed):
            load(kind, text, by=somebody)
        assert load(kind, text).created == 1


@pytest.mark.parametrize(
    ("kind", "text", "column"),
    [
        ("sites", "code,name,country\nBER,Berlin,DE", "time_zone"),
        ("skills", "code\ngo", "name"),
        ("families", "code\nA", "name"),
        ("units", "code\nA", "name"),
        ("leavers", "hr_id\nL1", "left_on"),
    ],
)
def test_new_row_needs_the_columns_of_its_kind(kind: str, text: str, column: str) -> None:
    assert places(kind, text) == [(2, column)]


@pytest.mark.parametrize(
    ("kind", "columns", "row"),
    [
        (
            "roles",
            "code,title,unit_code,job_family,level_min,level_max,site",
            "R1,Engineer,TO,engineering,4,6,berlin",
        ),
        ("assignments", "campaign,hr_id,origin_unit,assigned_unit", "DRAFT,E1,FROM,TO"),
    ],
)
def test_new_role_or_assignment_needs_all_its_columns(kind: str, columns: str, row: str) -> None:
    f.EmployeeFactory.create(hr_id="E1", unit=f.UnitFactory.create(code="TO"))
    f.UnitFactory.create(code="FROM")
    create_campaign(draft(code="DRAFT"), by=PORTAL, clock=f.clock_at(f.NOW))
    missing = "seats" if kind == "roles" else "assigned_on"
    assert places(kind, f"{columns}\n{row}") == [(2, missing)]


def test_file_of_assignments_without_a_row_names_no_campaign() -> None:
    with pytest.raises(ImportRefused) as refused:
        load("assignments", "campaign,hr_id,origin_unit,assigned_unit,assigned_on")
    assert [(problem.row, problem.column) for problem in refused.value.problems] == [(1, "campaign")]


def test_codes_and_mail_addresses_stand_once_and_skills_have_their_level() -> None:
    assert places("skills", "code,name\ngo,Go\ngo,Golang") == [(3, "code")]
    assert places("families", "code,name,adjacent\nA,Alpha,NOWHERE") == [(2, "adjacent")]
    f.EmployeeFactory.create(hr_id="E1", email="ada@norrvane.example")
    f.EmployeeFactory.create(hr_id="E2")
    assert places("people", "hr_id,email\nE2,ADA@norrvane.example") == [(2, "email")]
    f.SkillFactory.create(code="python")
    told = problems("people", "hr_id,skills\nE2,python")
    assert [(row, column) for row, column, _words in told] == [(2, "skills")]
    assert "write it as python:4" in told[0][2]


def test_words_of_a_term_are_no_longer_than_the_sheet_lets_them() -> None:
    f.EmployeeFactory.create(hr_id="E1", unit=f.UnitFactory.create(code="TO"))
    f.UnitFactory.create(code="FROM")
    create_campaign(draft(code="DRAFT"), by=PORTAL, clock=f.clock_at(f.NOW))
    header = "campaign,hr_id,origin_unit,assigned_unit,assigned_on,terms_pay"
    assert places("assignments", f"{header}\nDRAFT,E1,FROM,TO,2026-01-05,{'x' * 1001}") == [(2, "terms_pay")]


def test_lead_neither_drafts_who_reports_to_them_nor_changes_it() -> None:
    lead = f.admin()
    f.EmployeeFactory.create(hr_id="E1", unit=f.UnitFactory.create(code="TO"), manager=lead)
    f.UnitFactory.create(code="FROM")
    create_campaign(draft(code="DRAFT"), by=PORTAL, clock=f.clock_at(f.NOW))
    header = "campaign,hr_id,origin_unit,assigned_unit,assigned_on"
    assert places("assignments", f"{header}\nDRAFT,E1,FROM,TO,2026-01-05", by=lead) == [(2, "hr_id")]
