"""Shortage in basis points and bands."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.matching.facts import PAYMENTS, UNITS
from transfers.matching.shortage import band_of, people_short, shortage_bp
from transfers.matching.types import UnitFacts


def test_unit_with_26_of_40_is_14_short_which_is_35_percent() -> None:
    assert people_short(PAYMENTS) == 14
    assert shortage_bp(PAYMENTS) == 3_500


def test_only_announced_moves_shift_a_shortage() -> None:
    assert people_short(replace(PAYMENTS, announced_out=3, announced_in=1)) == 16


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        (UnitFacts(id=1, approved=0, filled=0), 0),
        (UnitFacts(id=1, approved=0, filled=3, announced_out=9), 0),
        (UnitFacts(id=1, approved=10, filled=12), 0),
        (UnitFacts(id=1, approved=3, filled=2), 3_333),
        (UnitFacts(id=1, approved=10, filled=0), 10_000),
        (UnitFacts(id=1, approved=10, filled=0, announced_out=2), 12_000),
    ],
)
def test_shortage_at_the_edges_is_floored_and_never_negative(unit: UnitFacts, expected: int) -> None:
    assert shortage_bp(unit) == expected


@pytest.mark.parametrize(("share", "band"), [(0, 0), (499, 0), (500, 1), (3_499, 6), (3_500, 7)])
def test_band_is_five_points_wide_and_closed_below(share: int, band: int) -> None:
    assert band_of(share, 500) == band


@given(UNITS, st.integers(1, 5))
def test_shortage_falls_when_somebody_joins(unit: UnitFacts, joining: int) -> None:
    assert shortage_bp(replace(unit, filled=unit.filled + joining)) <= shortage_bp(unit)
