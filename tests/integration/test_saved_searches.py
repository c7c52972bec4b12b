"""Searches of the open roles that people keep: alike for everybody, read by nobody else."""

from uuid import uuid4

import pytest

from tests import factories as f
from tests.engineer import member
from tests.pages import THEN, fields_of, signed_in, size_of, text_of, travel, words_at
from transfers.actions.retention import forget_person
from transfers.actions.saved_searches import MOST, delete_search, save_search
from transfers.errors import Invalid, NotVisible
from transfers.models import Event, SavedSearch
from transfers.queries.ranked_roles import RoleFilter
from transfers.queries.record_copies import get_record
from transfers.queries.retention import KEPT
from transfers.sight.actor import PORTAL

pytestmark = pytest.mark.django_db
SAVED = "/roles/saved/"
CLOCK = f.clock_at(THEN)
API = RoleFilter(words="api")


def test_a_search_is_saved_rerun_and_deleted() -> None:
    travel(THEN)
    role, other = f.role(title="Backend engineer"), f.role(title="Data scientist")
    client = signed_in(f.EmployeeFactory.create())
    found = text_of(client.get("/roles/?words=backend&level=5"))
    assert f"{SAVED}?words=backend&amp;level=5" in found
    page = f"{SAVED}?words=backend&level=5"
    assert "Save the search" in text_of(client.get(page))
    assert (
        client.post(
            SAVED, {**fields_of(client.get(page), action=SAVED), "name": "Backend", "words": "backend", "level": "5"}
        ).status_code
        == 302
    )
    kept = text_of(client.get(SAVED))
    assert "Save the search" not in kept
    assert "/roles/?words=backend&amp;level=5" in kept
    again = words_at(client, "/roles/?words=backend&level=5")
    assert (role.title in again, other.title in again) == (True, False)
    search = SavedSearch.objects.get()
    sent = {**fields_of(client.get(SAVED), action="delete/"), "search": str(search.public_id)}
    for _click in range(2):
        assert client.post(f"{SAVED}delete/", sent).status_code == 302
    assert not SavedSearch.objects.exists()
    left = text_of(client.get(SAVED))
    assert "You keep no search yet" in left
    assert left.count("The search is deleted.") == 1  # also after a second click


def test_a_search_says_what_it_asks_for_also_when_that_is_gone() -> None:
    travel(THEN)
    role, who = f.role(), f.EmployeeFactory.create()
    there = RoleFilter("“quick” <b>", role.unit.public_id, role.site.code, 5)
    save_search(who, "There", there, by=who, clock=CLOCK)
    save_search(who, "Gone", RoleFilter(unit=uuid4(), site="NOWHERE"), by=who, clock=CLOCK)
    said = words_at(signed_in(who), SAVED)
    for part in (
        role.unit.name,
        role.site.name,
        "Level 5",
        "A unit that has no open role today",
        "A site that is gone",
    ):
        assert part in said


def test_nobody_saves_or_deletes_for_another() -> None:
    travel(THEN)
    f.role()
    who, other = f.EmployeeFactory.create(), f.EmployeeFactory.create()
    for by in (other, PORTAL):
        with pytest.raises(NotVisible):
            save_search(who, "Mine", API, by=by, clock=CLOCK)
    kept = save_search(who, "Mine", API, by=who, clock=CLOCK)
    with pytest.raises(NotVisible):
        delete_search(who, kept.public_id, by=other, clock=CLOCK)
    with pytest.raises(NotVisible):
        delete_search(other, kept.public_id, by=other, clock=CLOCK)
    assert "Mine" not in words_at(signed_in(other), SAVED)


def test_what_cannot_be_saved_is_refused_at_its_field() -> None:
    who = f.EmployeeFactory.create()
    save_search(who, "Mine", API, by=who, clock=CLOCK)
    refused = (("Mine", API, "name"), ("  ", API, "name"), ("Empty", RoleFilter(), ""))
    for name, asked, at_field in refused:
        with pytest.raises(Invalid) as refusal:
            save_search(who, name, asked, by=who, clock=CLOCK)
        assert refusal.value.field == at_field
    for number in range(MOST - 1):
        save_search(who, f"Search {number}", API, by=who, clock=CLOCK)
    with pytest.raises(Invalid, match="which is the most"):
        save_search(who, "One more", API, by=who, clock=CLOCK)


def test_a_name_that_is_kept_is_said_on_the_page() -> None:
    travel(THEN)
    f.role()
    who = f.EmployeeFactory.create()
    save_search(who, "Mine", API, by=who, clock=CLOCK)
    client, page = signed_in(who), f"{SAVED}?words=api"
    answer = client.post(SAVED, {**fields_of(client.get(page), action=SAVED), "name": "Mine", "words": "api"})
    assert (answer.status_code, "You have a search of this name" in text_of(answer)) == (400, True)
    sent = fields_of(client.get(SAVED), action="delete/")
    assert client.post(f"{SAVED}delete/", {**sent, "search": "nonsense"}).status_code == 400


def test_saving_is_alike_whatever_was_filed() -> None:
    f.role()
    sizes = []
    for option in ("stay", "undraft"):
        of = member(employee=f.EmployeeFactory.create(name="Robin Fay"))
        f.file(of, option, at=THEN)
        save_search(of.employee, "Mine", API, by=of.employee, clock=CLOCK)
        sizes.append(size_of(signed_in(of.employee).get(SAVED)))
    assert abs(sizes[0] - sizes[1]) <= 64
    assert [event.body for event in Event.objects.filter(verb="search.saved")] == [{}, {}]


def test_saved_searches_are_in_the_copy_and_go_with_the_person() -> None:
    travel(THEN)
    who = f.EmployeeFactory.create()
    save_search(who, "Mine", API, by=who, clock=CLOCK)
    [row] = get_record(who, THEN, opens=False)["saved searches"]
    assert (row["name"], row["words"]) == ("Mine", "api")
    type(who).objects.filter(pk=who.pk).update(is_active=False, left_on=(THEN - KEPT - f.DAY).date())
    forget_person(who, by=PORTAL, clock=CLOCK)
    assert not SavedSearch.objects.exists()
