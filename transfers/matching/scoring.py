"""The factors other than shortage, exact until the one floor at the end (docs/adr/0005-integer-scores.md).

Every factor is an integer over 60 × the number of desired skills: 60 is divisible by each wanted level 1–5
and by the 3 that is left of the urgency's 10,000 / 150, so nothing is rounded before the sum.
"""

from datetime import date
from typing import NamedTuple

from transfers.matching.eligibility import Place, best_place
from transfers.matching.shortage import shortage_bp
from transfers.matching.types import FULL_BP, Order, Person, RankingPolicy, RoleFacts

SKILL_PARTS = 60
SAME_LEVEL, ONE_LEVEL_OFF = 10_000, 5_000
PLACES = {Place.SAME_SITE: 10_000, Place.REMOTE: 8_000, Place.COUNTRY: 4_000, Place.ABROAD: 2_000, None: 0}
ORIGIN_UNIT, ORIGIN_TREE = 10_000, 5_000
URGENT_DAYS, NOT_URGENT_DAYS = 30, 180


class Factors(NamedTuple):
    """The exact value of each factor in bp, as a numerator over `parts`."""

    parts: int
    skills: int
    level: int
    location: int
    going_back: int
    urgency: int
    shortage: int


def factors(person: Person, role: RoleFacts, today: date) -> Factors:
    """Return the published factors for an eligible pair, each 0…10,000 × parts."""
    parts = SKILL_PARTS * max(1, len(role.desired))
    return Factors(
        parts=parts,
        skills=FULL_BP * skill_parts(person, role),
        level=parts * level_bp(person, role),
        location=parts * PLACES[best_place(person, role)],
        going_back=parts * going_back_bp(person, role),
        urgency=parts // 3 * urgency_in_thirds(role.wanted_by_on, today),
        shortage=parts * min(FULL_BP, shortage_bp(role.unit)),
    )


def score_bp(values: Factors, policy: RankingPolicy) -> int:
    """Return the weighted sum in bp, floored once; the shortage counts only in the weighted order."""
    total = (
        policy.skills_bp * values.skills
        + policy.level_bp * values.level
        + policy.location_bp * values.location
        + policy.return_bp * values.going_back
        + policy.urgency_bp * values.urgency
    )
    if policy.order is Order.WEIGHTED:
        total += policy.shortage_bp * values.shortage
    return total // (FULL_BP * values.parts)


def fit_bp(person: Person, role: RoleFacts, policy: RankingPolicy) -> int:
    """Return the score without return, urgency and shortage, which say nothing about how well a person fits."""
    parts = SKILL_PARTS * max(1, len(role.desired))
    total = policy.skills_bp * FULL_BP * skill_parts(person, role) + parts * (
        policy.level_bp * level_bp(person, role) + policy.location_bp * PLACES[best_place(person, role)]
    )
    return total // (FULL_BP * parts)


def skill_parts(person: Person, role: RoleFacts) -> int:
    """Return the share of desired skills over 60 × their number; 60 of 60 when none is desired."""
    if not role.desired:
        return SKILL_PARTS
    held = person.skills
    return sum(min(held.get(skill, 0), wanted) * (SKILL_PARTS // wanted) for skill, wanted in role.desired)


def levels_apart(person: Person, role: RoleFacts) -> int:
    """Return how far the person's level lies outside the role's band; 0 inside it."""
    return max(0, role.level_min - person.level, person.level - role.level_max)


def level_bp(person: Person, role: RoleFacts) -> int:
    """Return 10,000 for the same level, 5,000 for one off, else 0."""
    apart = levels_apart(person, role)
    return SAME_LEVEL if apart == 0 else ONE_LEVEL_OFF if apart == 1 else 0


def going_back_bp(person: Person, role: RoleFacts) -> int:
    """Return 10,000 for the unit the person was drafted from, 5,000 within the tree of its parent, else 0."""
    if role.unit.id in person.origin_units:
        return ORIGIN_UNIT
    return 0 if person.origin_parents.isdisjoint(role.unit.within) else ORIGIN_TREE


def urgency_in_thirds(wanted_by_on: date | None, today: date) -> int:
    """Return the urgency in thirds of a bp: 10,000 within 30 days, then 10,000 × (180 − d) / 150, 0 from 180."""
    if wanted_by_on is None:
        return 0
    days = max(URGENT_DAYS, (wanted_by_on - today).days)
    return max(0, NOT_URGENT_DAYS - days) * (3 * FULL_BP // (NOT_URGENT_DAYS - URGENT_DAYS))
