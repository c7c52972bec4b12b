"""Exactly which managers would see a person, for which roles, and who never does. For that person's own page."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from accounts.models import Employee
from transfers.matching.eligibility import is_eligible
from transfers.models import Candidacy, Exclusion, Grant, Preference
from transfers.models.candidacy import QUALIFYING, RANKED, SUBMITTED
from transfers.queries.candidacies import OwnCandidacy, describe
from transfers.queries.ranked_roles import Reader, get_reader
from transfers.sight.candidates import JOINS_AFTER, managers_who_may_see, managers_who_see
from transfers.sight.chain import chain_of
from transfers.sight.filters import placements_of
from transfers.states import CandidacyStatus, PlacementStatus


class SeenFor(NamedTuple):
    """One role for which a manager would see the person."""

    public_id: UUID
    title: str
    is_ranked: bool
    sees_now: bool


@dataclass(frozen=True, slots=True)
class Onlooker:
    """A hiring manager outside the chain, the roles in question, and how it stands between them and the person.

    `joins_at` is set for a manager so new that what the person chose before does not count for them yet.
    """

    public_id: UUID
    name: str
    roles: list[SeenFor]
    is_excluded: bool
    joins_at: datetime | None

    @property
    def sees_now(self) -> bool:
        """Whether this manager sees the person today, for any role."""
        return any(role.sees_now for role in self.roles)

    @property
    def ranked(self) -> int:
        """How many of the roles the person ranked."""
        return sum(role.is_ranked for role in self.roles)


@dataclass(frozen=True, slots=True)
class Onlookers:
    """Everybody who would see, by name; those excluded who have no such role; and the chain, who never see.

    `qualifying` counts the roles the person qualifies for, `unmanaged` those of them that nobody listed manages.
    While a move is pending (`is_placed`) nobody sees the person, whatever they chose.
    """

    candidacy: OwnCandidacy
    managers: list[Onlooker]
    excluded_elsewhere: list[tuple[UUID, str]]
    chain: list[str]
    qualifying: int
    unmanaged: int
    is_placed: bool

    def count(self, visibility: str) -> tuple[int, int]:
        """How many managers, for how many roles, a visibility would let see; those excluded are left out."""
        if visibility not in (RANKED, QUALIFYING):
            return 0, 0
        in_question = [manager for manager in self.managers if not manager.is_excluded]
        counts = [manager.ranked if visibility == RANKED else len(manager.roles) for manager in in_question]
        return sum(count > 0 for count in counts), sum(counts)


def get_onlookers(viewer: Employee, at: datetime) -> Onlookers:
    """Who would see the viewer if they let the manager of every role they qualify for; and who does today."""
    candidacy = Candidacy.objects.filter(employee=viewer).first()
    own = describe(candidacy)
    reader = get_reader(viewer, at)
    chain, excluded = _set_apart(viewer, candidacy)
    qualified = [role_id for role_id, facts in reader.public.roles.items() if is_eligible(reader.person, facts)]
    grants = _grants(viewer, candidacy, qualified, reader.at)
    unmanaged = len(qualified) - len({grant.role_id for grant in grants})
    managers = []
    for _, group in groupby(grants, key=lambda grant: grant.employee_id):
        held = list(group)
        manager = held[0].employee
        managers.append(
            Onlooker(
                public_id=manager.public_id,
                name=manager.name,
                roles=[_seen_for(grant, reader) for grant in held],
                is_excluded=manager.pk in excluded,
                joins_at=_joins_at(held, candidacy, reader.at),
            )
        )
    listed = {manager.public_id for manager in managers}
    elsewhere = [(person.public_id, person.name) for person in excluded.values() if person.public_id not in listed]
    in_chain = [person.name for person in chain]
    is_placed = placements_of(viewer).filter(status=PlacementStatus.PENDING).exists()
    return Onlookers(own, managers, elsewhere, in_chain, len(qualified), unmanaged, is_placed)


def _set_apart(viewer: Employee, candidacy: Candidacy | None) -> tuple[list[Employee], dict[int, Employee]]:
    """The viewer's chain, and those whom they excluded by id, in one query."""
    exclusion = Exists(Exclusion.objects.filter(candidacy=candidacy, manager_id=OuterRef("pk")))
    people = Employee.objects.annotate(
        is_in_chain=Exists(chain_of(viewer).filter(pk=OuterRef("pk"))), is_excluded=exclusion
    )
    apart = list(people.filter(Q(pk__in=chain_of(viewer).values("pk")) | Q(is_excluded=True)))
    excluded: dict[int, Employee] = {person.pk: person for person in apart if person.is_excluded}
    return [person for person in apart if person.is_in_chain], excluded


def _grants(viewer: Employee, candidacy: Candidacy | None, qualified: list[int], at: datetime) -> list[Grant]:
    grants = managers_who_may_see(viewer, at).filter(role_id__in=qualified).select_related("employee")
    if candidacy is not None:
        candidacy.employee = viewer
        listed = Preference.objects.filter(candidacy=candidacy, stage=SUBMITTED, role_id=OuterRef("role_id"))
        grants = grants.annotate(
            is_ranked=Exists(listed), sees_now=Exists(managers_who_see(candidacy, at).filter(pk=OuterRef("pk")))
        )
    return list(grants.order_by("employee__sort_name", "employee_id", "role__sort_title", "role_id"))


def _seen_for(grant: Grant, reader: Reader) -> SeenFor:
    role = reader.public.shown[grant.role_id or 0]
    return SeenFor(
        public_id=role.public_id,
        title=role.title,
        is_ranked=bool(getattr(grant, "is_ranked", False)),
        sees_now=bool(getattr(grant, "sees_now", False)),
    )


def _joins_at(held: list[Grant], candidacy: Candidacy | None, at: datetime) -> datetime | None:
    """When a new manager begins to see by what was chosen before they were named; None where nothing waits."""
    if candidacy is None or candidacy.status != CandidacyStatus.OPEN or candidacy.visibility_at is None:
        return None
    named = [grant.confirmed_at for grant in held if grant.confirmed_at is not None]
    waits = [at_ + JOINS_AFTER for at_ in named if at_ > candidacy.visibility_at and at_ + JOINS_AFTER > at]
    return min(waits, default=None) if len(waits) == len(held) else None
