"""What a round is given: seats, submitted lists and what orders people. Checked, written canonically, hashed.

A frozen round holds random ids only: a ballot for each participant and a number for each role, drawn as it is frozen
(docs/adr/0018-rounds.md). Whoever holds the document can check the run; it names nobody.
"""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from transfers.canonical import JSON, sha256_hex

UNRATED, HIGHEST_RATING = 3, 5
HIGHEST_FIT = 10_000
HIGHEST_TIER = 15
MOST_PEOPLE, MOST_ROLES = 1 << 20, 1 << 17


class InvalidRound(ValueError):
    """The input cannot be cleared: `where` names the ballot, the role or the line."""

    def __init__(self, what: str, where: str = "") -> None:
        super().__init__(f"{where}: {what}" if where else what)
        self.what, self.where = what, where


class Line(NamedTuple):
    """One role at its place in a submitted list, and how its owner stands there.

    `rating` is the hiring manager's, 1–5 against the role's published criteria, 3 where there is none; `fit_bp` is
    0…10,000.
    """

    role: str
    rating: int
    fit_bp: int


class Participant(NamedTuple):
    """Somebody who takes part: best active tier (lower comes first) and list, best first."""

    ballot: str
    tier: int
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class RoundInput:
    """Seats by role, and who takes part. The order of either means nothing."""

    seats: Mapping[str, int]
    participants: tuple[Participant, ...]

    def __post_init__(self) -> None:
        _check(self.seats, self.participants)

    def to_json(self) -> dict[str, JSON]:
        """The input as canonical JSON takes it: keyed by role and ballot, so that no row order shows."""
        return {
            "seats": dict(self.seats),
            "participants": {
                each.ballot: {
                    "tier": each.tier,
                    "list": [[line.role, line.rating, line.fit_bp] for line in each.lines],
                }
                for each in self.participants
            },
        }

    def digest(self) -> str:
        """SHA-256, in hex, of the canonical JSON."""
        return sha256_hex(self.to_json())


def draw_seed(preparer: bytes, approver: bytes, input_digest: str) -> bytes:
    """SHA-256(A ‖ B ‖ input hash): neither of the two could choose it, nor could who wrote the input."""
    return hashlib.sha256(preparer + approver + bytes.fromhex(input_digest)).digest()


def commit_to(secret: bytes) -> str:
    """What is written down of a secret before it is revealed: its SHA-256 in hex."""
    return hashlib.sha256(secret).hexdigest()


def _check(seats: Mapping[str, int], participants: Collection[Participant]) -> None:
    if len(seats) > MOST_ROLES or len(participants) > MOST_PEOPLE:
        raise InvalidRound(f"at most {MOST_ROLES:,} roles and {MOST_PEOPLE:,} people take part")
    for role, count in seats.items():
        _check_within(count, 0, MOST_PEOPLE, "seats", role)
    ballots = set()
    for each in participants:
        if not each.ballot or each.ballot in ballots:
            raise InvalidRound("a ballot stands once", each.ballot)
        ballots.add(each.ballot)
        _check_within(each.tier, 1, HIGHEST_TIER, "tier", each.ballot)
        _check_lines(each, seats)


def _check_lines(each: Participant, seats: Mapping[str, int]) -> None:
    for line in each.lines:
        if line.role not in seats:
            raise InvalidRound(f"role {line.role} takes no part", each.ballot)
        _check_within(line.rating, 1, HIGHEST_RATING, "rating", each.ballot)
        _check_within(line.fit_bp, 0, HIGHEST_FIT, "fit", each.ballot)
    if len({line.role for line in each.lines}) < len(each.lines):
        raise InvalidRound("a role stands on a list once", each.ballot)


def _check_within(value: object, low: int, high: int, what: str, where: str) -> None:
    if type(value) is not int or not low <= value <= high:  # neither True nor NaN counts
        raise InvalidRound(f"{what} is a whole number from {low:,} to {high:,}, not {value!r}", where)
