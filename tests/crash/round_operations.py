"""Rounds, killed everywhere: run, published, run again after somebody left."""

from datetime import datetime

from tests import factories as f
from tests import rounds
from transfers.actions.claims import decline_claim
from transfers.actions.round_runs import ask_to_publish
from transfers.clock import database_clock
from transfers.models import Ballot, Claim, Notice, Role, Round
from transfers.queries.round_inputs import get_run


def _at() -> datetime:
    return database_clock() - f.HOUR


def _roles(at: datetime) -> list[Role]:
    """A role that two people want most, the one with priority first, and one that the other wants too."""
    roles = [f.role(opened_at=at - 40 * f.DAY) for _ in range(2)]
    rounds.wishes(roles[0], undrafted=True, at=at)
    rounds.wishes(*roles, at=at)
    return roles


def running() -> Round:
    at = _at()
    return rounds.revealed(_roles(at), at=at)


def has_run(of: Round) -> bool:
    """Once, to the hash that the frozen input and the secrets give on any day."""
    of.refresh_from_db()
    found = get_run(of)
    return of.status == "run" and found is not None and found.digest() == of.runs.get().sha256


def publishing() -> Round:
    at = _at()
    made = rounds.run(_roles(at), at=at)
    return ask_to_publish(made, by=made.preparing_by, clock=f.clock_at(at))


def is_published(of: Round) -> bool:
    """Two offers on two seats, and everybody who takes part was told once on each way."""
    of.refresh_from_db()
    people = Ballot.objects.filter(round=of).values("employee")
    told = Notice.objects.filter(template="round.published", recipient__in=people).count()
    offers = Claim.objects.filter(round=of, status="offered").count()
    taken = Role.objects.filter(round_roles__round=of, taken=1, in_round_until_at=None).count()
    return (of.status, offers, taken, told) == ("published", 2, 2, 4)


def improving() -> Round:
    at = _at()
    made = rounds.published(_roles(at), at=at)
    first = Claim.objects.get(round=made, role=made.round_roles.order_by("role_id")[0].role)
    decline_claim(first, by=first.employee, clock=f.clock_at(at))
    return made


def is_improved(of: Round) -> bool:
    """The other holds both offers, once each."""
    live = Claim.objects.filter(round=of, status="offered")
    return (of.runs.count(), live.count(), live.values("employee").distinct().count()) == (2, 2, 1)
