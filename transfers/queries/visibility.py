"""Exactly which managers would see a person, for which roles, and who never does. For that person's own page."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, BooleanField, Exists, Func, OuterRef, QuerySet
from django.db.models import Value as Text
from django.db.models.functions import Cast

from accounts.models import Employee
from transfers.models import Candidacy, Exclusion, Grant, Placement, Preference
from transfers.models.candidacy import QUALIFYING, RANKED, SUBMITTED
from transfers.models.partly import partly
from transfers.queries.candidacies import OwnCandidacy, describe, get_candidacy_row
from transfers.queries.ranked_roles import Reader, get_reader, rank
from transfers.queries.statements import Statement, person_by_id
from transfers.sight.candidates import JOINS_AFTER, managers_who_may_see, managers_who_see
from transfers.sight.chain import chain_of
from transfers.sight.filters import placements_of
from transfers.states import CandidacyStatus, PlacementStatus

_Row = tuple[Any, ...]


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
    candidacy = get_candidacy_row(viewer)
    its_id = candidacy.pk if candidacy is not None else 0
    reader = get_reader(viewer, at)
    apart = [_Apart(*row) for row in _APART.ask(viewer=viewer.pk, candidacy=its_id)]
    excluded = {person.public_id: person.name for person in apart if person.is_excluded}
    qualified = [role.role_id for role in rank(reader, reader.public.catalogue)]
    among = "{" + ",".join(map(str, qualified)) + "}"
    found = _GRANTS.ask(viewer=viewer.pk, candidacy=its_id, among=among, at=at)
    managers = []
    for (public_id, name), group in groupby((_Held(*row) for row in found), key=lambda held: held[:2]):
        held = list(group)
        managers.append(
            Onlooker(
                public_id=public_id,
                name=name,
                roles=[_seen_for(grant, reader) for grant in held],
                is_excluded=public_id in excluded,
                joins_at=_joins_at(held, candidacy, at),
            )
        )
    for manager in managers:
        excluded.pop(manager.public_id, None)
    return Onlookers(
        candidacy=describe(candidacy),
        managers=managers,
        excluded_elsewhere=list(excluded.items()),
        chain=[person.name for person in apart if person.is_in_chain],
        qualifying=len(qualified),
        unmanaged=len(qualified) - len(found),
        is_placed=bool(_PENDING.ask(viewer=viewer.pk)),
    )


class _Apart(NamedTuple):
    """Somebody in the viewer's chain, or whom the viewer excluded."""

    public_id: UUID
    name: str
    is_in_chain: bool
    is_excluded: bool


def _apart(viewer: int, candidacy: int) -> QuerySet[Employee, _Row]:
    chain = chain_of(person_by_id(viewer))
    exclusions = Exclusion.objects.filter(candidacy=candidacy)
    people = Employee.objects.filter(pk__in=chain.order_by().values("pk").union(exclusions.values("manager_id")))
    return people.annotate(
        is_in_chain=Exists(chain.filter(pk=OuterRef("pk"))),
        is_excluded=Exists(exclusions.filter(manager_id=OuterRef("pk"))),
    ).values_list("public_id", "name", "is_in_chain", "is_excluded")


class _Held(NamedTuple):
    """A grant of a role that the viewer qualifies for: the manager's name comes first."""

    public_id: UUID
    name: str
    role_id: int
    confirmed_at: datetime
    is_ranked: bool
    sees_now: bool


class _IsAmong(Func):
    """Whether a number is one of an array's: one value however many there are, and looked up by an index."""

    template, arg_joiner = "%(expressions)s)", " = ANY("
    output_field = BooleanField()


def _grants(viewer: int, candidacy: int, among: str, at: datetime) -> QuerySet[Grant, _Row]:
    """`among` are the ids of the roles in question, as PostgreSQL writes an array."""
    person = person_by_id(viewer)
    own = partly(Candidacy, ("id", "employee_id"), (candidacy, viewer))
    own.employee = person
    listed = Preference.objects.filter(candidacy=own, stage=SUBMITTED, role_id=OuterRef("role_id"))
    in_question = _IsAmong("role_id", Cast(Text(among), ArrayField(BigIntegerField())))
    grants = managers_who_may_see(person, at).filter(in_question)
    grants = grants.annotate(
        is_ranked=Exists(listed), sees_now=Exists(managers_who_see(own, at).filter(pk=OuterRef("pk")))
    ).order_by("employee__sort_name", "employee_id", "role__sort_title", "role_id")
    return grants.values_list(
        "employee__public_id", "employee__name", "role_id", "confirmed_at", "is_ranked", "sees_now"
    )


def _pending(viewer: int) -> QuerySet[Placement, tuple[int]]:
    moves = placements_of(person_by_id(viewer)).filter(status=PlacementStatus.PENDING)
    return moves.order_by().values_list("pk")


_APART = Statement(_apart, viewer=int, candidacy=int)
_GRANTS = Statement(_grants, viewer=int, candidacy=int, among=str, at=datetime)
_PENDING = Statement(_pending, viewer=int)


def _seen_for(grant: _Held, reader: Reader) -> SeenFor:
    role = reader.public.shown[grant.role_id]
    return SeenFor(role.public_id, role.title, grant.is_ranked, grant.sees_now)


def _joins_at(held: list[_Held], candidacy: Candidacy | None, at: datetime) -> datetime | None:
    """When a new manager begins to see by what was chosen before they were named; None where nothing waits."""
    if candidacy is None or candidacy.status != CandidacyStatus.OPEN or candidacy.visibility_at is None:
        return None
    named = [grant.confirmed_at for grant in held]
    waits = [at_ + JOINS_AFTER for at_ in named if at_ > candidacy.visibility_at and at_ + JOINS_AFTER > at]
    return min(waits, default=None) if len(waits) == len(held) else None
