"""What if: beside the frozen round, in the background, and without a trace in any live row."""

from typing import Any

import pytest

from accounts.models import EmployeeSkill
from tests import factories as f
from tests import rounds
from transfers.actions.simulations import (
    LEASE,
    ask_to_simulate,
    cancel_simulation,
    finish_simulation,
    note_progress,
    take_up_simulation,
)
from transfers.errors import Invalid, NotAllowed, NotVisible
from transfers.matching.simulation import suppose
from transfers.models import Ballot, Claim, Notice, Role, Round, RoundRun, Simulation
from transfers.queries import rounds as due
from transfers.queries.round_inputs import get_input
from transfers.queries.simulations import WEIGHTS, Supposed, get_changes, read_supposed, show, with_weights
from transfers.states import SimulationStatus
from transfers.tasks.simulation_work import carry_out_simulation

pytestmark = pytest.mark.django_db

CLOCK = f.clock_at(f.NOW)


def simulated(of: Round, supposed: Supposed) -> Simulation:
    made = ask_to_simulate(of, "What if", supposed, by=of.preparing_by, clock=CLOCK)
    carry_out_simulation(made, clock=CLOCK)
    made.refresh_from_db()
    return made


def report(of: Round, supposed: Supposed) -> tuple[dict[str, Any], dict[str, Any]]:
    found = simulated(of, supposed).report
    assert found is not None
    return found["today"], found["supposed"]


def test_seat_more_gives_one_more_person_a_role() -> None:
    role = f.role(seats=1)
    for _ in range(3):
        rounds.wishes(role)
    today, supposed = report(rounds.frozen([role]), Supposed(seats={role.pk: 1}))
    assert (today["placed"], supposed["placed"]) == (1, 2)
    assert (today["seats"], supposed["seats"]) == (1, 2)


def test_closed_unit_gives_nothing() -> None:
    role, other = f.role(), f.role()
    rounds.wishes(role, other)
    today, supposed = report(rounds.frozen([role, other]), Supposed(seats={}, closed_units=(role.unit_id,)))
    assert (today["ranks"][:2], supposed["ranks"][:2]) == ([1, 0], [0, 1])


def test_leavers_and_minimum_staffing_take_people_out() -> None:
    role = f.role(seats=9)
    people = [rounds.wishes(role) for _ in range(6)]
    unit, skill = f.UnitFactory.create(), EmployeeSkill.objects.filter(employee=people[0].employee).get().skill
    for candidacy in people[:4]:
        candidacy.employee.unit = unit
        candidacy.employee.save()
    made = rounds.frozen([role])
    assert report(made, Supposed(seats={}, leavers=2))[1]["placed"] == 4

    def taking_part(stay: int) -> int:
        changes = get_changes(made, Supposed(seats={}, stays=((unit.pk, skill.pk, stay),)))
        return sum(bool(each.lines) for each in suppose(get_input(made), changes, b"a seed").participants)

    assert [taking_part(stay) for stay in (0, 3, 4, 5, 9)] == [6, 3, 2, 2, 2]
    f.EmployeeFactory.create(unit=unit)  # with the skill, and stays whatever the round does
    assert [taking_part(stay) for stay in (0, 3, 9)] == [6, 4, 2]


def test_group_so_small_that_a_change_tells_of_its_people_is_refused() -> None:
    role = f.role()
    person = rounds.wishes(role).employee
    made = rounds.frozen([role])
    skill = EmployeeSkill.objects.filter(employee=person).get().skill
    with pytest.raises(Invalid, match="10 people"):
        ask_to_simulate(
            made, "T", Supposed(seats={}, stays=((person.unit_id, skill.pk, 1),)), by=made.approver, clock=CLOCK
        )


def reported(placed: int, rank_sum: int) -> dict[str, Any]:
    best = {"seats": 50, "best_placed": 60, "best_rank_sum": 80}
    return {"people": 100, "placed": placed, "rank_sum": rank_sum, "ranks": (placed, *[0] * 9), **best}


def test_number_near_one_shown_before_is_shown_as_that_one() -> None:
    """Two simulations that differ by one person's list would tell it by whether a number flips."""
    before = reported(30, 40)
    first = show([before], 10)
    assert show([before, reported(31, 43)], 10) == show([before, reported(22, 25)], 10) == first
    assert show([before, reported(45, 60)], 10) != first


def test_mean_is_of_one_report_and_never_below_the_first_rank() -> None:
    """Fails when count and sum are each shown as an earlier report's: thirteen people more would share its sum."""
    assert show([reported(3, 3), reported(16, 20)], 10).mean_rank == 125


def test_other_weights_change_who_comes_first() -> None:
    """By skills the one comes first, by location the other."""
    near, far = f.SiteFactory.create(code="near", name="Near"), f.SiteFactory.create(code="far", name="Far")
    role = f.role(site=near, is_remote_allowed=True)
    rounds.wishes(role, site=near)
    rounds.wishes(role, site=far)
    made = rounds.frozen([role])

    def fits(weights: dict[str, int]) -> set[int]:
        given = with_weights(made, get_input(made), weights)
        return {line.fit_bp for each in given.participants for line in each.lines}

    none = dict.fromkeys(WEIGHTS, 0)
    assert len(fits(none | {"location_bp": 10_000})) == 2
    assert len(fits(none | {"skills_bp": 10_000})) == 1
    assert simulated(made, Supposed(seats={}, weights=none | {"skills_bp": 10_000})).status == SimulationStatus.DONE


def test_nothing_live_is_written() -> None:
    role = f.role(seats=2)
    for _ in range(4):
        rounds.wishes(role)
    made = rounds.frozen([role])

    def live() -> list[object]:
        return [list(model.objects.order_by("pk").values()) for model in (Round, Ballot, RoundRun, Claim, Role)]

    before, told = live(), Notice.objects.exclude(template="simulation.done").count()
    simulated(made, Supposed(seats={role.pk: 5}, leavers=1))
    assert live() == before
    assert Notice.objects.exclude(template="simulation.done").count() == told


def test_what_is_supposed_is_read_back_as_it_was_kept() -> None:
    supposed = Supposed(seats={3: -1}, closed_units=(4, 5), leavers=6, stays=((7, 8, 9),), weights={"skills_bp": 1})
    assert read_supposed(supposed.to_json()) == supposed


def test_cancelled_simulation_is_not_finished() -> None:
    made = rounds.frozen([f.role()])
    simulation = ask_to_simulate(made, "What if", Supposed(seats={}), by=made.preparing_by, clock=CLOCK)
    assert due.get_simulations_to_carry_out(f.NOW) == [simulation.pk]
    cancel_simulation(simulation, by=made.approver, clock=CLOCK)
    assert due.get_simulations_to_carry_out(f.NOW) == []
    carry_out_simulation(simulation, clock=CLOCK)
    assert not note_progress(simulation, 30)
    simulation.refresh_from_db()
    assert (simulation.status, simulation.progress) == (SimulationStatus.CANCELLED, 0)
    with pytest.raises(NotAllowed, match="cancelled"):
        finish_simulation(simulation, {}, clock=CLOCK)
    with pytest.raises(NotAllowed, match="cancelled"):
        cancel_simulation(simulation, by=made.approver, clock=CLOCK)


def test_simulation_that_a_worker_has_is_left_to_it_until_its_lease_is_over() -> None:
    made = rounds.frozen([f.role()])
    simulation = ask_to_simulate(made, "What if", Supposed(seats={}), by=made.preparing_by, clock=CLOCK)
    assert take_up_simulation(simulation, clock=CLOCK)
    assert due.get_simulations_to_carry_out(f.NOW) == []
    carry_out_simulation(simulation, clock=CLOCK)
    simulation.refresh_from_db()
    assert simulation.status == SimulationStatus.REQUESTED
    assert due.get_simulations_to_carry_out(f.NOW + LEASE) == [simulation.pk]
    carry_out_simulation(simulation, clock=f.clock_at(f.NOW + LEASE))
    simulation.refresh_from_db()
    assert simulation.status == SimulationStatus.DONE


def test_only_hr_partners_without_a_part_suppose_anything() -> None:
    role = f.role()
    candidacy = rounds.wishes(role)
    made = rounds.frozen([role])
    for outsider in (f.admin(), f.manager_of(role), candidacy.employee):
        with pytest.raises(NotVisible):
            ask_to_simulate(made, "What if", Supposed(seats={}), by=outsider, clock=CLOCK)
    asked = ask_to_simulate(made, "What if", Supposed(seats={}), by=made.approver, clock=CLOCK)
    for outsider in (f.admin(), candidacy.employee):
        with pytest.raises(NotVisible):
            cancel_simulation(asked, by=outsider, clock=CLOCK)
    with pytest.raises(NotVisible):
        take_up_simulation(asked, by=made.approver, clock=CLOCK)
    with pytest.raises(NotVisible):
        finish_simulation(asked, {}, by=made.approver, clock=CLOCK)
    unfrozen = rounds.prepared([f.role()])
    with pytest.raises(NotAllowed, match="never frozen"):
        ask_to_simulate(unfrozen, "What if", Supposed(seats={}), by=unfrozen.preparing_by, clock=CLOCK)


@pytest.mark.parametrize(
    ("supposed", "says"),
    [
        (Supposed(seats={1: 10_001}), "seats"),
        (Supposed(seats={}, leavers=-1), "none or more"),
        (Supposed(seats={}, stays=((1, 1, -1),)), "none or more"),
        (Supposed(seats={}, weights={"skills_bp": 10_000}), "10,000"),
        (
            Supposed(
                seats={},
                weights=dict.fromkeys(WEIGHTS, 3_334),
            ),
            "10,000",
        ),
    ],
)
def test_what_makes_no_sense_is_refused(supposed: Supposed, says: str) -> None:
    made = rounds.frozen([f.role()])
    with pytest.raises(Invalid, match=says):
        ask_to_simulate(made, "What if", supposed, by=made.preparing_by, clock=CLOCK)
    with pytest.raises(Invalid, match="title"):
        ask_to_simulate(made, "  ", Supposed(seats={}), by=made.preparing_by, clock=CLOCK)


def test_report_hides_what_is_small() -> None:
    kept = {
        "people": 40,
        "seats": 12,
        "placed": 12,
        "rank_sum": 15,
        "ranks": [9, 3, 0, 0, 0, 0, 0, 0, 0, 0],
        "best_placed": 9,
        "best_rank_sum": 9,
    }
    shown = show([kept], 10)
    assert (shown.people, shown.placed, shown.unplaced, shown.mean_rank, shown.best_mean_rank) == (
        40,
        10,
        30,
        125,
        None,
    )
    assert set(shown.ranks) == {None}
