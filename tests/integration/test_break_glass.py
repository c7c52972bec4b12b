"""Break-glass: two people open one choice to one of them, once, and the person is told."""

from datetime import timedelta

import pytest

from accounts.models import Employee
from tests import factories as f
from tests.glass import GLASSES, NOTE, confirmed, fill_in, page_of, press, proposed, scene
from tests.pages import THEN, fields_of, signed_in, text_of, travel
from tests.walks import campaign_then
from transfers.actions.break_glasses import (
    confirm_break_glass,
    lapse_break_glass,
    propose_break_glass,
    refuse_break_glass,
    use_break_glass,
)
from transfers.actions.people import change_manager
from transfers.errors import Invalid, NotAllowed, NotVisible
from transfers.models import Assignment, BreakGlass, Event, Notice, Reading
from transfers.models.break_glass import REASONS
from transfers.sight.actor import PORTAL
from transfers.states import GrantStatus
from transfers.transition import move

pytestmark = pytest.mark.django_db

AT = f.clock_at(THEN)
OVER = f.clock_at(THEN + timedelta(minutes=60))


@pytest.fixture(autouse=True)
def then() -> None:
    travel(THEN)


def told(template: str) -> set[int]:
    return set(Notice.objects.filter(template=template, channel="inbox").values_list("recipient_id", flat=True))


@pytest.mark.parametrize(("option", "word"), [("stay", "Stay"), ("undraft", "Undraft"), ("", "No choice")])
def test_two_people_open_it_and_its_proposer_reads_it_once(option: str, word: str) -> None:
    of, proposer, second = scene(option)
    client, fields = fill_in(proposer, of)
    led = client.post(GLASSES + "propose/", fields)
    glass = BreakGlass.objects.get()
    assert (led.status_code, led["Location"]) == (302, page_of(glass))
    assert second.pk in told("breakglass.proposed")
    assert {proposer.pk, of.employee_id}.isdisjoint(told("breakglass.proposed"))
    assert press(second, glass, "confirm").status_code == 302
    assert told("breakglass.confirmed") == {of.employee_id}
    assert told("breakglass.ready") == {proposer.pk}
    answer = press(proposer, glass, "read")
    assert answer.status_code == 200
    assert f"<dd>{word}</dd>" in text_of(answer)
    assert "no-store" in answer["Cache-Control"]
    assert told("choice.read") == {of.employee_id}
    for viewer in (proposer, second):
        for page in (page_of(glass), GLASSES):
            shown = text_of(signed_in(viewer).get(page))
            assert f"<dd>{word}</dd>" not in shown
            assert "Read what was filed" not in shown
    record = text_of(signed_in(of.employee).get("/my-record/"))
    assert "Opened what you filed to Prop Oser, who read it: a duty by law or agreement" in record
    assert record.count(NOTE) == 2
    verbs = Event.objects.filter(noun="breakglass").order_by("pk")
    assert [(e.verb, e.body) for e in verbs] == [
        ("breakglass.proposed", {}),
        ("breakglass.confirmed", {}),
        ("breakglass.used", {}),
    ]


def test_person_reads_at_once_that_it_is_open_and_later_that_nobody_read_it() -> None:
    of, proposer, second = scene()
    glass = confirmed(of, proposer, second)
    own = signed_in(of.employee)
    assert "Opens what you filed to Prop Oser, once, for 60 minutes" in text_of(own.get("/my-record/"))
    lapse_break_glass(glass, clock=OVER)
    assert "Opened what you filed to Prop Oser, who did not read it" in text_of(own.get("/my-record/"))


def test_nobody_in_the_chain_is_asked_to_confirm() -> None:
    of, proposer, second = scene()
    others = outsiders(of)
    proposed(of, proposer)
    assert told("breakglass.proposed").isdisjoint({viewer.pk for viewer in others})
    assert second.pk in told("breakglass.proposed")


def test_person_is_told_nothing_of_what_was_refused() -> None:
    of, proposer, second = scene()
    press(second, proposed(of, proposer), "refuse")
    assert told("breakglass.refused") == {proposer.pk}
    assert not Notice.objects.filter(recipient=of.employee, template__startswith="breakglass").exists()
    assert "Prop Oser" not in text_of(signed_in(of.employee).get("/my-record/"))


def test_nobody_confirms_what_they_proposed() -> None:
    """The table refuses it too: a_second_person_opens_a_break_glass."""
    of, proposer, _second = scene()
    glass = proposed(of, proposer)
    assert "Confirm it" not in text_of(signed_in(proposer).get(page_of(glass)))
    with pytest.raises(NotAllowed, match="You proposed it"):
        confirm_break_glass(glass, by=proposer, clock=AT)
    refuse_break_glass(glass, by=proposer, clock=AT)
    assert not told("breakglass.refused")


def test_auditor_and_partner_of_the_campaign_confirm_and_cannot_read() -> None:
    of, proposer, _second = scene()
    partner, auditor = f.hr_partner(of.campaign), f.EmployeeFactory.create()
    f.grant(auditor, "auditor")
    for other in (partner, auditor):
        glass = proposed(of, proposer)
        assert signed_in(other).get(GLASSES + "propose/").status_code == 404
        assert press(other, glass, "confirm").status_code == 302
        with pytest.raises(NotVisible):
            use_break_glass(glass, by=other, clock=AT)
        lapse_break_glass(glass, clock=f.clock_at(THEN + timedelta(hours=2)))


def outsiders(of: Assignment) -> list[Employee]:
    """Everybody who may not know of it: each right is one that would open it to somebody else."""
    above = f.admin(name="Admin in the chain")
    Employee.objects.filter(pk=of.employee_id).update(manager=above)
    drafted = f.admin(name="Drafted admin")
    f.assignment(of.campaign, drafted)
    chained_partner = f.hr_partner(of.campaign)
    of.assigned_unit.delegates.add(chained_partner)
    f.grant(of.employee, "admin")
    other_partner = f.hr_partner(campaign_then())
    return [above, drafted, chained_partner, of.employee, other_partner, f.EmployeeFactory.create()]


def test_nobody_else_finds_it_proposes_it_or_decides_on_it() -> None:
    """Each line of `break_glasses_visible_to` and of `assignments_opened_for` is one of these viewers."""
    of, proposer, second = scene()
    glass, others = confirmed(of, proposer, second), outsiders(of)
    for viewer in others:
        client = signed_in(viewer)
        never = client.get(GLASSES + "00000000-0000-4000-8000-000000000000/")
        found = [
            client.get(page_of(glass)),
            *(client.post(page_of(glass, v)) for v in ("confirm/", "refuse/", "read/")),
        ]
        assert [answer.status_code for answer in found] == [404] * 4
        assert {len(answer.content) for answer in found} == {len(never.content)}
        listed = client.get(GLASSES)
        assert listed.status_code == 404 or str(glass.public_id) not in text_of(listed)
        for action in (confirm_break_glass, refuse_break_glass, use_break_glass):
            with pytest.raises(NotVisible):
                action(glass, by=viewer, clock=AT)


def test_admin_who_has_hired_or_managed_since_the_draft_proposes_nothing() -> None:
    """Fails when only rights in force and today's chain are asked about."""
    of, hired, managed = scene()
    f.role(manager=hired)
    move(hired.grants.get(kind="hiring_manager"), GrantStatus.ENDED, by=PORTAL, at=THEN, subject=hired)
    Employee.objects.filter(pk=of.employee_id).update(manager=managed)
    of.employee.refresh_from_db()
    change_manager(of.employee, f.EmployeeFactory.create(), reason="A move.", by=PORTAL, clock=f.clock_at(THEN))
    for viewer in (hired, managed):
        with pytest.raises(NotVisible):
            proposed(of, viewer)
    assert proposed(of, f.admin()).status == "proposed"


def test_nobody_else_proposes_it_and_is_not_told_whether_the_person_exists() -> None:
    of, _proposer, _second = scene()
    hiring = f.admin(name="Hiring admin")
    f.role(manager=hiring)
    for viewer in [*outsiders(of), hiring]:
        with pytest.raises(NotVisible):
            propose_break_glass(of, "duty", NOTE, by=viewer, clock=AT)
        client = signed_in(viewer)
        page = client.get(GLASSES + "propose/")
        if page.status_code == 404:
            continue
        client, fields = fill_in(viewer, of)
        answer = client.post(GLASSES + "propose/", fields)
        assert answer.status_code == 400
        assert "There is nobody of this campaign about whom you may ask." in text_of(answer)
    with pytest.raises(NotVisible):
        propose_break_glass(of, "duty", NOTE, by=PORTAL, clock=AT)
    assert not BreakGlass.objects.exists()


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"sought": ""}, "Give an HR id or a mail address"),
        ({"sought": "E\x00"}, "Null characters are not allowed."),
        ({"sought": "no-such"}, "There is nobody of this campaign"),
        ({"sought": "x" * 1_000_000}, "at most 254 characters"),
        ({"campaign": "00000000-0000-4000-8000-000000000000"}, "Choose a campaign"),
        ({"campaign": "1 OR 1=1"}, "Choose a campaign"),
        ({"reason": "curiosity"}, "Choose why nothing else will do"),
        ({"reason": "other"}, "Choose why nothing else will do"),
        ({"note": " "}, "Say why nothing else will do"),
        ({"note": "x" * 301}, "at most 300 characters"),
        ({"drawn": "x"}, "The form was not sent whole"),
        ({"form_key": "x"}, "The form was not sent whole"),
    ],
)
def test_proposal_refuses_at_the_field(sent: dict[str, str], sentence: str) -> None:
    of, proposer, _second = scene()
    client, fields = fill_in(proposer, of, **sent)
    answer = client.post(GLASSES + "propose/", fields)
    assert answer.status_code == 400
    assert sentence in text_of(answer)
    assert not BreakGlass.objects.exists()


def test_forms_sent_twice_do_one_thing() -> None:
    of, proposer, second = scene()
    client, fields = fill_in(proposer, of)
    assert [client.post(GLASSES + "propose/", fields).status_code for _ in range(2)] == [302, 302]
    assert client.post(GLASSES + "propose/", fields | {"note": "Another."}).status_code == 409
    glass = BreakGlass.objects.get()
    confirm_break_glass(glass, by=second, clock=AT)
    reading = fields_of(client.get(page_of(glass)), action="read/")
    answers = [client.post(page_of(glass, "read/"), reading) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert "<dd>Undraft</dd>" in text_of(answers[1])
    travel(THEN + timedelta(minutes=6))
    assert client.post(page_of(glass, "read/"), reading).status_code == 409
    assert Reading.objects.count() == 1


@pytest.mark.parametrize(("reason", "note", "field"), [("curiosity", "Why", "reason"), (REASONS[0], " ", "note")])
def test_break_glass_is_not_proposed_without_saying_why(reason: str, note: str, field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        propose_break_glass(f.assignment(), reason, note, by=f.admin(), clock=f.clock_at(f.NOW))
    assert refusal.value.field == field
    assert not BreakGlass.objects.exists()
