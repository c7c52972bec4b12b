"""Scores by hand, against exact fractions, and their bounds."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from math import floor
from typing import Any

import pytest
from hypothesis import given

from tests.unit.matching.facts import ADA, PAYMENTS, PEOPLE, RELIABILITY, TODAY, policies, roles
from transfers.matching.eligibility import is_eligible
from transfers.matching.scoring import (
    factors,
    fit_bp,
    going_back_bp,
    level_bp,
    score_bp,
    skill_parts,
    urgency_in_thirds,
)
from transfers.matching.types import Order, Person, RankingPolicy, Relocation, RoleFacts, SkillNeed

POLICY = RankingPolicy()


def test_score_of_the_example_is_8000_by_hand() -> None:
    """4 of 5 desired skills: 0.8 × 5,000; same level 2,000; same site 2,000; no return, no urgency."""
    assert score_bp(factors(ADA, RELIABILITY, TODAY), POLICY) == 8_000
    assert fit_bp(ADA, RELIABILITY, POLICY) == 8_000


def test_skill_held_in_part_counts_in_part() -> None:
    """(2/3 + 1/5) / 2 = 13/30 of the skills' weight: 2,166.67 bp, with 4,000 for level and place, floored once."""
    person = replace(ADA, skills={1: 3, 2: 2, 3: 1})
    role = replace(RELIABILITY, desired=(SkillNeed(2, 3), SkillNeed(3, 5)))
    assert Fraction(skill_parts(person, role), 120) == Fraction(13, 30)
    assert score_bp(factors(person, role, TODAY), POLICY) == 6_166


def test_more_skill_than_wanted_counts_once() -> None:
    role = replace(RELIABILITY, desired=(SkillNeed(3, 1),))
    assert skill_parts(ADA, role) == 60


def test_role_without_desired_skills_gives_all_of_them() -> None:
    values = factors(ADA, replace(RELIABILITY, desired=()), TODAY)
    assert values.skills == 10_000 * values.parts


@pytest.mark.parametrize(("level", "expected"), [(4, 10_000), (5, 10_000), (6, 5_000), (7, 0), (3, 5_000), (2, 0)])
def test_level_counts_its_distance_from_the_band(level: int, expected: int) -> None:
    assert level_bp(replace(ADA, level=level), RELIABILITY) == expected


@pytest.mark.parametrize(
    ("person", "role", "expected"),
    [
        ({}, {}, 10_000),
        ({"relocation": Relocation.ANYWHERE}, {"site_id": 2, "is_remote_allowed": True}, 8_000),
        ({"relocation": Relocation.ANYWHERE}, {"site_id": 2}, 4_000),
        ({"relocation": Relocation.COUNTRY}, {"site_id": 2}, 4_000),
        ({"relocation": Relocation.ANYWHERE}, {"site_id": 2, "country": "SE"}, 2_000),
    ],
)
def test_location_takes_the_best_that_holds(person: dict[str, Any], role: dict[str, Any], expected: int) -> None:
    values = factors(replace(ADA, **person), replace(RELIABILITY, **role), TODAY)
    assert values.location == expected * values.parts


@pytest.mark.parametrize(("origin", "parent", "expected"), [(7, 2, 10_000), (8, 2, 5_000), (8, 1, 5_000), (8, 3, 0)])
def test_return_is_the_origin_unit_or_its_parents_tree(origin: int, parent: int, expected: int) -> None:
    person = replace(ADA, origin_units=frozenset({origin}), origin_parents=frozenset({parent}))
    assert going_back_bp(person, RELIABILITY) == expected


def test_person_who_was_not_drafted_has_no_return() -> None:
    assert going_back_bp(ADA, RELIABILITY) == 0


@pytest.mark.parametrize(
    ("days", "bp"),
    [(-400, 10_000), (0, 10_000), (30, 10_000), (31, Fraction(29_800, 3)), (105, 5_000), (179, Fraction(200, 3)),
     (180, 0), (3_000, 0)],
)  # fmt: skip
def test_urgency_falls_from_30_to_180_days(days: int, bp: Fraction) -> None:
    assert Fraction(urgency_in_thirds(TODAY + timedelta(days=days), TODAY), 3) == bp


def test_role_without_a_date_is_not_urgent() -> None:
    assert urgency_in_thirds(None, TODAY) == 0


def test_shortage_beyond_the_approved_headcount_counts_as_whole() -> None:
    policy = RankingPolicy(order=Order.WEIGHTED, shortage_bp=5_000, skills_bp=0)
    role = replace(RELIABILITY, unit=replace(PAYMENTS, filled=0, announced_out=9))
    assert score_bp(factors(ADA, role, TODAY), policy) == 5_000 + 4_000


@pytest.mark.parametrize(
    "weights",
    [{"skills_bp": 4_999}, {"skills_bp": 8_000, "level_bp": -1_000},
     {"shortage_bp": 1_000, "skills_bp": 4_000}, {"band_bp": 0}, {"band_bp": 10_001}],
)  # fmt: skip
def test_policy_with_impossible_weights_is_refused(weights: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=r"weight|band"):
        RankingPolicy(**weights)  # type: ignore[arg-type]


def exact_score(person: Person, role: RoleFacts, policy: RankingPolicy, today: date) -> Fraction:
    """The published table once more, in fractions and words of its own: the oracle."""
    held = [Fraction(min(person.skills.get(s, 0), w), w) for s, w in role.desired]
    skills = 10_000 * sum(held, Fraction(0)) / len(held) if held else Fraction(10_000)
    if role.level_min <= person.level <= role.level_max:
        level = 10_000
    else:
        one_off = person.level in (role.level_min - 1, role.level_max + 1)
        level = 5_000 if one_off else 0
    options = [0]
    if person.site_id == role.site_id:
        options.append(10_000)
    if role.is_remote_allowed:
        options.append(8_000)
    if person.country == role.country and person.relocation is not Relocation.NONE:
        options.append(4_000)
    if person.country != role.country and person.relocation is Relocation.ANYWHERE:
        options.append(2_000)
    going_back = 5_000 if person.origin_parents & role.unit.within else 0
    if role.unit.id in person.origin_units:
        going_back = 10_000
    urgency = Fraction(0)
    if role.wanted_by_on is not None:
        days = (role.wanted_by_on - today).days
        urgency = Fraction(10_000) if days <= 30 else max(Fraction(0), Fraction(10_000 * (180 - days), 150))
    unit, shortage = role.unit, 0
    if unit.approved:
        short = max(0, unit.approved - unit.filled + unit.announced_out - unit.announced_in)
        shortage = min(10_000, short * 10_000 // unit.approved)
    return (
        policy.skills_bp * skills
        + policy.level_bp * level
        + policy.location_bp * max(options)
        + policy.return_bp * going_back
        + policy.urgency_bp * urgency
        + policy.shortage_bp * shortage
    ) / 10_000


@given(PEOPLE, roles(), policies())
def test_score_is_the_exact_fraction_floored_once(person: Person, role: RoleFacts, policy: RankingPolicy) -> None:
    score = score_bp(factors(person, role, TODAY), policy)
    assert score == floor(exact_score(person, role, policy, TODAY))
    assert type(score) is int


@given(PEOPLE, roles(), policies())
def test_every_factor_and_score_lies_between_0_and_10000(
    person: Person, role: RoleFacts, policy: RankingPolicy
) -> None:
    values = factors(person, role, TODAY)
    assert all(0 <= value <= 10_000 * values.parts for value in values[1:])
    assert 0 <= fit_bp(person, role, policy) <= 10_000
    assert 0 <= score_bp(values, policy) <= 10_000


@given(PEOPLE, roles(), policies())
def test_fit_is_the_score_of_a_role_without_return_urgency_and_shortage(
    person: Person, role: RoleFacts, policy: RankingPolicy
) -> None:
    elsewhere = replace(person, origin_units=frozenset(), origin_parents=frozenset())
    full = replace(role, wanted_by_on=None, unit=replace(role.unit, approved=0))
    assert fit_bp(person, role, policy) == score_bp(factors(elsewhere, full, TODAY), policy)


@given(PEOPLE, roles(), policies())
def test_learning_more_never_lowers_a_score(person: Person, role: RoleFacts, policy: RankingPolicy) -> None:
    before = score_bp(factors(person, role, TODAY), policy)
    for skill in range(1, 7):
        better = replace(person, skills={**person.skills, skill: min(5, person.skills.get(skill, 0) + 1)})
        assert score_bp(factors(better, role, TODAY), policy) >= before
        assert is_eligible(better, role) or not is_eligible(person, role)
