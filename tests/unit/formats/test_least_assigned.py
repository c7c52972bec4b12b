"""A unit with fewer than fifty people assigned to it is shown in no release."""

import pytest

from tests.disclosure import FLOOR
from transfers.formats.suppression import Group, Tally, Tree, suppress


@pytest.mark.parametrize(("stay", "is_shown"), [(24, False), (25, True)])
def test_unit_below_fifty_people_is_not_shown_however_safe_its_counts(stay: int, is_shown: bool) -> None:
    groups = [Group(1, 5, Tally(25, stay, 0)), Group(2, 5, Tally(60, 60, 40))]
    table = suppress(Tree(groups, {1: None, 2: None}), FLOOR)
    assert (1 in {cell.unit for cell in table.units}) == is_shown
