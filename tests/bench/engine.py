"""The engine at the size of the reference case, in plain Python."""

import random
from datetime import date, timedelta

from tests.bench.table import Figure, median_seconds
from transfers.matching.catalogue import Catalogue
from transfers.matching.explanation import Names, why_here
from transfers.matching.ranking import Candidate, order_candidates, rank_roles, reasons
from transfers.matching.types import Person, RankingPolicy, Relocation, RoleFacts, SkillNeed, UnitFacts

ROLES, UNITS, PEOPLE, SKILLS, FAMILIES, SITES, A_PAGE = 2_000, 150, 7_000, 60, 12, 8, 20
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
    """Return the engine's figures; each reference sorts the same rows by keys that stand ready."""
    chance = random.Random(20_261_123)
    roles, policy = make_roles(chance), RankingPolicy()
    people = [make_person(number, chance) for number in range(1, PEOPLE + 1)]
    person, catalogue = people[0], Catalogue(roles)
    ranked = rank_roles(person, catalogue, policy, TODAY)
    ready = [(-row.band, -row.score_bp, -row.shortage_bp, row.role_id) for row in ranked]
    chance.shuffle(ready)
    candidates = [Candidate(each, chance.randint(1, 2)) for each in people]
    ordered = order_candidates(roles[0], candidates, policy)
    keys = [(row.tier, -row.fit_bp, row.person_id) for row in ordered]
    chance.shuffle(keys)
    sorting_roles, sorting_people = median_seconds(lambda: sorted(ready)), median_seconds(lambda: sorted(keys))
    names = Names()

    def rank_with_a_page_of_sentences() -> list[str]:
        page = rank_roles(person, catalogue, policy, TODAY)[:A_PAGE]
        return [why_here(reasons(person, row), names) for row in page]

    return [
        Figure(
            f"rank {ROLES:,} roles for a person ({len(ranked)} eligible)",
            median_seconds(lambda: rank_roles(person, catalogue, policy, TODAY)),
            "sorting ready keys",
            sorting_roles,
        ),
        Figure(
            f"the same with {A_PAGE} sentences",
            median_seconds(rank_with_a_page_of_sentences),
            "sorting ready keys",
            sorting_roles,
        ),
        Figure(
            f"order {PEOPLE:,} candidates for a role by tier and fit",
            median_seconds(lambda: order_candidates(roles[0], candidates, policy)),
            "sorting ready keys",
            sorting_people,
        ),
    ]
