"""One's own candidacy: the lists, and what stands on them."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from accounts.models import Employee
from transfers.matching.eligibility import is_eligible
from transfers.models import Candidacy, Preference
from transfers.models.candidacy import DRAFT, SUBMITTED
from transfers.queries.ranked_roles import Reader
from transfers.queries.role_words import get_level_words
from transfers.queries.statements import Statement
from transfers.states import CandidacyStatus, RoleStatus


@dataclass(frozen=True, slots=True)
class ListedRole:
    """One line of a person's list, with what stands beside it today."""

    public_id: UUID
    rank: int
    title: str
    code: str
    unit: str
    site: str
    level: str
    is_paused: bool
    is_full: bool
    is_closed: bool
    is_qualified: bool


@dataclass(frozen=True, slots=True)
class OwnCandidacy:
    """What a person has said so far. Version 0: nothing yet. `visibility` and `relocation` are "" until answered."""

    version: int
    is_open: bool
    visibility: str
    available_from: date | None
    relocation: str
    note: str
    submitted_at: datetime | None


NOTHING_SAID = OwnCandidacy(0, False, "", None, "", "", None)


def get_own_candidacy(viewer: Employee) -> OwnCandidacy:
    """The viewer's own; a closed one counts as not answered."""
    return describe(get_candidacy_row(viewer))


def get_candidacy_row(viewer: Employee) -> Candidacy | None:
    """The viewer's own candidacy as it stands, closed or not."""
    return next(iter(_OWN.ask(viewer=viewer.pk)), None)


def _own(viewer: int) -> QuerySet[Candidacy]:
    return Candidacy.objects.filter(employee=viewer)


_OWN = Statement(_own, viewer=int)


def describe(row: Candidacy | None) -> OwnCandidacy:
    """What a candidacy says to its own person."""
    if row is None:
        return NOTHING_SAID
    is_open = row.status == CandidacyStatus.OPEN
    return OwnCandidacy(
        version=row.version,
        is_open=is_open,
        visibility=(row.visibility or "") if is_open else "",
        available_from=row.available_from,
        relocation=row.relocation,
        note=row.note,
        submitted_at=row.submitted_at if is_open else None,
    )


def get_drafted_ids(viewer: Employee) -> set[int]:
    """The roles on the viewer's draft."""
    return {role_id for (role_id,) in _DRAFTED.ask(viewer=viewer.pk)}


def _drafted(viewer: int) -> QuerySet[Preference, tuple[int]]:
    return Preference.objects.filter(candidacy__employee_id=viewer, stage=DRAFT).values_list("role_id")


_DRAFTED = Statement(_drafted, viewer=int)


def get_lists(viewer: Employee, reader: Reader) -> tuple[list[ListedRole], list[ListedRole]]:
    """The viewer's draft, and the list they submitted; a closed candidacy has no submitted one."""
    rows = Preference.objects.filter(candidacy__employee=viewer).select_related(
        "role__unit", "role__site", "candidacy"
    )
    rows = rows.order_by("rank")
    draft = [_line(row, reader) for row in rows if row.stage == DRAFT]
    submitted = [
        _line(row, reader) for row in rows if row.stage == SUBMITTED and row.candidacy.status == CandidacyStatus.OPEN
    ]
    return draft, submitted


def _line(row: Preference, reader: Reader) -> ListedRole:
    role, public = row.role, reader.public
    shown, facts = public.shown.get(role.pk), public.roles.get(role.pk)
    return ListedRole(
        public_id=role.public_id,
        rank=row.rank,
        title=role.title,
        code=role.code,
        unit=role.unit.name,
        site=role.site.name,
        level=get_level_words(role),
        is_paused=role.status == RoleStatus.PAUSED,
        is_full=shown is not None and not shown.free_seats,
        is_closed=role.status == RoleStatus.CLOSED,
        is_qualified=facts is not None and is_eligible(reader.person, facts),
    )
