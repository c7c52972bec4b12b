"""What a person says about a move of their own, and that nobody says it for them."""

from datetime import date
from uuid import uuid4

import pytest

from tests import factories as f
from transfers.actions.candidacies import (
    add_to_draft_list,
    close_candidacy,
    save_availability,
    save_draft_list,
    save_visibility,
    submit_list,
    withdraw_list,
)
from transfers.actions.roles import close_role, pause_role
from transfers.errors import Invalid, NotAllowed, NotVisible, Stale
from transfers.models import Candidacy, Event
from transfers.sight.actor import PORTAL
from transfers.sight.candidates import candidates_visible_to

pytestmark = pytest.mark.django_db
CLOCK = f.clock_at(f.NOW)


@pytest.fixture
def person():
    return f.EmployeeFactory.create()


def see(person, visibility="qualifying", *, version, excluded=(), seen_at=f.NOW):
    return save_visibility(
        person, visibility, excluded=excluded, seen_at=seen_at, seen_version=version, by=person, clock=CLOCK
    )


def submit(person, roles, *, version):
    return submit_list(person, [role.public_id for role in roles], seen_version=version, by=person, clock=CLOCK)


def listed(candidacy, stage):
    return [row.role for row in candidacy.preferences.filter(stage=stage).order_by("rank")]


def test_the_first_saving_opens_a_candidacy_without_a_basis(person):
    assert see(person, version=0).status == "open"
    verbs = list(Event.objects.about(person.pk).values_list("verb", "body"))
    assert verbs == [("candidacy.changed", {}), ("candidacy.open", {})]


def test_filing_opens_no_candidacy():
    assert not Candidacy.objects.filter(employee=f.undrafted().employee).exists()


def test_a_draft_is_kept_in_order_and_shows_nobody(person):
    first, second = f.role(), f.role()
    candidacy = save_draft_list(person, [second.public_id, first.public_id], seen_version=0, by=person, clock=CLOCK)
    assert listed(candidacy, "draft") == [second, first]
    assert candidacy.visibility is None
    assert not candidates_visible_to(f.manager_of(first), first, f.NOW).exists()


def test_submitting_takes_the_place_of_the_list_before_and_adds_nothing(person):
    first, second = f.role(), f.role()
    submit(person, [first, second], version=0)
    candidacy = submit(person, [second], version=1)
    assert listed(candidacy, "submitted") == listed(candidacy, "draft") == [second]
    assert candidacy.submitted_at == f.NOW


def test_a_draft_changed_after_submitting_leaves_the_submitted_list(person):
    first, second = f.role(), f.role()
    submit(person, [first], version=0)
    candidacy = add_to_draft_list(person, second.public_id, by=person, clock=CLOCK)
    assert listed(candidacy, "draft") == [first, second]
    assert listed(candidacy, "submitted") == [first]


def test_adding_a_role_twice_keeps_its_place(person):
    role = f.role()
    for _ in range(2):
        candidacy = add_to_draft_list(person, role.public_id, by=person, clock=CLOCK)
    assert listed(candidacy, "draft") == [role]


@pytest.mark.case("role full or paused")
def test_a_paused_role_can_be_ranked_and_a_closed_or_unknown_one_is_refused_at_the_field(person):
    paused, closed = f.role(), f.role(title="Gone")
    pause_role(paused, by=PORTAL, clock=CLOCK)
    close_role(closed, by=PORTAL, clock=CLOCK)
    assert listed(submit(person, [paused], version=0), "submitted") == [paused]
    for roles, words in [
        ([closed.public_id], "Gone"),
        ([uuid4()], "not known"),
        ([paused.public_id, paused.public_id], "twice"),
        ([], "empty"),
    ]:
        with pytest.raises(Invalid, match=words) as refusal:
            submit_list(person, roles, seen_version=1, by=person, clock=CLOCK)
        assert refusal.value.field == "roles"
    assert listed(person.candidacy, "submitted") == [paused]


def test_a_submitted_list_is_taken_back_once(person):
    candidacy = submit(person, [f.role()], version=0)
    candidacy = withdraw_list(person, seen_version=candidacy.version, by=person, clock=CLOCK)
    assert (listed(candidacy, "submitted"), candidacy.submitted_at) == ([], None)
    with pytest.raises(NotAllowed):
        withdraw_list(person, seen_version=candidacy.version, by=person, clock=CLOCK)


def test_a_list_drawn_from_an_older_version_is_refused(person):
    see(person, version=0)
    for stale in (0, 7):
        with pytest.raises(Stale):
            submit(person, [f.role()], version=stale)


def test_unknown_answers_are_refused_at_their_field(person):
    refused = [
        ("visibility", lambda: see(person, "everybody", version=0)),
        ("excluded", lambda: see(person, version=0, excluded=[uuid4()])),
        ("relocation", lambda: available(person, relocation="moon")),
        ("available_from", lambda: available(person, available_from=date(9999, 1, 1))),
        ("note", lambda: available(person, note="x" * 501)),
    ]
    for field, write in refused:
        with pytest.raises(Invalid) as refusal:
            write()
        assert refusal.value.field == field
    assert not Candidacy.objects.exists()


def available(person, **given):
    values = {"available_from": None, "relocation": "none", "note": ""} | given
    return save_availability(person, **values, seen_version=0, by=person, clock=CLOCK)


def test_availability_is_kept_as_typed(person):
    candidacy = available(person, relocation="country", note="<svg onload=x> {{7*7}}")
    candidacy.refresh_from_db()
    assert (candidacy.relocation, candidacy.note) == ("country", "<svg onload=x> {{7*7}}")


@pytest.mark.parametrize("who", ["manager", "admin", "hr_partner", "portal"])
def test_nobody_keeps_a_candidacy_for_somebody_else(who):
    drafted = f.assignment()
    drafted.employee.manager = f.EmployeeFactory.create()
    drafted.employee.save()
    actor = {
        "manager": drafted.employee.manager,
        "admin": f.admin(),
        "hr_partner": f.hr_partner(drafted.campaign),
        "portal": PORTAL,
    }[who]
    with pytest.raises(NotVisible):
        submit_list(drafted.employee, [f.role().public_id], seen_version=0, by=actor, clock=CLOCK)
    with pytest.raises(NotVisible):
        save_visibility(drafted.employee, "none", excluded=[], seen_at=f.NOW, seen_version=0, by=actor, clock=CLOCK)


def test_a_closed_candidacy_opens_again_on_own_request_without_its_old_visibility_or_list(person):
    role = f.role()
    see(person, version=0)
    candidacy = submit(person, [role], version=1)
    candidacy = close_candidacy(person, seen_version=candidacy.version, by=person, clock=CLOCK)
    assert candidacy.status == "closed"
    assert not candidates_visible_to(f.manager_of(role), role, f.NOW).exists()

    candidacy = save_draft_list(person, [role.public_id], seen_version=candidacy.version, by=person, clock=CLOCK)
    assert (candidacy.status, candidacy.visibility, candidacy.submitted_at) == ("open", None, None)
    assert (listed(candidacy, "draft"), listed(candidacy, "submitted")) == ([role], [])
    assert not candidates_visible_to(f.manager_of(role), role, f.NOW).exists()


@pytest.mark.case("undraft to stay with offers open")
def test_somebody_who_turned_from_undraft_to_stay_is_a_candidate_again_by_their_own_act():
    drafted = f.undrafted()
    see(drafted.employee, version=0)
    f.file(drafted, "stay")
    candidacy = Candidacy.objects.get(employee=drafted.employee)
    assert candidacy.status == "closed"
    assert see(drafted.employee, version=candidacy.version).status == "open"


def test_nothing_is_closed_where_nothing_is_open(person):
    with pytest.raises(NotAllowed):
        close_candidacy(person, seen_version=0, by=person, clock=CLOCK)
    candidacy = see(person, version=0)
    candidacy = close_candidacy(person, seen_version=candidacy.version, by=person, clock=CLOCK)
    with pytest.raises(NotAllowed):
        close_candidacy(person, seen_version=candidacy.version, by=person, clock=CLOCK)


def test_an_excluded_manager_stops_seeing_at_once_and_can_be_let_in_again(person):
    role = f.role()
    manager = f.manager_of(role)
    see(person, version=0)
    assert candidates_visible_to(manager, role, f.NOW).exists()
    see(person, version=1, excluded=[manager.public_id])
    assert not candidates_visible_to(manager, role, f.NOW).exists()
    see(person, version=2)
    assert candidates_visible_to(manager, role, f.NOW).exists()


def test_a_manager_confirmed_after_the_list_was_drawn_waits_a_day(person):
    role = f.role()
    from transfers.models import Grant
    from transfers.models.grant import HIRING_MANAGER

    Grant.objects.filter(role=role, kind=HIRING_MANAGER).delete()
    new = f.EmployeeFactory.create()
    f.grant(new, HIRING_MANAGER, role=role, at=f.NOW - f.HOUR / 60)
    see(person, version=0, seen_at=f.NOW - f.HOUR)
    assert not candidates_visible_to(new, role, f.NOW).exists()
    assert candidates_visible_to(new, role, f.NOW + f.DAY).exists()


def test_page_drawn_before_another_step_closed_the_candidacy_is_stale() -> None:
    """Closing it without a new version let a tab that was left open show the person to managers again."""
    of = f.undrafted()
    turned = f.candidate(of.employee)
    f.file(of, "stay")
    moved = f.placement_at("finalised").employee.candidacy
    for candidacy, seen in ((turned, turned.version), (moved, 1)):
        with pytest.raises(Stale):
            save_visibility(
                candidacy.employee,
                "qualifying",
                excluded=[],
                seen_at=f.NOW,
                seen_version=seen,
                by=candidacy.employee,
                clock=f.clock_at(f.NOW + 90 * f.DAY),
            )


def test_stale_page_closes_no_candidacy_and_a_stranger_learns_of_none() -> None:
    """Fails when a stranger is told that there is nothing to close, or a page drawn before a change closes."""
    candidacy, alone = f.candidate(), f.EmployeeFactory.create()
    stranger, at = f.EmployeeFactory.create(), f.clock_at(f.NOW)
    with pytest.raises(Stale):
        close_candidacy(candidacy.employee, seen_version=candidacy.version + 1, by=candidacy.employee, clock=at)
    for person in (candidacy.employee, alone):
        with pytest.raises(NotVisible):
            close_candidacy(person, seen_version=candidacy.version, by=stranger, clock=at)
    candidacy.refresh_from_db()
    assert candidacy.status == "open"
