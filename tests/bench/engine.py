"""The engine for one person at the size of the reference case."""

import random
from collections.abc import Callable
from datetime import date, timedelta

import numpy as np
from django.db import transaction

from tests.bench.physical import load, to_people, to_roles
from tests.bench.ranking_sql import prepare
from tests.bench.scratch import scratch_database
from tests.bench.table import Figure, alternate
from transfers.matching.catalogue import Catalogue
from transfers.matching.explanation import Names, why_here
from transfers.matching.ranking import Candidate, order_candidates, rank_roles, reasons
from transfers.matching.types import Person, RankingPolicy, Relocation, RoleFacts, SkillNeed, UnitFacts

ROLES, UNITS, PEOPLE, SKILLS, FAMILIES, SITES, A_PAGE = 2_000, 150, 7_000, 60, 12, 8, 20
TURNS = 60
TODAY = date(2026, 11, 23)


def make_roles(chance: random.Random) -> list[RoleFacts]:
    """Open roles of believable spread: a person is eligible for a few hundred of 2,000."""
    units = []
    for number in range(1, UNITS + 1):
        approved = chance.randint(8, 80)
        filled = approved * chance.randint(55, 100) // 100
        units.append(UnitFacts(number, approved, filled, within=frozenset({number, 1_000 + number // 10})))
    return [make_role(number, chance.choice(units), chance) for number in range(1, ROLES + 1)]


def make_role(number: int, unit: UnitFacts, chance: random.Random) -> RoleFacts:
    """One role with two required and five desired skills."""
    family, lowest = chance.randint(1, FAMILIES), chance.randint(2, 6)
    needs = [SkillNeed(skill, chance.randint(1, 4)) for skill in chance.sample(range(SKILLS), 7)]
    return RoleFacts(
        id=number,
        unit=unit,
        job_family_id=family,
        job_families=frozenset({family, family % FAMILIES + 1, (family + 1) % FAMILIES + 1}),
        level_min=lowest,
        level_max=lowest + 2,
        site_id=chance.randint(1, SITES),
        country="GB",
        required=tuple(needs[:2]),
        desired=tuple(needs[2:]),
        is_remote_allowed=chance.random() < 0.5,
        is_trainable=chance.random() < 0.3,
        wanted_by_on=TODAY + timedelta(days=chance.randint(0, 240)),
        managers=frozenset({chance.randint(1, PEOPLE)}),
    )


def make_person(number: int, chance: random.Random) -> Person:
    """One person with 25 of 60 skills."""
    return Person(
        id=number,
        job_family_id=chance.randint(1, FAMILIES),
        level=chance.randint(3, 8),
        site_id=chance.randint(1, SITES),
        country="GB",
        skills={skill: chance.randint(1, 5) for skill in chance.sample(range(SKILLS), 25)},
        right_to_work=frozenset({"GB"}),
        relocation=chance.choice(list(Relocation)),
        origin_units=frozenset({chance.randint(1, UNITS)}),
        origin_parents=frozenset({1_000 + chance.randint(0, UNITS // 10)}),
    )


def measure() -> list[Figure]:
    """Return the engine's figures for one person, beside C and beside one query, in turns."""
    chance = random.Random(20_261_123)
    roles, policy = make_roles(chance), RankingPolicy()
    people = [make_person(number, chance) for number in range(1, PEOPLE + 1)]
    person, names = people[0], Names()
    units = [role.unit for role in roles]
    many = [make_role(number, chance.choice(units), chance) for number in range(1, 20 * ROLES + 1)]

    def page_of(catalogue: Catalogue) -> list[str]:
        page = rank_roles(person, catalogue, policy, TODAY)[:A_PAGE]
        return [why_here(reasons(person, row), names) for row in page]

    few, twenty_times = Catalogue(roles), Catalogue(many)
    ranked = rank_roles(person, few, policy, TODAY)
    what = f"one person × {ROLES:,} roles with {A_PAGE} sentences ({len(ranked)} eligible)"
    figures = []
    physical = load()
    if physical is not None:
        as_person, as_roles = to_people([person]), to_roles(roles, TODAY)
        found, text = np.zeros((len(roles), 2), np.int64), np.zeros(A_PAGE * 1_000, np.int8)
        number = physical.rank(as_person, as_roles, found, A_PAGE, text)
        assert [roles[place].id for place in found[:number, 1]] == [row.role_id for row in ranked]
        ours, c = alternate(
            lambda: page_of(few),
            lambda: physical.rank(as_person, as_roles, found, A_PAGE, text),
            times=TURNS,
        )
        figures.append(Figure(what, ours, "the C reference", c, at_most=15.0))
    larger, smaller = alternate(lambda: page_of(twenty_times), lambda: page_of(few), times=TURNS)
    figures.append(Figure(f"the same × {len(many):,} roles", larger, f"× {ROLES:,} roles", smaller, at_most=8.0))
    figures.append(_beside_a_query(many[: 5 * ROLES], person, policy, page_of))
    candidates = [Candidate(each, chance.randint(1, 2)) for each in people]
    keys = [(row.tier, -row.fit_bp, row.person_id) for row in order_candidates(roles[0], candidates, policy)]
    chance.shuffle(keys)
    ordering, sorting = alternate(
        lambda: order_candidates(roles[0], candidates, policy), lambda: sorted(keys), times=15
    )
    what = f"order {PEOPLE:,} candidates for a role by tier and fit"
    return [*figures, Figure(what, ordering, "sorting ready keys", sorting)]


def _beside_a_query(
    roles: list[RoleFacts], person: Person, policy: RankingPolicy, page_of: Callable[[Catalogue], object]
) -> Figure:
    catalogue = Catalogue(roles)
    with scratch_database(), transaction.atomic():
        ask = prepare(roles, person, policy, TODAY)
        assert ask() == [row.role_id for row in rank_roles(person, catalogue, policy, TODAY)[:A_PAGE]]
        ours, query = alternate(lambda: page_of(catalogue), ask, times=TURNS)
    return Figure(f"the same × {len(roles):,} roles", ours, "one PostgreSQL query", query, at_most=0.5)
