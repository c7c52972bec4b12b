"""Who may take which step with a round and what belongs to it, whatever page or command asks for it."""

import pytest

from tests import factories as f
from tests import rounds
from transfers.actions.ratings import rate_candidate
from transfers.actions.round_runs import ask_to_publish, improve_round, publish_round, run_round
from transfers.actions.rounds import discard_round
from transfers.actions.seats import RoleFull
from transfers.actions.simulations import ask_to_simulate, note_progress
from transfers.errors import Invalid, NotAllowed, NotVisible
from transfers.models import Rating, Role
from transfers.permissions.rounds import RoundChanged
from transfers.queries.simulations import Supposed
from transfers.sight.actor import PORTAL, Actor

pytestmark = pytest.mark.django_db

CLOCK = f.clock_at(f.NOW)


def test_steps_of_the_worker_are_nobody_elses() -> None:
    role = f.role()
    rounds.wishes(role)
    made = rounds.revealed([role])
    partner = made.preparing_by
    assert partner is not None
    with pytest.raises(NotVisible):
        run_round(made, by=partner, clock=CLOCK)
    run_round(made, clock=CLOCK)
    ask_to_publish(made, by=partner, clock=CLOCK)
    with pytest.raises(NotVisible):
        publish_round(made, by=partner, clock=CLOCK)
    publish_round(made, clock=CLOCK)
    with pytest.raises(NotVisible):
        improve_round(made, by=partner, clock=CLOCK)


def test_round_whose_offers_are_not_out_is_not_improved() -> None:
    with pytest.raises(RoundChanged):
        improve_round(rounds.run([f.role()]), clock=CLOCK)


def test_round_that_is_being_published_is_neither_asked_for_again_nor_discarded() -> None:
    made = rounds.run([f.role()])
    ask_to_publish(made, by=made.approver, clock=CLOCK)
    with pytest.raises(NotAllowed, match="being published"):
        ask_to_publish(made, by=made.preparing_by, clock=CLOCK)
    with pytest.raises(NotAllowed, match="being published"):
        discard_round(made, because="Not needed.", by=made.preparing_by, clock=CLOCK)


def test_partner_with_a_part_in_it_neither_publishes_nor_discards_it() -> None:
    role, partner = f.role(), rounds.partner()
    made = rounds.run([role])
    f.candidate(partner, visibility="rounds", ranked=[role])
    with pytest.raises(NotAllowed, match="have a part"):
        ask_to_publish(made, by=partner, clock=CLOCK)
    with pytest.raises(NotAllowed, match="have a part"):
        discard_round(made, because="Not needed.", by=partner, clock=CLOCK)


def test_seat_that_is_taken_after_all_is_offered_to_nobody() -> None:
    role = f.role(seats=1)
    rounds.wishes(role)
    made = rounds.run([role])
    ask_to_publish(made, by=made.approver, clock=CLOCK)
    Role.objects.filter(pk=role.pk).update(taken=1)
    with pytest.raises(RoleFull):
        publish_round(made, clock=CLOCK)


def test_only_the_roles_manager_rates_and_only_whom_they_see() -> None:
    role = f.role()
    seen, hidden = rounds.wishes(role, visibility="ranked"), rounds.wishes(role)
    outsiders: tuple[Actor, ...] = (PORTAL, f.manager_of(f.role()), f.admin(), rounds.partner(), seen.employee)
    for by in outsiders:
        with pytest.raises(NotVisible):
            rate_candidate(role, seen, 5, seen_version=0, by=by, clock=CLOCK)
    with pytest.raises(NotVisible):
        rate_candidate(role, hidden, 5, seen_version=0, by=f.manager_of(role), clock=CLOCK)
    assert not Rating.objects.exists()


@pytest.mark.parametrize("rating", [0, 6, -1])
def test_rating_lies_between_one_and_five(rating: int) -> None:
    role = f.role()
    candidacy = rounds.wishes(role, visibility="ranked")
    with pytest.raises(Invalid, match="1 to 5"):
        rate_candidate(role, candidacy, rating, seen_version=0, by=f.manager_of(role), clock=CLOCK)


def test_round_that_was_never_frozen_is_not_altered() -> None:
    made = rounds.discarded([f.role()])
    with pytest.raises(NotAllowed, match="never frozen"):
        ask_to_simulate(made, "What if", Supposed(seats={}), by=made.preparing_by, clock=CLOCK)


def test_progress_of_a_simulation_is_the_workers_to_tell() -> None:
    made = rounds.frozen([f.role()])
    simulation = ask_to_simulate(made, "What if", Supposed(seats={}), by=made.preparing_by, clock=CLOCK)
    with pytest.raises(NotVisible):
        note_progress(simulation, 50, by=made.approver)
