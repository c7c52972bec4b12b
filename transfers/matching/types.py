"""What the engine is told: plain facts about a person, a role, a unit, and the policy's weights.

Ids are the callers' integers; the engine knows no names. All shares are integers in basis points (bp).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple

FULL_BP = 10_000
HIGHEST_SKILL = 5


class Relocation(StrEnum):
    """How far a person would move house for a role."""

    NONE = "none"
    COUNTRY = "country"
    ANYWHERE = "anywhere"


class Order(StrEnum):
    """Shortage first (`bands`), or shortage as one weight among the others (`weighted`)."""

    BANDS = "bands"
    WEIGHTED = "weighted"


class SkillNeed(NamedTuple):
    """A skill a role asks for, and how well (1–5)."""

    skill_id: int
    level: int


@dataclass(frozen=True, slots=True)
class Person:
    """What counts about a person.

    `origin_units` are the units they were drafted from, `origin_parents` the units directly above those;
    `barred_units` every assigned unit of the campaigns they were drafted in; `reports` the people who report
    to them; `findings` the roles for which a confirmed finding says "not qualified".
    """

    id: int
    job_family_id: int
    level: int
    site_id: int
    country: str
    skills: Mapping[int, int] = field(default_factory=dict)
    right_to_work: frozenset[str] = frozenset()
    relocation: Relocation = Relocation.NONE
    origin_units: frozenset[int] = frozenset()
    origin_parents: frozenset[int] = frozenset()
    barred_units: frozenset[int] = frozenset()
    reports: frozenset[int] = frozenset()
    findings: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """A unit's headcounts, of which only announced movements count, and where it stands in the tree.

    `within` holds the unit itself and every unit above it.
    """

    id: int
    approved: int
    filled: int
    announced_out: int = 0
    announced_in: int = 0
    is_at_risk: bool = False
    within: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class RoleFacts:
    """The lasting facts of a role. `job_families` holds its own family and those listed as adjacent."""

    id: int
    unit: UnitFacts
    job_family_id: int
    job_families: frozenset[int]
    level_min: int
    level_max: int
    site_id: int
    country: str
    required: tuple[SkillNeed, ...] = ()
    desired: tuple[SkillNeed, ...] = ()
    is_remote_allowed: bool = False
    is_trainable: bool = False
    wanted_by_on: date | None = None
    managers: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        for need in self.required + self.desired:
            if not 1 <= need.level <= HIGHEST_SKILL:
                raise ValueError(f"role {self.id} asks for skill {need.skill_id} at level {need.level}, not 1–5")


@dataclass(frozen=True, slots=True)
class RankingPolicy:
    """The published weights in bp, which sum to 10,000, and the width of a shortage band."""

    order: Order = Order.BANDS
    band_bp: int = 500
    shortage_bp: int = 0
    skills_bp: int = 5_000
    level_bp: int = 2_000
    location_bp: int = 2_000
    return_bp: int = 600
    urgency_bp: int = 400

    def __post_init__(self) -> None:
        weights = (
            self.shortage_bp,
            self.skills_bp,
            self.level_bp,
            self.location_bp,
            self.return_bp,
            self.urgency_bp,
        )
        if min(weights) < 0 or sum(weights) != FULL_BP:
            raise ValueError(f"weights must not be negative and must sum to {FULL_BP} bp")
        if not 1 <= self.band_bp <= FULL_BP:
            raise ValueError(f"a band is between 1 and {FULL_BP} bp wide")
        if self.order is Order.BANDS and self.shortage_bp:
            raise ValueError("shortage has a weight only in the weighted order")
