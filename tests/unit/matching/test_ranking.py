"""The order of roles and of candidates, and the sentence at each rank."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.unit.matching.facts import ADA, PAYMENTS, PEOPLE, RELIABILITY, ROLE_LISTS, TODAY, policies
from transfers.matching.catalogue import Catalogue
from transfers.matching.eligibility import is_eligible
from transfers.matching.explanation import REASON_CLAUSES, Names, why_here
from transfers.matching.ranking import Candidate, RankedRole, order_candidates, rank_roles, reasons
from transfers.matching.scoring import fit_bp
from transfers.matching.shortage import shortage_bp
from transfers.matching.types import Order, Person, RankingPolicy, Relocation, RoleFacts, SkillNeed, UnitFacts

POLICY = RankingPolicy()
WEIGHTED = RankingPolicy(order=Order.WEIGHTED, shortage_bp=5_000, skills_bp=2_500, level_bp=1_000, location_bp=500)
NAMES = Names(units={7: "Payments Reliability"})


def unit(number: int, approved: int, filled: int) -> UnitFacts:
    return UnitFacts(id=number, approved=approved, filled=filled, within=frozenset({number}))


def role(number: int, of: UnitFacts, **changes: Any) -> RoleFacts:
    return replace(RELIABILITY, id=number, unit=of, **changes)


def ids(ranked: Sequence[RankedRole]) -> list[int]:
    return [row.role_id for row in ranked]


def sentence(person: Person, of: RoleFacts, names: Names = NAMES) -> str:
    (ranked,) = rank_roles(person, Catalogue([of]), POLICY, TODAY)
    return why_here(reasons(person, ranked), names)


def test_higher_band_comes_first_however_well_the_other_fits() -> None:
    """35 % short and hardly fitting stands above 34.9 % short and fitting wholly: the bands are 7 and 6."""
    short = role(2, unit(1, 1_000, 650), desired=(SkillNeed(9, 5),), level_min=1, level_max=1)
    fitting = role(1, unit(2, 1_000, 651), desired=())
    ranked = rank_roles(ADA, Catalogue([fitting, short]), POLICY, TODAY)
    assert ids(ranked) == [2, 1]
    assert [row.band for row in ranked] == [7, 6]
    assert ranked[0].score_bp < ranked[1].score_bp


def test_within_a_band_the_better_score_comes_first_even_if_less_short() -> None:
    less_short = role(1, unit(1, 1_000, 690))
    more_short = role(2, unit(2, 1_000, 660), desired=(SkillNeed(9, 5),))
    assert ids(rank_roles(ADA, Catalogue([more_short, less_short]), POLICY, TODAY)) == [1, 2]


def test_same_band_and_score_go_by_shortage_then_by_id() -> None:
    roles = [role(3, unit(1, 100, 68)), role(2, unit(1, 100, 68)), role(9, unit(2, 100, 66))]
    ranked = rank_roles(ADA, Catalogue(roles), POLICY, TODAY)
    assert ids(ranked) == [9, 2, 3]
    assert [row.rank for row in ranked] == [1, 2, 3]


def test_weighted_order_lets_a_score_outweigh_a_band() -> None:
    short = role(2, unit(1, 1_000, 640), desired=(SkillNeed(9, 5),))
    fitting = role(1, unit(2, 1_000, 651), desired=())
    assert ids(rank_roles(ADA, Catalogue([fitting, short]), POLICY, TODAY)) == [2, 1]
    assert ids(rank_roles(ADA, Catalogue([fitting, short]), WEIGHTED, TODAY)) == [1, 2]


def test_role_behind_a_gate_is_not_listed() -> None:
    assert rank_roles(ADA, Catalogue([role(1, PAYMENTS, job_families=frozenset({9}))]), POLICY, TODAY)[:] == []


def test_factor_table_shows_weight_and_value_of_each_factor() -> None:
    (ranked,) = rank_roles(ADA, Catalogue([RELIABILITY]), POLICY, TODAY)
    assert [tuple(row) for row in ranked.factor_table] == [
        ("skills", 5_000, 8_000),
        ("level", 2_000, 10_000),
        ("location", 2_000, 10_000),
        ("return", 600, 0),
        ("urgency", 400, 0),
    ]
    (weighted,) = rank_roles(ADA, Catalogue([RELIABILITY]), WEIGHTED, TODAY)
    assert tuple(weighted.factor_table[0]) == ("shortage", 5_000, 3_500)


def test_sentence_of_the_example_reads_as_published() -> None:
    assert sentence(ADA, RELIABILITY) == (
        "Payments Reliability is short of 14 of 40 people (35\N{NO-BREAK SPACE}%); you have 4 of 5 desired skills; "
        "same level; same city"
    )


def test_sentence_says_everything_that_applies() -> None:
    person = replace(
        ADA, level=6, skills={2: 2}, site_id=9, relocation=Relocation.COUNTRY, origin_units=frozenset({7})
    )
    of = replace(
        RELIABILITY,
        unit=replace(PAYMENTS, approved=400, filled=399),
        is_trainable=True,
        wanted_by_on=TODAY + timedelta(days=30),
    )
    assert sentence(person, of) == (
        "Payments Reliability is short of 1 of 400 people (0.2\N{NO-BREAK SPACE}%); "
        "you have 0 of 5 desired skills and 1 more in part; "
        "1 level below yours; a move within the country; the unit you came from; "
        "wanted within 30 days; missing skills can be learnt, with a trial"
    )


def test_sentence_of_a_unit_that_lacks_nobody_says_so() -> None:
    of = replace(RELIABILITY, unit=replace(PAYMENTS, filled=40), desired=(), wanted_by_on=TODAY + timedelta(days=31))
    assert sentence(ADA, of) == (
        "Payments Reliability is not short of people; same level; same city; wanted within half a year"
    )


def test_sentence_without_a_name_shows_the_number() -> None:
    assert sentence(ADA, RELIABILITY, Names()).startswith("7 is short of 14")


def test_sentence_is_translated_by_the_callers_words() -> None:
    class Swedish:
        def gettext(self, message: str) -> str:
            return {"same level": "samma nivå"}.get(message, message)

        def ngettext(self, singular: str, plural: str, number: int) -> str:
            return plural

    (ranked,) = rank_roles(ADA, Catalogue([RELIABILITY]), POLICY, TODAY)
    assert "samma nivå" in why_here(reasons(ADA, ranked), NAMES, Swedish())


def test_candidates_go_by_tier_then_fit_then_id() -> None:
    weak = replace(ADA, id=1, skills={1: 3})
    candidates = [
        Candidate(replace(ADA, id=8), tier=2),
        Candidate(weak, tier=1),
        Candidate(replace(ADA, id=5), tier=1),
        Candidate(replace(ADA, id=4), tier=1),
    ]
    ordered = order_candidates(RELIABILITY, candidates, POLICY)
    assert [row.person_id for row in ordered] == [4, 5, 1, 8]
    assert [row.fit_bp for row in ordered] == [8_000, 8_000, 4_000, 8_000]


@given(PEOPLE, ROLE_LISTS, policies())
def test_no_role_stands_above_one_in_a_higher_band(
    person: Person, roles: list[RoleFacts], policy: RankingPolicy
) -> None:
    ranked = rank_roles(person, Catalogue(roles), policy, TODAY)
    if policy.order is Order.BANDS:
        for above, below in pairwise(ranked):
            assert above.band >= below.band
            if above.band == below.band:
                assert above.score_bp >= below.score_bp
    for row in ranked:
        assert row.band == shortage_bp(row.role.unit) // policy.band_bp


@given(PEOPLE, ROLE_LISTS, policies())
def test_list_holds_exactly_the_eligible_roles(person: Person, roles: list[RoleFacts], policy: RankingPolicy) -> None:
    ranked = rank_roles(person, Catalogue(roles), policy, TODAY)
    assert sorted(ids(ranked)) == sorted(item.id for item in roles if is_eligible(person, item))
    assert [row.rank for row in ranked] == list(range(1, len(ranked) + 1))


@given(PEOPLE, ROLE_LISTS, policies(), st.randoms(use_true_random=False))
def test_order_of_the_input_never_shows(
    person: Person, roles: list[RoleFacts], policy: RankingPolicy, shuffler: Any
) -> None:
    expected = rank_roles(person, Catalogue(roles), policy, TODAY)
    shuffled = list(roles)
    shuffler.shuffle(shuffled)
    assert rank_roles(person, Catalogue(shuffled), policy, TODAY)[:] == expected[:]


@given(PEOPLE, ROLE_LISTS, policies(), st.data())
def test_removing_a_role_never_reorders_the_others(
    person: Person, roles: list[RoleFacts], policy: RankingPolicy, data: st.DataObject
) -> None:
    kept = data.draw(st.sets(st.sampled_from([item.id for item in roles]))) if roles else set()
    whole = [number for number in ids(rank_roles(person, Catalogue(roles), policy, TODAY)) if number in kept]
    assert ids(rank_roles(person, Catalogue([item for item in roles if item.id in kept]), policy, TODAY)) == whole


@given(PEOPLE, ROLE_LISTS)
def test_learning_a_skill_that_one_role_wants_never_lowers_that_role(person: Person, roles: list[RoleFacts]) -> None:
    """Only that role asks for the skill, so its score alone moves."""
    if not roles:
        return
    first = replace(roles[0], desired=(SkillNeed(99, 5),))
    rest = [first, *roles[1:]]
    before = ids(rank_roles(person, Catalogue(rest), POLICY, TODAY))
    after = ids(rank_roles(replace(person, skills={**person.skills, 99: 5}), Catalogue(rest), POLICY, TODAY))
    assert sorted(before) == sorted(after)
    if first.id in before:
        assert after.index(first.id) <= before.index(first.id)


@given(PEOPLE, ROLE_LISTS, policies())
def test_every_ranked_role_has_a_sentence(person: Person, roles: list[RoleFacts], policy: RankingPolicy) -> None:
    for row in rank_roles(person, Catalogue(roles), policy, TODAY):
        said = reasons(person, row)
        assert {reason.code for reason in said} <= set(REASON_CLAUSES)
        text = why_here(said, Names())
        assert "%(" not in text
        assert text.count("; ") == len(said) - 1


@given(st.lists(PEOPLE, max_size=8, unique_by=lambda person: person.id), policies(), st.data())
def test_lower_tier_never_stands_above_a_higher_one(
    people: list[Person], policy: RankingPolicy, data: st.DataObject
) -> None:
    candidates = [Candidate(person, data.draw(st.integers(1, 3))) for person in people]
    ordered = order_candidates(RELIABILITY, candidates, policy)
    assert ordered == order_candidates(RELIABILITY, candidates[::-1], policy)
    for above, below in pairwise(ordered):
        assert above.tier <= below.tier
        if above.tier == below.tier:
            assert above.fit_bp >= below.fit_bp
    fits = {person.id: fit_bp(person, RELIABILITY, policy) for person in people}
    assert {row.person_id: row.fit_bp for row in ordered} == fits
