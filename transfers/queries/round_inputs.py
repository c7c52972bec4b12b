"""Who takes part in a round and with what: rows turned into the engine's input, and back.

A person takes part who is at work here, has an open candidacy with a submitted list, shows to rounds at least, and
has no placement pending. Nothing is imputed: a role counts where the person ranked it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import Employee
from transfers.matching.clearing import Run, Secrets, run_round
from transfers.matching.eligibility import is_eligible
from transfers.matching.rounds import UNRATED, Line, Participant, RoundInput
from transfers.matching.scoring import fit_bp
from transfers.matching.types import Person, RankingPolicy, RoleFacts, UnitFacts
from transfers.models import Ballot, Candidacy, Claim, Exclusion, Placement, Policy, Preference, Rating, Role, Round
from transfers.models.candidacy import QUALIFYING, RANKED, ROUNDS, SUBMITTED
from transfers.models.round import ACCEPTED, LEFT, WITHDREW
from transfers.queries.clearance import is_in_clearance
from transfers.queries.facts import (
    Surroundings,
    get_managers,
    get_person_facts,
    get_role_facts,
    get_surroundings,
    to_ranking_policy,
)
from transfers.queries.priority import best_tier_of
from transfers.queries.units import get_tree
from transfers.states import CandidacyStatus, ClaimStatus, PlacementStatus, RoleStatus

_TAKING_PART = (ROUNDS, RANKED, QUALIFYING)


class LeftOut(StrEnum):
    """Why a ranked role of the round cannot be given to who ranked it."""

    NOT_ELIGIBLE = "not_eligible"
    IN_CLEARANCE = "in_clearance"
    OFFERED = "offered"
    EXCLUDED = "excluded"


@dataclass(frozen=True, slots=True)
class Entry:
    """One person's part: best active tier, lines by role id, and the ranked roles that fall away."""

    employee_id: int
    tier: int
    lines: tuple[tuple[int, int, int], ...]
    left_out: tuple[tuple[int, LeftOut], ...]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the roles of a round ask, by role id."""

    roles: Mapping[int, RoleFacts]
    in_clearance: frozenset[int]
    managers: Mapping[int, int]
    policy: RankingPolicy


def get_candidacies_taking_part() -> QuerySet[Candidacy]:
    """Open candidacies that take part in every round of the roles they rank."""
    pending = Placement.objects.filter(employee_id=OuterRef("employee_id"), status=PlacementStatus.PENDING)
    return Candidacy.objects.filter(
        ~Exists(pending),
        status=CandidacyStatus.OPEN,
        visibility__in=_TAKING_PART,
        submitted_at__isnull=False,
        employee__is_active=True,
    )


def get_entries(roles: Collection[Role], policy: Policy, at: datetime) -> list[Entry]:
    """Everybody who ranked one of these roles and takes part, with fit and rating; a few queries for any number."""
    asked, around = _ask(roles, policy, at)
    ranked: defaultdict[int, list[int]] = defaultdict(list)
    lists = Preference.objects.filter(
        candidacy__in=get_candidacies_taking_part(), stage=SUBMITTED, role_id__in=asked.roles
    )
    for employee_id, role_id in lists.order_by("rank").values_list("candidacy__employee_id", "role_id"):
        ranked[employee_id].append(role_id)
    people = Employee.objects.filter(pk__in=ranked).annotate(tier=best_tier_of("pk", at))
    facts = get_person_facts(people, around)
    tiers = {person.pk: person.tier for person in people}
    ratings = {
        (employee_id, role_id): rating
        for employee_id, role_id, rating in Rating.objects.filter(
            employee_id__in=ranked, role_id__in=asked.roles
        ).values_list("employee_id", "role_id", "rating")
    }
    live = Claim.objects.filter(employee_id__in=ranked, role_id__in=asked.roles, status=ClaimStatus.OFFERED)
    offered = set(live.values_list("employee_id", "role_id"))
    gone = Exclusion.objects.filter(candidacy__employee_id__in=ranked)
    excluded = set(gone.values_list("candidacy__employee_id", "manager_id"))

    def why_left_out(person: Person, role_id: int) -> LeftOut | None:
        if not is_eligible(person, asked.roles[role_id]):
            return LeftOut.NOT_ELIGIBLE
        if role_id in asked.in_clearance and tiers[person.id] is None:
            return LeftOut.IN_CLEARANCE
        if (person.id, role_id) in offered:
            return LeftOut.OFFERED
        if (person.id, asked.managers.get(role_id, 0)) in excluded:
            return LeftOut.EXCLUDED
        return None

    entries = []
    for employee_id in sorted(ranked):
        person = facts[employee_id]
        falls_away = {role_id: why_left_out(person, role_id) for role_id in ranked[employee_id]}
        entries.append(
            Entry(
                employee_id,
                tiers[employee_id] if tiers[employee_id] is not None else policy.tier_own_request,
                tuple(
                    (
                        role_id,
                        ratings.get((employee_id, role_id), UNRATED),
                        fit_bp(person, asked.roles[role_id], asked.policy),
                    )
                    for role_id, why in falls_away.items()
                    if why is None
                ),
                tuple((role_id, why) for role_id, why in falls_away.items() if why is not None),
            )
        )
    return entries


def get_free_seats(role: Role) -> int:
    """Seats that a round may give: none of a role that is not open, or whose unit is at risk."""
    if role.status != RoleStatus.OPEN or role.unit.is_at_risk:
        return 0
    return role.claimable_seats


def to_input(seats: Mapping[str, int], ballots: Iterable[Ballot]) -> RoundInput:
    """The engine's input from what was frozen."""
    people = (
        Participant(each.ballot, each.tier, tuple(Line(*line) for line in each.lines))
        for each in sorted(ballots, key=lambda each: each.ballot)
    )
    return RoundInput(seats, tuple(people))


def get_input(of: Round) -> RoundInput:
    """What was frozen."""
    seats = dict(of.round_roles.values_list("number", "seats"))
    return to_input(seats, of.ballots.only("ballot", "tier", "lines"))


def get_frozen_input(of: Round) -> RoundInput:
    """What was frozen, and is still what both people are bound to; RuntimeError where it is not."""
    found = get_input(of)
    if found.digest() != of.input_sha256:
        raise RuntimeError(f"the input of round {of.pk} is not what was frozen")
    return found


def get_secrets(of: Round) -> Secrets:
    """What both people revealed."""
    return Secrets(of.preparer_secret.encode(), of.approver_secret.encode())


def get_run(of: Round, number: int | None = None) -> Run | None:
    """The run that counts, or one by number, computed again from what was frozen and who had left by then."""
    runs = of.runs.order_by("-number") if number is None else of.runs.filter(number=number)
    found = runs.first()
    if found is None:
        return None
    return run_round(get_input(of), get_secrets(of), left=found.left, closed=found.closed)


def get_published_run(of: Round) -> Run | None:
    """The run whose offers were published first; later ones would tell who left since."""
    first = of.runs.filter(at__lte=of.published_at).order_by("-number").values_list("number", flat=True).first()
    return get_run(of, first) if first is not None else None


def run_dry(of: Round) -> Run:
    """A run of what was frozen with secrets that nobody is bound to: the same each time, or many of them together
    would tell what the rounding of one hides."""
    return run_round(get_input(of), Secrets(b"dry", bytes.fromhex(of.input_sha256)), closed=get_closed(of))


def get_leavers(of: Round) -> dict[int, str]:
    """Ballots, by id, whose person takes no part any more, and why: only people still counted are named.

    Read again at each run. A candidacy that was closed or shows to nobody withdraws; so does a list that is gone.
    Who accepted an offer of the round itself has not left it: they stay where they are.
    """
    candidacy = Candidacy.objects.filter(employee_id=OuterRef("employee_id"), pk__in=get_candidacies_taking_part())
    pending = Placement.objects.filter(employee_id=OuterRef("employee_id"), status=PlacementStatus.PENDING)
    here = Claim.objects.filter(employee_id=OuterRef("employee_id"), round=of, status=ClaimStatus.ACCEPTED)
    gone = of.ballots.filter(~Exists(candidacy), ~Exists(here), left_at__isnull=True)
    return {
        pk: LEFT if not is_active else ACCEPTED if has_pending else WITHDREW
        for pk, is_active, has_pending in gone.annotate(has_pending=Exists(pending)).values_list(
            "pk", "employee__is_active", "has_pending"
        )
    }


def get_closed(of: Round) -> list[str]:
    """Numbers of roles that a round cannot give any more: closed or paused, or in a unit at risk by now."""
    rows = of.round_roles.select_related("role__unit")
    return sorted(row.number for row in rows if row.role.status != RoleStatus.OPEN or row.role.unit.is_at_risk)


def read_roles(roles: Collection[Role], managers: Mapping[int, int]) -> tuple[dict[int, RoleFacts], Surroundings]:
    """The facts of roles by id, and what people are read against. Headcounts are none: no gate asks for them."""
    tree = get_tree()
    around = get_surroundings(tree, managers.values())
    units = {
        row.id: UnitFacts(id=row.id, approved=0, filled=0, is_at_risk=row.is_at_risk) for row in tree.rows.values()
    }
    return get_role_facts(roles, units, managers, around), around


def _ask(roles: Collection[Role], policy: Policy, at: datetime) -> tuple[_Asked, Surroundings]:
    managers = get_managers(at, [role.pk for role in roles])
    facts, around = read_roles(roles, managers)
    in_clearance = frozenset(role.pk for role in roles if is_in_clearance(role, at))
    return _Asked(facts, in_clearance, managers, to_ranking_policy(policy)), around
