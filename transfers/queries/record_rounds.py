"""A person's findings and rounds in the copy of their record; see `record_copies`."""

from collections.abc import Mapping

from transfers.canonical import JSON, canonical_instant
from transfers.models import Ballot, Claim, Finding
from transfers.sight.actor import Person
from transfers.sight.findings import findings_about
from transfers.sight.rounds import ballots_of
from transfers.states import RoundStatus

Row = Mapping[str, JSON]


def get_finding_rows(viewer: Person) -> list[Row]:
    """What the person was given in writing."""
    related = ("role__unit", "skill", "proposed_by", "confirmed_by")
    return [_finding(row) for row in findings_about(viewer).select_related(*related).order_by("pk")]


def get_round_rows(viewer: Person, *, opens: bool) -> list[Row]:
    """The person's part in each round: without managers' ratings, and without their priority unless it `opens`."""
    ballots = ballots_of(viewer).select_related("round").order_by("pk")
    return [_ballot(viewer, ballot, opens=opens) for ballot in ballots]


def _finding(finding: Finding) -> Row:
    return {
        "role": f"{finding.role.title}, {finding.role.unit.name}",
        "criterion": finding.skill.name if finding.skill is not None else finding.get_criterion_display(),
        "reasons": finding.reasons,
        "found by": finding.proposed_by.name,
        "confirmed by": finding.confirmed_by.name,
        "confirmed at": canonical_instant(finding.confirmed_at),
        "answer": finding.answer,
        "withdrawn at": canonical_instant(finding.withdrawn_at) if finding.withdrawn_at is not None else "",
    }


def _ballot(viewer: Person, ballot: Ballot, *, opens: bool) -> Row:
    of = ballot.round
    roles = {
        row.number: f"{row.role.title}, {row.role.unit.name}" for row in of.round_roles.select_related("role__unit")
    }
    row: dict[str, JSON] = {
        "round": of.title,
        "frozen at": canonical_instant(of.frozen_at),
        "list": [f"{roles[number]}: fit {fit / 100:.2f}" for number, _rating, fit in ballot.lines],
        "left because": ballot.get_left_because_display(),
    }
    if of.status == RoundStatus.PUBLISHED:
        claims = Claim.objects.filter(round=of, employee=viewer).select_related("role__unit").order_by("pk")
        row["ballot"] = ballot.ballot
        row["roles offered"] = [f"{claim.role.title}, {claim.role.unit.name}" for claim in claims]
    if opens:
        row["tier"] = ballot.tier
    return row
