"""The order of open roles for a person, and of candidates for a role, outside rounds."""

from collections.abc import Callable, Sequence
from copy import copy
from datetime import date
from typing import NamedTuple, overload

from transfers.matching.catalogue import Catalogue
from transfers.matching.eligibility import Place, best_place, is_lower_level, needs_training
from transfers.matching.scoring import (
    ORIGIN_UNIT,
    Factors,
    factors,
    fit_bp,
    going_back_bp,
    levels_apart,
    urgency_in_thirds,
)
from transfers.matching.shortage import band_of, people_short, shortage_bp
from transfers.matching.types import FULL_BP, Order, Person, RankingPolicy, RoleFacts


class Factor(NamedTuple):
    """One row of the factor table: its weight and its value, floored to bp for showing only."""

    name: str
    weight_bp: int
    value_bp: int


class RankedRole(NamedTuple):
    """A role at its place in a person's list. What its explanation needs is worked out when it is asked for."""

    person: Person
    role: RoleFacts
    rank: int
    score_bp: int
    policy: RankingPolicy
    today: date

    @property
    def role_id(self) -> int:
        """The role's id."""
        return self.role.id

    @property
    def shortage_bp(self) -> int:
        """How short the role's unit is."""
        return shortage_bp(self.role.unit)

    @property
    def band(self) -> int:
        """The band that this lies in."""
        return band_of(self.shortage_bp, self.policy.band_bp)

    @property
    def values(self) -> Factors:
        """The factors of its score, exact."""
        return factors(self.person, self.role, self.today)

    @property
    def is_lower_level(self) -> bool:
        """Whether it lies below the person's level."""
        return is_lower_level(self.person, self.role)

    @property
    def needs_training(self) -> bool:
        """Whether the person would learn what it requires in it."""
        return needs_training(self.person, self.role)

    @property
    def people_short(self) -> int:
        """How many people the role's unit lacks."""
        return people_short(self.role.unit)

    @property
    def factor_table(self) -> tuple[Factor, ...]:
        """The factors with their weights, in the policy's order; shortage only where it is a weight."""
        policy, values, parts = self.policy, self.values, self.values.parts
        rows = (
            ("shortage", policy.shortage_bp, values.shortage),
            ("skills", policy.skills_bp, values.skills),
            ("level", policy.level_bp, values.level),
            ("location", policy.location_bp, values.location),
            ("return", policy.return_bp, values.going_back),
            ("urgency", policy.urgency_bp, values.urgency),
        )
        first = 0 if policy.order is Order.WEIGHTED else 1
        return tuple(Factor(name, weight, value // parts) for name, weight, value in rows[first:])


class Reason(NamedTuple):
    """One clause of the sentence that explains a rank; `params` are ids and numbers."""

    code: str
    params: dict[str, int]


# clauses that say the same of everybody
_PLACES = {
    Place.SAME_SITE: Reason("same_site", {}),
    Place.REMOTE: Reason("remote", {}),
    Place.COUNTRY: Reason("relocation_country", {}),
    Place.ABROAD: Reason("relocation_abroad", {}),
}
_SAME_LEVEL, _TRAINING = Reason("level", {"below": 0}), Reason("training", {})
_BACK, _NEARLY_BACK = Reason("origin_unit", {}), Reason("origin_tree", {})
_SOON, _LATER = Reason("wanted_soon", {}), Reason("wanted_later", {})


class Candidate(NamedTuple):
    """A visible, eligible person and their best active tier; lower comes first."""

    person: Person
    tier: int


class OrderedCandidate(NamedTuple):
    """A person in the order a hiring manager sees. Pages show the tier group, never a rank number."""

    person_id: int
    tier: int
    fit_bp: int


class Ranking(Sequence[RankedRole]):
    """A person's roles, best first. A row is worked out when it is asked for: a page shows twenty of hundreds."""

    def __init__(self, person: Person, catalogue: Catalogue, policy: RankingPolicy, today: date) -> None:
        self._person, self._policy, self._today = person, policy, today
        self._table = catalogue.open_to(person.job_family_id)
        self._places, self._scores = self._table.order(person, policy, today)
        self._left: Sequence[int] = range(len(self._places))  # what of it is shown, by place in the whole

    def __len__(self) -> int:
        return len(self._left)

    @overload
    def __getitem__(self, at: int) -> RankedRole: ...
    @overload
    def __getitem__(self, at: slice) -> list[RankedRole]: ...
    def __getitem__(self, at: int | slice) -> RankedRole | list[RankedRole]:
        return [self._row(place) for place in self._left[at]] if isinstance(at, slice) else self._row(self._left[at])

    def only(self, leaves: Callable[[int], bool]) -> "Ranking":
        """Those whose id passes, each with its rank in the whole."""
        left = copy(self)
        left._left = [each for each in self._left if leaves(self._table.roles[self._places[each]].id)]
        return left

    def _row(self, place: int) -> RankedRole:
        role, score = self._table.roles[self._places[place]], int(self._scores[place])
        return RankedRole(self._person, role, place + 1, score, self._policy, self._today)


def rank_roles(person: Person, catalogue: Catalogue, policy: RankingPolicy, today: date) -> Ranking:
    """Return the roles the person is eligible for, best first.

    Order `bands`: shortage band, then score, then shortage, all descending, then role id ascending.
    Order `weighted`: the same without the band; the shortage is then a weight within the score.
    """
    return Ranking(person, catalogue, policy, today)


def reasons(person: Person, ranked: RankedRole) -> tuple[Reason, ...]:
    """Return the clauses that explain a rank: shortage, skills, level, place, then return, urgency, training."""
    role = ranked.role
    unit, short = role.unit, people_short(role.unit)
    if short and unit.approved:
        counts = {"unit": unit.id, "short": short, "approved": unit.approved, "share_bp": shortage_bp(unit)}
        found = [Reason("short", counts)]
    else:
        found = [Reason("not_short", {"unit": unit.id})]
    if role.desired:
        met = partly = 0
        for skill, wanted in role.desired:
            held = person.skills.get(skill, 0)
            met += held >= wanted
            partly += 0 < held < wanted
        found.append(Reason("skills", {"met": met, "partly": partly, "desired": len(role.desired)}))
    below = levels_apart(person, role)
    found.append(Reason("level", {"below": below}) if below else _SAME_LEVEL)
    place = best_place(person, role)
    if place is not None:
        found.append(_PLACES[place])
    back = going_back_bp(person, role)
    if back:
        found.append(_BACK if back == ORIGIN_UNIT else _NEARLY_BACK)
    urgency = urgency_in_thirds(role.wanted_by_on, ranked.today)
    if urgency:
        found.append(_SOON if urgency == 3 * FULL_BP else _LATER)
    if role.is_trainable and ranked.needs_training:
        found.append(_TRAINING)
    return tuple(found)


def order_candidates(
    role: RoleFacts, candidates: Sequence[Candidate], policy: RankingPolicy
) -> list[OrderedCandidate]:
    """Return the candidates a manager sees for a role outside rounds: tier, then fit descending, then person id.

    The caller passes only people who are visible to that manager and eligible for the role.
    """
    found = [
        OrderedCandidate(candidate.person.id, candidate.tier, fit_bp(candidate.person, role, policy))
        for candidate in candidates
    ]
    found.sort(key=lambda row: (row.tier, -row.fit_bp, row.person_id))
    return found
