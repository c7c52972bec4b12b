"""The administration in words: instants name their zone, columns and events have names that readers know."""

import re
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import translation

from accounts.models import Employee, Unit
from portal.admin_site import PAGES
from portal.embedded.place import PROJECT
from tests import factories as f
from tests.admin import drawn, list_of, new, page_of, signed_in
from tests.pages import THEN, text_of, travel
from transfers import states
from transfers.actions.decisions import wall_clock
from transfers.actions.people import record_leave
from transfers.actions.roles import pause_role
from transfers.actions.unit_changes import close_unit, merge_unit
from transfers.admin.columns import word_column
from transfers.admin.done_words import DONE_WORDS
from transfers.admin.failing_words import MEANING, say_meaning
from transfers.admin.titles import title_of
from transfers.clock import database_clock
from transfers.models import Assignment, Campaign, DemoMarker, Event, Extension, FailingWork, Grant, Policy, Role
from transfers.queries.days import day_in_words, instant_in_words
from transfers.queries.decisions import _say
from transfers.queries.event_words import GOVERNANCE, WORDS, say_verb
from transfers.sight.actor import PORTAL

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 21, 16, 5, tzinfo=UTC)


@pytest.fixture
def client() -> Client:
    site = f.SiteFactory.create(time_zone="Europe/Stockholm")
    return signed_in(f.admin(name="Ada Admin", site=site))


def test_own_deadline_is_read_in_the_reader_s_zone_which_is_named(client: Client) -> None:
    """Fails when Django writes the instant: in UTC, without saying so."""
    assignment = f.assignment()
    Assignment.objects.filter(pk=assignment.pk).update(own_deadline_at=AT)
    text = text_of(client.get(page_of(assignment)))
    assert "21 November 2026, 17:05, Stockholm time" in text
    assert "16:05" not in text


def test_days_of_lists_are_written_one_way(client: Client) -> None:
    """Fails for a column that Django writes: “21 Nov 2026” beside “21 November 2026”."""
    role = f.role()
    Role.objects.filter(pk=role.pk).update(wanted_by_on=AT.date())
    assert "21 November 2026" in text_of(client.get(list_of(Role)))
    with translation.override("de"):
        client.cookies["django_language"] = "de"
        assert word_column("wanted_by_on", "", "UTC")(Role.objects.get(pk=role.pk)) == "21. November 2026"


def test_yes_and_no_are_one_word_each_in_lists_and_in_the_log_of_decisions(client: Client) -> None:
    """Fails for “yes” beside “Yes”."""
    f.assignment()
    text = text_of(client.get(list_of(Assignment)))
    assert '<td class="field-offered">Yes</td>' in text
    assert _say("is_capture_excluded", True) == "Yes"


def test_forms_offer_no_unit_that_was_closed_or_merged_and_the_list_finds_it(client: Client) -> None:
    """Fails when a form offers a unit where nobody works any more; one opened again by its headcount stands."""
    shut, away, again = (f.UnitFactory.create(name=f"Lamps {n}", approved_headcount=0) for n in range(3))
    stands, by = f.UnitFactory.create(name="Lamps 3"), f.admin()
    for unit in (shut, again):
        close_unit(unit, on=THEN.date(), reason="Nobody is left.", by=by, clock=f.clock_at(THEN))
    merge_unit(away, stands, on=THEN.date(), reason="One team.", by=by, clock=f.clock_at(THEN))
    Unit.objects.filter(pk=again.pk).update(approved_headcount=5)
    asked = {"app_label": "accounts", "model_name": "unit", "field_name": "parent", "term": "Lamps"}
    offered = client.get("/admin/autocomplete/", asked).json()["results"]
    assert [each["text"] for each in offered] == ["Lamps 2", "Lamps 3"]
    assert "Lamps 0" in text_of(client.get(list_of(Unit), {"q": "Lamps"}))


def test_history_of_a_right_names_its_zone_and_no_number_of_an_import(client: Client) -> None:
    grant = f.grant(f.EmployeeFactory.create(), "auditor")
    text = text_of(client.get(page_of(grant)))
    assert grant.confirmed_at is not None
    reader = Employee.objects.get(name="Ada Admin")
    assert f"confirmed: {instant_in_words(grant.confirmed_at, reader.zone)}, " in text
    assert "Batch" not in text


def test_grants_of_roles_name_them_by_code_too(client: Client) -> None:
    first, second = f.role(title="Engineer"), f.role(title="Engineer")
    text = text_of(client.get(list_of(Grant)))
    assert f"Engineer, {first.code}<" in text
    assert f"Engineer, {second.code}<" in text


def test_policy_s_numbers_have_names_that_say_their_unit(client: Client) -> None:
    """Fails with the names of columns: “Band bp”."""
    policy = f.policy()
    for page in (new(Policy, "publish"), page_of(policy)):
        text = text_of(client.get(page))
        assert " bp" not in text
        assert "Width of a shortage band, in hundredths of a point" in text


@pytest.mark.parametrize("raw", ["Is at risk", "Wanted by on", "Is active", "Is trainable", "Is pool", "Level min"])
def test_no_column_is_headed_by_its_name_in_the_database(client: Client, raw: str) -> None:
    unit = f.UnitFactory.create()
    role = f.role()
    pages = [page_of(unit), page_of(role), list_of(Role), list_of(Employee), page_of(f.EmployeeFactory.create())]
    assert [page for page in pages if raw.lower() in text_of(client.get(page)).lower()] == []


def test_every_event_that_is_listed_by_its_verb_has_words() -> None:
    """Fails for a verb that is written to the history and has none: the list would show its code."""
    written = "".join(path.read_text(encoding="utf-8") for path in Path(PROJECT, "transfers/actions").rglob("*.py"))
    nouns = "|".join(GOVERNANCE)
    recorded = set(re.findall(rf'record(?:_all)?\(\s*\[?(?:Fact\(verb=)?"((?:{nouns})\.\w+)"', written))
    recorded |= set(re.findall(rf'verb=\s*"((?:{nouns})\.\w+)"', written))
    of_status = {
        f"{noun}.{status.value}"
        for noun, statuses in (
            ("campaign", states.CampaignStatus),
            ("role", states.RoleStatus),
            ("grant", states.GrantStatus),
        )
        for status in statuses
    }
    assert len(recorded) > 5
    assert (recorded | of_status) - set(WORDS) == set()
    assert say_verb("role.open") == "opened"
    assert say_verb("role.some_old_verb") == "some old verb"


def test_events_are_listed_in_words(client: Client) -> None:
    travel(THEN + f.DAY)
    f.grant(f.EmployeeFactory.create(), "auditor")
    travel(THEN + 3 * f.DAY)
    text = text_of(client.get(list_of(Event)))
    assert "a grant" in text
    assert "grant.confirmed" not in text


def test_deadline_in_the_log_of_decisions_is_read_as_elsewhere() -> None:
    assert _say("deadline", wall_clock(AT, "Europe/Stockholm")) == "21 November 2026, 17:05, Stockholm time"
    assert _say("deadline", "soon") == "soon"


def test_administration_says_that_it_is_a_demonstration(client: Client) -> None:
    """Fails without the line over its pages: the portal's say it."""
    campaign = f.campaign()
    pages = ("/admin/", list_of(Campaign), page_of(campaign))
    assert not any("A made-up company" in text_of(client.get(page)) for page in pages)
    DemoMarker.objects.create(pk=1)
    assert all("A made-up company" in text_of(client.get(page)) for page in pages)
    assert all("Stockholm time</span>" in text_of(client.get(page)) for page in pages)  # as the portal's pages say it


def test_every_verb_says_what_was_done_to_what(client: Client) -> None:
    """Fails for a verb without words of its own; and with “Done: Pause.”, which names nothing."""
    offered = [(page.noun._meta.model_name, verb) for page in PAGES for verb in page.verbs]
    verbs = {f"{noun}.{verb.name}" for noun, verb in offered if not verb.is_shown_only}
    assert set(DONE_WORDS) == verbs
    role = f.role(title="Platform engineer")
    told = client.post(page_of(role, "pause"), drawn(client, page_of(role, "pause")), follow=True)
    assert "Role “Platform engineer”: paused." in text_of(told)


def test_form_that_is_sent_twice_is_answered_once(client: Client) -> None:
    """Fails when each answer leaves its message: the page after a double click would show it twice."""
    role = f.role(title="Platform engineer")
    form = drawn(client, page_of(role, "pause"))
    for _click in range(2):
        assert client.post(page_of(role, "pause"), form).status_code == 302
    assert text_of(client.get(page_of(role))).count("“Platform engineer”: paused.") == 1


def test_verb_that_is_not_offered_now_has_no_page(client: Client) -> None:
    """Fails when what is not offered is led back to where another form was."""
    role = f.role()
    form = drawn(client, page_of(role, "pause"))
    client.post(page_of(role, "pause"), form)
    assert client.get(page_of(role, "pause")).status_code == 404
    for other in (str(uuid4()), "no key", ""):
        assert client.post(page_of(role, "pause"), {"form_key": other}).status_code == 404


def test_unit_that_was_closed_or_merged_says_so_in_lists_and_on_its_page(client: Client) -> None:
    admin = Employee.objects.get(name="Ada Admin")
    into, gone, shut = (f.UnitFactory.create() for _ in range(3))
    day = database_clock().date()
    merge_unit(gone, into=into, on=day, reason="They do the same.", by=admin)
    close_unit(shut, on=day, reason="Nobody works there.", by=admin)
    listed = text_of(client.get(list_of(Unit)))
    for words in (f"merged into {into} on {day_in_words(day)}", f"closed on {day_in_words(day)}"):
        assert words in listed
    page = text_of(client.get(page_of(shut)))
    assert f"closed on {day_in_words(day)}" in page
    assert page_of(shut, "close") not in page
    assert ">active<" in text_of(client.get(page_of(into)))


def test_leave_without_a_first_day_is_refused_where_none_is_recorded(client: Client) -> None:
    """Fails when an empty form is taken as a leave; where one is recorded, it is taken back by it."""
    person = f.EmployeeFactory.create()
    answer = client.post(page_of(person, "leave"), drawn(client, page_of(person, "leave")))
    assert answer.status_code == 400
    assert "Say on which day the leave begins." in text_of(answer)
    record_leave(person, first_on=AT.date(), last_on=None, by=Employee.objects.get(name="Ada Admin"))
    assert 'value="2026-11-21"' in text_of(client.get(page_of(person, "leave")))
    form = drawn(client, page_of(person, "leave")) | {"first_on": "", "last_on": "", "leave_email": ""}
    assert client.post(page_of(person, "leave"), form).status_code == 302
    person.refresh_from_db()
    assert person.on_leave_from is None


def test_way_to_a_verb_leads_through_the_same_pages_as_that_to_its_thing(client: Client) -> None:
    """Fails when a verb's page leaves out the group that its noun stands in."""
    role = f.role()
    for page in (list_of(Role), page_of(role), page_of(role, "pause"), new(Role, "open-many")):
        assert '<a href="/admin/transfers/">Campaigns and moves</a>' in text_of(client.get(page)), page


def test_pages_of_one_app_are_listed_where_the_way_back_leads(client: Client) -> None:
    """Fails when that page has no list of its own, or says that nothing waits, which it does not look up."""
    page = text_of(client.get("/admin/transfers/"))
    assert f'href="{list_of(Role)}"' in page
    assert "Employees" not in page
    assert "Nothing waits for a decision." not in page


def test_opening_a_role_says_how_long_it_is_open_to_people_with_priority_alone(client: Client) -> None:
    fresh = f.role_in_preparation()
    days = f.policy().clearance_working_days
    assert f"For its first {days} working days" in text_of(client.get(page_of(fresh, "open")))
    again = pause_role(f.role(), by=PORTAL)
    for until, is_said in ((database_clock() + f.DAY, True), (database_clock() - f.DAY, False)):
        Role.objects.filter(pk=again.pk).update(clearance_until_at=until)
        page = text_of(client.get(page_of(again, "open")))
        assert ("it is open only to people with priority placement." in page) is is_said
        assert "working days" not in page


def test_title_made_of_our_own_words_begins_with_a_capital(client: Client) -> None:
    policy = f.policy()
    assert f"<h1>Policy version {policy.version}</h1>" in text_of(client.get(page_of(policy)))
    extension = Extension(campaign=f.campaign(name="The draft"))
    assert title_of(extension) == "Extension of The draft"
    assert title_of(FailingWork(job="expire_claim")) == "An offer does not end when its time is over"
    assert title_of(f.role(title="iOS engineer")) == "iOS engineer"


def test_every_work_that_is_tried_has_a_sentence_of_what_its_failing_means() -> None:
    """Fails for a job without words: an administrator would read its code alone."""
    written = "".join(path.read_text(encoding="utf-8") for path in Path(PROJECT, "transfers/tasks").rglob("*.py"))
    jobs = set(re.findall(r"\beach\(\w+, \w+, (\w+)\)", written))
    assert len(jobs) > 20
    assert jobs - set(MEANING) == set()
    assert say_meaning("finding work for anything") == "Work that is due is not found."
