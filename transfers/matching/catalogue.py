"""The open roles as arrays, made once for everybody, against which one person is read in a few array operations.

What a gate or a factor means stands in `eligibility` and `scoring`; here the same is asked of many roles at once.
A test compares both on every kind of person and role.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date

import numpy as np
import numpy.typing as npt

from transfers.matching.eligibility import Place
from transfers.matching.scoring import (
    ONE_LEVEL_OFF,
    ORIGIN_TREE,
    ORIGIN_UNIT,
    PLACES,
    SAME_LEVEL,
    SKILL_PARTS,
    urgency_in_thirds,
)
from transfers.matching.shortage import shortage_bp
from transfers.matching.types import FULL_BP, Order, Person, RankingPolicy, Relocation, RoleFacts, SkillNeed

Ints = npt.NDArray[np.int64]
Places = npt.NDArray[np.intp]

_LEVELS = np.array([SAME_LEVEL, ONE_LEVEL_OFF, 0], np.int64)
# a sorting key in one integer: band, score, shortage; a share beyond the bits counts as the most they hold
_SHARE_BITS, _SCORE_BITS = 24, 14
_MOST_SHARE = (1 << _SHARE_BITS) - 1


class Catalogue:
    """The listed roles; those that a job family may have are made into arrays when its first person asks."""

    def __init__(self, roles: Iterable[RoleFacts]) -> None:
        self._by_family: defaultdict[int, list[RoleFacts]] = defaultdict(list)
        for role in sorted(roles, key=lambda role: role.id):
            if not role.unit.is_at_risk:  # nobody may have it
                for family in role.job_families:
                    self._by_family[family].append(role)
        self._tables: dict[int, Table] = {}

    def open_to(self, family_id: int) -> "Table":
        """The roles that a job family may have."""
        table = self._tables.get(family_id)
        if table is None:
            table = self._tables[family_id] = Table(self._by_family.get(family_id, []))
        return table


class Table:
    """Roles by ascending id, open to one job family; every array has one entry a role unless it says otherwise."""

    def __init__(self, roles: Sequence[RoleFacts]) -> None:
        self.roles = roles
        self._place_of = {role.id: place for place, role in enumerate(roles)}
        self._countries = {country: n for n, country in enumerate({role.country for role in roles})}
        asked = sorted({need.skill_id for role in roles for need in role.required + role.desired})
        self._skills = {skill: n for n, skill in enumerate(asked)}
        self._level_min = self._column(lambda role: role.level_min)
        self._level_max = self._column(lambda role: role.level_max)
        self._site = self._column(lambda role: role.site_id)
        self._country = self._column(lambda role: self._countries[role.country])
        self._is_remote = self._column(lambda role: role.is_remote_allowed).astype(bool)
        self._share = self._column(lambda role: min(shortage_bp(role.unit), _MOST_SHARE))
        self._parts = self._column(lambda role: SKILL_PARTS * max(1, len(role.desired)))
        self._desires_none = self._column(lambda role: not role.desired) * SKILL_PARTS
        self._required, self._required_level = self._needs([() if r.is_trainable else r.required for r in roles])
        self._desired, self._desired_level = self._needs([role.desired for role in roles])
        self._worth = np.where(self._desired_level > 0, SKILL_PARTS // np.maximum(self._desired_level, 1), 0)
        self._of_manager = self._group((manager, n) for n, role in enumerate(roles) for manager in role.managers)
        self._of_unit = self._group((role.unit.id, n) for n, role in enumerate(roles))
        self._within = self._group((above, n) for n, role in enumerate(roles) for above in role.unit.within)
        self._thirds: tuple[date, Ints] | None = None

    def order(self, person: Person, policy: RankingPolicy, today: date) -> tuple[Places, Ints]:
        """Places of the roles that the person is eligible for, best first, and their scores in bp.

        The order is that of `ranking.rank_roles`.
        """
        held = self._held(person)
        location = self._location(person)
        passes = (location > 0) & (self._level_min <= person.level)
        passes &= self._by_country(lambda country: country in person.right_to_work)[self._country] > 0
        passes[self._barred(person)] = False
        found = np.flatnonzero(passes)
        found = found[(held[self._required[found]] >= self._required_level[found]).all(axis=1)]
        score = self._score(person, policy, today, found, held, location[found])
        share = self._share[found]
        band = share // policy.band_bp if policy.order is Order.BANDS else np.zeros_like(share)
        keys = band << _SHARE_BITS + _SCORE_BITS | score << _SHARE_BITS | share
        first = np.argsort(-keys, kind="stable")
        return found[first], score[first]

    def _location(self, person: Person) -> Ints:
        def moving(country: str) -> int:
            if person.relocation is Relocation.NONE:
                return 0
            if country == person.country:
                return PLACES[Place.COUNTRY]
            return PLACES[Place.ABROAD] if person.relocation is Relocation.ANYWHERE else 0

        remote = np.where(self._is_remote, PLACES[Place.REMOTE], self._by_country(moving)[self._country])
        return np.where(self._site == person.site_id, PLACES[Place.SAME_SITE], remote)

    def _barred(self, person: Person) -> Places:
        """Roles of units that are barred to the person, whose manager is or reports to them, or with a finding."""
        groups = [self._of_manager.get(manager) for manager in (person.id, *person.reports)]
        groups += [self._of_unit.get(unit) for unit in person.barred_units]
        found = np.array([self._place_of[role] for role in person.findings if role in self._place_of], np.intp)
        return np.concatenate([found, *(group for group in groups if group is not None)])

    def _score(
        self, person: Person, policy: RankingPolicy, today: date, at: Places, held: Ints, location: Ints
    ) -> Ints:
        parts = self._parts[at]
        skills = (np.minimum(held[self._desired[at]], self._desired_level[at]) * self._worth[at]).sum(axis=1)
        apart = np.minimum(np.maximum(person.level - self._level_max[at], 0), 2)
        by_parts = policy.level_bp * _LEVELS[apart] + policy.location_bp * location
        by_parts += policy.return_bp * self._going_back(person)[at]
        if policy.order is Order.WEIGHTED:
            by_parts += policy.shortage_bp * np.minimum(self._share[at], FULL_BP)
        total = policy.skills_bp * FULL_BP * (skills + self._desires_none[at]) + parts * by_parts
        total += policy.urgency_bp * (parts // 3) * self._urgency(today)[at]
        score: Ints = total // (FULL_BP * parts)
        return score

    def _going_back(self, person: Person) -> Ints:
        back = np.zeros(len(self.roles), np.int64)
        for near, value in ((person.origin_parents, ORIGIN_TREE), (person.origin_units, ORIGIN_UNIT)):
            groups = self._within if value == ORIGIN_TREE else self._of_unit
            for unit in near:
                if unit in groups:
                    back[groups[unit]] = value
        return back

    def _urgency(self, today: date) -> Ints:
        """In thirds of a bp; kept for the day that was asked for last."""
        if self._thirds is None or self._thirds[0] != today:
            self._thirds = today, self._column(lambda role: urgency_in_thirds(role.wanted_by_on, today))
        return self._thirds[1]

    def _held(self, person: Person) -> Ints:
        """Of each skill that any role asks for: how well the person holds it; the last entry is no skill."""
        held = np.zeros(len(self._skills) + 1, np.int64)
        known = [(self._skills[skill], level) for skill, level in person.skills.items() if skill in self._skills]
        if known:
            places, levels = zip(*known, strict=True)
            held[list(places)] = levels
        return held

    def _by_country(self, says: Callable[[str], int]) -> Ints:
        return np.array([says(country) for country in self._countries], np.int64)

    def _column(self, read: Callable[[RoleFacts], int]) -> Ints:
        return np.fromiter((read(role) for role in self.roles), np.int64, len(self.roles))

    def _needs(self, needs: Sequence[Sequence[SkillNeed]]) -> tuple[Ints, Ints]:
        """Skills and levels, one row a role; rows are filled up with no skill at level 0, which everybody holds."""
        widest = max((len(row) for row in needs), default=0)
        skills = np.full((len(needs), widest), len(self._skills), np.int64)
        levels = np.zeros((len(needs), widest), np.int64)
        for n, row in enumerate(needs):
            for place, need in enumerate(row):
                skills[n, place], levels[n, place] = self._skills[need.skill_id], need.level
        return skills, levels

    @staticmethod
    def _group(pairs: Iterable[tuple[int, int]]) -> dict[int, Places]:
        grouped: defaultdict[int, list[int]] = defaultdict(list)
        for key, place in pairs:
            grouped[key].append(place)
        return {key: np.array(places, np.intp) for key, places in grouped.items()}
