"""Rows of what was filed, of who read it and of the counts of it; `tests.rows` has the rest."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Model

from accounts.models import Employee
from transfers import models as m

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


class RowsOfChoices:
    """Part of `tests.rows.Rows`, which makes each when it is first asked for."""

    person: Employee
    other: Employee
    here: Any

    def row(self, noun: str) -> Any:
        """The row of this noun, in its first status."""
        raise NotImplementedError

    def employee(self, name: str) -> Employee:
        """One more person."""
        raise NotImplementedError

    def _releaseproposal(self) -> Model:
        of = self.row("campaign")
        return m.ReleaseProposal.objects.create(campaign=of, proposed_at=AT, proposed_by=self.person)

    def _release(self) -> Model:
        proposal = self.row("releaseproposal")
        people = {"proposed_by": self.person, "published_by": self.other}
        return m.Release.objects.create(
            campaign=self.row("campaign"), number=1, proposal=proposal, floor=10, published_at=AT, **people
        )

    def _releasecell(self) -> Model:
        return m.ReleaseCell.objects.create(
            release=self.row("release"), position=0, unit=self.here, assigned=60, undraft=20, stay=20, none=20
        )

    def _releasesite(self) -> Model:
        return m.ReleaseSite.objects.create(
            release=self.row("release"), position=0, site=self.person.site, assigned=60, undraft=20
        )

    def _releaseday(self) -> Model:
        return m.ReleaseDay.objects.create(release=self.row("release"), until_on=AT.date(), filed=20)

    def _leaver(self) -> Model:
        return m.Leaver.objects.create(hr_id="left-1", left_on=AT.date())

    def _surveyparticipant(self) -> Model:
        return m.SurveyParticipant.objects.create(campaign=self.row("campaign"), employee=self.person, wave=0)

    def _surveyanswer(self) -> Model:
        return m.SurveyAnswer.objects.create(campaign=self.row("campaign"), wave=0, free=4)

    def _surveyresult(self) -> Model:
        return m.SurveyResult.objects.create(campaign=self.row("campaign"), wave=0, question="free", counted_at=AT)

    def _choice(self) -> Model:
        return m.Choice.objects.create(
            assignment=self.row("assignment"),
            version=1,
            filed_at=AT,
            filed_by=self.person,
            content=b"sealed",
            commitment=b"c" * 32,
        )

    def _choicekey(self) -> Model:
        return m.ChoiceKey.objects.create(choice=self.row("choice"), key=b"k" * 16)

    def _breakglass(self) -> Model:
        return m.BreakGlass.objects.create(
            assignment=self.row("assignment"),
            employee=self.person,
            reason="duty",
            note="a court's order",
            status="proposed",
            proposed_at=AT,
            proposed_by=self.other,
            confirmed_by=self.employee("second"),
            open_until_at=AT + timedelta(days=1),
            used_by=self.other,
        )

    def _reading(self) -> Model:
        return m.Reading.objects.create(
            assignment=self.row("assignment"), purpose="dispute", read_by=self.other, read_at=AT
        )

    def _review(self) -> Model:
        return m.Review.objects.create(
            employee=self.person, outcome="looking", next_on=AT.date(), reviewed_by=self.other, reviewed_at=AT
        )

    def _receipt(self) -> Model:
        return m.Receipt.objects.create(choice=self.row("choice"), code="code", statement="{}", signature=b"s" * 64)
