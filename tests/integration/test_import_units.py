"""Sites, skills, families and units from files."""

from datetime import date

import pytest

from accounts.models import Holiday, JobFamily, Site, Skill, Unit
from tests.factories import EmployeeFactory, UnitFactory, placement_at
from tests.imports import load, places, problems
from transfers.models import Notice, UnitChange
from transfers.models.notice import INBOX
from transfers.queries.units import get_tree

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


@pytest.mark.case("unit at risk after acceptance")
def test_unit_that_a_file_marks_as_at_risk_tells_those_on_their_way() -> None:
    """Fails where only a unit that is marked by hand does: they would not hear that they may cancel."""
    placement = placement_at("pending")
    marked = f"code,at_risk\n{placement.role.unit.code},yes"
    for _again in range(2):
        load("units", marked)
        told = Notice.objects.filter(template="placement.unit_at_risk", channel=INBOX)
        assert [notice.recipient for notice in told] == [placement.employee]


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


MERGE = "code,name,approved_headcount,merged_into,merged_on\nOLD,Old,4,NEW,2026-01-05\nNEW,New,10,,"


def test_a_merge_in_the_file_takes_everything_along_and_is_done_once() -> None:
    load("units", MERGE.replace("NEW,2026-01-05", ","))
    member = EmployeeFactory.create(unit=Unit.objects.get(code="OLD"))
    report = load("units", MERGE)
    member.refresh_from_db()
    old = Unit.objects.get(code="OLD")
    assert (member.unit.code, str(old.merged_on), report.changed) == ("NEW", "2026-01-05", 1)
    assert member.unit.approved_headcount == 10  # as the file says, not both together
    assert (load("units", MERGE).changed, UnitChange.objects.count()) == (0, 1)
    assert load("units", "code,name\nOLD,Older").changed == 1  # a file without the column takes no merge back


def test_merges_in_one_file_are_followed_to_the_unit_that_stands() -> None:
    rows = "code,name,merged_into,merged_on\nA,Alpha,B,2026-01-05\nB,Beta,C,2026-01-06\nC,Gamma,,"
    load("units", rows)
    load("units", rows)
    units = {unit.code: unit for unit in Unit.objects.all()}
    assert (units["A"].merged_into, units["B"].merged_into) == (units["B"], units["C"])
    assert get_tree().standing(units["A"].pk) == units["C"].pk


@pytest.mark.parametrize(
    ("right", "wrong", "place"),
    [
        ("NEW,2026-01-05", "NEW,", (2, "merged_on")),
        ("NEW,2026-01-05", "NEW,9999-01-01", (2, "merged_on")),
        ("NEW,2026-01-05", "OLD,2026-01-05", (2, "merged_into")),
        ("NEW,2026-01-05", "NONE,2026-01-05", (2, "merged_into")),
        ("10,,", "10,OLD,2026-01-05", (3, "merged_into")),
    ],
)
def test_a_merge_that_cannot_be_is_told_and_nothing_is_written(
    right: str, wrong: str, place: tuple[int, str]
) -> None:
    assert places("units", MERGE.replace(right, wrong)) == [place]
    assert not Unit.objects.exclude(code__startswith="unit-").exists()


def test_a_file_that_still_names_a_merged_parent_means_the_unit_that_stands() -> None:
    """Without following the merge, loading the same file again put the unit back under one that is gone."""
    rows = "code,name,parent_code,merged_into,merged_on\nOLD,Old,,NEW,2026-01-05\nNEW,New,,,\nTEAM,Team,OLD,,"
    for _ in range(2):
        load("units", rows)
        assert Unit.objects.get(code="TEAM").parent == Unit.objects.get(code="NEW")
    assert places("units", rows.replace("NEW,New,,", "NEW,New,OLD,")) == [(3, "parent_code")]


@pytest.mark.parametrize("cell", [",", "TOO,2026-01-05"])
def test_a_merge_is_not_taken_back_by_a_file(cell: str) -> None:
    load("units", MERGE + "\nTOO,Too,1,,")
    assert places("units", MERGE.replace("NEW,2026-01-05", cell) + "\nTOO,Too,1,,") == [(2, "merged_into")]
