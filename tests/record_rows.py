"""Bare rows of what the portal writes down beside the nouns that people act on; see tests/rows.py."""

from typing import Any

from django.db.models import Model

from tests.rows_of_choices import AT
from transfers import models as m


class RecordRows:
    """`_<noun>` makes the one row of a noun."""

    here: Any
    skill: Any

    def row(self, noun: str) -> Any:
        """The row of this noun, in its first status."""
        raise NotImplementedError

    def _failingwork(self) -> Model:
        return m.FailingWork.objects.create(
            job="expire_claim", thing_id=1, error="ValueError", first_at=AT, last_at=AT
        )

    def _notificationpreference(self) -> Model:
        return m.NotificationPreference.objects.create(employee=self.row("employee"), saved_at=AT)

    def _handovertick(self) -> Model:
        placement = self.row("placement")
        return m.HandoverTick.objects.create(
            placement=placement, step="given_back", at=AT, ticked_by=placement.employee
        )

    def _savedsearch(self) -> Model:
        return m.SavedSearch.objects.create(employee=self.row("employee"), name="Ours", words="api", saved_at=AT)

    def _digest(self) -> Model:
        return m.Digest.objects.create(employee=self.row("employee"), on=AT.date(), candidates=1, answers=0, at=AT)

    def _extension(self) -> Model:
        return m.Extension.objects.create(
            campaign=self.row("campaign"), deadline_at=AT, down_minutes=40, status="proposed", proposed_at=AT
        )

    def _upload(self) -> Model:
        return m.Upload.objects.create(
            kind="people", file_name="people.csv", kept_until_at=AT, status="checking", checking_at=AT
        )

    def _savedlayout(self) -> Model:
        return m.SavedLayout.objects.create(kind="skills", name="Ours", version=1, text="", saved_at=AT)

    def _uploadcontent(self) -> Model:
        return m.UploadContent.objects.create(upload=self.row("upload"), data=b"code,name")

    def _pulse(self) -> Model:
        return m.Pulse.objects.create(slot=1, at=AT)

    def _staffingminimum(self) -> Model:
        return m.StaffingMinimum.objects.create(campaign=self.row("campaign"), unit=self.here, people=3)

    def _skillminimum(self) -> Model:
        return m.SkillMinimum.objects.create(
            campaign=self.row("campaign"), unit=self.here, skill=self.skill, people=12
        )

    def _termstemplate(self) -> Model:
        return m.TermsTemplate.objects.create(employee=self.row("employee"), name="Ours")

    def _termsrecord(self) -> Model:
        return m.TermsRecord.objects.create(
            assignment=self.row("assignment"), version=2, terms={}, reason="A new band.", recorded_at=AT
        )
