"""Campaigns that miss nothing but what a test takes away."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from accounts.models import Employee
from tests import factories as f
from tests.factories import DAY, NOW, clock_at
from transfers.actions.campaign_drafts import (
    CampaignDraft,
    CountryRecord,
    confirm_test_mail,
    create_campaign,
    send_test_mail,
)
from transfers.actions.notices import lease_due_notices, mark_sent
from transfers.models import Assignment, Campaign, Notice
from transfers.models.terms import CAMPAIGN_TOPICS
from transfers.sight.actor import PORTAL
from transfers.states import AssignmentStatus
from transfers.transition import start


def draft(**fields: Any) -> CampaignDraft:
    whole = CampaignDraft(
        code="draft",
        name="The draft",
        memo="We'd prefer everyone to stay, but we defer to each individual's choice.",
        memo_from="The head of Applied AI",
        terms={topic: {"statement": "not_stated", "text": "", "ask": "HR"} for topic in CAMPAIGN_TOPICS},
        deadline=datetime(2026, 3, 20, 17),  # noqa: DTZ001  (local wall-clock time)
        deadline_zone="Europe/Berlin",
        until_placed="In the assigned unit, same terms, no new duties against your will.",
        after_end="origin",
        is_capture_excluded=True,
        assigned_units=[f.UnitFactory.create(name="Applied AI")],
        countries=[CountryRecord("DE", "Works council, agreed", "DPIA 7, kept by the DPO")],
    )
    return replace(whole, **fields)


def member_of(campaign: Campaign, **fields: Any) -> Assignment:
    made = Assignment(
        campaign=campaign,
        employee=f.EmployeeFactory.create(**fields),
        origin_unit=f.UnitFactory.create(),
        assigned_unit=f.UnitFactory.create(),
        assigned_on=NOW.date() - timedelta(days=30),
    )
    start(made, AssignmentStatus.ACTIVE, by=PORTAL, at=NOW - DAY, subject=made.employee)
    return made


def ready(members: int = 2, **fields: Any) -> tuple[Campaign, Employee]:
    """A campaign that misses nothing, and its HR partner."""
    f.role()
    campaign = create_campaign(draft(**fields), by=f.admin(), clock=clock_at(NOW - DAY))
    partner = f.hr_partner(campaign)
    for _ in range(members):
        member_of(campaign)
    send_test_mail(campaign, by=partner, clock=clock_at(NOW - DAY))
    send(Notice.objects.filter(template="campaign.mail_test").latest("pk"), at=NOW - DAY)
    confirm_test_mail(campaign, by=partner, clock=clock_at(NOW - DAY))
    campaign.refresh_from_db()
    return campaign, partner


def send(mail: Notice, *, at: datetime) -> None:
    """As the worker does once the mail server took it."""
    [leased] = lease_due_notices([mail.pk], clock=clock_at(at))
    assert mark_sent(leased, clock=clock_at(at))


def told(template: str) -> list[tuple[int, str]]:
    return sorted(Notice.objects.filter(template=template).values_list("recipient_id", "channel"))
