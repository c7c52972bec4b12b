"""Rows turned into what the engine is told, set-based: any number of people or roles in a few queries."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from accounts.models import Employee, EmployeeSkill, JobFamily, Site
from transfers.matching.types import Order, Person, RankingPolicy, Relocation, RoleFacts, SkillNeed, UnitFacts
from transfers.models import Assignment, Campaign, Candidacy, Finding, Policy, Role, RoleSkill
from transfers.models.grant import HIRING_MANAGER
from transfers.queries.statements import Statement
from transfers.queries.units import Tree
from transfers.sight.hats import grants_in_force
from transfers.states import AssignmentStatus, CampaignStatus, FindingStatus

# What the database says that counts about a person: id, skills, drafts, how far they would move, findings.
_Counting = tuple[int, list[dict[str, Any]], list[dict[str, int]], str | None, list[int]]
# Who stands above each of the given managers, by the line of management alone.
_BOSSES = """
WITH RECURSIVE line AS (
    SELECT id AS manager_id, manager_id AS boss_id
    FROM accounts_employee WHERE id = ANY(%s) AND manager_id IS NOT NULL
    UNION
    SELECT line.manager_id, boss.manager_id
    FROM line JOIN accounts_employee boss ON boss.id = line.boss_id AND boss.manager_id IS NOT NULL
)
SELECT boss_id, manager_id FROM line WHERE boss_id <> manager_id
"""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What facts about people are read against; the same for everybody.

    `bosses` gives the hiring managers who report to a person, directly or not; `campaign_units` every assigned unit
    of a campaign that is not archived.
    """

    tree: Tree
    countries: Mapping[int, str]
    bosses: Mapping[int, frozenset[int]]
    campaign_units: Mapping[int, frozenset[int]]


def to_ranking_policy(policy: Policy) -> RankingPolicy:
    """The numbers of a policy that the engine uses."""
    return RankingPolicy(
        order=Order(policy.order),
        band_bp=policy.band_bp,
        shortage_bp=policy.weight_shortage_bp,
        skills_bp=policy.weight_skills_bp,
        level_bp=policy.weight_level_bp,
        location_bp=policy.weight_location_bp,
        return_bp=policy.weight_return_bp,
        urgency_bp=policy.weight_urgency_bp,
    )


def get_families(family_ids: Collection[int]) -> dict[int, frozenset[int]]:
    """Each of these job families with itself and those that lie close enough to move between."""
    close = {family_id: {family_id} for family_id in family_ids}
    pairs = JobFamily.adjacent.through.objects.filter(from_jobfamily_id__in=close)
    for one, other in pairs.values_list("from_jobfamily_id", "to_jobfamily_id"):
        close[one].add(other)
    return {family_id: frozenset(found) for family_id, found in close.items()}


def get_managers(at: datetime, role_ids: Collection[int] | None = None) -> dict[int, int]:
    """The hiring manager of each role that has one."""
    grants = grants_in_force(at).filter(kind=HIRING_MANAGER)
    if role_ids is not None:
        grants = grants.filter(role_id__in=role_ids)
    return {role_id: employee for role_id, employee in grants.values_list("role_id", "employee_id") if role_id}


def get_bosses(managers: Iterable[int]) -> dict[int, frozenset[int]]:
    """For everybody above one of these managers: which of them report to that person, directly or not."""
    below: defaultdict[int, set[int]] = defaultdict(set)
    with connection.cursor() as cursor:
        cursor.execute(_BOSSES, [sorted(set(managers))])
        for boss, manager in cursor.fetchall():
            below[boss].add(manager)
    return {boss: frozenset(found) for boss, found in below.items()}


def get_campaign_units(tree: Tree) -> dict[int, frozenset[int]]:
    """Every unit that a campaign assigned people to, as it stands now; archived campaigns bind nobody any more."""
    units: defaultdict[int, set[int]] = defaultdict(set)
    live = ~Q(campaign__status=CampaignStatus.ARCHIVED)
    drafted = Assignment.objects.filter(live).exclude(status=AssignmentStatus.VOIDED)
    for campaign, unit in drafted.order_by().values_list("campaign_id", "assigned_unit_id").distinct():
        units[campaign].add(tree.standing(unit))
    named = Campaign.assigned_units.through.objects.filter(live)
    for campaign, unit in named.values_list("campaign_id", "unit_id"):
        units[campaign].add(tree.standing(unit))
    return {campaign: frozenset(found) for campaign, found in units.items()}


def get_surroundings(tree: Tree, managers: Iterable[int]) -> Surroundings:
    """The rest that facts about people are read against, where `managers` are the hiring managers in question."""
    return Surroundings(
        tree=tree,
        countries=dict(Site.objects.values_list("pk", "country")),
        bosses=get_bosses(managers),
        campaign_units=get_campaign_units(tree),
    )


def skills_of(person: str) -> ArraySubquery:
    """The skills that somebody holds, by name, as a column of a query in which `person` is their id."""
    held = EmployeeSkill.objects.filter(employee_id=OuterRef(person)).order_by("skill__name", "pk")
    return ArraySubquery(held.values(row=JSONObject(id="skill_id", name="skill__name", level="proficiency")))


def drafts_of(person: str) -> ArraySubquery:
    """Where somebody was drafted from, in which campaign: as `skills_of`."""
    drafted = Assignment.objects.filter(employee_id=OuterRef(person)).exclude(status=AssignmentStatus.VOIDED)
    return ArraySubquery(
        drafted.order_by("pk").values(row=JSONObject(campaign="campaign_id", origin="origin_unit_id"))
    )


def findings_of(person: str) -> ArraySubquery:
    """The roles for which a confirmed finding says that somebody does not qualify, as a column: as `skills_of`."""
    found = Finding.objects.filter(employee_id=OuterRef(person), status=FindingStatus.CONFIRMED)
    return ArraySubquery(found.order_by("role_id").values("role_id"))


def get_person_facts(people: Iterable[Employee], around: Surroundings) -> dict[int, Person]:
    """What counts about people, by id: one query for any number of them."""
    by_id = {person.pk: person for person in people}
    rows = _counting(Employee.objects.filter(pk__in=by_id))
    return {row[0]: _to_person(by_id[row[0]], around, row) for row in rows}


def get_viewer_facts(viewer: Employee, around: Surroundings) -> Person:
    """What counts about one person, as `get_person_facts` reads it of many."""
    [row] = _OF_ONE.ask(person=viewer.pk)
    return _to_person(viewer, around, row)


def _counting(people: QuerySet[Employee]) -> QuerySet[Employee, _Counting]:
    moving = Candidacy.objects.filter(employee_id=OuterRef("pk")).values("relocation")[:1]
    found = people.order_by().annotate(
        held=skills_of("pk"), drafts=drafts_of("pk"), moving=Subquery(moving), found=findings_of("pk")
    )
    return found.values_list("pk", "held", "drafts", "moving", "found")


def _counting_of_one(person: int) -> QuerySet[Employee, _Counting]:
    return _counting(Employee.objects.filter(pk=person))


_OF_ONE = Statement(_counting_of_one, person=int)


def _to_person(person: Employee, around: Surroundings, row: _Counting) -> Person:
    _pk, held, drafts, relocation, found = row
    return to_person(person, around, held=held, drafts=drafts, relocation=relocation or "", findings=found)


def to_person(
    person: Employee,
    around: Surroundings,
    *,
    held: Iterable[Mapping[str, Any]],
    drafts: Iterable[Mapping[str, int]],
    relocation: str,
    findings: Iterable[int],
) -> Person:
    """What counts about one person, from `skills_of`, `drafts_of` and `findings_of`; archived campaigns count no
    more. Who has not said how far they would move (an empty `relocation`) would not."""
    drafted = [row for row in drafts if row["campaign"] in around.campaign_units]
    origins = {around.tree.standing(row["origin"]) for row in drafted}
    return Person(
        id=person.pk,
        job_family_id=person.job_family_id,
        level=person.level,
        site_id=person.site_id,
        country=around.countries[person.site_id],
        skills={row["id"]: row["level"] for row in held},
        right_to_work=frozenset(person.right_to_work),
        relocation=Relocation(relocation) if relocation else Relocation.NONE,
        origin_units=frozenset(origins),
        origin_parents=_parents(around.tree, origins),
        barred_units=frozenset().union(*(around.campaign_units[row["campaign"]] for row in drafted)),
        reports=around.bosses.get(person.pk, frozenset()),
        findings=frozenset(findings),
    )


def _parents(tree: Tree, units: Iterable[int]) -> frozenset[int]:
    parents = (tree.rows[unit].parent_id for unit in units)
    return frozenset(tree.standing(parent) for parent in parents if parent is not None)


def get_role_facts(
    roles: Collection[Role], units: Mapping[int, UnitFacts], managers: Mapping[int, int], around: Surroundings
) -> dict[int, RoleFacts]:
    """The lasting facts of roles, by id: two queries for any number of them. `units` by id of what stands."""
    required: defaultdict[int, list[SkillNeed]] = defaultdict(list)
    desired: defaultdict[int, list[SkillNeed]] = defaultdict(list)
    asked = RoleSkill.objects.filter(role_id__in=[role.pk for role in roles]).order_by("role_id", "skill_id")
    for role_id, skill, level, is_required in asked.values_list("role_id", "skill_id", "proficiency", "is_required"):
        (required if is_required else desired)[role_id].append(SkillNeed(skill, level))
    families = get_families({role.job_family_id for role in roles})
    return {
        role.pk: RoleFacts(
            id=role.pk,
            unit=units[around.tree.standing(role.unit_id)],
            job_family_id=role.job_family_id,
            job_families=families[role.job_family_id],
            level_min=role.level_min,
            level_max=role.level_max,
            site_id=role.site_id,
            country=around.countries[role.site_id],
            required=tuple(required[role.pk]),
            desired=tuple(desired[role.pk]),
            is_remote_allowed=role.is_remote_allowed,
            is_trainable=role.is_trainable,
            wanted_by_on=role.wanted_by_on,
            managers=frozenset({managers[role.pk]} if role.pk in managers else ()),
        )
        for role in roles
    }
