"""A release gives nobody away: worked examples, and a solver that tries on random companies."""

import os
import random
from collections.abc import Mapping

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.disclosure import FLOOR, Reader
from transfers.formats import joint
from transfers.formats.suppression import (
    ROUNDED_TO,
    WHOLE,
    Family,
    Group,
    LevelCell,
    Table,
    Tally,
    Tree,
    UnitCell,
    merge_upward,
    rests_of,
    rounded,
    suppress,
    suppress_again,
)

# RELEASES=1000 tries as many companies; the audit does
TRIED = int(os.environ.get("RELEASES", "100"))
SLACK = ROUNDED_TO // 2

# counts round the threshold, where mistakes are, and larger ones
_numbers = st.sampled_from([0, 0, 1, 3, 7, 9, 10, 11, 14, 20, 45, 80])
_tallies = st.one_of(st.just(Tally()), st.builds(Tally, _numbers, _numbers, _numbers))


@st.composite
def companies(draw: st.DrawFn) -> tuple[list[Group], dict[int, int | None]]:
    """Up to seven units in a tree of any shape, people of up to four levels in each."""
    size = draw(st.integers(1, 7))
    parents = {unit: draw(st.sampled_from([None, *range(1, unit)])) for unit in range(1, size + 1)}
    levels = range(4, 4 + draw(st.integers(1, 4)))
    groups = [Group(unit, level, draw(_tallies)) for unit in parents for level in levels]
    groups = [group for group in groups if group.tally.assigned]
    assume(groups)
    return groups, parents


def released(groups: list[Group], parents: Mapping[int, int | None]) -> Table:
    return suppress(Tree(groups, parents), FLOOR)


def in_full(groups: list[Group], parents: Mapping[int, int | None]) -> Table:
    """The same table before rounding: more than any reader is told."""
    tree, table = Tree(groups, parents), released(groups, parents)
    of = tree.totals
    units = [
        UnitCell(
            cell.unit,
            of[cell.unit].assigned,
            *(
                getattr(of[cell.unit], option) if getattr(cell, option) is not None else None
                for option in ("undraft", "stay", "none")
            ),
        )
        for cell in table.units
    ]
    levels = [
        LevelCell(
            band.lowest,
            band.highest,
            band.assigned,
            sum(group.tally.undraft for group in groups if band.lowest <= group.level <= band.highest),
        )
        for band in table.levels
    ]
    return Table(tuple(units), tuple(levels))


@given(companies())
@settings(max_examples=TRIED, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_nothing_follows_of_any_group_of_people(company: tuple[list[Group], dict[int, int | None]]) -> None:
    """Given the numbers even before rounding.

    Fails when the rest of the unit above is not asked to be safe, and when stay and no choice are shown wherever
    undraft is; of a thousand companies also when units and bands of levels are not asked together.
    """
    groups, parents = company
    assert Reader(groups, parents, [in_full(groups, parents)], slack=0).gives_away() == []


@given(companies())
@settings(max_examples=max(20, TRIED // 5), deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_nothing_follows_from_rounded_numbers_and_the_truth_fits_them(
    company: tuple[list[Group], dict[int, int | None]],
) -> None:
    groups, parents = company
    reader = Reader(groups, parents, [released(groups, parents)], slack=SLACK)
    assert reader.fits()
    assert reader.gives_away() == []


@given(companies())
@settings(max_examples=200, deadline=None)
def test_number_that_is_shown_stands_for_ten_and_leaves_ten(
    company: tuple[list[Group], dict[int, int | None]],
) -> None:
    groups, parents = company
    tree, table = Tree(groups, parents), released(groups, parents)
    for cell in table.units:
        people = tree.totals[cell.unit]
        assert people.assigned >= 50
        for option in ("undraft", "stay", "none"):
            shown, true = getattr(cell, option), getattr(people, option)
            if shown is not None:
                assert true >= FLOOR
                assert people.assigned - true >= FLOOR
                assert shown == rounded(true)
    for band in table.levels:
        assert band.undraft >= FLOOR
        assert band.assigned - band.undraft >= FLOOR


@given(companies(), st.randoms(use_true_random=False))
@settings(max_examples=100, deadline=None)
def test_order_of_the_counts_changes_nothing(
    company: tuple[list[Group], dict[int, int | None]], chance: random.Random
) -> None:
    groups, parents = company
    shuffled = list(groups)
    chance.shuffle(shuffled)
    assert released(shuffled, parents) == released(groups, parents)


@given(companies(), st.data())
@settings(max_examples=TRIED, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_later_release_tells_nobody_who_changed_their_mind(
    company: tuple[list[Group], dict[int, int | None]], data: st.DataObject
) -> None:
    """Every count that both releases show, and every rest of those, moved by nothing or by ten. Where nothing moved,
    both are about the same people and are given to one reader. Fails when rests are not compared."""
    groups, parents = company
    later = []
    for group in groups:
        moving = min(group.tally.none, data.draw(st.sampled_from([0, 0, 0, 0, 3, 12])))
        later.append(group._replace(tally=group.tally + Tally(moving, 0, -moving)))
    first, trees = in_full(groups, parents), (Tree(groups, parents), Tree(later, parents))
    table = suppress_again(released(groups, parents).units, *trees, FLOOR)
    if table is None:
        return
    assert table.levels == ()
    units = [cell.unit for cell in table.units if cell.undraft is not None]
    assert {*units} <= {cell.unit for cell in first.units if cell.undraft is not None}
    for before, after in ([tree.totals for tree in trees], [rests_of(tree, units) for tree in trees]):
        moved = [abs(after[unit].undraft - before[unit].undraft) for unit in units]
        assert all(number == 0 or number >= FLOOR for number in moved)
    if groups == later:
        told = [cell for cell in first.units if cell.unit in units]
        assert Reader(groups, parents, [first, Table(tuple(told), ())], slack=0).gives_away() == []


def team(unit: int, undraft: int, stay: int = 40, none: int = 20, level: int = 5) -> Group:
    return Group(unit, level, Tally(undraft, stay, none))


def undraft_by_unit(table: Table) -> dict[int | None, int | None]:
    return {cell.unit: cell.undraft for cell in table.units}


def test_unit_beside_a_single_small_one_is_hidden_with_it() -> None:
    """Shown alone it would give the small one away by subtraction from the whole."""
    groups, parents = [team(1, 40), team(2, 4)], {1: None, 2: None}
    assert undraft_by_unit(released(groups, parents)) == {WHOLE: 45, 1: None, 2: None}


def test_units_beside_two_small_ones_are_shown_where_those_together_are_safe() -> None:
    groups, parents = [team(1, 40), team(2, 6), team(3, 7)], {1: None, 2: None, 3: None}
    assert undraft_by_unit(released(groups, parents)) == {WHOLE: 55, 1: 40, 2: None, 3: None}


def test_unit_where_nearly_everybody_undrafted_is_hidden() -> None:
    groups, parents = [team(1, 60, 4, 1), team(2, 30), team(3, 30)], {1: None, 2: None, 3: None}
    assert undraft_by_unit(released(groups, parents))[1] is None


def test_people_directly_in_a_unit_hide_the_unit_below_where_they_are_few() -> None:
    groups, parents = [team(1, 2, 3, 1), team(2, 40)], {1: None, 2: 1}
    assert undraft_by_unit(released(groups, parents)) == {WHOLE: 40, 2: None}


def test_unit_with_fewer_than_fifty_people_is_not_listed() -> None:
    groups, parents = [team(1, 20, 15, 14), team(2, 40)], {1: None, 2: None}
    assert set(undraft_by_unit(released(groups, parents))) == {WHOLE, 2}


def test_unit_above_that_holds_the_same_people_is_listed_once() -> None:
    groups, parents = [team(3, 40), team(4, 30)], {1: None, 2: 1, 3: 2, 4: 2}
    assert undraft_by_unit(released(groups, parents)) == {WHOLE: 70, 3: 40, 4: 30}


def test_campaign_with_few_on_one_side_shows_nothing() -> None:
    table = released([team(1, 9), team(2, 0)], {1: None, 2: None})
    assert {cell.undraft for cell in table.units} == {None}
    assert table.levels == ()


def test_stay_and_no_choice_are_hidden_together_where_one_is_small() -> None:
    table = released([team(1, 40, 40, 3), team(2, 40, 40, 30)], {1: None, 2: None})
    assert [(cell.unit, cell.stay, cell.none) for cell in table.units] == [
        (WHOLE, 80, 35),
        (2, None, None),
        (1, None, None),
    ]


def test_levels_are_merged_upward_until_both_sides_reach_ten() -> None:
    levels = {3: Tally(4, 30, 0), 4: Tally(5, 30, 0), 5: Tally(3, 30, 0), 6: Tally(12, 9, 0), 7: Tally(1, 9, 0)}
    assert merge_upward(levels, FLOOR) == [[3, 4, 5], [6, 7]]


def test_levels_that_are_never_enough_give_no_band() -> None:
    assert merge_upward({3: Tally(4, 30, 0), 4: Tally(5, 30, 0)}, FLOOR) == []


def test_levels_that_would_give_a_unit_away_are_merged() -> None:
    """Level 9 is unit 1's alone but for a few: a band of its own would tell of them."""
    groups = [team(1, 40, level=9), team(2, 3, 20, 2, level=9), team(2, 40, level=5), team(3, 40, level=5)]
    parents = {1: None, 2: None, 3: None}
    cells = in_full(groups, parents)
    assert cells.levels == ()
    bands = (LevelCell(5, 5, 0, 80), LevelCell(9, 9, 0, 43))
    assert Reader(groups, parents, [Table(cells.units, bands)], slack=0).gives_away() != []


@given(companies())
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_solver_agrees_with_the_check_of_units_and_levels_together(
    company: tuple[list[Group], dict[int, int | None]],
) -> None:
    """Two tables of any kind, whole rows and whole columns: the check and the solver find the same safe."""
    groups, _parents = company
    units, levels = sorted({group.unit for group in groups}), sorted({group.level for group in groups})
    of = {(group.unit, group.level): group.tally for group in groups}
    crossing = [[of.get((unit, level), Tally()) for level in levels] for unit in units]
    cross = joint.Cross(
        [[tally.assigned for tally in line] for line in crossing],
        [[tally.undraft for tally in line] for line in crossing],
    )
    flat: dict[int, int | None] = dict.fromkeys(units)
    table = Table(
        tuple(
            UnitCell(unit, 0, sum(tally.undraft for tally in line), None, None)
            for unit, line in zip(units, crossing, strict=True)
        ),
        tuple(
            LevelCell(level, level, 0, sum(line[number].undraft for line in crossing))
            for number, level in enumerate(levels)
        ),
    )
    away = [each for each in Reader(groups, flat, [table], slack=0).gives_away() if each.option == "undraft"]
    of_crossings = [each for each in away if " in unit " in each.group]
    assert joint.is_protected(cross, FLOOR) == (of_crossings == [])


def test_solver_finds_what_hiding_small_counts_alone_gives_away() -> None:
    groups, parents = [team(1, 40), team(2, 4)], {1: None, 2: None}
    naive = Table((UnitCell(WHOLE, 165, 45, None, None), UnitCell(1, 100, 40, None, None)), ())
    away = Reader(groups, parents, [naive], slack=SLACK).gives_away()
    assert ("unit 2 and below", "undraft") in {(each.group, each.option) for each in away}


def test_later_release_is_refused_where_only_a_rest_moved_a_little() -> None:
    """The unit moves by twelve, the whole by fifteen: subtracting tells that three people elsewhere undrafted."""
    parents: dict[int, int | None] = {1: None, 2: None}
    before, after = Tree([team(1, 40), team(2, 30)], parents), Tree([team(1, 52, 28), team(2, 33, 37)], parents)
    assert suppress_again(suppress(before, FLOOR).units, before, after, FLOOR) is None
    ten_more = Tree([team(1, 52, 28), team(2, 40, 30)], parents)
    assert suppress_again(suppress(before, FLOOR).units, before, ten_more, FLOOR) is not None


def test_later_release_is_refused_where_the_units_have_changed() -> None:
    before = Tree([team(1, 40), team(2, 30)], {1: None, 2: None})
    stood = suppress(Tree([team(1, 55), team(2, 30)], {1: None, 2: None}), FLOOR).units
    assert suppress_again(stood, before, before, FLOOR) is None


def test_family_without_the_whole_shows_nothing_below() -> None:
    tree = Tree([team(1, 40)], {1: None})
    assert Family(tree, [WHOLE, 1], lambda _tally: False).rests == {}


@pytest.mark.parametrize(("number", "shown"), [(10, 10), (12, 10), (13, 15), (17, 15), (18, 20)])
def test_numbers_are_rounded_to_the_nearest_five(number: int, shown: int) -> None:
    assert rounded(number) == shown
