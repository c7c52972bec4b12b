"""People from files: what is checked, what is written, and what never is."""

from datetime import date, timedelta

import pytest

from accounts.models import Employee
from tests.factories import (
    NOW,
    EmployeeFactory,
    JobFamilyFactory,
    SiteFactory,
    SkillFactory,
    UnitFactory,
    admin,
    clock_at,
)
from tests.imports import load, places, problems
from transfers.actions.departures import record_departure
from transfers.errors import NotAllowed
from transfers.models import Event
from transfers.sight.actor import PORTAL

pytestmark = pytest.mark.django_db

HEADER = "hr_id,name,email,unit_code,manager_hr_id,job_family,level,site,hired_on,right_to_work,skills"


@pytest.fixture(autouse=True)
def company() -> None:
    SiteFactory.create()
    JobFamilyFactory.create()
    SkillFactory.create(code="python")
    SkillFactory.create(code="go")
    UnitFactory.create(code="U1")
    UnitFactory.create(code="U2")


def line(hr_id: str = "A1", **cells: str) -> str:
    values = {
        "hr_id": hr_id,
        "name": "Ada Berg",
        "email": f"{hr_id.lower()}@norrvane.example",
        "unit_code": "U1",
        "manager_hr_id": "",
        "job_family": "engineering",
        "level": "5",
        "site": "berlin",
        "hired_on": "2020-02-29",
        "right_to_work": "DE|SE",
        "skills": "python:4|go:2",
    } | cells
    return ",".join(values[column] for column in HEADER.split(","))


def file(*lines: str) -> str:
    return "\n".join([HEADER, *lines])


def test_new_people_have_everything_the_file_says_and_no_password() -> None:
    report = load("people", file(line("A1", name="Åsa Öberg"), line("A2", manager_hr_id="A1")))
    ada, other = Employee.objects.get(hr_id="A1"), Employee.objects.get(hr_id="A2")
    assert (report.created, report.changed, report.unchanged) == (2, 0, 0)
    assert (ada.name, ada.sort_name, ada.sign_in_name) == ("Åsa Öberg", "asa oberg", "a1@norrvane.example")
    assert ada.right_to_work == ["DE", "SE"]
    assert dict(ada.employee_skills.values_list("skill__code", "proficiency")) == {"python": 4, "go": 2}
    assert other.manager == ada
    assert not ada.has_usable_password()
    assert ada.password != other.password


def test_a_manager_may_stand_below_their_reports_in_the_file() -> None:
    load("people", file(line("A1", manager_hr_id="A2"), line("A2")))
    manager = Employee.objects.get(hr_id="A1").manager
    assert manager is not None
    assert manager.hr_id == "A2"


def test_the_same_file_again_touches_no_row() -> None:
    text = file(line("A1"), line("A2", manager_hr_id="A1"))
    load("people", text)
    before = list(Employee.objects.extra(select={"xmin": "xmin::text"}).values_list("id", "xmin"))
    report = load("people", text)
    assert (report.created, report.changed, report.unchanged) == (0, 0, 2)
    assert list(Employee.objects.extra(select={"xmin": "xmin::text"}).values_list("id", "xmin")) == before


def test_what_somebody_signs_in_with_never_follows_the_file() -> None:
    load("people", file(line("A1")))
    person = Employee.objects.get(hr_id="A1")
    person.set_password("long enough to keep")
    person.save()
    load("people", "hr_id,email,sign_in_name\nA1,thief@norrvane.example,thief")
    person.refresh_from_db()
    assert person.email == "thief@norrvane.example"
    assert person.sign_in_name == "a1@norrvane.example"
    assert person.check_password("long enough to keep")


def test_columns_that_the_file_lacks_stay_as_they_are() -> None:
    load("people", file(line("A1")))
    report = load("people", "hr_id,level\nA1,7")
    person = Employee.objects.get(hr_id="A1")
    assert report.changed == 1
    assert (person.level, person.name, person.employee_skills.count()) == (7, "Ada Berg", 2)


def test_a_skill_that_left_the_cell_leaves_the_person() -> None:
    load("people", file(line("A1")))
    report = load("people", file(line("A1", skills="go:3")))
    person = Employee.objects.get(hr_id="A1")
    assert report.changed == 1
    assert dict(person.employee_skills.values_list("skill__code", "proficiency")) == {"go": 3}


def test_people_missing_from_the_file_are_reported_and_stay() -> None:
    EmployeeFactory.create(hr_id="STAYS")
    report = load("people", file(line("A1")))
    assert report.missing == ["STAYS"]
    assert Employee.objects.filter(hr_id="STAYS", is_active=True).exists()


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("name", ""),
        ("name", "x" * 201),
        ("email", "not an address"),
        ("email", ""),
        ("unit_code", "NOWHERE"),
        ("manager_hr_id", "NOBODY"),
        ("job_family", "alchemy"),
        ("level", "0"),
        ("level", "21"),
        ("level", "-1"),
        ("level", "9223372036854775808"),
        ("level", "five"),
        ("level", "٣"),
        ("site", "atlantis"),
        ("hired_on", "2021-02-29"),
        ("hired_on", "9999-01-01"),
        ("hired_on", "21.11.2020"),
        ("right_to_work", "Germany"),
        ("right_to_work", "DE|DE"),
        ("skills", "flying:3"),
        ("skills", "python"),
        ("skills", "python:6"),
        ("skills", "python:1|python:2"),
    ],
)
def test_a_wrong_cell_is_told_with_its_row_and_column(cell: str, value: str) -> None:
    assert places("people", file(line("A1"), line("A2", **{cell: value}))) == [(3, cell)]
    assert not Employee.objects.exists()


def test_every_wrong_cell_is_told_at_once() -> None:
    found = places("people", file(line("A1", level="0", site="x"), line("A2"), line("A3", email="?")))
    assert found == [(2, "level"), (2, "site"), (4, "email")]


def test_an_hr_id_that_stands_twice_is_refused_where_it_comes_again() -> None:
    assert problems("people", file(line("A1"), line("A2"), line("A1", email="b@norrvane.example"))) == [
        (4, "hr_id", "“A1” stands in row 2 too.")
    ]


def test_mail_addresses_that_differ_by_case_are_one() -> None:
    EmployeeFactory.create(hr_id="OLD", email="Old@norrvane.example")
    found = places(
        "people",
        file(
            line("A1", email="a@norrvane.example"),
            line("A2", email="A@norrvane.example"),
            line("A3", email="old@NORRVANE.example"),
        ),
    )
    assert found == [(3, "email"), (4, "email")]


def test_the_case_of_ones_own_address_may_change() -> None:
    load("people", file(line("A1")))
    assert load("people", file(line("A1", email="A1@Norrvane.example"))).changed == 1


def test_a_name_to_sign_in_with_is_nobody_elses() -> None:
    EmployeeFactory.create(sign_in_name="ada")
    text = "sign_in_name," + HEADER + "\n" + "Ada," + line("A1")
    assert places("people", text) == [(2, "sign_in_name")]


def test_a_loop_of_managers_is_told_at_each_of_its_rows() -> None:
    text = file(
        line("A1", manager_hr_id="A3"), line("A2", manager_hr_id="A1"), line("A3", manager_hr_id="A2"), line("A4")
    )
    found = problems("people", text)
    assert [(row, column) for row, column, _ in found] == [
        (2, "manager_hr_id"),
        (3, "manager_hr_id"),
        (4, "manager_hr_id"),
    ]
    assert found[0][2] == "This makes a loop: A1 → A3 → A2 → A1."


def test_a_loop_through_people_outside_the_file_is_found() -> None:
    load("people", file(line("A1"), line("A2", manager_hr_id="A1")))
    assert places("people", file(line("A1", manager_hr_id="A2"))) == [(2, "manager_hr_id")]


def test_nobody_is_their_own_manager() -> None:
    assert places("people", file(line("A1", manager_hr_id="A1"))) == [(2, "manager_hr_id")]


def test_leave_does_not_end_before_it_starts() -> None:
    text = "hr_id,on_leave_from,on_leave_until\nA1,2026-03-10,2026-03-01"
    load("people", file(line("A1")))
    assert places("people", text) == [(2, "on_leave_until")]


def test_new_people_need_every_column_that_a_person_has() -> None:
    assert (2, "email") in places("people", "hr_id,name\nA1,Ada")


def test_an_error_in_the_last_of_many_rows_leaves_nothing_written() -> None:
    lines = [line(f"A{n}") for n in range(2_000)]
    assert places("people", file(*lines, line("LAST", level="99"))) == [(2_002, "level")]
    assert not Employee.objects.exists()
    assert not Event.objects.exists()


def test_a_dry_run_reports_and_writes_nothing() -> None:
    report = load("people", file(line("A1")), dry_run=True)
    assert (report.created, report.is_dry_run) == (1, True)
    assert not Employee.objects.exists()
    assert not Event.objects.exists()


def test_an_import_leaves_one_event_without_a_name() -> None:
    load("people", file(line("A1"), line("A2")))
    event = Event.objects.get()
    assert (event.verb, event.noun, event.subject) == ("import.people", "import", None)
    assert event.body == {"rows": 2, "created": 2, "changed": 0}


def test_a_row_about_somebody_who_left_waits() -> None:
    load("people", file(line("A1")))
    record_departure(Employee.objects.get(hr_id="A1"), NOW.date(), by=PORTAL, clock=clock_at(NOW))
    report = load("people", file(line("A1")))
    assert len(report.waiting) == 1
    assert not Employee.objects.get(hr_id="A1").is_active


def test_somebody_hired_again_comes_back_under_the_same_hr_id() -> None:
    load("people", file(line("A1")))
    record_departure(Employee.objects.get(hr_id="A1"), NOW.date(), by=PORTAL, clock=clock_at(NOW))
    again = NOW.date() + timedelta(days=30)
    report = load("people", file(line("A1", hired_on=again.isoformat())))
    person = Employee.objects.get(hr_id="A1")
    assert (person.is_active, person.left_on, person.hired_on) == (True, None, again)
    assert (report.changed, report.waiting) == (1, [])


def test_a_manager_who_left_is_refused() -> None:
    EmployeeFactory.create(hr_id="GONE", is_active=False, left_on=date(2026, 1, 1))
    assert places("people", file(line("A1", manager_hr_id="GONE"))) == [(2, "manager_hr_id")]


def test_only_an_administrator_imports() -> None:
    with pytest.raises(NotAllowed):
        load("people", file(line("A1")), by=EmployeeFactory.create())
    load("people", file(line("A1")), by=admin())


def test_nobody_imports_their_own_row() -> None:
    me = admin(hr_id="ME")
    assert places("people", "hr_id,level\nME,20", by=me) == [(2, "hr_id")]
