"""Rows of rounds; `tests.rows` has the rest."""

import hashlib
from typing import Any

from django.db.models import Model

from accounts.models import Employee
from tests.rows_of_choices import AT
from transfers import models as m

SECRET = "a secret of sixteen"
_COMMITMENT = hashlib.sha256(SECRET.encode()).hexdigest()


class RowsOfRounds:
    """Part of `tests.rows.Rows`, which makes each when it is first asked for."""

    person: Employee
    other: Employee

    def row(self, noun: str) -> Any:
        """The row of this noun, in its first status."""
        raise NotImplementedError

    def employee(self, name: str) -> Employee:
        """One more person."""
        raise NotImplementedError

    def _round(self) -> Model:
        """Ready for any later status, but for what a later one alone may have."""
        return m.Round.objects.create(
            title="Round",
            start_on=AT.date(),
            approver=self.other,
            preparer_commitment=_COMMITMENT,
            approver_commitment=_COMMITMENT,
            policy=self.row("policy"),
            input_sha256="0" * 64,
            frozen_until_at=AT.replace(year=AT.year + 1),
            discarded_because="not needed",
            status="preparing",
            preparing_at=AT,
            preparing_by=self.person,
        )

    def _roundrole(self) -> Model:
        return m.RoundRole.objects.create(round=self.row("round"), role=self.row("role"), number="0" * 32, seats=1)

    def _ballot(self) -> Model:
        return m.Ballot.objects.create(
            round=self.row("round"), employee=self.person, ballot="1" * 32, tier=1, lines=[["0" * 32, 3, 0]]
        )

    def _roundrun(self) -> Model:
        return m.RoundRun.objects.create(
            round=self.row("round"), number=1, at=AT, left=[], closed=[], outcome={}, sha256="0" * 64
        )

    def _rating(self) -> Model:
        return m.Rating.objects.create(
            role=self.row("role"), employee=self.person, rating=3, rated_at=AT, rated_by=self.other
        )

    def _finding(self) -> Model:
        return m.Finding.objects.create(
            role=self.row("role"),
            employee=self.person,
            criterion="level",
            reasons="The work.",
            status="proposed",
            proposed_at=AT,
            proposed_by=self.other,
            confirmed_by=self.employee("reviewer"),
        )

    def _simulation(self) -> Model:
        return m.Simulation.objects.create(
            round=self.row("round"), title="What if", changes={}, report={}, status="requested", requested_at=AT
        )
