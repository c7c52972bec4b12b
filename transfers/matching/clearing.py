"""One run of a round, from its input to its outcome, and the document by which anybody can check it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from transfers.canonical import JSON, sha256_hex
from transfers.matching.deferred_acceptance import clear
from transfers.matching.instance import NOBODY, Ints, Numbered, build
from transfers.matching.rounds import InvalidRound, RoundInput, commit_to, draw_seed

FORMAT = "undraft-round-1"  # verify.py reads it


@dataclass(frozen=True, slots=True)
class Secrets:
    """What the preparer and the approver were bound to before the freeze, and revealed after the approval."""

    preparer: bytes
    approver: bytes

    @property
    def commitments(self) -> list[str]:
        """What was written down of them before."""
        return [commit_to(self.preparer), commit_to(self.approver)]


@dataclass(frozen=True, slots=True)
class Run:
    """One run: its arrays, for explanations, and who got which role."""

    numbered: Numbered
    given: Ints
    left: frozenset[str]
    closed: frozenset[str]
    outcome: Mapping[str, str | None]

    @property
    def left_numbers(self) -> Ints:
        """Those who left, as the arrays number them."""
        return self.numbered.people(self.left)

    def digest(self) -> str:
        """SHA-256, in hex, of who left, what was closed and the outcome."""
        told: dict[str, JSON] = {
            "left": sorted(self.left),
            "closed": sorted(self.closed),
            "outcome": dict(self.outcome),
        }
        return sha256_hex(told)


def run_round(given: RoundInput, secrets: Secrets, left: Collection[str] = (), closed: Collection[str] = ()) -> Run:
    """Clear a round; people in `left` count as having an empty list and roles in `closed` as having no seat.

    All else stays as it was frozen. Raises InvalidRound where either names who or what takes no part.
    """
    numbered = build(given, draw_seed(secrets.preparer, secrets.approver, given.digest()))
    gone, shut = frozenset(left), frozenset(closed)
    if not gone <= set(numbered.ballots) or not shut <= set(numbered.roles):
        raise InvalidRound("somebody left, or a role was closed, that takes no part")
    numbered = numbered.without_seats(shut)
    roles = clear(numbered.instance, left=numbered.people(gone))
    outcome = {
        ballot: None if role == NOBODY else numbered.roles[role]
        for ballot, role in zip(numbered.ballots, roles.tolist(), strict=True)
    }
    return Run(numbered, roles, gone, shut, outcome)


def write_document(given: RoundInput, secrets: Secrets, run: Run) -> dict[str, JSON]:
    """What `python -m transfers.matching.verify` checks: random ids and order keys only."""
    digest = given.digest()
    return {
        "format": FORMAT,
        "input": given.to_json(),
        "input_sha256": digest,
        "commitments": secrets.commitments,
        "secrets": [secrets.preparer.hex(), secrets.approver.hex()],
        "seed": draw_seed(secrets.preparer, secrets.approver, digest).hex(),
        "left": sorted(run.left),
        "closed": sorted(run.closed),
        "outcome": dict(run.outcome),
    }
