"""Rounds as everybody reads them, and one's own part in each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from uuid import UUID

from transfers.errors import NotVisible
from transfers.matching.clearing import Run
from transfers.matching.refusals import Change, Refusal, Why, what_would_change, why_not
from transfers.models import Ballot, Claim, Role, Round
from transfers.models.round import IMPROVED_FOR
from transfers.queries.round_inputs import LeftOut, get_run
from transfers.sight.actor import Person
from transfers.sight.rounds import ballots_of, rounds_shown_at
from transfers.states import ClaimStatus, RoundStatus


class Got(StrEnum):
    """What a round came to for one person and one role, where nobody came before them."""

    OFFERED = "offered"
    AFTER_ANOTHER = "after_another"  # they had accepted another of its offers by then
    WAITS = "waits"  # for a seat that somebody lets go of


@dataclass(frozen=True, slots=True)
class OwnLine:
    """One role of one's list in a round: got in some way, refused, or left out before the run.

    `is_few`: too few people got the role for numbers about them to be told.
    """

    role: Role
    rank: int
    got: Got | None = None
    refusal: Refusal | None = None
    is_few: bool = True
    left_out: LeftOut | None = None

    @property
    def is_explained(self) -> bool:
        """Whether what would have changed it has a page."""
        return self.refusal is not None and self.refusal.why is not Why.LEFT


@dataclass(frozen=True, slots=True)
class OwnRound:
    """One's own part in a round: `lines` in the order of one's list, empty before it is published."""

    ballot: Ballot
    lines: Sequence[OwnLine]


@dataclass(frozen=True, slots=True)
class OwnReason:
    """Why not one role, and what would have changed it."""

    line: OwnLine
    changes: Sequence[Change]


def get_rounds(at: datetime) -> list[Round]:
    """Every round that was frozen, newest first: the same to everybody."""
    return list(rounds_shown_at(at).order_by("-frozen_at", "-pk"))


def get_own_round_ids(viewer: Person) -> set[int]:
    """The rounds that the viewer takes part in."""
    return set(ballots_of(viewer).values_list("round_id", flat=True))


def get_round(public_id: UUID, at: datetime) -> Round:
    """One round that was frozen. Raises NotVisible."""
    found = rounds_shown_at(at).filter(public_id=public_id).first()
    if found is None:
        raise NotVisible()
    return found


def get_offers_until(of: Round) -> datetime | None:
    """Until when seats that others let go of are offered to who takes part; None before it is published."""
    return of.published_at + IMPROVED_FOR if of.published_at is not None else None


def get_own_round(viewer: Person, of: Round) -> OwnRound | None:
    """The viewer's own part, None for who takes none."""
    ballot = ballots_of(viewer).filter(round=of).first()
    if ballot is None:
        return None
    return OwnRound(ballot, _lines(of, ballot) if of.status == RoundStatus.PUBLISHED else [])


def get_own_reason(viewer: Person, of: Round, role_id: UUID) -> OwnReason:
    """Why the viewer did not get a role that they ranked in a published round, and what would have changed it.

    Raises NotVisible.
    """
    own, run = get_own_round(viewer, of), _last_run(of)
    lines = [line for line in own.lines if line.role.public_id == role_id] if own is not None else []
    if own is None or run is None or not lines or lines[0].refusal is None or not lines[0].is_explained:
        raise NotVisible()
    numbered, number = run.numbered, of.round_roles.get(role__public_id=role_id).number
    person, role = numbered.ballots.index(own.ballot.ballot), numbered.roles.index(number)
    return OwnReason(
        lines[0], what_would_change(numbered.instance, person, role, lines[0].refusal, left=run.left_numbers)
    )


def _lines(of: Round, ballot: Ballot) -> list[OwnLine]:
    run = _last_run(of)
    assert run is not None
    assert of.policy is not None  # as of every round that was run
    rows = {row.role_id: row for row in of.round_roles.select_related("role__unit")}
    by_number = {row.number: row for row in rows.values()}
    numbered, got = run.numbered, run.outcome[ballot.ballot]
    person = numbered.ballots.index(ballot.ballot)
    offers = dict(Claim.objects.filter(round=of, employee=ballot.employee_id).values_list("role_id", "status"))
    people = list(run.outcome.values())
    lines = []
    for rank, (number, *_) in enumerate(ballot.lines, 1):
        role = by_number[number].role
        if role.pk in offers:
            lines.append(OwnLine(role, rank, got=Got.OFFERED))
        elif got == number:
            has_accepted = ClaimStatus.ACCEPTED in offers.values()
            lines.append(OwnLine(role, rank, got=Got.AFTER_ANOTHER if has_accepted else Got.WAITS))
        else:
            place = numbered.roles.index(number)
            refusal = why_not(numbered.instance, run.given, person, place, left=run.left_numbers)
            is_few = people.count(number) < of.policy.suppression_floor
            lines.append(OwnLine(role, rank, refusal=refusal, is_few=is_few))
    fell = [OwnLine(rows[pk].role, 0, left_out=LeftOut(why)) for pk, why in ballot.left_out if pk in rows]
    return lines + fell


def _last_run(of: Round) -> Run | None:
    last = of.runs.order_by("-number").values_list("number", flat=True).first()
    return _read(of.public_id, last) if last is not None else None


@lru_cache(maxsize=2)
def _read(public_id: UUID, number: int) -> Run | None:
    """A run never changes: computed once for everybody who reads their part of it."""
    return get_run(Round.objects.get(public_id=public_id), number)
