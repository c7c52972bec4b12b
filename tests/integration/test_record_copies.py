"""The copy of one's own record: whole, for its person alone, after a fresh sign-in, and silent on what was filed."""

import json
import re
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client

from accounts.models import Employee
from tests import factories as f
from tests.engineer import member
from tests.pages import THEN, signed_in, size_of, text_of
from tests.papers import words_of
from transfers.actions.claims import decline_claim
from transfers.actions.profiles import open_profiles
from transfers.actions.record_copies import copy_record
from transfers.errors import NotVisible
from transfers.models import Candidacy, Event
from transfers.sight.actor import PORTAL

pytestmark = pytest.mark.django_db

PAGE = "/my-record/copy/"
PASSWORD = "a password of the test"


def fresh(person: Employee) -> Client:
    """Signed in, and confirmed a moment ago."""
    Employee.objects.filter(pk=person.pk).update(password=make_password(PASSWORD))
    person.refresh_from_db()
    client = signed_in(person)
    asked = client.get(PAGE)
    assert asked["Location"] == f"/account/confirm/?next={PAGE}"
    confirmed = client.post(asked["Location"], {"password": PASSWORD, "next": PAGE})
    assert confirmed["Location"] == PAGE
    return client


def copy(client: Client, *, kind: str = "json", opens: bool = False) -> Any:
    return client.post(PAGE, {"kind": kind, **({"opens": "on"} if opens else {})})


def test_copy_is_made_only_after_a_fresh_sign_in() -> None:
    """Fails without fresh_page: a device that was left open would hand out the whole record."""
    person = member().employee
    Employee.objects.filter(pk=person.pk).update(password=make_password(PASSWORD))
    client = signed_in(Employee.objects.get(pk=person.pk))
    for answer in (client.get(PAGE), copy(client)):
        assert answer.status_code == 302
        assert answer["Location"].startswith("/account/confirm/")
    assert not Event.objects.filter(verb="record.copied").exists()
    assert Client().get(PAGE)["Location"].startswith("/account/sign-in/")
    assert Client().post(PAGE)["Location"].startswith("/account/sign-in/")


def test_copy_holds_every_section_and_says_so_in_the_record() -> None:
    of = member()
    f.file(of, "undraft", at=THEN)
    client = fresh(of.employee)
    answer = copy(client)
    said = json.loads(answer.content)
    assert answer["Content-Disposition"] == 'attachment; filename="my-record.json"'
    assert "no-store" in answer["Cache-Control"]
    assert said["person"][0]["name"] == of.employee.name
    assert said["assignments"][0]["campaign"] == of.campaign.name
    assert [row["version"] for row in said["choices"]] == [1]
    assert said["choices"][0]["filed by"] == "you"
    assert "choice.filed" in [row["what"] for row in said["events"]]
    assert "Your choice was filed" in [row["title"] for row in said["messages"]]
    event = Event.objects.get(verb="record.copied")
    assert event.body == {}
    assert event.actor == event.subject == of.employee.pseudonym


def test_offers_moves_list_and_looks_are_in_it() -> None:
    claim = f.claim()
    person = claim.employee
    candidacy = Candidacy.objects.get(employee=person)
    manager = f.manager_of(claim.role)
    open_profiles(claim.role, [candidacy.public_id], by=manager, clock=f.clock_at(f.NOW))
    later = f.clock_at(f.NOW + f.HOUR)
    decline_claim(claim, reason="Too far from home.", by=person, clock=later)
    _, record = copy_record(person, opens=False, by=person, clock=later)
    (offer,) = record["offers"]
    assert (offer["status"], offer["reason for declining"]) == ("declined", "Too far from home.")
    assert offer["offered by"] == manager.name
    (look,) = record["looks at the record"]
    assert look["who"] == manager.name
    assert record["candidacy"][0]["visibility"] == "every role I qualify for"
    placement = f.placement_at("pending")
    _, record = copy_record(placement.employee, opens=False, by=placement.employee)
    assert [move["status"] for move in record["moves"]] == ["pending"]


def test_what_was_filed_comes_along_only_where_it_was_asked_for() -> None:
    of = member()
    f.file(of, "undraft", at=THEN)
    client = fresh(of.employee)
    for kind in ("json", "page"):
        closed, opened = text_of(copy(client, kind=kind)), text_of(copy(client, kind=kind, opens=True))
        assert "what was filed" not in closed.casefold()
        assert "latest end day" not in closed.casefold()
        assert "what was filed" in opened.casefold()
        assert "latest end day" in opened.casefold()
    assert json.loads(copy(client, opens=True).content)["choices"][0]["what was filed"] == "undraft"


@pytest.mark.parametrize("kind", ["json", "page", "pdf"])
def test_copies_of_two_who_filed_differently_are_of_one_shape_and_size(kind: str) -> None:
    """Fails when the priority is in the copy without its box."""
    campaign = member().campaign
    answers = []
    units = {"origin_unit": f.UnitFactory.create(), "assigned_unit": f.UnitFactory.create()}
    for name, option in (("Person A", "stay"), ("Person B", "undraft")):
        of = f.assignment(campaign, f.EmployeeFactory.create(name=name, unit=units["assigned_unit"]), **units)
        f.file(of, option, at=THEN)
        answers.append(copy(fresh(of.employee), kind=kind))
    sizes = [len(answer.content) if kind == "pdf" else size_of(answer) for answer in answers]
    assert abs(sizes[0] - sizes[1]) <= 64
    if kind == "json":
        shapes = [
            {
                section: [sorted(row) for row in rows]
                for section, rows in json.loads(answer.content).items()
                if isinstance(rows, list)
            }
            for answer in answers
        ]
        assert shapes[0] == shapes[1]


def test_days_are_in_words_to_read_and_in_figures_for_programs() -> None:
    of = member()
    Employee.objects.filter(pk=of.employee_id).update(hired_on="2031-05-06")
    f.candidate(of.employee, note="2041-99-99")  # looks like a day and is none: as it was typed
    f.file(of, "undraft", at=THEN)
    client = fresh(of.employee)
    page, paper = re.sub(r"<[^>]+>", " ", text_of(copy(client, kind="page"))), words_of(copy(client, kind="pdf"))
    for said in (page, paper):
        assert "Tuesday 6 May 2031" in said
        assert "4 March 2041" in said
        assert "2041-99-99" in said
        assert not re.search(r"\b(?:assignment|candidacy|choice|employee|record)\.[a-z_]+\b", said)
        assert "A choice was filed" in said
        assert "In force" in said
        assert not re.search(r"\d{4}-\d\d-\d\dT", said)
    data = json.loads(copy(client, kind="json").content)
    assert data["person"][0]["hired on"] == "2031-05-06"
    assert data["choices"][0]["filed at"].startswith("2041-03-04T")


def test_copy_on_paper_says_what_the_page_says_in_a_file_of_a_neutral_name() -> None:
    of = member()
    Employee.objects.filter(pk=of.employee_id).update(name="ליאור אבןצור")
    f.file(of, "undraft", at=THEN)
    client = fresh(of.employee)
    answer = copy(client, kind="pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="my-record.pdf"'
    closed, opened = words_of(answer), words_of(copy(client, kind="pdf", opens=True))
    assert {"ליאור", "אבןצור"} <= set(closed.split())
    assert "A choice was filed" in closed
    assert of.campaign.name in closed
    assert "What was filed" not in closed
    assert "Latest end day" not in closed
    assert "What was filed undraft" in opened
    assert "Latest end day" in opened


def test_copy_is_for_its_person_alone() -> None:
    """Fails when the action does not compare who asks with whom it is about."""
    person = member().employee
    for other in (f.admin(), f.EmployeeFactory.create(), PORTAL):
        with pytest.raises(NotVisible):
            copy_record(person, opens=False, by=other)


def test_nothing_about_others_is_in_it() -> None:
    """Rows of a colleague in the same campaign, with the same role's offer, stay out of one's own copy."""
    mine, other = f.claim(), f.claim()
    _, record = copy_record(mine.employee, opens=True, by=mine.employee)
    assert other.employee.name not in json.dumps(record)
    assert other.employee.hr_id not in json.dumps(record)


@pytest.mark.parametrize(
    "body", [{}, {"kind": ""}, {"kind": "xml"}, {"kind": "json\0"}, {"kind": "x" * 1_000_000}], ids=range(5)
)
def test_bad_form_is_told_at_the_field(body: dict[str, str]) -> None:
    answer = fresh(member().employee).post(PAGE, body)
    assert answer.status_code == 400
    assert "Choose a page or a file" in text_of(answer)


def test_page_escapes_what_people_wrote() -> None:
    of = member()
    Employee.objects.filter(pk=of.employee_id).update(name="<svg onload=x> {{7*7}}")
    page = text_of(copy(fresh(of.employee), kind="page"))
    assert "<svg onload" not in page
    assert "&lt;svg onload=x&gt; {{7*7}}" in page
