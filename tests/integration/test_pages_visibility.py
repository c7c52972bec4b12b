"""Who can see me, and availability: nothing preset, what it implies said, bad answers refused at the field."""

import re
from typing import Any
from uuid import uuid4

import pytest

from accounts.models import Employee
from tests import factories as f
from tests.pages import fields_of, signed_in, text_of
from transfers.actions.grants import end_grant
from transfers.clock import database_clock
from transfers.models import Candidacy, Grant
from transfers.models.grant import HIRING_MANAGER

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> Employee:
    f.policy()
    return f.EmployeeFactory.create()


def hidden(response: Any) -> dict[str, str]:
    """The keys of the first form that carries any."""
    found = re.findall(r'<input type="hidden" name="(form_key|drawn)" value="([^"]*)"', text_of(response))
    return dict(found[:2])


def see(client: Any, visibility: str, **more: Any) -> Any:
    return client.post("/visibility/", {**hidden(client.get("/visibility/")), "visibility": visibility, **more})


def test_visibility_presets_nothing_and_says_what_it_implies(person):
    f.role()
    page = text_of(signed_in(person).get("/visibility/"))
    assert not re.search(r"<input[^>]*checked", page)
    assert "You have not answered yet, so no manager can offer you a role." in page
    assert "when you are available, how far you would move and your note" in page
    assert "whether you hold priority placement" in page
    assert "can conclude that you filed undraft" in page


def test_a_link_before_the_managers_leads_past_them_to_saving(person):
    f.role(manager=f.EmployeeFactory.create(name="Outside Manager"))
    page = text_of(signed_in(person).get("/visibility/"))
    assert page.index('href="#save"') < page.index("Outside Manager") < page.index('<button type="submit" id="save">')


def test_visibility_lists_each_manager_and_the_chain_as_never(person):
    role = f.role(manager=f.EmployeeFactory.create(name="Outside Manager"))
    boss = f.EmployeeFactory.create(name="Chain Manager")
    person.manager = boss
    person.save()
    f.role(manager=boss, title="Boss role")
    client = signed_in(person)
    page = text_of(client.get("/visibility/"))
    managers, never = page.split("Never</h2>")
    assert "Outside Manager" in managers
    assert "Chain Manager" not in managers
    assert "Chain Manager" in never
    assert see(client, "qualifying").status_code == 302
    page = text_of(client.get("/visibility/"))
    assert "1 manager sees you today." in page
    assert "Sees you now" in page
    see(client, "qualifying", excluded=[str(f.manager_of(role).public_id)])
    page = text_of(client.get("/visibility/"))
    assert "No manager sees you today." in page
    assert "Hidden from" in page


@pytest.mark.parametrize(
    "answers",
    [
        {},
        {"visibility": ""},
        {"visibility": "everybody"},
        {"visibility": "none\x00"},
        {"visibility": "none", "excluded": "x"},
        {"visibility": "none", "excluded": str(uuid4())},
    ],
)
def test_visibility_answers_that_make_no_sense_are_refused_at_the_field(person, answers):
    client = signed_in(person)
    answer = client.post("/visibility/", {**hidden(client.get("/visibility/")), **answers})
    assert answer.status_code == 400
    assert "There is a problem" in text_of(answer)
    assert not Candidacy.objects.exists()


def test_visibility_of_a_stale_tab_is_refused(person):
    client = signed_in(person)
    old = hidden(client.get("/visibility/"))
    see(client, "none")
    assert client.post("/visibility/", {**old, "visibility": "qualifying"}).status_code == 409
    assert Candidacy.objects.get().visibility == "none"


def test_a_form_drawn_for_somebody_else_changes_nothing(person):
    other = signed_in(f.EmployeeFactory.create())
    drawn = hidden(other.get("/visibility/"))
    assert signed_in(person).post("/visibility/", {**drawn, "visibility": "none"}).status_code == 400
    assert not Candidacy.objects.exists()


def test_a_candidacy_is_closed_and_asks_again(person):
    client = signed_in(person)
    see(client, "qualifying")
    client.post("/visibility/close/", fields_of(client.get("/visibility/"), action="/close/"))
    assert Candidacy.objects.get().status == "closed"
    page = text_of(client.get("/visibility/"))
    assert "You are not open to a move now" in page
    assert not re.search(r"<input[^>]*checked", page)


@pytest.mark.parametrize(
    "answers",
    [
        {"relocation": "moon"},
        {"relocation": ""},
        {"relocation": "none", "available_from": "9999-12-31"},
        {"relocation": "none", "available_from": "31.2.2027"},
        {"relocation": "none", "note": "x" * 1_000_000},
        {"relocation": "none", "note": "a\x00b"},
    ],
)
def test_availability_that_makes_no_sense_is_refused_at_the_field(person, answers):
    client = signed_in(person)
    answer = client.post("/visibility/availability/", {**hidden(client.get("/visibility/availability/")), **answers})
    assert answer.status_code == 400
    assert "There is a problem" in text_of(answer)
    assert not Candidacy.objects.exists()


def test_how_far_one_would_move_is_answered_by_nobody_else(person):
    """Fails where a candidacy that a list or a visibility opened holds an answer that nobody gave."""
    client = signed_in(person)
    assert see(client, "qualifying").status_code == 302
    assert Candidacy.objects.get().relocation == ""
    assert not re.search(r"<input[^>]*checked", text_of(client.get("/visibility/availability/")))
    fields = hidden(client.get("/visibility/availability/"))
    client.post("/visibility/availability/", {**fields, "relocation": "none"})
    assert re.search(r'<input[^>]*value="none"[^>]*checked', text_of(client.get("/visibility/availability/")))


def test_saying_how_far_one_would_move_lists_more(person):
    f.role(title="Elsewhere", site=f.SiteFactory.create(code="munich", name="Munich"))
    client = signed_in(person)
    assert "Elsewhere" not in text_of(client.get("/roles/"))
    fields = hidden(client.get("/visibility/availability/"))
    answers = {"relocation": "country", "available_from": "", "note": "Mornings"}
    assert client.post("/visibility/availability/", {**fields, **answers}).status_code == 302
    assert "Elsewhere" in text_of(client.get("/roles/"))


def test_a_page_of_many_managers_keeps_who_is_hidden_from_on_the_others(person, monkeypatch):
    """Fails when a page sends only whom it lists: saving it would show one to those on the others again."""
    monkeypatch.setattr("transfers.views.visibility.PER_PAGE", 1)
    managers = [f.EmployeeFactory.create(name=name) for name in ("Alma First", "Bror Second", "Cleo Third")]
    for manager in managers:
        f.role(manager=manager)
    client = signed_in(person)
    first, third = managers[0], managers[2]
    page = text_of(client.get("/visibility/?page=3"))
    assert ("Cleo Third" in page, "Alma First" in page, "Page 3 of 3" in page) == (True, False, True)
    assert "Today 3 managers, for 3 roles." in page
    assert page.count("Only the list that you submitted counts.") == 1  # beside the roles that they ranked
    assert see(client, "qualifying", excluded=[str(first.public_id)]).status_code == 302
    page = text_of(client.get("/visibility/?page=3"))
    assert f'<input type="hidden" name="excluded" value="{first.public_id}">' in page
    sent = {**hidden(client.get("/visibility/?page=3")), "visibility": "qualifying"}
    kept = re.findall(r'<input type="hidden" name="excluded" value="([^"]*)"', page)
    answer = client.post("/visibility/?page=3", {**sent, "excluded": [*kept, str(third.public_id)]})
    assert answer.headers["Location"] == "/visibility/?page=3"
    candidacy = Candidacy.objects.get(employee=person)
    assert set(candidacy.exclusions.values_list("manager", flat=True)) == {first.pk, third.pk}


def test_a_page_of_managers_that_was_never_drawn_is_no_address_to_go_back_to(person):
    f.role()
    client = signed_in(person)
    sent = {**hidden(client.get("/visibility/")), "visibility": "none"}
    assert client.post("/visibility/?page=//evil.example", sent).headers["Location"] == "/visibility/"


def test_a_manager_who_would_join_by_this_answer_stands_on_every_page(person, monkeypatch):
    """Saving any page lets them in, so each says who they are."""
    monkeypatch.setattr("transfers.views.visibility.PER_PAGE", 1)
    for name in ("Alma First", "Bror Second"):
        f.role(manager=f.EmployeeFactory.create(name=name))
    client = signed_in(person)
    see(client, "qualifying")
    handed_on = f.role()
    end_grant(Grant.objects.get(role=handed_on), by=f.admin())
    f.grant(f.EmployeeFactory.create(name="Newly Named"), HIRING_MANAGER, role=handed_on, at=database_clock())
    for number in (1, 2):
        page = text_of(client.get(f"/visibility/?page={number}"))
        assert "Newly Named" in page, number
        assert "New to the role; sees you from" in page


def test_roles_that_no_listed_manager_has_are_counted_and_accounted_for(person):
    """Roles for you lists three; the options count one: where the other two are is said."""
    boss = f.EmployeeFactory.create(name="Chain Manager")
    person.manager = boss
    person.save()
    f.role()
    f.role(manager=boss)
    Grant.objects.filter(role=f.role(), kind=HIRING_MANAGER).update(ends_on="2001-01-01")
    page = text_of(signed_in(person).get("/visibility/"))
    assert "Today 1 manager, for 1 role." in page
    assert "You qualify for 3 roles that are not closed, paused and full ones counted." in page
    assert "2 of them count no manager here" in page


def test_nothing_is_accounted_for_where_every_role_has_its_manager(person):
    f.role()
    assert "You qualify for" not in text_of(signed_in(person).get("/visibility/"))
