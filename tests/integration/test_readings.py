"""An HR partner reads what one person filed: once, for a purpose, and the person is told at once."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.test import Client

from accounts.models import Employee
from tests import factories as f
from tests.at_once import at_once
from tests.cases import address, member, open_case
from tests.pages import THEN, signed_in, size_of, text_of, travel
from tests.walks import campaign_then, draw
from transfers.actions.cases import open_case as open_case_of
from transfers.actions.people import change_manager
from transfers.actions.readings import read_choice
from transfers.errors import Invalid, NotAllowed, NotVisible
from transfers.models import Assignment, ChoiceKey, Event, Notice, Reading
from transfers.sight.actor import PORTAL
from transfers.states import AssignmentStatus, GrantStatus
from transfers.transition import move

pytestmark = pytest.mark.django_db

LIMIT = 10


@pytest.fixture(autouse=True)
def then() -> None:
    travel(THEN)


def page_of(of: Assignment) -> str:
    return address(of.employee, f"read/{of.public_id}/")


def asked(of: Assignment, partner: Employee, **sent: Any) -> tuple[Client, dict[str, Any]]:
    """A partner's client with the case open, and the form filled in."""
    client, _answer = open_case(partner, of.employee, "reading")
    return client, draw(client, page_of(of)) | {"purpose": "dispute", "note": ""} | sent


def filed(option: str, **person: Any) -> tuple[Assignment, Employee]:
    of, partner = member(**person)
    if option:
        f.file(of, option, at=THEN - f.HOUR)
    return of, partner


@pytest.mark.parametrize(("option", "word"), [("stay", "Stay"), ("undraft", "Undraft"), ("", "No choice")])
def test_partner_reads_what_was_filed_in_the_answer_to_the_form(option: str, word: str) -> None:
    of, partner = filed(option)
    client, fields = asked(of, partner)
    answer = client.post(page_of(of), fields)
    assert answer.status_code == 200
    assert f"<dd>{word}</dd>" in text_of(answer)
    assert ("Having filed nothing is not “stay”" in text_of(answer)) is (not option)
    assert "no-store" in answer["Cache-Control"]
    assert "<title>Case" in text_of(answer)
    assert f"<dd>{word}</dd>" not in text_of(client.get(page_of(of)))
    assert f"<dd>{word}</dd>" not in text_of(client.get(address(of.employee)))


def test_person_is_told_at_once_who_read_it_and_for_what() -> None:
    of, partner = filed("undraft")
    client, fields = asked(of, partner, purpose="other", note="Your <b>visa</b> form")
    client.post(page_of(of), fields)
    own = signed_in(of.employee)
    record = text_of(own.get("/my-record/"))
    assert partner.name in record
    assert "Read what you filed, or that you filed nothing: another purpose" in record
    assert "Your &lt;b&gt;visa&lt;/b&gt; form" in record
    told = Notice.objects.filter(recipient=of.employee, template="choice.read")
    assert sorted(told.values_list("channel", flat=True)) == ["inbox", "mail"]
    assert "Somebody looked at your record" in text_of(own.get("/inbox/"))
    event = Event.objects.get(verb="choice.read")
    assert (event.body, event.noun) == ({"purpose": "other"}, "reading")


def test_form_sent_again_shows_the_same_for_five_minutes_and_is_one_reading() -> None:
    of, partner = filed("stay")
    client, fields = asked(of, partner)
    client.post(page_of(of), fields)
    f.file(of, "undraft", at=THEN + timedelta(minutes=1))
    travel(THEN + timedelta(minutes=4))
    assert "<dd>Stay</dd>" in text_of(client.post(page_of(of), fields))
    assert client.post(page_of(of), fields | {"purpose": "duty"}).status_code == 409
    travel(THEN + timedelta(minutes=6))
    over = client.post(page_of(of), fields)
    assert over.status_code == 409
    assert "is not shown again" in text_of(over)
    assert Reading.objects.count() == Event.objects.filter(verb="choice.read").count() == 1


def test_whatever_was_filed_the_answers_are_of_one_size_and_leave_the_same() -> None:
    sizes, left = [], []
    for option in ("stay", "undraft", ""):
        of, partner = filed(option, name="Ada Berg")
        client, fields = asked(of, partner)
        asking, answer = client.get(page_of(of)), client.post(page_of(of), fields)
        sizes.append((size_of(asking), size_of(answer)))
        events = Event.objects.filter(subject__employee=of.employee, verb__in=("case.opened", "choice.read"))
        told = Notice.objects.filter(recipient=of.employee, template="choice.read").order_by("pk")
        left.append(
            (
                [(e.verb, e.noun, e.body) for e in events],
                [(n.channel, sorted(n.refs), n.status) for n in told],
            )
        )
    assert left[0] == left[1] == left[2]
    assert len({asking for asking, _answer in sizes}) == 1
    # the instant of filing is what nothing filed has not
    assert abs(sizes[0][1] - sizes[1][1]) <= 64


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"purpose": ""}, "Choose what you read it for"),
        ({"purpose": "curiosity"}, "Choose what you read it for"),
        ({"purpose": "safety"}, "Choose what you read it for"),
        ({"purpose": "other"}, "Say what you read it for"),
        ({"purpose": "other", "note": "  "}, "Say what you read it for"),
        ({"note": "x" * 301}, "at most 300 characters"),
        ({"note": "a\x00b"}, "Null characters are not allowed."),
    ],
)
def test_form_refuses_at_the_field_and_shows_nothing(sent: dict[str, str], sentence: str) -> None:
    of, partner = filed("undraft")
    client, fields = asked(of, partner, **sent)
    answer = client.post(page_of(of), fields)
    assert answer.status_code == 400
    assert sentence in text_of(answer)
    assert "<dd>Undraft</dd>" not in text_of(answer)
    assert not Reading.objects.exists()


def test_form_without_its_keys_or_of_another_assignment_shows_nothing() -> None:
    of, partner = filed("undraft")
    other = f.assignment(of.campaign)
    client, fields = asked(of, partner)
    open_case(partner, other.employee, "reading")
    for broken in ({"form_key": "x"}, {"drawn": "x"}, {"drawn": draw(client, page_of(other))["drawn"]}):
        assert client.post(page_of(of), fields | broken).status_code == 400
    assert client.post(address(of.employee, f"read/{other.public_id}/"), fields).status_code == 404
    assert not Reading.objects.exists()


def test_nobody_else_reads_it_and_the_page_is_not_there_for_them() -> None:
    """Each line of `sight.filters.assignments_read_by` is one of these: taken out, that viewer reads it."""
    of, _partner = filed("undraft")
    campaign = of.campaign
    lead = f.hr_partner(campaign)
    Employee.objects.filter(pk=of.employee_id).update(manager=lead)
    drafted = f.hr_partner(campaign)
    f.assignment(campaign, drafted)
    both, hiring = f.hr_partner(campaign), f.hr_partner(campaign)
    f.grant(both, "admin")
    f.role(manager=hiring)
    others = [lead, drafted, both, hiring, f.hr_partner(campaign_then()), f.admin(), of.employee, drafted]
    for viewer in [*others, f.manager_of(f.role()), f.EmployeeFactory.create()]:
        client, _answer = open_case(viewer, of.employee, "reading") if viewer in (both, hiring) else (None, None)
        client = client or signed_in(viewer)
        never = client.get(address(of.employee, "read/00000000-0000-4000-8000-000000000000/"))
        for answer in (client.get(page_of(of)), client.post(page_of(of), {"purpose": "dispute"})):
            assert answer.status_code == 404
            assert len(answer.content) == len(never.content)
        with pytest.raises(NotVisible):
            read_choice(of, "dispute", by=viewer)
    with pytest.raises(NotVisible):
        read_choice(of, "dispute", by=PORTAL)
    assert not Reading.objects.exists()


def assert_denied(of: Assignment, partner: Employee) -> None:
    """Neither the page nor the action, in a case that is open for it."""
    client, _answer = open_case(partner, of.employee, "reading")
    assert client.get(page_of(of)).status_code == 404
    with pytest.raises(NotVisible):
        read_choice(of, "dispute", by=partner)


@pytest.mark.parametrize("kind", ["admin", "hiring_manager"])
def test_partner_who_ends_a_right_that_denied_it_still_reads_nothing(kind: str) -> None:
    """Fails when only rights in force are asked about: whoever hires could end that right first, and read then."""
    of, partner = filed("undraft")
    if kind == "admin":
        f.grant(partner, kind)
    else:
        f.role(manager=partner)
    held = partner.grants.get(kind=kind)
    move(held, GrantStatus.ENDED, by=PORTAL, at=THEN, subject=partner)
    assert_denied(of, partner)


def test_right_that_ended_before_the_draft_denies_nothing() -> None:
    of, partner = filed("undraft")
    assert of.active_at is not None
    ended = f.grant(partner, "admin")
    move(ended, GrantStatus.ENDED, by=PORTAL, at=of.active_at - f.DAY, subject=partner)
    ran_out = f.grant(partner, "admin", ends_on=of.active_at.date() - f.DAY)
    assert ran_out.status == GrantStatus.CONFIRMED
    open_case(partner, of.employee, "reading")
    assert read_choice(of, "dispute", by=partner).read_by == partner


@pytest.mark.parametrize("above", [False, True], ids=["manager", "manager's manager"])
def test_partner_who_was_above_the_person_since_the_draft_reads_nothing(above: bool) -> None:
    """Fails when only today's chain is asked about: a colleague could give the person another manager first."""
    of, partner = filed("undraft")
    manager = f.EmployeeFactory.create(manager=partner) if above else partner
    Employee.objects.filter(pk=of.employee_id).update(manager=manager)
    of.employee.refresh_from_db()
    change_manager(of.employee, f.EmployeeFactory.create(), reason="A move.", by=PORTAL, clock=f.clock_at(THEN))
    assert_denied(of, partner)


def test_own_choice_is_not_read_by_a_partner_in_another_hat() -> None:
    of, _partner = filed("undraft")
    f.grant(of.employee, "hr_partner", campaign=of.campaign)
    with pytest.raises(NotVisible):
        read_choice(of, "dispute", by=of.employee)


def test_choice_is_read_in_a_case_opened_for_it_alone() -> None:
    of, partner = filed("undraft")
    client, _answer = open_case(partner, of.employee, "placement")
    assert client.get(page_of(of)).status_code == 404
    with pytest.raises(NotVisible):
        read_choice(of, "dispute", by=partner)
    assert "Read what was filed" not in text_of(client.get(address(of.employee)))
    open_case(partner, of.employee, "reading")
    assert page_of(of) in text_of(client.get(address(of.employee)))
    travel(THEN + timedelta(minutes=61))
    assert client.get(page_of(of)).status_code == 404


def test_reading_ends_at_once_when_the_partner_enters_the_chain() -> None:
    of, partner = filed("undraft")
    client, fields = asked(of, partner)
    client.post(page_of(of), fields)
    Employee.objects.filter(pk=of.employee_id).update(manager=partner)
    assert client.post(page_of(of), fields).status_code == 404


def test_no_choice_is_read_where_none_is_offered_or_the_assignment_was_a_mistake() -> None:
    campaign = campaign_then()
    partner = f.hr_partner(campaign)
    unasked = f.assignment(campaign, choice_offered=False, not_offered_because="another memo")
    mistaken = f.assignment(campaign)
    move(mistaken, AssignmentStatus.VOIDED, by=PORTAL, at=THEN, voided_because="by mistake")
    for of in (unasked, mistaken):
        client, _answer = open_case(partner, of.employee, "reading")
        assert client.get(page_of(of)).status_code == 404


def test_ten_are_read_within_a_day_and_no_more() -> None:
    of, partner = filed("undraft")
    for minute in range(LIMIT):
        open_case_of(of.employee, "reading", by=partner, clock=f.clock_at(THEN + timedelta(minutes=minute)))
        read_choice(of, "asked", by=partner, clock=f.clock_at(THEN + timedelta(minutes=minute)))
    with pytest.raises(NotAllowed, match="10 within 24 hours"):
        read_choice(of, "asked", by=partner, clock=f.clock_at(THEN + timedelta(minutes=LIMIT)))
    later = f.clock_at(THEN + timedelta(hours=24))
    open_case_of(of.employee, "reading", by=partner, clock=later)
    read_choice(of, "asked", by=partner, clock=later)
    assert Notice.objects.filter(template="choice.read", channel="inbox").count() == LIMIT + 1


def test_choice_whose_key_is_gone_is_read_by_nobody() -> None:
    of, partner = filed("undraft")
    ChoiceKey.objects.update(key=None, destroyed_at=THEN)
    client, fields = asked(of, partner)
    assert "its key was destroyed" in text_of(client.post(page_of(of), fields))


@pytest.mark.django_db(transaction=True)
def test_readings_at_the_same_instant_are_counted() -> None:
    """Without the lock on the reader each of them would count the nine before and be let through."""
    of, partner = filed("undraft")
    people = [of, *(f.assignment(of.campaign) for _ in range(3))]
    for each in people:
        open_case_of(each.employee, "reading", by=partner)
    for _ in range(LIMIT - 1):
        read_choice(of, "asked", by=partner)
    outcomes = at_once([partial(read_choice, each, "asked", by=partner) for each in people[1:]])
    assert [type(outcome) for outcome in outcomes].count(Reading) == 1, outcomes
    assert Reading.objects.count() == LIMIT


@pytest.mark.parametrize(("purpose", "note", "field"), [("curiosity", "Why", "purpose"), ("other", " ", "note")])
def test_nothing_is_read_without_a_purpose_that_the_person_will_read(purpose: str, note: str, field: str) -> None:
    of = f.assignment()
    with pytest.raises(Invalid) as refusal:
        read_choice(of, purpose, note, by=f.hr_partner(of.campaign), clock=f.clock_at(f.NOW))
    assert refusal.value.field == field
    assert not Reading.objects.exists()
