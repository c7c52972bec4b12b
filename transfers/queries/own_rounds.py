"""Rounds as everybody reads them, and one's own part in each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from accounts.models import Employee
from transfers.errors import NotVisible
from transfers.matching.clearing import Run
from transfers.matching.refusals import Change, Refusal, what_would_change, why_not
from transfers.models import Ballot, Role, Round
from transfers.queries.round_inputs import LeftOut, get_run
from transfers.states import RoundStatus

ShownRound = Round  # the name by which pages, which import no model, know it
_SHOWN = (RoundStatus.FROZEN, RoundStatus.APPROVED, RoundStatus.RUN, RoundStatus.PUBLISHED, RoundStatus.DISCARDED)


@dataclass(frozen=True, slots=True)
class OwnLine:
    """One role of one's list in a round. `refusal` is None for the role that one got.

    `left_out` says why it fell away before the run; `refusal` is None then too.
    """

    role: Role
    rank: int
    is_got: bool
    refusal: Refusal | None
    left_out: LeftOut | None


@dataclass(frozen=True, slots=True)
class OwnRound:
    """A round with one's own part in it: `lines` in the order of one's list, empty before it is published."""

    round: Round
    ballot: Ballot
    is_published: bool
    lines: Sequence[OwnLine]


@dataclass(frozen=True, slots=True)
class OwnReason:
    """Why not one role, and what would have changed it."""

    round: Round
    role: Role
    refusal: Refusal
    changes: Sequence[Change]


def get_rounds(at: datetime) -> list[Round]:
    """Every round that was frozen, newest first: the same to everybody."""
    return list(Round.objects.filter(status__in=_SHOWN, frozen_at__lte=at).order_by("-frozen_at", "-pk"))


def get_own_round_ids(viewer: Employee) -> set[int]:
    """The rounds that the viewer takes part in."""
    return set(Ballot.objects.filter(employee=viewer).values_list("round_id", flat=True))


def get_round(public_id: UUID, at: datetime) -> Round:
    """One round that was frozen. Raises NotVisible."""
    found = Round.objects.filter(public_id=public_id, status__in=_SHOWN, frozen_at__lte=at).first()
    if found is None:
        raise NotVisible()
    return found


def get_own_round(viewer: Employee, of: Round) -> OwnRound | None:
    """The viewer's own part, None for who takes none."""
    ballot = Ballot.objects.filter(round=of, employee=viewer).first()
    if ballot is None:
        return None
    is_published = of.status == RoundStatus.PUBLISHED
    run = _last_run(of) if is_published else None
    return OwnRound(of, ballot, is_published, _lines(of, ballot, run) if run is not None else [])


def get_own_reason(viewer: Employee, of: Round, role_id: UUID) -> OwnReason:
    """Why the viewer did not get a role of a published round, and what would have changed it. Raises NotVisible."""
    ballot = Ballot.objects.filter(round=of, employee=viewer).first()
    row = of.round_roles.filter(role__public_id=role_id).select_related("role__unit").first()
    run = _last_run(of) if of.status == RoundStatus.PUBLISHED else None
    if ballot is None or row is None or run is None:
        raise NotVisible()
    numbered, left = run.numbered, run.left_numbers
    person, role = numbered.ballots.index(ballot.ballot), numbered.roles.index(row.number)
    if run.outcome[ballot.ballot] == row.number:
        raise NotVisible()
    refusal = why_not(numbered.instance, run.given, person, role, left=left)
    changes = what_would_change(numbered.instance, person, role, refusal, left=left)
    return OwnReason(of, row.role, refusal, changes)


def _lines(of: Round, ballot: Ballot, run: Run) -> list[OwnLine]:
    numbers = {row.role_id: row for row in of.round_roles.select_related("role__unit")}
    by_number = {row.number: row for row in numbers.values()}
    person = run.numbered.ballots.index(ballot.ballot)
    got, lines = run.outcome[ballot.ballot], []
    for rank, (number, *_) in enumerate(ballot.lines, 1):
        role = run.numbered.roles.index(number)
        is_got = got == number
        refusal = None if is_got else why_not(run.numbered.instance, run.given, person, role, left=run.left_numbers)
        lines.append(OwnLine(by_number[number].role, rank, is_got, refusal, None))
    fell = [OwnLine(numbers[pk].role, 0, False, None, LeftOut(why)) for pk, why in ballot.left_out if pk in numbers]
    return lines + fell


def _last_run(of: Round) -> Run | None:
    last = of.runs.order_by("-number").values_list("number", flat=True).first()
    return _read(of.public_id, last) if last is not None else None


@lru_cache(maxsize=2)
def _read(public_id: UUID, number: int) -> Run | None:
    """A run never changes: computed once for everybody who reads their part of it."""
    return get_run(Round.objects.get(public_id=public_id), number)
