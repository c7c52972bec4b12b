"""What is asked of many roles at once is what the rules ask of each."""

from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.matching.facts import ADA, PEOPLE, RELIABILITY, ROLE_LISTS, TODAY, policies
from transfers.matching.catalogue import Catalogue
from transfers.matching.eligibility import is_eligible
from transfers.matching.ranking import rank_roles
from transfers.matching.scoring import factors, score_bp
from transfers.matching.shortage import band_of, shortage_bp
from transfers.matching.types import Order, Person, RankingPolicy, RoleFacts

POLICY = RankingPolicy()


def by_hand(person: Person, roles: list[RoleFacts], policy: RankingPolicy, today: date) -> list[tuple[int, int]]:
    """Ids and scores, role by role as the rules are written."""
    rows = []
    for role in roles:
        if is_eligible(person, role):
            share, score = shortage_bp(role.unit), score_bp(factors(person, role, today), policy)
            band = band_of(share, policy.band_bp) if policy.order is Order.BANDS else 0
            rows.append((-band, -score, -share, role.id))
    return [(role_id, -score) for _, score, _, role_id in sorted(rows)]


@settings(max_examples=400, deadline=None)
@given(person=PEOPLE, roles=ROLE_LISTS, policy=policies(), days=st.integers(0, 400))
def test_order_and_scores_are_those_of_the_rules(
    person: Person, roles: list[RoleFacts], policy: RankingPolicy, days: int
) -> None:
    today = date.fromordinal(TODAY.toordinal() + days)
    ranked = rank_roles(person, Catalogue(roles), policy, today)
    assert [(row.role_id, row.score_bp) for row in ranked] == by_hand(person, roles, policy, today)
    assert [row.rank for row in ranked] == list(range(1, len(ranked) + 1))
    assert [row.score_bp for row in ranked] == [score_bp(row.values, policy) for row in ranked]


@given(person=PEOPLE, roles=ROLE_LISTS)
def test_one_catalogue_serves_everybody_and_every_day(person: Person, roles: list[RoleFacts]) -> None:
    catalogue = Catalogue(roles)
    for day in (TODAY, date.fromordinal(TODAY.toordinal() + 90), TODAY):
        for who in (person, ADA, person):
            ranked = rank_roles(who, catalogue, POLICY, day)
            assert [(row.role_id, row.score_bp) for row in ranked] == by_hand(who, roles, POLICY, day)


def test_what_is_left_keeps_its_rank_in_the_whole() -> None:
    roles = [replace(RELIABILITY, id=number) for number in (1, 2, 3)]
    ranked = rank_roles(ADA, Catalogue(roles), POLICY, TODAY)
    left = ranked.only(lambda role_id: role_id != 2)
    assert [(row.rank, row.role_id) for row in left] == [(1, 1), (3, 3)]
    assert (len(ranked), len(left), [row.rank for row in left[1:]]) == (3, 2, [3])


def test_person_of_no_listed_family_and_empty_catalogue_are_answered() -> None:
    assert len(rank_roles(ADA, Catalogue([]), POLICY, TODAY)) == 0
    nobody = Person(id=9, job_family_id=99, level=4, site_id=1, country="GB")
    assert len(rank_roles(nobody, Catalogue([RELIABILITY]), POLICY, TODAY)) == 0
