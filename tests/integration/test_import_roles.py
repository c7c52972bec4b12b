"""Roles from files: in preparation, with hiring managers proposed, and fixed once they are open."""

import pytest

from accounts.models import Unit
from tests import rounds
from tests.factories import (
    EmployeeFactory,
    JobFamilyFactory,
    SiteFactory,
    SkillFactory,
    UnitFactory,
    claim,
    placement_at,
    role,
)
from tests.imports import load, places
from transfers.actions.roles import close_role, hold_seats
from transfers.clock import database_clock
from transfers.models import Event, Grant, Placement, Role
from transfers.sight.actor import PORTAL

pytestmark = pytest.mark.django_db

HEADER = "code,title,unit_code,job_family,level_min,level_max,site,seats,required_skills,desired_skills,manager_hr_id"
NEW = HEADER + "\nR1,Engineer,U1,engineering,4,6,berlin,3,python:3,go:2|sql:1,BOSS"


@pytest.fixture(autouse=True)
def company() -> None:
    SiteFactory.create()
    JobFamilyFactory.create()
    for code in ("python", "go", "sql"):
        SkillFactory.create(code=code)
    UnitFactory.create(code="U1", approved_headcount=10)
    EmployeeFactory.create(hr_id="BOSS")


def asked(code: str) -> set[tuple[str, int, bool]]:
    return set(
        Role.objects.get(code=code).role_skills.values_list("skill__code", "proficiency", "is_required").iterator()
    )


def test_a_new_role_is_in_preparation_and_its_manager_only_proposed() -> None:
    report = load("roles", NEW)
    made = Role.objects.get(code="R1")
    grant = Grant.objects.get(role=made)
    assert (made.status, made.seats, made.taken) == ("preparing", 3, 0)
    assert asked("R1") == {("python", 3, True), ("go", 2, False), ("sql", 1, False)}
    assert (grant.status, grant.kind, grant.employee.hr_id) == ("proposed", "hiring_manager", "BOSS")
    assert (report.created, report.batch) == (1, grant.batch)
    assert Event.objects.filter(verb="role.preparing", noun_id=made.pk).exists()


def test_the_same_file_again_changes_nothing_and_proposes_nobody() -> None:
    load("roles", NEW)
    report = load("roles", NEW)
    assert (report.created, report.changed, report.unchanged, report.batch) == (0, 0, 1, None)
    assert Grant.objects.count() == 1


def test_a_role_in_preparation_changes_with_the_file() -> None:
    load("roles", NEW)
    report = load("roles", NEW.replace("Engineer", "Ångström engineer").replace("go:2|sql:1", "sql:4"))
    made = Role.objects.get(code="R1")
    assert (made.title, made.sort_title, made.version) == ("Ångström engineer", "angstrom engineer", 2)
    assert asked("R1") == {("python", 3, True), ("sql", 4, False)}
    assert report.changed == 1


def test_terms_are_unchanged_stated_or_openly_not_stated() -> None:
    load("roles", NEW)
    load("roles", "code,terms_pay,terms_level,terms_review\nR1,no change,ask Dolores,By the new manager")
    terms = Role.objects.get(code="R1").terms
    assert terms["pay"] == {"statement": "no_change", "text": "", "ask": ""}
    assert terms["level"] == {"statement": "not_stated", "text": "", "ask": "Dolores"}
    assert terms["review"] == {"statement": "stated", "text": "By the new manager", "ask": ""}
    load("roles", "code,terms_pay\nR1,")
    assert set(Role.objects.get(code="R1").terms) == {"level", "review"}


@pytest.mark.parametrize(
    ("right", "wrong", "column"),
    [
        ("Engineer", "", "title"),
        ("U1", "NOWHERE", "unit_code"),
        ("engineering", "alchemy", "job_family"),
        (",4,6,", ",0,6,", "level_min"),
        (",4,6,", ",6,4,", "level_max"),
        ("berlin", "atlantis", "site"),
        (",3,python", ",-3,python", "seats"),
        ("python:3", "python:9", "required_skills"),
        ("go:2", "python:2", "desired_skills"),
        ("BOSS", "NOBODY", "manager_hr_id"),
    ],
)
def test_a_wrong_cell_of_a_role_is_told(right: str, wrong: str, column: str) -> None:
    assert places("roles", NEW.replace(right, wrong)) == [(2, column)]
    assert not Role.objects.exists()


def test_an_open_role_takes_new_words_and_seats() -> None:
    made = role(code="OPEN")
    report = load("roles", "code,title,seats,summary\nOPEN,Another title,4,New words")
    made.refresh_from_db()
    assert (made.title, made.seats, made.summary, report.changed) == ("Another title", 4, "New words", 1)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("unit_code", "U1"),
        ("level_min", "1"),
        ("level_max", "9"),
        ("trainable", "yes"),
        ("remote_allowed", "yes"),
        ("required_skills", "go:1"),
    ],
)
def test_what_qualifies_for_an_open_role_is_fixed(column: str, value: str) -> None:
    role(code="OPEN")
    assert places("roles", f"code,{column}\nOPEN,{value}") == [(2, column)]


def test_a_closed_role_is_not_opened_by_a_file() -> None:
    made = role(code="SHUT")
    close_role(made, by=PORTAL)
    assert places("roles", "code,title\nSHUT,Again") == [(2, "code")]
    assert load("roles", f"code,title\nSHUT,{made.title}").unchanged == 1


@pytest.mark.case("seats reduced")
def test_seats_do_not_fall_below_those_taken_and_held() -> None:
    made = role(code="OPEN", seats=3)
    claim(made)
    made.refresh_from_db()
    hold_seats(made, 1, seen_version=made.version, by=PORTAL)
    assert places("roles", "code,seats\nOPEN,1") == [(2, "seats")]
    assert load("roles", "code,seats\nOPEN,2").changed == 1


def test_role_of_a_frozen_round_keeps_its_seats_and_terms() -> None:
    """Fails without the check: the round could not be published, or would offer terms that nobody ranked."""
    held = role(code="R1", seats=3)
    rounds.frozen([held], at=database_clock())
    assert places("roles", "code,seats\nR1,1") == [(2, "seats")]
    assert places("roles", "code,terms_pay\nR1,less") == [(2, "code")]
    assert load("roles", f"code,title\nR1,{held.title}").unchanged == 1


def test_warning_of_too_many_seats_says_the_same_before_a_move_is_announced() -> None:
    """Fails when every seat that is taken counts: the figure would tell of offers and of moves that nobody knows."""
    made = role(code="OPEN", unit=Unit.objects.get(code="U1"), seats=30)
    file = "code,title,unit_code\nOPEN,Another title,U1"
    before = [warning.message for warning in load("roles", file).warnings]
    placement = placement_at("pending", of=made)
    assert [warning.message for warning in load("roles", file).warnings] == before != []
    Placement.objects.filter(pk=placement.pk).update(announced_at=placement.announce_at)
    assert [warning.message for warning in load("roles", file).warnings] != before


@pytest.mark.case("seats reduced")
def test_more_seats_than_the_unit_lacks_people_are_a_warning() -> None:
    Unit.objects.filter(code="U1").update(approved_headcount=2)
    report = load("roles", NEW)
    assert [(warning.row, warning.column) for warning in report.warnings] == [(2, "seats")]
    assert report.created == 1


def test_one_error_keeps_every_role_and_grant_from_being_written() -> None:
    assert places("roles", NEW + "\nR2,Engineer,U1,engineering,4,6,berlin,x,python:3,,BOSS") == [(3, "seats")]
    assert not Role.objects.exists()
    assert not Grant.objects.exists()


def test_roles_missing_from_the_file_are_reported_and_stay() -> None:
    role(code="STAYS")
    assert load("roles", NEW).missing == ["STAYS"]
    assert Role.objects.filter(code="STAYS", status="open").exists()
