"""Handovers: dated steps from the announcement on, ticked by each side for itself."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import Holiday
from tests import factories as f
from tests.cases import open_case
from tests.hiring import CLAIMS
from tests.pages import THEN, fields_of, signed_in, text_of, travel, words_at
from tests.walks import campaign_then, undraft
from transfers.actions.acceptance import accept_claim
from transfers.actions.handovers import tick_handover
from transfers.actions.placements import announce_placement, cancel_placement, finalise_placement
from transfers.errors import Invalid, NotAllowed, NotVisible, Stale
from transfers.models import Event, HandoverTick, Placement
from transfers.models.handover_tick import MANAGER, PARTNER, PERSON
from transfers.queries.handovers import get_handovers
from transfers.queries.record_copies import get_record
from transfers.queries.timelines import get_timeline
from transfers.sight.actor import PORTAL

pytestmark = pytest.mark.django_db
NONE = 0


def pending(**role: Any) -> Placement:
    """A move of a drafted person that nobody above them knows of yet."""
    travel(THEN)
    person = f.candidate(undraft(campaign_then()).employee).employee
    return accept_claim(f.claim(f.role(**role), person, at=THEN), by=person, clock=f.clock_at(THEN))


def announced(**role: Any) -> Placement:
    return announced_from(pending(**role))


def announced_from(placement: Placement) -> Placement:
    travel(placement.announce_at + f.HOUR)
    return announce_placement(placement, clock=f.clock_at(placement.announce_at))


def tick(placement: Placement, *steps: str, owner: str = PERSON, by: Any = None, seen: int = NONE) -> None:
    at = f.clock_at(placement.announce_at + 2 * f.HOUR)
    by = placement.employee if by is None else by
    tick_handover(placement, owner=owner, done=steps, seen_version=seen, by=by, clock=at)


def own_page(placement: Placement) -> str:
    return f"/offers/{placement.public_id}/next/handover/"


def arrival_page(placement: Placement) -> str:
    return f"/hiring/arrivals/{placement.public_id}/"


def partner_of(placement: Placement) -> Client:
    partner = f.hr_partner(placement.employee.assignments.get().campaign)
    return open_case(partner, placement.employee, "placement")[0]


def case_page(placement: Placement) -> str:
    return f"/cases/{placement.employee.public_id}/handover/{placement.public_id}/"


def test_no_side_has_a_handover_before_the_announcement() -> None:
    placement = pending()
    partner = partner_of(placement)
    manager, person = signed_in(f.manager_of(placement.role)), signed_in(placement.employee)
    for client, page in ((person, own_page), (manager, arrival_page), (partner, case_page)):
        answer = client.get(page(placement))
        assert answer.status_code == 409
        assert "begins when the move is announced" in text_of(answer)
    assert "next/handover/" not in text_of(person.get(f"/offers/{placement.public_id}/next/"))
    assert "/hiring/arrivals/" not in text_of(manager.get(CLAIMS))
    with pytest.raises(NotAllowed):
        tick(placement, "written_down")


def test_a_step_has_its_day_in_working_days_of_the_site_it_belongs_to() -> None:
    placement = announced()
    placement.role.site = f.SiteFactory.create(code="ELSEWHERE")
    day = placement.effective_on
    before = day - timedelta(days=3 if day.weekday() == 0 else 1)
    assert [step.day for step in get_handovers([placement])[placement.pk][0].steps][-1] == before
    Holiday.objects.create(site=placement.employee.site, on=before, name="A day off")
    days = {step.key: step.day for part in get_handovers([placement])[placement.pk] for step in part.steps}
    assert days["given_back"] < before
    assert days["place_ready"] == before  # of the role's own site
    assert days["records_follow"] == day
    assert days["weeks_talked"] > day


def test_no_step_is_due_before_the_announcement() -> None:
    placement = announced()
    Placement.objects.filter(pk=placement.pk).update(announced_at=placement.effective_at - f.HOUR)
    placement.refresh_from_db()
    days = [step.day for part in get_handovers([placement])[placement.pk] for step in part.steps]
    assert min(days) >= (placement.effective_at - f.HOUR).date()


def test_each_side_ticks_its_own_steps_and_the_others_read_them() -> None:
    placement = announced()
    person, manager = signed_in(placement.employee), signed_in(f.manager_of(placement.role))
    page = own_page(placement)
    sent = {**fields_of(person.get(page)), "done": ["written_down", "given_back"]}
    assert person.post(page, sent).status_code == 302
    assert set(HandoverTick.objects.values_list("step", flat=True)) == {"written_down", "given_back"}
    there = text_of(manager.get(arrival_page(placement)))
    assert 'value="written_down"' not in there
    assert there.count("Ticked") == 2
    sent = {**fields_of(manager.get(arrival_page(placement))), "done": ["day_agreed"]}
    assert manager.post(arrival_page(placement), sent).status_code == 302
    partner = partner_of(placement)
    sent = {**fields_of(partner.get(case_page(placement))), "done": ["records_follow"]}
    assert partner.post(case_page(placement), sent).status_code == 302
    assert text_of(person.get(page)).count("Ticked") == 4
    verbs = Event.objects.filter(verb="placement.step_ticked")
    assert sorted(verbs.values_list("body__step", flat=True)) == sorted(
        ["written_down", "given_back", "day_agreed", "records_follow"]
    )


def test_a_tick_is_taken_back_and_both_are_told_by_events() -> None:
    placement = announced()
    tick(placement, "written_down")
    tick(placement, seen=1)
    assert not HandoverTick.objects.exists()
    assert Event.objects.filter(verb__startswith="placement.step_").count() == 2
    tick(placement)  # nothing changes, nothing is written
    assert Event.objects.filter(verb__startswith="placement.step_").count() == 2


def test_nobody_ticks_for_another_side() -> None:
    placement = announced()
    manager, stranger = f.manager_of(placement.role), f.EmployeeFactory.create()
    refused = ((PERSON, manager), (MANAGER, placement.employee), (PARTNER, placement.employee), (PERSON, PORTAL))
    for owner, by in (*refused, (MANAGER, stranger), (PARTNER, stranger)):
        with pytest.raises(NotVisible):
            tick(placement, owner=owner, by=by)
    with pytest.raises(Invalid):
        tick(placement, "day_agreed")


def test_a_step_of_another_side_is_refused_at_its_field() -> None:
    placement = announced()
    person = signed_in(placement.employee)
    answer = person.post(own_page(placement), {**fields_of(person.get(own_page(placement))), "done": "day_agreed"})
    assert answer.status_code == 400
    assert "not yours to tick" in text_of(answer)


def test_ticks_of_a_stale_page_are_refused() -> None:
    placement = announced()
    tick(placement, "written_down")
    with pytest.raises(Stale):
        tick(placement, "handed_over")


def test_the_chain_reads_no_handover_and_has_no_page_of_it() -> None:
    placement = announced()
    boss = placement.employee.manager or placement.from_unit.lead
    for viewer in (boss, f.EmployeeFactory.create(), f.admin()):
        if viewer is not None:
            client = signed_in(viewer)
            assert client.get(own_page(placement)).status_code == 404
            assert client.get(arrival_page(placement)).status_code == 404
            assert client.get(case_page(placement)).status_code == 404


def test_a_partner_reads_it_only_in_a_case_opened_for_the_move() -> None:
    placement = announced()
    partner = f.hr_partner(placement.employee.assignments.get().campaign)
    client, _ = open_case(partner, placement.employee, "other")
    assert client.get(case_page(placement)).status_code == 404
    client, _ = open_case(partner, placement.employee, "placement")
    assert client.get(case_page(placement)).status_code == 200
    assert case_page(placement) in text_of(client.get(f"/cases/{placement.employee.public_id}/"))


def test_arrivals_say_the_next_step_of_the_manager_and_its_day() -> None:
    placement = announced()
    manager = f.manager_of(placement.role)
    page = words_at(signed_in(manager), CLAIMS)
    assert "Agree on the first day with the person" in page
    tick(placement, "day_agreed", "place_ready", "weeks_talked", owner=MANAGER, by=manager)
    assert "Your steps of the handover are done" in words_at(signed_in(manager), CLAIMS)


def test_a_handover_goes_on_after_the_move_and_ends_with_a_cancellation() -> None:
    placement = announced()
    tick(placement, "written_down")
    moved = finalise_placement(placement, clock=f.clock_at(placement.effective_at))
    travel(placement.effective_at + f.HOUR)
    assert signed_in(placement.employee).get(own_page(moved)).status_code == 200
    assert signed_in(f.manager_of(placement.role)).get(arrival_page(moved)).status_code == 200

    other = announced()
    partner = f.hr_partner(other.employee.assignments.get().campaign)
    cancel_placement(other, because="person", by=partner, clock=f.clock_at(other.announce_at + f.HOUR))
    answer = signed_in(other.employee).get(own_page(other))
    assert (answer.status_code, "This handover is over" in text_of(answer)) == (409, True)
    assert signed_in(f.manager_of(other.role)).get(arrival_page(other)).status_code == 404


def test_nobody_ticks_in_a_handover_that_is_over() -> None:
    placement = announced()
    partner = f.hr_partner(placement.employee.assignments.get().campaign)
    cancel_placement(placement, because="person", by=partner, clock=f.clock_at(placement.announce_at + f.HOUR))
    with pytest.raises(NotAllowed, match="over"):
        tick(placement, "written_down")


def test_the_copy_of_a_record_holds_the_ticks() -> None:
    placement = announced()
    tick(placement, "given_back")
    [move] = get_record(placement.employee, placement.announce_at + f.DAY, opens=False)["moves"]
    assert str(move["handover steps done"]).startswith("['given_back, ")


def test_timeline_and_home_lead_to_the_handover_from_the_announcement_on() -> None:
    """Fails when a step stands there before: nobody is to prepare what nobody may know of."""
    placement = pending()
    person = signed_in(placement.employee)
    assert "Handover" not in words_at(person, "/timeline/")
    assert "Hand over" not in words_at(person, "/")
    placement = announced_from(placement)
    tick(placement, "written_down")
    page = words_at(person, "/timeline/")
    assert "Handover: Write down the work in hand" in page
    assert "Handover: Give back the devices" in page
    assert "Have access, devices and a place to work ready" not in page  # the manager's
    assert f'href="{own_page(placement)}"' in text_of(person.get("/"))
    finalise_placement(placement, clock=f.clock_at(placement.effective_at))
    travel(placement.effective_at + f.HOUR)
    page = words_at(person, "/timeline/")
    assert "Handover: Write down the work in hand" in page
    assert "Handover: Give back the devices" not in page  # it was never ticked, and the move took place
    assert "Hand over" not in words_at(person, "/")


def test_step_whose_day_has_passed_is_not_drawn_as_done() -> None:
    placement = announced()
    steps = {step.title: step for step in get_timeline(placement.employee, placement.effective_at - f.HOUR)}
    late = steps["Handover: Write down the work in hand, where it stands and who waits for it"]
    assert (late.state, late.owner) == ("now", "you")


def test_steps_of_a_handover_stand_before_the_move_that_they_lead_to() -> None:
    titles = [step.title for step in get_timeline(announced().employee, THEN)]
    last = next(n for n, title in enumerate(titles) if title.startswith("Handover: Give back"))
    assert titles[last + 1].startswith("You move to")


def test_home_leads_the_receiving_manager_to_the_first_open_step() -> None:
    """Fails before the announcement, of which nobody may know, and once every step is ticked."""
    placement = pending()
    manager = f.manager_of(placement.role)
    client = signed_in(manager)
    assert "Your steps for who arrives" not in words_at(client, "/")
    announced_from(placement)
    page = words_at(client, "/")
    assert "Your steps for who arrives Agree on the first day with the person: hour, place, who meets them" in page
    assert "3 steps open" in page
    assert "Nothing waits for you" not in page
    assert arrival_page(placement) in text_of(client.get("/"))
    assert "Your steps for who arrives" not in words_at(signed_in(f.EmployeeFactory.create()), "/")
    tick(placement, "day_agreed", owner=MANAGER, by=manager)
    assert "2 steps open" in words_at(client, "/")
    tick(placement, "day_agreed", "place_ready", "weeks_talked", owner=MANAGER, by=manager, seen=1)
    assert "Your steps for who arrives" not in words_at(client, "/")


def test_arrivals_say_of_a_step_whose_day_has_passed_that_it_was_due() -> None:
    placement = announced()
    client = signed_in(f.manager_of(placement.role))
    assert "who meets them By" in words_at(client, CLAIMS)
    travel(placement.effective_at - f.DAY)
    assert "who meets them Was due by" in words_at(client, CLAIMS)


def test_home_says_of_a_step_whose_day_has_passed_that_it_was_due() -> None:
    """Fails when home says “By” of a day that is over."""
    placement = announced()
    client = signed_in(f.manager_of(placement.role))
    assert "Was due by" not in words_at(client, "/")
    travel(placement.effective_at - f.DAY)
    assert words_at(client, "/").count("Was due by") == 2  # what is first, and beside the list
