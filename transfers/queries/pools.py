"""The candidates of one role, as its hiring manager may see them: by tier group, then fit, with no rank number."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from accounts.models import Employee
from transfers.matching.eligibility import Place, best_place, is_eligible
from transfers.matching.ranking import Candidate, order_candidates
from transfers.models import Candidacy, Claim, Preference, Role
from transfers.models.candidacy import SUBMITTED
from transfers.models.partly import partly
from transfers.queries.eligibility import Door
from transfers.queries.facts import drafts_of, findings_of, skills_of, to_person
from transfers.queries.hiring_acts import OwnActs, acts_by, to_acts
from transfers.queries.policies import get_policies_until
from transfers.queries.priority import best_tier_of
from transfers.queries.public_facts import get_public_facts
from transfers.queries.statements import Statement, person_by_id
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
    names: Mapping[int, str]  # of those skills, in the order of their names
    door: Door  # of the role
    acts: OwnActs  # of who looks
    holds_enough_offers: bool  # whoever made them: no more are let through
    was_asked: bool  # for this role: an offer was made, and not withdrawn
    passes_over: tuple[str, ...] = ()  # by name, those whom claiming this one would pass over; where it was asked

    @property
    def person(self) -> Employee:
        return self.candidacy.employee


@dataclass(frozen=True, slots=True)
class Profile:
    """What opening a profile shows more: the skills that the role does not ask for."""

    entry: PoolEntry
    others: list[tuple[str, int]]


def get_pool(manager: Employee, role: Role, at: datetime) -> list[PoolEntry]:
    """Everybody this manager may claim for the role, by tier group and then fit; equal fit by name."""
    return _in_order(_EVERYBODY.ask(manager=manager.pk, role=role.pk, at=at), role, at, viewer=manager)


def find_candidates(manager: Employee, role: Role, public_ids: Sequence[uuid.UUID], at: datetime) -> list[PoolEntry]:
    """Those of the candidacies asked for that this manager may see, in the order of the pool."""
    rows = _with_facts(candidates_visible_to(manager, role, at), role, at, viewer=manager)
    return _in_order(rows.filter(public_id__in=public_ids), role, at, viewer=manager)


def find_candidates_behind(
    manager: Employee, role: Role, public_ids: Sequence[uuid.UUID], at: datetime
) -> list[PoolEntry]:
    """The same; those without priority with the names of who comes first, as get_passed_over counts them."""
    rows = _with_facts(candidates_visible_to(manager, role, at), role, at, viewer=manager)
    behind = rows.filter(Q(public_id__in=public_ids) | Q(tier__isnull=False, was_asked=False))
    entries = _in_order(behind, role, at, viewer=manager)
    first = [entry.person for entry in entries if entry.has_priority and not entry.was_asked]
    names = tuple(person.name for person in sorted(first, key=lambda person: (person.sort_name, person.pk)))
    asked_for = set(public_ids)
    return [
        entry if entry.has_priority else replace(entry, passes_over=names)
        for entry in entries
        if entry.candidacy.public_id in asked_for
    ]


def find_served_candidate(partner: Employee, role: Role, person: Employee, at: datetime) -> PoolEntry | None:
    """The person as a candidate, where the HR partner acts for them as the role's hiring manager."""
    served = candidates_served_by(partner, role, at).filter(employee=person)
    found = _in_order(_with_facts(served, role, at, viewer=partner), role, at, viewer=partner)
    return found[0] if found else None


def to_profiles(entries: Sequence[PoolEntry], asked: Sequence[AskedSkill]) -> list[Profile]:
    """The profiles of candidates that were opened (actions/profiles.py), in their order."""
    shown = {need.skill_id for need in asked}
    return [
        Profile(entry, [(name, entry.skills[pk]) for pk, name in entry.names.items() if pk not in shown])
        for entry in entries
    ]


def _with_facts(visible: QuerySet[Candidacy], role: Role, at: datetime, *, viewer: Employee) -> QuerySet[Candidacy]:
    """These candidacies with what counts about their people, for `_in_order`."""
    ranked = Preference.objects.filter(candidacy_id=OuterRef("pk"), role=role, stage=SUBMITTED)
    offered = Claim.objects.filter(employee_id=OuterRef("employee_id"), status=ClaimStatus.OFFERED).order_by()
    asked_before = Claim.objects.filter(employee_id=OuterRef("employee_id"), role=role)
    limit = get_policies_until(at).values("live_offer_limit")[:1]
    return visible.annotate(
        has_ranked=Exists(ranked),
        claimed_for=ArraySubquery(offered.values("role_id")),
        most_offers=Subquery(limit),
        was_asked=Exists(asked_before.exclude(status=ClaimStatus.WITHDRAWN)),
        tier=best_tier_of("employee_id", at),
        held=skills_of("employee_id"),
        drafts=drafts_of("employee_id"),
        found=findings_of("employee_id"),
        **acts_by(viewer, role, at),
    ).select_related("employee__site", "employee__pseudonym")


def _everybody(manager: int, role: int, at: datetime) -> QuerySet[Candidacy]:
    viewer, of = person_by_id(manager), partly(Role, ("id",), (role,))
    return _with_facts(candidates_visible_to(viewer, of, at), of, at, viewer=viewer)


_EVERYBODY = Statement(_everybody, manager=int, role=int, at=datetime)


def _in_order(rows: Iterable[Candidacy], role: Role, at: datetime, *, viewer: Employee) -> list[PoolEntry]:
    """Those who qualify, by tier, then fit. Equal fit stands by name, so that the order tells no id and no date."""
    public = get_public_facts(at)
    facts = public.roles.get(role.pk)
    if facts is None:  # a closed role, or one in preparation
        return []
    by_person: dict[int, Any] = {row.employee_id: row for row in rows}
    everybody = (
        to_person(
            row.employee,
            public.around,
            held=row.held,
            drafts=row.drafts,
            relocation=row.relocation,
            findings=row.found,
        )
        for row in by_person.values()
    )
    people = {person.id: person for person in everybody if is_eligible(person, facts)}
    tiers = {pk: by_person[pk].tier for pk in people if by_person[pk].tier is not None}
    candidates = [Candidate(person, tiers.get(pk, _BEHIND)) for pk, person in people.items()]
    order = order_candidates(facts, candidates, public.policy)
    order.sort(key=lambda row: (row.tier, -row.fit_bp, by_person[row.person_id].employee.sort_name, row.person_id))
    asked = facts.required + facts.desired
    return [
        PoolEntry(
            candidacy=by_person[row.person_id],
            has_priority=row.person_id in tiers,
            has_ranked=by_person[row.person_id].has_ranked,
            is_claimed=role.pk in by_person[row.person_id].claimed_for,
            met=sum(people[row.person_id].skills.get(need.skill_id, 0) >= need.level for need in asked),
            asked=len(asked),
            place=best_place(people[row.person_id], facts),
            skills=people[row.person_id].skills,
            names={held["id"]: held["name"] for held in by_person[row.person_id].held},
            door=Door(facts, public.around),
            acts=to_acts(by_person[row.person_id], role, viewer),
            holds_enough_offers=len(by_person[row.person_id].claimed_for) >= by_person[row.person_id].most_offers,
            was_asked=by_person[row.person_id].was_asked,
        )
        for row in order
    ]
