"""People, units and roles for the engine's tests: plain ones to change, and Hypothesis strategies."""

from datetime import date, timedelta

from hypothesis import strategies as st

from transfers.matching.types import Order, Person, RankingPolicy, Relocation, RoleFacts, SkillNeed, UnitFacts

TODAY = date(2026, 11, 23)

PAYMENTS = UnitFacts(id=7, approved=40, filled=26, within=frozenset({7, 2, 1}))
ADA = Person(
    id=1,
    job_family_id=1,
    level=4,
    site_id=1,
    country="GB",
    skills={1: 4, 2: 3, 3: 5, 4: 3, 5: 3},
    right_to_work=frozenset({"GB"}),
)
RELIABILITY = RoleFacts(
    id=100,
    unit=PAYMENTS,
    job_family_id=1,
    job_families=frozenset({1, 2}),
    level_min=4,
    level_max=5,
    site_id=1,
    country="GB",
    required=(SkillNeed(1, 3),),
    desired=(SkillNeed(2, 3), SkillNeed(3, 4), SkillNeed(4, 3), SkillNeed(5, 2), SkillNeed(6, 3)),
    managers=frozenset({50}),
)

SKILL_IDS = st.integers(1, 6)
NEEDS = st.dictionaries(SKILL_IDS, st.integers(1, 5), max_size=5).map(
    lambda levels: tuple(SkillNeed(skill, level) for skill, level in sorted(levels.items()))
)
UNIT_IDS = st.integers(1, 5)
COUNTRIES = st.sampled_from(["GB", "SE"])

PEOPLE = st.builds(
    Person,
    id=st.integers(1, 50),
    job_family_id=st.integers(1, 2),
    level=st.integers(2, 6),
    site_id=st.integers(1, 3),
    country=COUNTRIES,
    skills=st.dictionaries(SKILL_IDS, st.integers(1, 5)),
    right_to_work=st.frozensets(COUNTRIES, min_size=1),
    relocation=st.sampled_from(Relocation),
    origin_units=st.frozensets(UNIT_IDS, max_size=1),
    origin_parents=st.frozensets(UNIT_IDS, max_size=1),
    barred_units=st.frozensets(UNIT_IDS, max_size=1),
    reports=st.frozensets(st.integers(60, 63), max_size=1),
    findings=st.frozensets(st.integers(1, 30), max_size=1),
)
UNITS = st.builds(
    UnitFacts,
    id=UNIT_IDS,
    approved=st.integers(0, 60),
    filled=st.integers(0, 60),
    announced_out=st.integers(0, 5),
    announced_in=st.integers(0, 5),
    is_at_risk=st.integers(0, 9).map(lambda n: n == 0),
    within=st.frozensets(UNIT_IDS, max_size=3),
)
DAYS = st.dates(TODAY - timedelta(days=40), TODAY + timedelta(days=220))


@st.composite
def roles(draw: st.DrawFn) -> RoleFacts:
    """A role of any kind; its bands and families are wide enough that many are eligible."""
    lowest = draw(st.integers(1, 5))
    family = draw(st.integers(1, 2))
    return RoleFacts(
        id=draw(st.integers(1, 10_000)),
        unit=draw(UNITS),
        job_family_id=family,
        job_families=draw(st.frozensets(st.integers(1, 2))) | {family},
        level_min=lowest,
        level_max=draw(st.integers(lowest, 6)),
        site_id=draw(st.integers(1, 3)),
        country=draw(COUNTRIES),
        required=draw(st.one_of(st.just(()), NEEDS)),
        desired=draw(NEEDS),
        is_remote_allowed=draw(st.booleans()),
        is_trainable=draw(st.booleans()),
        wanted_by_on=draw(st.none() | DAYS),
        managers=draw(st.frozensets(st.integers(59, 62), max_size=1)),
    )


ROLE_LISTS = st.lists(roles(), max_size=12, unique_by=lambda role: role.id)


@st.composite
def policies(draw: st.DrawFn) -> RankingPolicy:
    """Any weights that sum to 10,000, in either order."""
    order = draw(st.sampled_from(Order))
    cuts = sorted(draw(st.lists(st.integers(0, 10_000), min_size=5, max_size=5)))
    if order is Order.BANDS:
        cuts[0] = 0
    parts = [high - low for low, high in zip([0, *cuts], [*cuts, 10_000], strict=True)]
    shortage, skills, level, location, going_back, urgency = parts
    return RankingPolicy(
        order=order,
        band_bp=draw(st.integers(100, 2_000)),
        shortage_bp=shortage,
        skills_bp=skills,
        level_bp=level,
        location_bp=location,
        return_bp=going_back,
        urgency_bp=urgency,
    )
