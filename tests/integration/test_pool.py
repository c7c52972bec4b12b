"""The candidates of a role, as its hiring manager sees them: who, in which order, and with what record."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Employee
from tests import factories as f
from tests.costs import MOST
from tests.pages import THEN, signed_in, text_of, travel
from tests.walks import undrafted
from transfers.actions.profiles import open_profiles
from transfers.actions.roles import close_role
from transfers.errors import NotAllowed
from transfers.models import Event, Exclusion, Role
from transfers.models.candidacy import NOBODY, RANKED, ROUNDS
from transfers.permissions import profiles as pace
from transfers.sight.actor import PORTAL

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def then() -> None:
    travel(THEN)


def mover(name: str = "Moving Max", **person: Any) -> Employee:
    """Somebody without priority who is visible to every role they qualify for."""
    return f.candidate(f.EmployeeFactory.create(name=name, **person)).employee


def pool(of: Role) -> str:
    return reverse("transfers:hiring_pool", args=[of.public_id])


def profile(of: Role, person: Employee) -> str:
    return reverse("transfers:hiring_profile", args=[of.public_id, person.candidacy.public_id])


def compare(of: Role, *people: Employee) -> str:
    asked = "&".join(f"candidate={person.candidacy.public_id}" for person in people)
    return reverse("transfers:hiring_compare", args=[of.public_id]) + "?" + asked


def seen_by_manager(of: Role) -> str:
    return text_of(signed_in(f.manager_of(of)).get(pool(of)))


def test_pool_shows_priority_before_own_request() -> None:
    role = f.role(skills={"python": 3})
    better, entitled = mover(skilled={"python": 5}), undrafted(skilled={"python": 3})
    text = seen_by_manager(role)
    assert text.index("Priority placement</h2>") < text.index(entitled.name)
    assert "once everybody here was claimed, declined, or has a confirmed finding." in text
    assert text.index(entitled.name) < text.index("Own request</h2>") < text.index(better.name)


def test_pool_shows_better_fit_first_within_a_group() -> None:
    role = f.role(level_min=4, level_max=5)
    higher, same = mover("Aaron Far", level=4, time_zone=""), mover("Zoe Near", level=5)
    lisbon = f.SiteFactory.create(code="lisbon", name="Lisbon")
    Employee.objects.filter(pk=higher.pk).update(site=lisbon)
    higher.candidacy.relocation = "anywhere"
    higher.candidacy.save()
    text = seen_by_manager(role)
    assert text.index(same.name) < text.index(higher.name)


def test_profile_takes_silence_about_moving_house_for_no_answer() -> None:
    role, silent = f.role(), mover()
    page = text_of(signed_in(f.manager_of(role)).get(profile(role, silent)))
    assert "Has not said that they would move house" in page


def test_pool_numbers_nobody() -> None:
    role = f.role()
    undrafted(), mover()
    text = seen_by_manager(role)
    assert "<ol" not in text
    assert "candidates found" not in text


@pytest.mark.parametrize("visibility", [NOBODY, ROUNDS, None])
def test_pool_leaves_out_whoever_is_not_visible(visibility: str | None) -> None:
    role = f.role()
    person = f.candidate(f.EmployeeFactory.create(name="Hidden Hana"), visibility=visibility).employee
    assert person.name not in seen_by_manager(role)


def test_pool_shows_who_ranked_the_role_only_there() -> None:
    role, other = f.role(), f.role()
    person = f.candidate(f.EmployeeFactory.create(name="Ranking Rosa"), visibility=RANKED, ranked=[role]).employee
    assert "Ranked your role" in seen_by_manager(role)
    assert person.name not in seen_by_manager(other)


def test_pool_leaves_out_whoever_does_not_qualify() -> None:
    role = f.role(skills={"cobol": 3})
    assert mover(skilled={"python": 5}).name not in seen_by_manager(role)


def test_pool_leaves_out_the_managers_own_people_and_whoever_excluded_them() -> None:
    role = f.role()
    manager = f.manager_of(role)
    below, shy = mover("Below Bo", manager=manager), mover("Shy Sheila")
    Exclusion.objects.create(candidacy=shy.candidacy, manager=manager)
    text = seen_by_manager(role)
    assert below.name not in text
    assert shy.name not in text


@pytest.mark.case("a viewer enters the chain")
def test_pool_loses_a_person_at_once_when_the_manager_enters_their_chain() -> None:
    role, person = f.role(), mover()
    assert person.name in seen_by_manager(role)
    Employee.objects.filter(pk=person.pk).update(manager=f.manager_of(role))
    assert person.name not in seen_by_manager(role)
    assert signed_in(f.manager_of(role)).get(profile(role, person)).status_code == 404


def test_pool_of_a_closed_role_is_empty() -> None:
    role, person = f.role(), mover()
    close_role(role, by=PORTAL)
    assert person.name not in seen_by_manager(role)


def test_pool_of_another_managers_role_is_the_404_of_one_that_never_was() -> None:
    role, stranger = f.role(), f.manager_of(f.role())
    other, never = (
        signed_in(stranger).get(reverse("transfers:hiring_pool", args=[public_id]))
        for public_id in (role.public_id, uuid4())
    )
    assert other.status_code == never.status_code == 404
    assert len(other.content) == len(never.content)


def test_pool_takes_as_many_queries_for_a_hundred_people_as_for_one() -> None:
    role = f.role()
    client = signed_in(f.manager_of(role))
    undrafted()
    counts = []
    for more in (0, 100):
        for n in range(more):
            mover(f"Candidate {n}")
        client.get(pool(role))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(pool(role)).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1], counts
    assert counts[0] <= MOST + 2, counts  # and the two brackets of the action's transaction


def test_profile_shows_skills_level_availability_and_note_and_no_history() -> None:
    role = f.role(skills={"python": 3})
    task_force = f.UnitFactory.create(name="Applied AI")
    person = undrafted(skilled={"python": 4, "sql": 2}, unit=task_force)
    person.candidacy.note = "<b>Nights</b> are {{7*7}}"
    person.candidacy.save()
    text = text_of(signed_in(f.manager_of(role)).get(profile(role, person)))
    assert "4 of 5" in text
    assert "Sql" in text
    assert "&lt;b&gt;Nights&lt;/b&gt; are {{7*7}}" in text
    assert task_force.name not in text
    assert "Origin" not in text


def test_profile_is_recorded_and_the_person_sees_who_opened_it() -> None:
    role = f.role(title="Night watch")
    manager, person = f.manager_of(role), mover()
    signed_in(manager).get(profile(role, person))
    event = Event.objects.get(verb="profile.opened")
    assert event.subject is not None
    assert event.subject.employee == person
    assert event.body == {"role": str(role.public_id)}
    text = text_of(signed_in(person).get(reverse("transfers:record")))
    assert manager.name in text
    assert "Hiring manager" in text
    assert "Night watch" in text


def test_list_of_candidates_is_recorded_without_naming_anybody() -> None:
    role = f.role()
    mover()
    seen_by_manager(role)
    event = Event.objects.get(verb="pool.opened")
    assert (event.noun, event.noun_id, event.subject, event.body) == ("role", role.pk, None, {})


def test_comparing_opens_every_profile() -> None:
    role, people = f.role(), [mover(f"Person {n}") for n in range(4)]
    page = signed_in(f.manager_of(role)).get(compare(role, *people))
    assert all(person.name in text_of(page) for person in people)
    assert Event.objects.filter(verb="profile.opened").count() == 4


def test_comparing_more_than_four_opens_none() -> None:
    role, people = f.role(), [mover(f"Person {n}") for n in range(5)]
    wanted = [person.candidacy.public_id for person in people]
    with pytest.raises(NotAllowed, match="Compare at most 4 people at a time"):
        open_profiles(role, wanted, by=f.manager_of(role), clock=f.clock_at(THEN))
    assert not Event.objects.filter(verb="profile.opened").exists()


def test_comparing_nobody_says_how_to_choose() -> None:
    role = f.role()
    assert "Nobody was chosen to compare" in text_of(signed_in(f.manager_of(role)).get(compare(role)))


def test_comparing_with_a_broken_address_is_a_bad_request() -> None:
    role = f.role()
    assert signed_in(f.manager_of(role)).get(compare(role) + "candidate=1'--").status_code == 400


def test_comparing_one_who_is_not_visible_opens_none() -> None:
    role, seen = f.role(), mover()
    hidden = f.candidate(visibility=NOBODY).employee
    assert signed_in(f.manager_of(role)).get(compare(role, seen, hidden)).status_code == 404
    assert not Event.objects.filter(verb="profile.opened").exists()


def test_profiles_can_be_opened_sixty_times_an_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    assert pace.PROFILES_AN_HOUR == 60
    monkeypatch.setattr(pace, "PROFILES_AN_HOUR", 4)
    role, person = f.role(), mover()
    client = signed_in(f.manager_of(role))
    codes = [client.get(profile(role, person)).status_code for _ in range(5)]
    assert codes == [200] * 4 + [409]
    travel(THEN + 2 * f.HOUR)
    assert client.get(profile(role, person)).status_code == 200


def test_lists_can_be_opened_a_hundred_and_twenty_times_an_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    assert pace.LISTS_AN_HOUR == 120
    monkeypatch.setattr(pace, "LISTS_AN_HOUR", 4)
    role = f.role()
    client = signed_in(f.manager_of(role))
    assert [client.get(pool(role)).status_code for _ in range(5)] == [200] * 4 + [409]


def test_record_of_somebody_nobody_looked_at_says_so() -> None:
    text = text_of(signed_in(mover()).get(reverse("transfers:record")))
    assert "Nobody has opened your record" in text


def test_record_shows_nothing_of_others() -> None:
    role, person, other = f.role(), mover(), mover("Other Olga")
    signed_in(f.manager_of(role)).get(profile(role, other))
    assert f.manager_of(role).name not in text_of(signed_in(person).get(reverse("transfers:record")))


def test_record_takes_the_same_queries_however_long_it_is() -> None:
    role, person = f.role(), mover()
    counts = []
    for looks in (1, 20):
        for _ in range(looks):
            signed_in(f.manager_of(role)).get(profile(role, person))
        client = signed_in(person)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("transfers:record"))
        counts.append(len(queries))
    assert counts[0] == counts[1] <= MOST, counts


def test_record_is_found_from_where_visibility_is_chosen() -> None:
    f.policy()
    page = text_of(signed_in(mover()).get(reverse("transfers:visibility")))
    assert reverse("transfers:record") in page
