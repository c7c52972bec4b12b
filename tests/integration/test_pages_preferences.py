"""Your list: adding, ranking and submitting, once, from a page that still stands."""

import re
from typing import Any

import pytest

from accounts.models import Employee
from tests import factories as f
from tests.pages import fields_of, signed_in, text_of
from transfers.actions.roles import close_role
from transfers.models import Candidacy, Event, Preference
from transfers.sight.actor import PORTAL

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> Employee:
    f.policy()
    return f.EmployeeFactory.create()


def add(client: Any, role: Any, **more: Any) -> Any:
    fields = fields_of(client.get("/roles/"), action="/add/")
    return client.post("/preferences/add/", {**fields, "role": role.public_id, **more})


def ranks(client: Any) -> dict[str, Any]:
    """The draft's form as the page drew it."""
    page = text_of(client.get("/preferences/"))
    drawn = dict(re.findall(r'<input type="number" name="(rank-[^"]+)" value="(\d+)"', page))
    hidden = dict(re.findall(r'<input type="hidden" name="(form_key|drawn)" value="([^"]*)"', page)[:2])
    return {**hidden, **drawn}


def draft_of(person: Employee) -> list[int]:
    return list(
        Preference.objects.filter(candidacy__employee=person, stage="draft").values_list("role_id", flat=True)
    )


def test_adding_ranking_and_submitting(person):
    first, second = f.role(), f.role()
    client = signed_in(person)
    assert add(client, first)["Location"].startswith("/roles/")
    add(client, second)
    assert draft_of(person) == [first.pk, second.pk]
    done = client.post("/preferences/", {**ranks(client), "do": f"up:{second.public_id}"})
    assert done["Location"] == f"/preferences/#role-{second.public_id}"  # its button has no more to do
    assert draft_of(person) == [second.pk, first.pk]
    numbers = {f"rank-{first.public_id}": 3, f"rank-{second.public_id}": 7, "do": "save"}
    client.post("/preferences/", {**ranks(client), **numbers})
    assert draft_of(person) == [first.pk, second.pk]
    assert "Nothing is submitted" in text_of(client.get("/preferences/"))
    client.post("/preferences/", {**ranks(client), "do": "submit"})
    page = text_of(client.get("/preferences/"))
    assert "This is the list that you submitted." in page
    assert Event.objects.about(person.pk).filter(verb="candidacy.submitted").count() == 1
    client.post("/preferences/", {**ranks(client), "do": f"remove:{first.public_id}"})
    assert draft_of(person) == [second.pk]
    assert Preference.objects.filter(stage="submitted").count() == 2
    assert "Your draft is empty, so once this list is taken back" not in text_of(client.get("/preferences/"))
    client.post("/preferences/", {**ranks(client), "do": f"remove:{second.public_id}"})
    page = client.get("/preferences/")
    assert "Your draft is empty, so once this list is taken back" in text_of(page)
    done = client.post("/preferences/withdraw/", fields_of(page, action="/withdraw/"), follow=True)
    assert "Your submitted list is taken back. Your draft is empty." in text_of(done)
    assert not Preference.objects.filter(stage="submitted").exists()


@pytest.mark.parametrize("rank", ["1", "", "0", "-1", "1.5", "x", "NaN", str(2**63), "\x00"])
def test_a_rank_that_is_none_is_refused_at_its_field(person, rank):
    first, second = f.role(), f.role()
    client = signed_in(person)
    add(client, first)
    add(client, second)
    answer = client.post("/preferences/", {**ranks(client), f"rank-{second.public_id}": rank, "do": "submit"})
    assert answer.status_code == 400
    assert f'id="id_rank-{second.public_id}_error"' in text_of(answer)
    if not rank:
        assert f"Give a rank to {second.title}, {second.code}, or take it off the list" in text_of(answer)
    assert draft_of(person) == [first.pk, second.pk]


def test_the_keyboard_goes_on_at_the_button_that_moved_a_role(person):
    roles = [f.role() for _ in range(3)]
    client = signed_in(person)
    for role in roles:
        add(client, role)
    first = roles[0].public_id
    moved = client.post("/preferences/", {**ranks(client), "do": f"down:{first}"})
    assert moved["Location"] == f"/preferences/#down-{first}"
    page = text_of(client.get("/preferences/"))
    assert f'id="down-{first}"' in page
    assert f'<li id="role-{first}" tabindex="-1">' in page
    taken_off = client.post("/preferences/", {**ranks(client), "do": f"remove:{first}"})
    assert taken_off["Location"] == "/preferences/#draft"
    assert 'id="draft" tabindex="-1"' in page


def test_roles_of_one_title_are_told_apart_by_code_and_level(person):
    first, second = f.role(title="Engineer"), f.role(title="Engineer", level_min=3, level_max=4)
    client = signed_in(person)
    add(client, first)
    add(client, second)
    page = text_of(client.get("/preferences/"))
    for role in (first, second):
        assert f" Engineer, {role.code}</span>" in page  # in the names of its buttons
        assert f"Rank of Engineer, {role.code}" in page
        assert f" · {role.code}" in text_of(client.get("/roles/"))
        assert f" · {role.code}" in text_of(client.get(f"/roles/{role.public_id}/"))
    assert "Levels 3–4" in page
    answer = client.post("/preferences/", {**ranks(client), f"rank-{second.public_id}": "1", "do": "save"})
    assert f"Rank 1 is taken by Engineer, {first.code}" in text_of(answer)


def test_a_role_that_closed_since_is_refused_by_name(person):
    role = f.role(title="Closed meanwhile")
    client = signed_in(person)
    add(client, role)
    close_role(role, by=PORTAL, clock=f.clock_at(f.NOW))
    answer = client.post("/preferences/", {**ranks(client), "do": "submit"})
    assert answer.status_code == 400
    assert "Closed since then, so it cannot be ranked: Closed meanwhile." in text_of(answer)
    client.post("/preferences/", {**ranks(client), "do": f"remove:{role.public_id}"})
    assert draft_of(person) == []


def test_a_stale_tab_and_a_replay_of_the_list(person):
    first, second = f.role(), f.role()
    client = signed_in(person)
    add(client, first)
    stale = {**ranks(client), "do": "submit"}
    add(client, second)
    assert client.post("/preferences/", stale).status_code == 409
    fresh = {**ranks(client), "do": "save"}
    assert client.post("/preferences/", fresh).status_code == 302
    assert client.post("/preferences/", fresh).status_code == 409  # drawn from the version before its own effect
    assert Candidacy.objects.get().version == 3


def test_adding_sent_twice_adds_once_and_with_another_role_is_refused(person):
    first, second = f.role(), f.role()
    client = signed_in(person)
    fields = fields_of(client.get("/roles/"), action="/add/")
    for _ in range(2):
        assert client.post("/preferences/add/", {**fields, "role": first.public_id}).status_code == 302
    assert client.post("/preferences/add/", {**fields, "role": second.public_id}).status_code == 409
    assert draft_of(person) == [first.pk]


@pytest.mark.parametrize("role", ["", "x", "7a0c6d1e-5b1f-4c0e-9a55-0d6c3b0f2e11", "\x00"])
def test_adding_what_is_no_role_is_refused(person, role):
    f.role()
    client = signed_in(person)
    fields = fields_of(client.get("/roles/"), action="/add/")
    assert client.post("/preferences/add/", {**fields, "role": role}).status_code == 400
    assert not Candidacy.objects.exists()


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example/roles/", "/roles/\r\nX: y", "/admin/"])
def test_adding_leads_back_only_to_pages_of_roles(person, back):
    role = f.role()
    assert add(signed_in(person), role, back=back)["Location"] == f"/roles/#role-{role.public_id}"


def test_submitted_list_says_that_who_can_see_it_is_still_open_until_that_is_answered(person):
    f.candidate(person, visibility="", ranked=[f.role()])
    client, still_open = signed_in(person), "one question is still open: who can see you"
    assert still_open in text_of(client.get("/preferences/"))
    Candidacy.objects.filter(employee=person).update(visibility="none")
    page = text_of(client.get("/preferences/"))
    assert still_open not in page
    assert "You let nobody see you." in page
    Candidacy.objects.filter(employee=person).update(visibility="rounds")
    page = text_of(client.get("/preferences/"))
    assert still_open not in page
    assert "You let nobody see you." not in page
