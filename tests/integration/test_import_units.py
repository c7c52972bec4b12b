"""Sites, skills, families and units from files."""

from datetime import date

import pytest

from accounts.models import Holiday, JobFamily, Site, Skill, Unit
from tests.factories import EmployeeFactory, UnitFactory
from tests.imports import load, places, problems

pytestmark = pytest.mark.django_db

SITE = "code,name,country,time_zone,holidays\nBER,Berlin,DE,Europe/Berlin,2026-01-01 New Year|2026-05-01 Labour Day"
UNITS = "code,name,parent_code,approved_headcount,at_risk,pool\nTEAM,Team,TOP,40,no,no\nTOP,Top,,1,yes,no"


def test_a_sites_holidays_are_those_of_its_cell() -> None:
    load("sites", SITE)
    report = load("sites", SITE.replace("|2026-05-01 Labour Day", "|2026-05-02 Moved"))
    assert set(Holiday.objects.values_list("on", "name")) == {
        (date(2026, 1, 1), "New Year"),
        (date(2026, 5, 2), "Moved"),
    }
    assert (report.created, report.changed) == (0, 1)
    assert load("sites", SITE.replace("|2026-05-01 Labour Day", "|2026-05-02 Moved")).unchanged == 1


@pytest.mark.parametrize(
    ("right", "wrong", "column"),
    [
        ("Europe/Berlin", "Europe/Atlantis", "time_zone"),
        (",DE,", ",Germany,", "country"),
        ("2026-05-01", "2026-13-01", "holidays"),
        ("2026-05-01", "2026-01-01", "holidays"),
        ("BER", "B R", "code"),
    ],
)
def test_a_wrong_cell_of_a_site_is_told(right: str, wrong: str, column: str) -> None:
    assert places("sites", SITE.replace(right, wrong)) == [(2, column)]
    assert not Site.objects.exists()


def test_families_may_name_each_other_on_either_line() -> None:
    load("families", "code,name,adjacent\nA,Alpha,B|C\nB,Beta,\nC,Gamma,")
    assert set(JobFamily.objects.get(code="B").adjacent.values_list("code", flat=True)) == {"A"}
    report = load("families", "code,name,adjacent\nA,Alpha,B\nB,Beta,\nC,Gamma,")
    assert not JobFamily.objects.get(code="C").adjacent.exists()
    assert (report.changed, report.unchanged) == (2, 1)
    assert load("families", "code,name,adjacent\nA,Alpha,\nB,Beta,A\nC,Gamma,").unchanged == 3


def test_skills_are_added_and_renamed() -> None:
    load("skills", "code,name\ngo,Go")
    report = load("skills", "code,name\ngo,Golang\nsql,SQL")
    assert (report.created, report.changed, report.missing) == (1, 1, [])
    assert Skill.objects.get(code="go").name == "Golang"


def test_a_unit_may_stand_above_its_parent_in_the_file() -> None:
    report = load("units", UNITS)
    team = Unit.objects.get(code="TEAM")
    assert team.parent is not None
    assert (team.parent.code, team.approved_headcount, team.parent.is_at_risk) == ("TOP", 40, True)
    assert report.created == 2
    assert load("units", UNITS).unchanged == 2


def test_a_renamed_unit_keeps_its_code_and_place() -> None:
    load("units", UNITS)
    load("units", "code,name\nTEAM,Another Name")
    team = Unit.objects.get(code="TEAM")
    assert (team.name, team.sort_name, team.approved_headcount) == ("Another Name", "another name", 40)


def test_leads_and_delegates_may_come_in_a_file_of_their_own() -> None:
    load("units", UNITS)
    lead, one, two = EmployeeFactory.create_batch(3)
    text = "code,lead_hr_id,delegate_hr_ids\nTEAM,{},{}"
    load("units", text.format(lead.hr_id, f"{one.hr_id}|{two.hr_id}"))
    team = Unit.objects.get(code="TEAM")
    assert (team.lead, set(team.delegates.all()), team.name) == (lead, {one, two}, "Team")
    report = load("units", text.format("", one.hr_id))
    team.refresh_from_db()
    assert (team.lead, set(team.delegates.all()), report.changed) == (None, {one}, 1)


def test_a_loop_of_units_is_told_at_each_row() -> None:
    text = "code,name,parent_code\nA,A,C\nB,B,A\nC,C,B"
    assert [(row, column) for row, column, _ in problems("units", text)] == [(n, "parent_code") for n in (2, 3, 4)]


def test_a_loop_closed_by_units_outside_the_file_is_found() -> None:
    load("units", UNITS)
    assert places("units", "code,parent_code\nTOP,TEAM") == [(2, "parent_code")]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("parent_code", "NOWHERE"),
        ("lead_hr_id", "NOBODY"),
        ("delegate_hr_ids", "NOBODY"),
        ("approved_headcount", "-1"),
        ("approved_headcount", "many"),
        ("at_risk", "perhaps"),
        ("pool", "2"),
    ],
)
def test_a_wrong_cell_of_a_unit_is_told(column: str, value: str) -> None:
    UnitFactory.create(code="U")
    assert places("units", f"code,{column}\nU,{value}") == [(2, column)]


def test_units_missing_from_the_file_are_reported_and_stay() -> None:
    UnitFactory.create(code="STAYS")
    assert load("units", UNITS).missing == ["STAYS"]
    assert Unit.objects.filter(code="STAYS").exists()
