"""The verbs of the admin: each calls its action once, and a refusal stays on its form."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.contrib.admin.models import LogEntry

from accounts.models import Unit
from tests import factories as f
from tests.admin import World, drawn, make_world, new, page_of, signed_in
from tests.drafts import ready
from tests.factories import HOUR
from transfers.admin.base import Desk
from transfers.admin.campaign_forms import ChangeForm, DraftForm
from transfers.clock import database_clock
from transfers.models import Campaign, Event, Grant, ManagerChange, Notice, Policy, Role
from transfers.models.grant import HIRING_MANAGER
from transfers.queries.publish_gate import get_missing

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


def test_verb_calls_its_action_once_however_often_it_is_sent(world: World) -> None:
    client = signed_in(world.partner)
    person, manager = world.undrafted.employee, world.other
    form = drawn(client, page_of(person, "manager")) | {"manager": str(manager.pk), "reason": "The team moved."}
    first = client.post(page_of(person, "manager"), form)
    assert first.status_code == 302
    assert client.post(page_of(person, "manager"), form).headers["Location"] == first.headers["Location"]
    assert ManagerChange.objects.count() == 1
    person.refresh_from_db()
    assert person.manager == manager
    assert not LogEntry.objects.exists()


def test_refusal_stays_on_the_form_with_its_sentence_at_the_field(world: World) -> None:
    client = signed_in(world.partner)
    person = world.undrafted.employee
    form = drawn(client, page_of(person, "manager")) | {"manager": str(person.pk), "reason": "Because."}
    answer = client.post(page_of(person, "manager"), form)
    assert answer.status_code == 400
    assert "Nobody is their own manager." in answer.content.decode()
    assert "Because." in answer.content.decode()
    assert not ManagerChange.objects.exists()


def test_verb_about_somebody_served_by_others_leads_nowhere(world: World) -> None:
    """Fails without the answer to what is not visible: the page would break, unlike one that never was."""
    client = signed_in(f.hr_partner(f.campaign()))
    address = page_of(world.undrafted.employee, "leave")
    form = drawn(client, address) | {"first_on": "2026-12-01", "last_on": "2026-12-24"}
    assert client.post(address, form).status_code == 404
    world.undrafted.employee.refresh_from_db()
    assert world.undrafted.employee.on_leave_from is None


def test_grant_is_proposed_by_one_and_confirmed_by_another_in_the_admin(world: World) -> None:
    role = f.role()
    form = {"form_key": str(uuid4()), "kind": HIRING_MANAGER, "employee": world.other.pk, "role": role.pk}
    assert signed_in(world.admin).post(new(Grant, "propose"), form).status_code == 302
    grant = Grant.objects.get(employee=world.other)
    own = signed_in(world.admin).post(page_of(grant, "confirm"), {"form_key": str(uuid4())})
    assert own.status_code == 404  # not offered to who proposed it
    assert signed_in(world.partner).post(page_of(grant, "confirm"), {"form_key": str(uuid4())}).status_code == 302
    grant.refresh_from_db()
    assert (grant.status, grant.confirmed_by) == ("confirmed", world.partner)


def test_hr_partner_cannot_propose_an_admin_by_a_forged_field(world: World) -> None:
    form = {"form_key": str(uuid4()), "kind": "admin", "employee": world.other.pk}
    assert signed_in(world.partner).post(new(Grant, "propose"), form).status_code == 400
    assert not Grant.objects.filter(employee=world.other).exists()


def test_gate_lists_what_is_missing_and_opens_nothing(world: World) -> None:
    client = signed_in(world.admin)
    form = {"form_key": str(uuid4()), "code": "second", "name": "Second", "deadline_zone": "Europe/Berlin"}
    assert client.post(new(Campaign, "create"), form).status_code == 302
    campaign = Campaign.objects.get(code="second")
    page = client.get(page_of(campaign, "open"))
    assert "The memo is empty." in page.content.decode()
    assert f'<a href="{page_of(campaign, "edit")}#id_terms_pay_statement">The terms line “Pay” is missing' in (
        page.content.decode()
    )
    assert client.post(page_of(campaign, "open"), {"form_key": str(uuid4())}).status_code == 400
    campaign.refresh_from_db()
    assert campaign.status == "preparing"


def test_gate_leads_to_fields_that_the_campaign_s_form_has(world: World) -> None:
    client = signed_in(world.admin)
    form = {"form_key": str(uuid4()), "code": "second", "name": "Second", "deadline_zone": "Europe/Berlin"}
    client.post(new(Campaign, "create"), form)
    campaign = Campaign.objects.get(code="second")
    f.assignment(in_campaign=campaign)
    named = {each.field for each in get_missing(campaign, database_clock())} - {""}
    drawn = client.get(page_of(campaign, "edit")).content.decode()
    assert {"memo", "countries", "is_capture_excluded", "terms_stay_commitment_statement"} <= named
    assert [field for field in sorted(named) if f'id="id_{field}"' not in drawn] == []


def test_campaign_s_form_draws_each_of_its_fields_once() -> None:
    """A field that stands in no group of `fieldsets` could not be filled in."""
    form = DraftForm()
    drawn = [field.name for _title, rows in form.groups() for row in rows for field in row]
    assert sorted(drawn) == sorted(field.name for field in form.visible_fields())


def test_opening_says_to_how_many_and_until_when_before_it_is_done() -> None:
    campaign, partner = ready(members=3, deadline=datetime(2041, 3, 20, 17))  # noqa: DTZ001  (local time)
    page = signed_in(partner).get(page_of(campaign, "open")).content.decode()
    assert "Opening sends the memo to 3 members, who can file until" in page
    assert "20 March 2041, 17:00, Berlin time" in page
    assert "It cannot be undone" in page


def test_deadline_that_does_not_exist_is_refused_at_its_field(world: World) -> None:
    form = {
        "form_key": str(uuid4()),
        "code": "third",
        "name": "Third",
        "deadline": "2027-03-28T02:30",
        "deadline_zone": "Europe/Berlin",
    }
    answer = signed_in(world.admin).post(new(Campaign, "create"), form)
    assert answer.status_code == 400
    assert "does not exist" in answer.content.decode()


def test_policy_is_published_as_a_new_version(world: World) -> None:
    client = signed_in(world.admin)
    page = client.get(new(Policy, "publish"))
    form = dict(page.context["form"].initial)
    day = (database_clock() + timedelta(days=30)).strftime("%Y-%m-%dT%H:%M")
    form |= {"effective_at": day, "note": "Longer undo.", "undo_hours": 48, "pay_protection_months": ""}
    form["form_key"] = str(uuid4())
    assert client.post(new(Policy, "publish"), form).status_code == 302
    latest = Policy.objects.order_by("-version")[0]
    assert (latest.version, latest.undo_hours, latest.trial_days) == (2, 48, 90)
    refused = client.post(new(Policy, "publish"), form | {"form_key": str(uuid4()), "weight_skills_bp": 1})
    assert refused.status_code == 400


@pytest.mark.parametrize(
    ("verb", "field", "told", "untold"), [("hold", "held_seats", 2, 4), ("seats", "seats", 0, -1)]
)
def test_number_of_seats_that_taken_ones_stand_against_is_refused_and_the_try_recorded(
    world: World, verb: str, field: str, told: int, untold: int
) -> None:
    """Fails without the record: who tries one number after another learns how many are taken, unseen."""
    role = f.role(seats=3)
    f.claim(role)
    f.claim(role)
    client = signed_in(world.admin)
    for tried in (untold, told):
        form = {"form_key": str(uuid4()), field: tried, "seen_version": role.version}
        assert client.post(page_of(role, verb), form).status_code == 400
    event = Event.objects.get(verb="role.seats_refused")
    assert event.actor is not None
    assert (event.actor.employee, event.noun_id, event.body) == (world.admin, role.pk, {})


def test_role_is_paused_and_closed_by_its_verbs(world: World) -> None:
    offer = f.claim()
    client = signed_in(world.partner)
    assert client.post(page_of(offer.role, "pause"), {"form_key": str(uuid4())}).status_code == 302
    assert client.post(page_of(offer.role, "close"), {"form_key": str(uuid4())}).status_code == 302
    offer.refresh_from_db()
    assert (offer.role.status, offer.status) == ("closed", "withdrawn") or (
        Role.objects.get(pk=offer.role_id).status == "closed" and offer.status == "withdrawn"
    )


def test_unit_at_risk_tells_those_on_their_way(world: World) -> None:
    unit = world.pending.role.unit
    client = signed_in(world.partner)
    form = drawn(client, page_of(unit, "edit")) | {"name": "Renamed", "approved_headcount": "12", "is_at_risk": "on"}
    assert client.post(page_of(unit, "edit"), form).status_code == 302
    assert Unit.objects.get(pk=unit.pk).name == "Renamed"
    assert Notice.objects.filter(recipient=world.pending.employee, template="placement.unit_at_risk").exists()


def test_departure_in_the_admin_ends_the_sessions(world: World) -> None:
    person = world.undrafted.employee
    theirs = signed_in(person)
    form = {"form_key": str(uuid4()), "day": (database_clock() - HOUR * 24).date().isoformat()}
    assert signed_in(world.partner).post(page_of(person, "departure"), form).status_code == 302
    assert "_auth_user_id" in theirs.session
    assert theirs.get("/admin/").status_code == 302


def test_unit_is_merged_by_an_admin_who_reads_first_what_follows(world: World) -> None:
    unit, into = f.role().unit, f.UnitFactory.create()
    f.EmployeeFactory.create(unit=unit)
    page = signed_in(world.admin).get(page_of(unit, "merge"))
    assert page.context["reach"] == {"people": 1, "roles": 1, "assignments": 0}
    form = {"form_key": str(uuid4()), "into": into.pk, "on": "2026-01-05", "reason": "One team."}
    assert signed_in(world.partner).get(page_of(unit, "merge")).status_code == 404
    assert signed_in(world.partner).post(page_of(unit, "merge"), form).status_code == 404
    assert signed_in(world.admin).post(page_of(unit, "merge"), form).status_code == 302
    unit.refresh_from_db()
    assert unit.merged_into == into
    assert signed_in(world.admin).get(page_of(unit, "merge")).status_code == 404


def test_unit_where_people_work_is_not_closed_and_the_form_says_why(world: World) -> None:
    unit, empty = world.other.unit, f.UnitFactory.create()
    form = {"form_key": str(uuid4()), "on": "2026-01-05", "reason": "Its work ended."}
    refused = signed_in(world.admin).post(page_of(unit, "close"), form)
    assert refused.status_code == 400
    assert "People work in this unit." in refused.content.decode()
    assert signed_in(world.admin).post(page_of(empty, "close"), form | {"form_key": str(uuid4())}).status_code == 302
    assert Unit.objects.get(pk=empty.pk).approved_headcount == 0


def test_country_has_one_whole_line() -> None:
    """Fails when a line of two parts, or a second line for a country, is taken."""
    for lines, words in (("DE | Works council", "Write each line as"), ("DE | a | b\nde | c | d", "one line")):
        assert words in str(DraftForm({"countries": lines}).errors["countries"])


def test_preview_of_a_memo_saves_nothing_and_keeps_what_was_typed() -> None:
    campaign, partner = ready(deadline=datetime(2041, 3, 20, 17))  # noqa: DTZ001  (local time)
    client, page = signed_in(partner), page_of(campaign, "edit")
    form = ChangeForm(initial=ChangeForm.initial_of(campaign, Desk(partner, database_clock(), False, True)))
    standing = {field.name: field.value() for field in form.visible_fields() if field.value() is not None}
    standing["deadline"] = "2041-03-20T17:00"
    typed = standing | drawn(client, page) | {"memo": "Half a <b>sentence</b>", "prompted_by": "A plainer memo."}
    shown = client.post(page, typed | {"preview": "Preview the memo"})
    assert shown.status_code == 200
    assert "Preview: nothing is saved yet" in shown.content.decode()
    assert shown.content.decode().count("Half a &lt;b&gt;sentence&lt;/b&gt;") == 2  # as it is read, and in its field
    campaign.refresh_from_db()
    assert "Half" not in campaign.memo
    assert client.post(page, typed).status_code == 302  # the key of the form is not spent by the preview
    campaign.refresh_from_db()
    assert campaign.memo == "Half a <b>sentence</b>"
