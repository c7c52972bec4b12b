"""An import taken back within a day: every row as it stood, or none, with the reason."""

import json
import zlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from accounts.models import Employee, EmployeeSkill, Skill, Unit
from tests import factories as f
from tests.admin import page_of
from tests.pages import signed_in, words_at
from tests.uploads import applied, carried_out, checked, press, undone_while
from transfers import atomic, transition
from transfers.actions.imports.journal import TABLES
from transfers.actions.units import UnitFacts, change_unit
from transfers.actions.upload_undo import CannotUndo, ask_to_undo, keep_applied, undo_upload
from transfers.errors import Busy, NotAllowed, NotVisible
from transfers.models import AddressChange, Assignment, Campaign, Event, HeldMove, Role, Upload, UploadContent
from transfers.sight.actor import PORTAL, Actor
from transfers.states import CampaignStatus, RoleStatus, UploadStatus

pytestmark = pytest.mark.django_db

HEAD = "hr_id,name,email,unit_code,manager_hr_id,job_family,level,site,hired_on,skills\n"


@pytest.fixture
def boss() -> Employee:
    f.SkillFactory.create(code="sql")
    return f.EmployeeFactory.create(hr_id="1", name="Boss", email="boss@example.com", level=7)


def people(boss: Employee, *rows: str) -> str:
    """Rows of an HR id, a name, a mail address, a level and skills; the rest as the boss has it."""
    lines = []
    for row in rows:
        hr_id, name, mail, level, skills = row.split(",")
        manager = "" if hr_id == boss.hr_id else boss.hr_id
        place = f"{boss.unit.code},{manager},{boss.job_family.code},{level},{boss.site.code}"
        lines.append(f"{hr_id},{name},{mail},{place},{boss.hired_on},{skills}")
    return HEAD + "\n".join(lines) + "\n"


def stands(kind: str) -> str:
    """Every row of the tables that an import of this kind writes."""
    with connection.cursor() as cursor:
        texts = []
        for table in TABLES[kind]:
            cursor.execute(f"SELECT coalesce(jsonb_agg(to_jsonb(t) ORDER BY id), '[]') FROM {table} t")
            texts.append(cursor.fetchone()[0])
    return "\n".join(texts)


def refused(upload: Upload, *, by: Actor = PORTAL) -> str:
    """Why the worker keeps what the file wrote."""
    kept = carried_out(ask_to_undo(upload, by=by))
    assert kept.status == UploadStatus.APPLIED
    return kept.says


def undone(upload: Upload, **who: Any) -> Upload:
    return carried_out(ask_to_undo(upload, by=who.get("by", PORTAL)))


def test_people_go_back_to_what_they_were_and_new_ones_go(boss: Employee) -> None:
    EmployeeSkill.objects.create(employee=boss, skill=Skill.objects.get(code="sql"), proficiency=2)
    desk = signed_in(f.admin())
    before = stands("people")
    file = people(boss, "1,Chief,chief@example.com,8,", "2,Ada,ada@example.com,5,sql:4")
    made = applied("people", file)
    assert Employee.objects.get(hr_id="2").employee_skills.get().proficiency == 4
    assert not boss.employee_skills.exists()
    assert press(desk, made, "undo").status_code == 302
    made = carried_out(made)
    assert made.status == UploadStatus.UNDONE
    assert sorted(stands("people")) == sorted(before)
    boss.refresh_from_db()
    assert (boss.name, boss.email, boss.level) == ("Boss", "boss@example.com", 7)
    assert boss.employee_skills.get(skill__code="sql").proficiency == 2
    assert not Employee.objects.filter(hr_id="2").exists()
    assert AddressChange.objects.filter(employee=boss).count() == 2
    assert Event.objects.filter(verb="upload.undone").count() == 1
    assert "taken back" in words_at(desk, page_of(made))
    assert carried_out(made).status == UploadStatus.UNDONE
    again = applied("people", file)
    assert again.counts["created"] == 1


@pytest.mark.parametrize(
    ("kind", "file"),
    [
        ("sites", "code,name,country,time_zone,holidays\nBER,Berlin,DE,Europe/Berlin,2026-05-01 May Day\n"),
        ("skills", "code,name\nsql,Sequel\ngo,Go\n"),
        ("families", "code,name,adjacent\na,A,b\nb,B,\n"),
        ("leavers", "hr_id,left_on\nL1,2026-05-01\n"),
        ("units", "code,name,parent_code,delegate_hr_ids\nTOP,Top,,1\nSUB,Sub,TOP,\n"),
    ],
)
def test_every_other_kind_goes_back_too(kind: str, file: str, boss: Employee) -> None:
    before = stands(kind)
    made = applied(kind, file)
    assert stands(kind) != before
    assert undone(made).status == UploadStatus.UNDONE
    assert stands(kind) == before


def test_units_that_the_file_put_below_a_new_one_go_back() -> None:
    f.UnitFactory.create(code="OLD", name="Old")
    before = stands("units")
    made = applied("units", "code,name,parent_code\nNEW,New,\nOLD,Old,NEW\n")
    assert stands("units") != before
    carried_out(ask_to_undo(made, by=PORTAL))
    assert stands("units") == before


def test_roles_and_the_rights_they_propose_go(boss: Employee) -> None:
    before = stands("roles")
    file = (
        "code,title,unit_code,job_family,level_min,level_max,site,seats,required_skills,manager_hr_id\n"
        f"R1,Engineer,{boss.unit.code},{boss.job_family.code},4,6,{boss.site.code},2,sql:3,1\n"
    )
    made = applied("roles", file)
    assert Role.objects.get().status == RoleStatus.PREPARING
    assert undone(made).status == UploadStatus.UNDONE
    assert stands("roles") == before


def _assignments(boss: Employee) -> str:
    campaign = Campaign(code="c1", name="C", deadline_at=f.NOW + f.DAY, closes_at=f.NOW + f.DAY, policy=f.policy())
    transition.start(campaign, CampaignStatus.PREPARING, by=PORTAL, at=f.NOW)
    other = f.UnitFactory.create()
    return f"campaign,hr_id,origin_unit,assigned_unit,assigned_on\nc1,1,{boss.unit.code},{other.code},2026-09-15\n"


def test_assignments_go_until_their_campaign_opens(boss: Employee) -> None:
    file = _assignments(boss)
    before = stands("assignments")
    assert undone(applied("assignments", file)).status == UploadStatus.UNDONE
    assert stands("assignments") == before
    again = applied("assignments", file)
    transition.move(Campaign.objects.get(), CampaignStatus.OPEN, by=PORTAL, at=f.NOW)
    assert "c1 was opened since" in refused(again)


@pytest.mark.django_db(transaction=True)
def test_campaign_does_not_open_while_its_assignments_go(boss: Employee) -> None:
    """Fails where it opens in between: its members would be told of a choice and then be none."""
    made = applied("assignments", _assignments(boss))
    campaign = Campaign.objects.get()
    opening = atomic.write(lambda: transition.move(campaign, CampaignStatus.OPEN, by=PORTAL, at=f.NOW))
    assert isinstance(undone_while(made, opening), Busy)
    assert Campaign.objects.get().status == CampaignStatus.PREPARING
    assert not Assignment.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_unit_is_not_changed_while_it_goes_back(boss: Employee) -> None:
    """Fails where somebody is told that a unit was changed, and it goes back to what it was before the file."""
    stood, admin = boss.unit.approved_headcount, f.admin()
    made = applied("units", f"code,approved_headcount\n{boss.unit.code},{stood + 7}\n")
    facts = UnitFacts("Unit", parent=None, lead=None, approved_headcount=stood + 9, is_at_risk=False)
    assert isinstance(undone_while(made, lambda: change_unit(boss.unit, facts, by=admin)), Busy)
    assert Unit.objects.get(pk=boss.unit_id).approved_headcount == stood


def _sign_in(_boss: Employee) -> None:
    Employee.objects.filter(hr_id="2").update(last_login=f.NOW)


def _work_for(boss: Employee) -> None:
    f.EmployeeFactory.create(manager=Employee.objects.get(hr_id="2"), unit=boss.unit)


def _promote(_boss: Employee) -> None:
    Employee.objects.filter(hr_id="1").update(level=9)


@pytest.mark.parametrize(
    ("between", "says"),
    [(_sign_in, "2 signed in since"), (_work_for, "2 is used by something newer"), (_promote, "1 was changed since")],
)
def test_what_something_newer_depends_on_stays_with_the_reason(
    between: Callable[[Employee], None], says: str, boss: Employee
) -> None:
    made = applied("people", people(boss, "1,Chief,boss@example.com,8,", "2,Ada,ada@example.com,5,"))
    between(boss)
    stood = stands("people")
    assert says in refused(made)
    assert stands("people") == stood


def test_journal_that_went_before_the_worker_came_is_told_on_the_page(boss: Employee) -> None:
    made = ask_to_undo(applied("skills", "code,name\ngo,Go\n"), by=PORTAL)
    UploadContent.objects.update(journal=None)
    assert "kept no longer" in carried_out(made).says


def test_what_came_between_the_press_and_the_worker_is_told_on_the_page(boss: Employee) -> None:
    made = ask_to_undo(applied("people", people(boss, "1,Chief,boss@example.com,8,")), by=PORTAL)
    _promote(boss)
    made = carried_out(made)
    assert made.status == UploadStatus.APPLIED
    assert "1 was changed since" in made.says
    assert Employee.objects.get(hr_id="1").name == "Chief"


def test_move_after_the_first_role_opened_is_not_taken_back(boss: Employee) -> None:
    other = f.UnitFactory.create(code="NEW")
    person = f.EmployeeFactory.create(hr_id="2", unit=boss.unit)
    made = applied("people", "hr_id,unit_code\n2,NEW\n")
    assert Employee.objects.get(pk=person.pk).unit == other
    f.role()
    assert "A role was opened since" in refused(made)


def test_held_move_goes_and_one_that_was_decided_on_stays(boss: Employee) -> None:
    f.role()
    f.UnitFactory.create(code="NEW")
    made = applied("people", f"hr_id,unit_code\n{boss.hr_id},NEW\n")
    assert HeldMove.objects.count() == 1
    assert undone(made).status == UploadStatus.UNDONE
    assert not HeldMove.objects.exists()
    again = applied("people", f"hr_id,unit_code\n{boss.hr_id},NEW\n")
    HeldMove.objects.all().delete()
    assert "decided on since" in refused(again)


def test_merge_and_return_to_work_are_not_taken_back(boss: Employee) -> None:
    for code in ("OLD", "NEW"):
        f.UnitFactory.create(code=code)
    made = applied("units", "code,merged_into,merged_on\nOLD,NEW,2026-01-01\n")
    assert "OLD was merged" in refused(made)
    gone = f.EmployeeFactory.create(hr_id="7", is_active=False, left_on="2020-01-01")
    again = applied("people", "hr_id,hired_on\n7,2026-01-01\n")
    assert Employee.objects.get(pk=gone.pk).is_active
    assert "7 was taken back into work" in refused(again)


def test_role_that_was_opened_is_not_taken_back(boss: Employee) -> None:
    role = f.role()
    made = applied("roles", f"code,summary\n{role.code},Other words\n")
    assert f"{role.code} was opened" in refused(made)


def test_day_is_over_or_its_journal_gone(boss: Employee) -> None:
    made = applied("skills", "code,name\ngo,Go\n")
    with pytest.raises(NotAllowed, match="24 hours"):
        ask_to_undo(made, by=PORTAL, clock=f.clock_at(made.kept_until_at + timedelta(seconds=1)))
    UploadContent.objects.update(journal=None)
    with pytest.raises(CannotUndo, match="kept no longer"):
        ask_to_undo(made, by=PORTAL)
    with pytest.raises(NotAllowed, match="Only what was applied"):
        ask_to_undo(checked("skills", "code,name\nc,C\n"), by=PORTAL)


def test_who_may_not_import_undoes_nothing_and_the_work_is_the_workers(boss: Employee) -> None:
    made = applied("skills", "code,name\ngo,Go\n")
    with pytest.raises(NotAllowed):
        ask_to_undo(made, by=f.hr_partner(f.campaign()))
    with pytest.raises(NotVisible):
        undo_upload(made, by=boss, told=lambda _percent: None)
    with pytest.raises(NotVisible):
        keep_applied(made, "", by=boss)
    assert undo_upload(made, told=lambda _percent: None) is None


def test_nobody_undoes_what_moves_their_own_chain(boss: Employee) -> None:
    who = f.admin(manager=boss, unit=boss.unit)
    f.UnitFactory.create(code="NEW")
    made = applied("people", f"hr_id,unit_code\n{boss.hr_id},NEW\n")
    assert "your own chain" in refused(made, by=who)
    top = applied("units", f"code,delegate_hr_ids\n{boss.unit.code},{boss.hr_id}\n")
    assert Unit.objects.get(pk=boss.unit_id).delegates.get() == boss
    assert "your own chain" in refused(top, by=who)


def test_worker_asks_again_whose_chain_it_is(boss: Employee) -> None:
    who = f.admin()
    f.UnitFactory.create(code="NEW")
    made = ask_to_undo(applied("people", f"hr_id,unit_code\n{boss.hr_id},NEW\n"), by=who)
    Employee.objects.filter(pk=who.pk).update(manager=boss)
    made = carried_out(made)
    assert made.status == UploadStatus.APPLIED
    assert "your own chain" in made.says


def test_journal_holds_no_password(boss: Employee) -> None:
    made = applied("people", people(boss, "2,Ada,ada@example.com,5,"))
    packed = UploadContent.objects.get(upload=made).journal
    assert packed is not None
    rows = json.loads(zlib.decompress(bytes(packed)))["accounts_employee"]
    assert rows
    assert all("password" not in row[2] for row in rows)
