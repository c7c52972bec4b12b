"""What everybody may know alike about roles and units, read once and kept for a minute at most.

It holds nothing of any one person: no choice, no candidacy, no claim, no placement before its announcement.
A changed role, grant or unit is read again at once; headcounts follow within the minute.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from accounts.models import JobFamily, Site, Skill
from transfers.calendars import local_date
from transfers.matching.catalogue import Catalogue
from transfers.matching.explanation import Names
from transfers.matching.types import Order, RankingPolicy, RoleFacts, UnitFacts
from transfers.models import Placement, Role
from transfers.models.terms import TermsSheet
from transfers.prepared import ask
from transfers.queries.facts import (
    Surroundings,
    get_managers,
    get_role_facts,
    get_surroundings,
    to_ranking_policy,
)
from transfers.queries.policies import get_policy_at
from transfers.queries.ranking_counts import Interest, get_interest
from transfers.queries.shortages import get_unit_facts
from transfers.queries.units import Tree, get_tree
from transfers.states import PlacementStatus, RoleStatus

# Changes whenever a role, a hiring manager's grant or a unit does: a page never shows those late.
_VERSION = """
SELECT (SELECT concat(count(*), ' ', sum(version), ' ', max(open_at), ' ', max(paused_at), ' ', max(closed_at), ' ',
                      max(id)) FROM transfers_role),
       (SELECT concat(count(*), ' ', max(confirmed_at), ' ', max(ended_at), ' ', max(id))
        FROM transfers_grant WHERE kind = 'hiring_manager'),
       (SELECT sum(hash_record_extended(unit, 0)) FROM accounts_unit unit)
"""
# A list of more is no help to choose from, and weighs more than the rest of its page.
MOST_UNITS = 60
_STANDING = (PlacementStatus.PENDING, PlacementStatus.FINALISED, PlacementStatus.SETTLED)


@dataclass(frozen=True, slots=True)
class ShownRole:
    """What a list shows of a role.

    `free_seats` is seats less announced placements: what is on offer or accepted in private takes none.
    """

    id: int
    public_id: UUID
    code: str
    title: str
    sort_title: str
    unit_id: int
    site_id: int
    level_min: int
    level_max: int
    seats: int
    free_seats: int
    is_paused: bool
    is_remote_allowed: bool
    wanted_by_on: date | None
    clearance_until_at: datetime | None
    clearance_last_on: date | None
    terms: TermsSheet
    summary: str
    words: str


@dataclass(frozen=True, slots=True)
class PublicFacts:
    """The listed roles (open and paused), the units, and the names to call them by. `at` is when it was read."""

    at: datetime
    policy: RankingPolicy
    policy_version: int
    suppression_floor: int
    pay_protection_months: int | None
    units: Mapping[int, UnitFacts]
    around: Surroundings
    roles: Mapping[int, RoleFacts]
    catalogue: Catalogue
    shown: Mapping[int, ShownRole]
    by_public_id: Mapping[UUID, int]
    staffing_units: tuple[tuple[UUID, str], ...]
    site_codes: Mapping[int, str]
    names: Names
    interest: Interest
    # what was put in words already, by role, language and stage of clearance: the same words for everybody
    in_words: dict[tuple[int, str | None, bool], Any] = field(default_factory=dict, compare=False, repr=False)
    # how many have a skill at a level or above, by unit, skill and level, where it was asked for
    skilled: dict[tuple[int, int, int], int] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class _Moment:
    """The key of what is kept. The instant of reading is carried along and does not count."""

    minute: datetime
    version: tuple[object, ...]
    at: datetime = field(compare=False)


def get_public_facts(at: datetime) -> PublicFacts:
    """The public facts at an instant: one query when they are already known."""
    [version] = ask(_VERSION)
    return _read(_Moment(minute=at.replace(second=0, microsecond=0), version=version, at=at))


def get_sites(public: PublicFacts) -> tuple[tuple[str, str], ...]:
    """Code and name of every site, by name."""
    sites = ((public.site_codes[pk], name) for pk, name in public.names.sites.items())
    return tuple(sorted(sites, key=lambda site: site[1].casefold()))


def get_staffing_units(public: PublicFacts, chosen: UUID | None) -> tuple[tuple[UUID, str], ...]:
    """Public id and name of every unit with a role, by name; of too many to choose from only the chosen one."""
    if len(public.staffing_units) <= MOST_UNITS:
        return public.staffing_units
    return tuple(unit for unit in public.staffing_units if unit[0] == chosen)


def is_weighted(public: PublicFacts) -> bool:
    """Whether shortage is one weight among others, so that nothing may be called “shortage first”."""
    return public.policy.order is Order.WEIGHTED


def forget_public_facts() -> None:
    """Read everything anew next time: for tests, which change headcounts within a minute."""
    _read.cache_clear()


@lru_cache(maxsize=2)
def _read(moment: _Moment) -> PublicFacts:
    at = moment.at
    tree = get_tree()
    units = get_unit_facts(tree, at)
    roles = list(
        Role.objects.filter(status__in=[RoleStatus.OPEN, RoleStatus.PAUSED]).select_related("site").order_by("pk")
    )
    managers = get_managers(at)
    around = get_surroundings(tree, managers.values())
    facts = get_role_facts(roles, units, managers, around)
    names = _get_names({row.id: row.name for row in tree.rows.values()})
    policy = get_policy_at(at)
    placed = Counter(
        Placement.objects.filter(status__in=_STANDING, announced_at__lte=at).values_list("role_id", flat=True)
    )
    return PublicFacts(
        at=at,
        policy=to_ranking_policy(policy),
        policy_version=policy.version,
        suppression_floor=policy.suppression_floor,
        pay_protection_months=policy.pay_protection_months,
        units=units,
        around=around,
        roles=facts,
        catalogue=Catalogue(facts.values()),
        by_public_id={role.public_id: role.pk for role in roles},
        site_codes=dict(Site.objects.values_list("pk", "code")),
        staffing_units=_staffing_units(tree, {role.unit.id for role in facts.values()}),
        shown={role.pk: show(role, facts[role.pk], names, placed=placed[role.pk]) for role in roles},
        names=names,
        interest=get_interest(),
    )


def show(role: Role, facts: RoleFacts, names: Names, *, placed: int) -> ShownRole:
    """A role as a list shows it; `placed` counts its announced placements."""
    asked = " ".join(names.skills[need.skill_id] for need in facts.required + facts.desired)
    unit, site = names.units[facts.unit.id], names.sites[role.site_id]
    return ShownRole(
        id=role.pk,
        public_id=role.public_id,
        code=role.code,
        title=role.title,
        sort_title=role.sort_title,
        unit_id=facts.unit.id,
        site_id=role.site_id,
        level_min=role.level_min,
        level_max=role.level_max,
        seats=role.seats,
        free_seats=max(0, role.seats - placed),
        is_paused=role.status == RoleStatus.PAUSED,
        is_remote_allowed=role.is_remote_allowed,
        wanted_by_on=role.wanted_by_on,
        clearance_until_at=role.clearance_until_at,
        clearance_last_on=_last_day(role.clearance_until_at, role.site.time_zone),
        terms=role.terms,
        summary=role.summary,
        words=f"{role.title} {role.code} {unit} {site} {asked}".casefold(),
    )


def _staffing_units(tree: Tree, unit_ids: set[int]) -> tuple[tuple[UUID, str], ...]:
    rows = sorted((tree.rows[unit_id] for unit_id in unit_ids), key=lambda row: (row.sort_name, row.id))
    return tuple((row.public_id, row.name) for row in rows)


def _last_day(until_at: datetime | None, zone: str) -> date | None:
    """The last day that lies before an instant, in a zone."""
    return local_date(until_at - timedelta(microseconds=1), zone) if until_at is not None else None


def _get_names(units: Mapping[int, str]) -> Names:
    return Names(
        units=units,
        skills=dict(Skill.objects.values_list("pk", "name")),
        sites=dict(Site.objects.values_list("pk", "name")),
        job_families=dict(JobFamily.objects.values_list("pk", "name")),
    )
