"""Engines that are wrong on purpose, each in one way, and the property that must find each out."""

from collections.abc import Callable

from tests.unit.matching.rounds import NONE_LEFT, Engine, Outcome, get_lists, get_order, solve
from transfers.matching.rounds import Participant, RoundInput


def _serve(given: RoundInput, turn: Callable[[str], str | int], left: frozenset[str] = NONE_LEFT) -> Outcome:
    """One person after the other takes the best role that has a seat left."""
    free, lists = dict(given.seats), get_lists(given, left)
    outcome: dict[str, str | None] = dict.fromkeys(lists)
    for ballot in sorted(lists, key=turn):
        for role in lists[ballot]:
            if free[role]:
                free[role] -= 1
                outcome[ballot] = role
                break
    return outcome


def keeps_who_came_first(given: RoundInput, seed: bytes, left: frozenset[str]) -> Outcome:
    """No role lets a holder go for somebody who comes before them."""
    return _serve(given, lambda ballot: ballot, left)


def goes_by_rows(given: RoundInput, seed: bytes, left: frozenset[str]) -> Outcome:
    """Who stands higher in the file takes first."""
    rows = [each.ballot for each in given.participants]
    return _serve(given, rows.index, left)


def sells_a_seat_too_many(given: RoundInput, seed: bytes, left: frozenset[str]) -> Outcome:
    return solve(RoundInput({role: n + 1 for role, n in given.seats.items()}, given.participants), seed, left)


def keeps_a_seat_empty(given: RoundInput, seed: bytes, left: frozenset[str]) -> Outcome:
    """One seat of two stays empty: fewer people than could be are placed."""
    seats = {role: n - 1 if n == 2 else n for role, n in given.seats.items()}
    return solve(RoundInput(seats, given.participants), seed, left)


def lets_roles_ask(given: RoundInput, seed: bytes, left: frozenset[str]) -> Outcome:
    """Stable too, and the worst stable outcome for everybody."""
    order, lists = get_order(given, seed), get_lists(given, left)
    asks = {
        role: sorted((each for each in lists if role in lists[each]), key=lambda each: order[each, role])
        for role in given.seats
    }
    outcome: dict[str, str | None] = dict.fromkeys(lists)
    is_changed = True
    while is_changed:
        is_changed = False
        for role, people in asks.items():
            sitting = sum(got == role for got in outcome.values())
            while people and sitting < given.seats[role]:
                asked, is_changed = people.pop(0), True
                got = outcome[asked]
                if got is None or lists[asked].index(role) < lists[asked].index(got):
                    outcome[asked], sitting = role, sitting + 1
    return outcome


def gives_first_choices_first(given: RoundInput, seed: bytes, left: frozenset[str]) -> Outcome:
    """Immediate acceptance (the Boston mechanism): it pays to rank first what one is sure to get."""
    order, lists, free = get_order(given, seed), get_lists(given, left), dict(given.seats)
    outcome: dict[str, str | None] = dict.fromkeys(lists)
    for place in range(len(given.seats)):
        for role in given.seats:
            asking = [each for each in lists if outcome[each] is None and lists[each][place : place + 1] == [role]]
            for each in sorted(asking, key=lambda each: order[each, role])[: free[role]]:
                outcome[each] = role
                free[role] -= 1
    return outcome


def puts_the_better_last(given: RoundInput, seed: bytes, left: frozenset[str]) -> Outcome:
    """Tier, rating and fit turned round."""
    people = tuple(
        Participant(each.ballot, 15 - each.tier, tuple(ln._replace(rating=6 - ln.rating, fit_bp=10_000 - ln.fit_bp)
                    for ln in each.lines))
        for each in given.participants
    )  # fmt: skip
    return solve(RoundInput(given.seats, people), seed, left)


def shuts_a_role_of_three(given: RoundInput, seed: bytes, left: frozenset[str]) -> Outcome:
    """A third seat closes the role."""
    seats = {role: 0 if n == 3 else n for role, n in given.seats.items()}
    return solve(RoundInput(seats, given.participants), seed, left)


def keeps_the_seat_of_who_left(given: RoundInput, seed: bytes, left: frozenset[str]) -> Outcome:
    """Who leaves takes the seat along."""
    outcome = dict(solve(given, seed))
    return outcome | dict.fromkeys(left)


def gives_who_left_a_seat(given: RoundInput, seed: bytes, left: frozenset[str]) -> Outcome:
    return solve(given, seed)


def punishes_who_leaves(given: RoundInput, seed: bytes, left: frozenset[str]) -> Outcome:
    """When somebody leaves everybody is drawn anew, by name."""
    return keeps_who_came_first(given, seed, left) if left else solve(given, seed)


BROKEN: list[tuple[Engine, str]] = [
    (sells_a_seat_too_many, "outcome_is_valid"),
    (keeps_who_came_first, "outcome_is_stable"),
    (keeps_a_seat_empty, "outcome_is_stable"),
    (lets_roles_ask, "outcome_is_best_for_everybody"),
    (keeps_a_seat_empty, "same_people_are_placed_in_every_stable_outcome"),
    (keeps_who_came_first, "same_people_are_placed_in_every_stable_outcome"),
    (lets_roles_ask, "nobody_gains_by_another_list"),
    (gives_first_choices_first, "nobody_gains_by_another_list"),
    (puts_the_better_last, "standing_better_never_hurts"),
    (shuts_a_role_of_three, "seat_more_hurts_nobody"),
    (gives_who_left_a_seat, "leaving_hurts_nobody_else"),
    (punishes_who_leaves, "leaving_hurts_nobody_else"),
    (goes_by_rows, "row_order_means_nothing"),
]
