"""One bare row of every noun, written past the actions: only for tests of what the database itself refuses."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.db import connection, transaction
from django.db.models import Model

from accounts.models import Employee, EmployeeSkill, Holiday, JobFamily, Site, Skill, Unit
from tests.record_rows import RecordRows
from tests.rows_of_choices import AT, RowsOfChoices
from tests.rows_of_rounds import RowsOfRounds
from transfers import models as m

DAY = timedelta(days=1)
_OF: dict[str, type[Model]] = {
    model._meta.model_name or "": model
    for model in (Employee, EmployeeSkill, Holiday, Unit, *(getattr(m, name) for name in m.__all__))
}


@contextmanager
def triggers_asleep() -> Iterator[None]:
    """Statements inside meet constraints but no trigger, so that a row can be put into any status."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL session_replication_role = replica")
        try:
            yield
            cursor.execute("SET LOCAL session_replication_role = origin")
        finally:
            if not connection.needs_rollback:
                cursor.execute("SET LOCAL session_replication_role = origin")


class Rows(RowsOfChoices, RowsOfRounds, RecordRows):
    """A tiny company, then one row of each noun, made when first asked for."""

    def __init__(self) -> None:
        self.site = Site.objects.create(code="b", name="Berlin", country="DE", time_zone="Europe/Berlin")
        self.family = JobFamily.objects.create(code="eng", name="Engineering")
        self.skill = Skill.objects.create(code="sql", name="SQL")
        self.here = Unit.objects.create(code="here", name="Here", approved_headcount=10)
        self.there = Unit.objects.create(code="there", name="There", approved_headcount=10)
        self.person = self.employee("person")
        self.other = self.employee("other")
        self._made: dict[str, Model] = {"employee": self.person, "unit": self.here}

    def employee(self, name: str) -> Employee:
        return Employee.objects.create(
            hr_id=name,
            sign_in_name=name,
            email=f"{name}@example.com",
            name=name.title(),
            unit=self.here,
            job_family=self.family,
            level=5,
            site=self.site,
            hired_on=date(2020, 1, 1),
        )

    def model(self, noun: str) -> type[Model]:
        return _OF[noun]

    def row(self, noun: str) -> Any:
        """The row of this noun, in its first status."""
        if noun not in self._made:
            self._made[noun] = getattr(self, f"_{noun}")()
        return self._made[noun]

    def _employeeskill(self) -> Model:
        return EmployeeSkill.objects.create(employee=self.person, skill=self.skill, proficiency=3)

    def _holiday(self) -> Model:
        return Holiday.objects.create(site=self.site, on=date(2026, 5, 1))

    def _policy(self) -> Model:
        return m.Policy.objects.create(version=1, published_at=AT, effective_at=AT)

    def _campaign(self) -> Model:
        return m.Campaign.objects.create(
            code="c",
            name="Campaign",
            status="preparing",
            preparing_at=AT,
            deadline_at=AT + DAY,
            closes_at=AT + DAY,
            policy=self.row("policy"),
        )

    def _decision(self) -> Model:
        return m.Decision.objects.create(
            event=self.row("event"), campaign=self.row("campaign"), prompted_by="A review.", key=b"k" * 16
        )

    def _campaigncountry(self) -> Model:
        return m.CampaignCountry.objects.create(campaign=self.row("campaign"), country="DE")

    def _assignment(self) -> Model:
        return m.Assignment.objects.create(
            campaign=self.row("campaign"),
            employee=self.person,
            origin_unit=self.here,
            assigned_unit=self.there,
            assigned_on=AT.date(),
            ended_because="left",
            voided_because="by mistake",
            status="active",
            active_at=AT,
        )

    def _entitlement(self) -> Model:
        return m.Entitlement.objects.create(
            assignment=self.row("assignment"),
            tier=1,
            policy=self.row("policy"),
            started_at=AT,
            expires_at=AT + DAY,
            latest_end_on=AT.date(),
            ended_because="placed",
            status="active",
            active_at=AT,
        )

    def _candidacy(self) -> Model:
        return m.Candidacy.objects.create(employee=self.person, status="open", open_at=AT)

    def _exclusion(self) -> Model:
        return m.Exclusion.objects.create(candidacy=self.row("candidacy"), manager=self.other)

    def _preference(self) -> Model:
        return m.Preference.objects.create(
            candidacy=self.row("candidacy"), role=self.row("role"), stage="draft", rank=1
        )

    def _role(self) -> Model:
        return m.Role.objects.create(
            code="r",
            unit=self.here,
            title="Role",
            job_family=self.family,
            level_min=1,
            level_max=5,
            site=self.site,
            seats=2,
            clearance_until_at=AT,
            status="preparing",
            preparing_at=AT,
        )

    def _roleskill(self) -> Model:
        return m.RoleSkill.objects.create(role=self.row("role"), skill=self.skill)

    def _claim(self) -> Model:
        return m.Claim.objects.create(
            role=self.row("role"),
            employee=self.person,
            policy=self.row("policy"),
            level=5,
            start_on=AT.date(),
            expires_at=AT + DAY,
            withdrawn_because="the role closed",
            status="offered",
            offered_at=AT,
            offered_by=self.other,
        )

    def _placement(self) -> Model:
        return m.Placement.objects.create(
            claim=self.row("claim"),
            employee=self.person,
            role=self.row("role"),
            from_unit=self.here,
            policy=self.row("policy"),
            undo_until_at=AT + DAY,
            effective_on=(AT + 9 * DAY).date(),
            effective_at=AT + 9 * DAY,
            announce_at=AT + 2 * DAY,
            latest_announce_at=AT + 3 * DAY,
            announced_at=AT + 2 * DAY,
            trial_ends_on=(AT + 90 * DAY).date(),
            cancelled_because="hr",
            status="pending",
            pending_at=AT,
        )

    def _backfill(self) -> Model:
        return m.Backfill.objects.create(
            placement=self.row("placement"),
            unit=self.here,
            left_on=AT.date(),
            role=self.row("role"),
            declined_because="the unit shrinks",
            status="requested",
            requested_at=AT,
            requested_by=self.other,
        )

    def _grant(self) -> Model:
        return m.Grant.objects.create(
            kind="hiring_manager",
            employee=self.other,
            role=self.row("role"),
            proposed_by=self.person,
            status="proposed",
            proposed_at=AT,
        )

    def _pseudonym(self) -> Model:
        return m.Pseudonym.objects.create(employee=self.person)

    def _event(self) -> Model:
        return m.Event.objects.create(verb="role.open", noun="role", noun_id=1, at=AT)

    def _signinattempt(self) -> Model:
        return m.SignInAttempt.objects.create(
            account="0" * 64, step="password", outcome="refused", at=AT, person=self.person
        )

    def _seal(self) -> Model:
        return m.Seal.objects.create(
            number=1,
            previous=bytes(32),
            since=0,
            until=9,
            above_id=0,
            count=1,
            first_id=1,
            last_id=1,
            events=b"e" * 32,
            sealed_at=AT,
            hash=b"h" * 32,
        )

    def _notice(self) -> Model:
        return m.Notice.objects.create(
            event=self.row("event"),
            recipient=self.person,
            template="campaign.opened",
            channel="mail",
            due_at=AT,
            leased_until_at=AT,
            status="pending",
            pending_at=AT,
        )

    def _idempotencykey(self) -> Model:
        return m.IdempotencyKey.objects.create(employee=self.person, key=uuid4(), digest=b"d" * 32, at=AT)

    def _demomarker(self) -> Model:
        m.DemoMarker.objects.all().delete()
        return m.DemoMarker.objects.create(pk=1)

    def _shortagesnapshot(self) -> Model:
        return m.ShortageSnapshot.objects.create(
            unit=self.here,
            on=AT.date(),
            approved=10,
            filled=5,
            announced_out=0,
            announced_in=0,
            shortage_bp=5_000,
        )

    def _interestsnapshot(self) -> Model:
        return m.InterestSnapshot.objects.create(role=self.row("role"), on=AT.date(), people=3)

    def _addresschange(self) -> Model:
        return m.AddressChange.objects.create(employee=self.person, kind="own", former="old@example.com", at=AT)

    def _heldmove(self) -> Model:
        return m.HeldMove.objects.create(employee=self.person, unit=self.there, changes_manager=False, at=AT)

    def _managerchange(self) -> Model:
        return m.ManagerChange.objects.create(employee=self.person, to_manager=self.other, reason="moved", at=AT)

    def _unitchange(self) -> Model:
        return m.UnitChange.objects.create(
            unit=self.here, what="merged", into=self.there, on=AT.date(), reason="one team", at=AT
        )

    def _tick(self) -> Model:
        return m.Tick.objects.create(job="sweep", slot=1, at=AT)
