"""A button is drawn exactly where the action behind it would be let through: both ask the same permission."""

import pytest

from accounts.models import Unit
from tests import factories as f
from tests.cases import address as case_address
from tests.cases import claimed, open_case
from tests.engineer import accepted, address, offer, person, place
from tests.pages import THEN, signed_in, text_of, travel
from tests.walks import campaign_then, undraft
from transfers.actions.acceptance import accept_claim
from transfers.actions.candidacies import save_visibility
from transfers.actions.grants import end_grant
from transfers.actions.placements import choose_announcement, finalise_placement
from transfers.errors import NotAllowed
from transfers.models import Candidacy, Grant

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def then() -> None:
    travel(THEN)


def test_return_is_offered_from_the_latest_move_only() -> None:
    """Asking the status and the trial's end alone drew the button of an earlier move too, which was refused."""
    of = f.EmployeeFactory.create()
    moves, at = [], THEN
    for _ in range(2):
        clock = f.clock_at(at)
        version = Candidacy.objects.filter(employee=of).values_list("version", flat=True).first() or 0
        save_visibility(of, "qualifying", excluded=[], seen_at=at, seen_version=version, by=of, clock=clock)
        placement = accept_claim(f.claim(f.role(), of, at=at), by=of, clock=clock)
        moves.append(finalise_placement(placement, clock=f.clock_at(placement.effective_at)))
        of.refresh_from_db()
        at = placement.effective_at + f.DAY
    travel(at)
    client = signed_in(of)
    first, second = (place(move) for move in moves)
    assert "What returning means" not in text_of(client.get(first))
    assert client.get(first + "check/").status_code == 409
    assert "What returning means" in text_of(client.get(second))
    assert client.get(second + "check/").status_code == 200


def test_announcement_that_is_due_is_not_chosen_anew_though_the_worker_is_late() -> None:
    """The action asked only whether the worker had announced, and would have taken back what the chain may read."""
    of = person()
    client = signed_in(of)
    placement = accepted(client, offer(of))
    chosen = placement.undo_until_at + f.DAY
    choose_announcement(placement, announce_at=chosen, by=of, clock=f.clock_at(THEN))
    assert "next/day/" in text_of(client.get(place(placement)))
    travel(chosen)
    assert "next/day/" not in text_of(client.get(place(placement)))
    with pytest.raises(NotAllowed, match="announced already"):
        choose_announcement(
            placement, announce_at=placement.latest_announce_at, by=of, clock=f.clock_at(chosen + f.HOUR)
        )


def test_offer_into_a_unit_at_risk_can_be_declined_but_not_accepted() -> None:
    """Drawing both buttons while the offer was open let the person press one that was refused."""
    of = person()
    made = offer(of)
    client = signed_in(of)
    both = text_of(client.get(address(made)))
    assert 'form="accept"' in both
    assert 'form="decline"' in both
    Unit.objects.filter(pk=made.role.unit_id).update(is_at_risk=True)
    one = text_of(client.get(address(made)))
    assert 'form="accept"' not in one
    assert 'form="decline"' in one


def test_offer_that_no_manager_holds_any_more_is_withdrawn_by_hr_in_the_case() -> None:
    """The page asked whether HR had made the offer, so one whose manager had gone was left to expire."""
    of = undraft(campaign := campaign_then())
    f.candidate(of.employee)
    partner = f.hr_partner(campaign)
    made = claimed(of.employee)
    link = f"withdraw/{made.public_id}/"
    client, _ = open_case(partner, of.employee, "claim")
    assert link not in text_of(client.get(case_address(of.employee)))
    assert client.get(case_address(of.employee, link)).status_code == 404
    end_grant(Grant.objects.get(role=made.role, status="confirmed"), by=f.admin(), clock=f.clock_at(THEN))
    assert link in text_of(client.get(case_address(of.employee)))
    assert client.get(case_address(of.employee, link)).status_code == 200
