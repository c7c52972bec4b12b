"""Rounds at every stage, brought there by their actions."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from accounts.models import Employee
from tests import factories as f
from transfers.actions.round_runs import ask_to_publish, publish_round, run_round
from transfers.actions.rounds import (
    approve_round,
    commit_to_secret,
    discard_round,
    freeze_round,
    prepare_round,
    reveal_secret,
)
from transfers.clock import Clock
from transfers.models import Candidacy, Claim, Rating, Role, Round
from transfers.models.candidacy import ROUNDS

PREPARER_SECRET, APPROVER_SECRET = "horse staple battery correct", "a second and longer sentence"


def partner(*, at: datetime = f.NOW) -> Employee:
    """An HR partner of a campaign of their own."""
    code = f"c-{Employee.objects.count()}"
    return f.hr_partner(f.campaign(code=code, opened_at=at - f.DAY, deadline_at=at + 200 * f.DAY))


def prepared(roles: Sequence[Role], *, at: datetime = f.NOW, **fields: Any) -> Round:
    """A round of these roles, prepared by one HR partner with another as its approver, both bound."""
    clock, preparer, approver = f.clock_at(at), fields.pop("by", None) or partner(at=at), partner(at=at)
    made = prepare_round(
        "Winter round", roles, start_on=at.date() + 10 * f.DAY, approver=approver, by=preparer, clock=clock, **fields
    )
    commit_to_secret(made, PREPARER_SECRET, by=preparer, clock=clock)
    return commit_to_secret(made, APPROVER_SECRET, by=approver, clock=clock)


def frozen(roles: Sequence[Role], *, at: datetime = f.NOW, **fields: Any) -> Round:
    made = prepared(roles, at=at, **fields)
    return freeze_round(made, by=made.preparing_by, clock=f.clock_at(at))


def approved(roles: Sequence[Role], *, at: datetime = f.NOW, **fields: Any) -> Round:
    made = frozen(roles, at=at, **fields)
    return approve_round(made, by=made.approver, clock=f.clock_at(at))


def revealed(roles: Sequence[Role], *, at: datetime = f.NOW, **fields: Any) -> Round:
    made = approved(roles, at=at, **fields)
    reveal_secret(made, PREPARER_SECRET, by=made.preparing_by, clock=f.clock_at(at))
    return reveal_secret(made, APPROVER_SECRET, by=made.approver, clock=f.clock_at(at))


def run(roles: Sequence[Role], *, at: datetime = f.NOW, **fields: Any) -> Round:
    return run_round(revealed(roles, at=at, **fields), clock=f.clock_at(at))


def published(roles: Sequence[Role], *, at: datetime = f.NOW, **fields: Any) -> Round:
    made = run(roles, at=at, **fields)
    return publish(made, f.clock_at(at))


def publish(made: Round, clock: Clock) -> Round:
    ask_to_publish(made, by=made.preparing_by, clock=clock)
    return publish_round(made, clock=clock)


def discarded(roles: Sequence[Role], *, at: datetime = f.NOW, **fields: Any) -> Round:
    made = prepared(roles, at=at, **fields)
    return discard_round(made, because="A role was missing.", by=made.preparing_by, clock=f.clock_at(at))


STAGES = {
    "preparing": prepared,
    "frozen": frozen,
    "approved": approved,
    "run": run,
    "published": published,
    "discarded": discarded,
}


def wishes(
    *roles: Role, undrafted: bool = False, visibility: str = ROUNDS, at: datetime = f.NOW, **fields: Any
) -> Candidacy:
    """Somebody who takes part with this list."""
    employee = f.EmployeeFactory.create(**fields)
    if undrafted:
        campaign = f.campaign(opened_at=at - 7 * f.DAY, deadline_at=at + 200 * f.DAY)
        f.undrafted(in_campaign=campaign, employee=employee, at=at - f.DAY)
    return f.candidate(employee, visibility=visibility, ranked=list(roles))


def rate(role: Role, candidacy: Candidacy, rating: int) -> None:
    Rating.objects.create(
        role=role, employee=candidacy.employee, rating=rating, rated_at=f.NOW, rated_by=f.manager_of(role)
    )


def offers_of(made: Round) -> dict[int, set[int]]:
    """Roles offered in the round, by person."""
    found: dict[int, set[int]] = {}
    for employee_id, role_id in Claim.objects.filter(round=made).values_list("employee_id", "role_id"):
        found.setdefault(employee_id, set()).add(role_id)
    return found
