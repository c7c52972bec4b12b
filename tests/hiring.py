"""A claim that a role's manager made an hour before THEN."""

from datetime import timedelta

from accounts.models import Employee
from tests import factories as f
from tests.pages import THEN
from tests.walks import undrafted
from transfers.actions.claims import offer_claim
from transfers.models import Claim, Role

CLAIMS = "/hiring/claims/"


def claimed(role: Role | None = None, person: Employee | None = None, *, by: Employee | None = None) -> Claim:
    return offer_claim(
        role := role or f.role(),
        person or undrafted(),
        terms=f.terms(),
        level=5,
        start_on=THEN.date() + timedelta(days=30),
        by=by or f.manager_of(role),
        clock=f.clock_at(THEN - f.HOUR),
    )
