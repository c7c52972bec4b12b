"""The candidates of one role, as its hiring manager may see them: by tier group, then fit, with no rank number."""

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import Employee, EmployeeSkill
from transfers.matching.eligibility import Place, best_place, is_eligible
from transfers.matching.ranking import Candidate, order_candidates
from transfers.models import Candidacy, Claim, Preference, Role, RoleSkill
from transfers.models.candidacy import SUBMITTED
from transfers.queries.facts import get_person_facts
from transfers.queries.priority import get_tiers
from transfers.queries.public_facts import get_public_facts
from transfers.sight.candidates import candidates_served_by, candidates_visible_to
from transfers.states import ClaimStatus

_BEHIND = 32_767  # own request stands behind every tier that a policy can name


@dataclass(frozen=True, slots=True)
class AskedSkill:
    """A skill the role asks for, and how well; `is_required` or desired."""

    skill_id: int
    name: str
    proficiency: int
    is_required: bool


@dataclass(frozen=True, slots=True)
class PoolEntry:
    """One candidate in the list: what helps to decide whose profile to open. No history, no other claims."""

    candidacy: Candidacy
    has_priority: bool
    has_ranked: bool
    is_claimed: bool  # for this role, and the answer is out
    met: int
    asked: int
    place: Place | None
    skills: Mapping[int, int]  # proficiency by skill id

    @property
    def person(self) -> Employee:
        return self.candidacy.employee


@dataclass(frozen=True, slots=True)
class Profile:
    """What opening a profile shows more: the skills that the role does not ask for."""

    entry: PoolEntry
    others: list[tuple[str, int]]


def get_asked_skills(role: Role) -> list[AskedSkill]:
    """What the role asks for, required ones first."""
    rows = RoleSkill.objects.filter(role=role).select_related("skill").order_by("-is_required", "skill__name", "pk")
    return [AskedSkill(row.skill_id, row.skill.name, row.proficiency, row.is_required) for row in rows]


def get_pool(manager: Employee, role: Role, at: datetime) -> list[PoolEntry]:
    """Everybody this manager may claim for the role, by tier group and then fit; equal fit by name."""
    return _ordered(candidates_visible_to(manager, role, at), role, at)


def find_candidates(manager: Employee, role: Role, public_ids: Sequence[uuid.UUID], at: datetime) -> list[PoolEntry]:
    """Those of the candidacies asked for that this manager may see, in the order of the pool."""
    return _ordered(candidates_visible_to(manager, role, at).filter(public_id__in=public_ids), role, at)


def find_served_candidate(partner: Employee, role: Role, person: Employee, at: datetime) -> PoolEntry | None:
    """The person as a candidate, where the HR partner acts for them as the role's hiring manager."""
    found = _ordered(candidates_served_by(partner, role, at).filter(employee=person), role, at)
    return found[0] if found else None


def get_profiles(entries: Sequence[PoolEntry], role: Role) -> list[Profile]:
    """The profiles of candidates that were opened (actions/profiles.py), in their order."""
    others: dict[int, list[tuple[str, int]]] = defaultdict(list)
    held = EmployeeSkill.objects.filter(employee_id__in=[entry.person.pk for entry in entries])
    rest = held.exclude(skill__in=RoleSkill.objects.filter(role=role).values("skill_id"))
    for row in rest.select_related("skill").order_by("skill__name", "pk"):
        others[row.employee_id].append((row.skill.name, row.proficiency))
    return [Profile(entry, others[entry.person.pk]) for entry in entries]


def _ordered(visible: QuerySet[Candidacy], role: Role, at: datetime) -> list[PoolEntry]:
    """Those who qualify, by tier, then fit. Equal fit stands by name, so that the order tells no id and no date."""
    public = get_public_facts(at)
    facts = public.roles.get(role.pk)
    if facts is None:  # a closed role, or one in preparation
        return []
    ranked = Preference.objects.filter(candidacy_id=OuterRef("pk"), role=role, stage=SUBMITTED)
    waiting = Claim.objects.filter(employee_id=OuterRef("employee_id"), role=role, status=ClaimStatus.OFFERED)
    rows = visible.annotate(has_ranked=Exists(ranked), is_claimed=Exists(waiting)).select_related("employee__site")
    by_person = {row.employee_id: row for row in rows}
    everybody = get_person_facts((row.employee for row in by_person.values()), public.around)
    people = {pk: person for pk, person in everybody.items() if is_eligible(person, facts)}
    tiers = get_tiers(people, at)
    candidates = [Candidate(person, tiers.get(pk, _BEHIND)) for pk, person in people.items()]
    order = order_candidates(facts, candidates, public.policy)
    order.sort(key=lambda row: (row.tier, -row.fit_bp, by_person[row.person_id].employee.sort_name, row.person_id))
    asked = facts.required + facts.desired
    return [
        PoolEntry(
            candidacy=by_person[row.person_id],
            has_priority=row.person_id in tiers,
            has_ranked=by_person[row.person_id].has_ranked,
            is_claimed=by_person[row.person_id].is_claimed,
            met=sum(people[row.person_id].skills.get(need.skill_id, 0) >= need.level for need in asked),
            asked=len(asked),
            place=best_place(people[row.person_id], facts),
            skills=people[row.person_id].skills,
        )
        for row in order
    ]
