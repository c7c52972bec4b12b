"""The verbs of the admin on campaigns, each with an example."""

from datetime import datetime

from accounts.models import Employee
from tests import factories as f
from tests.admin import new
from tests.counts import counted
from tests.drafts import ready
from tests.hostile.places import Scene, place
from tests.hostile.places_admin import at, of_new, verb
from tests.leads import announced, lead_of, led
from tests.outages import pulses
from tests.pages import THEN, travel
from transfers import transition
from transfers.actions.backfills import request_backfill
from transfers.actions.extensions import propose_extension
from transfers.actions.failing_work import note_failure
from transfers.actions.releases import propose_release
from transfers.models import Backfill, Campaign, Extension, FailingWork
from transfers.sight.actor import PORTAL
from transfers.states import CampaignStatus


def prepared() -> tuple[Campaign, Employee]:
    travel(THEN)
    return ready(deadline=datetime(2041, 3, 20, 17))  # noqa: DTZ001  (local time)


@of_new("transfers_campaign", "create")
def create() -> Scene:
    travel(THEN)
    fields = {"code": "second", "name": "Second", "deadline": "2041-03-20T17:00", "deadline_zone": "Europe/Berlin"}
    return Scene(new(Campaign, "create"), who=f.admin(), fields=fields)


@place("admin:transfers_campaign_verb/edit")
def edit() -> Scene:
    campaign, partner = prepared()
    return at(
        campaign,
        "edit",
        partner,
        name="Renamed",
        countries="DE | Works council, agreed | With the DPO",
        prompted_by="A strike.",
    )


@verb("transfers_campaign", "memo", "It sends one more test mail to who asks for it.")
def memo() -> Scene:
    return at(prepared()[0], "memo")


@verb("transfers_campaign", "mail")
def mail() -> Scene:
    return at(prepared()[0], "mail")


@verb("transfers_campaign", "open")
def open_it() -> Scene:
    campaign, partner = prepared()
    return at(campaign, "open", partner, prompted_by="The memo.")


@verb("transfers_campaign", "lengthen")
def lengthen() -> Scene:
    travel(THEN)
    campaign = f.campaign(opened_at=THEN - f.DAY, deadline_at=THEN + 9 * f.DAY)
    partner = f.hr_partner(campaign)
    return at(
        campaign,
        "lengthen",
        partner,
        deadline="2041-06-01T17:00",
        deadline_zone="Europe/Berlin",
        prompted_by="A strike.",
    )


@verb("transfers_campaign", "reopen")
def reopen() -> Scene:
    made = counted(THEN - 30 * f.DAY)
    return at(
        made.campaign,
        "reopen",
        deadline="2041-06-01T17:00",
        deadline_zone="Europe/Berlin",
        prompted_by="A strike.",
    )


@verb("transfers_campaign", "propose-release")
def propose_counts() -> Scene:
    made = counted(THEN - 90 * f.DAY)
    return at(made.campaign, "propose-release", made.first)


@verb("transfers_campaign", "publish-release")
def publish_counts() -> Scene:
    made = counted(THEN - 90 * f.DAY)
    propose_release(made.campaign, by=made.first, clock=f.clock_at(THEN - f.HOUR))
    return at(made.campaign, "publish-release", made.second)


@verb(
    "transfers_campaign",
    "staffing",
    "One number a unit; each change is recorded.",
)
def staffing() -> Scene:
    campaign, partner = prepared()
    return at(campaign, "staffing", partner, people=1, prompted_by="A strike.")


@verb("transfers_campaign", "skills", "One number a unit and skill; each change is recorded.")
def skills() -> Scene:
    campaign, partner = prepared()
    return at(
        campaign,
        "skills",
        partner,
        skill=f.SkillFactory.create().pk,
        people=12,
        prompted_by="A strike.",
    )


@verb("transfers_backfill", "open")
def name_role() -> Scene:
    backfill = _requested()
    return at(backfill, "open", role=f.role(unit=backfill.unit).pk)


@verb("transfers_backfill", "decline")
def decline_seat() -> Scene:
    return at(_requested(), "decline", because="No budget.")


def _requested() -> Backfill:
    travel(THEN)
    unit = led()
    return request_backfill(announced(unit), by=lead_of(unit), clock=f.clock_at(THEN))


def _extension() -> tuple[Extension, Employee]:
    campaign = f.campaign(deadline_at=THEN + f.HOUR, opened_at=THEN - 7 * f.DAY)
    pulses((THEN - 2 * f.DAY, THEN - 3 * f.HOUR), (THEN - 2 * f.HOUR, THEN))
    return propose_extension(campaign, clock=f.clock_at(THEN)), f.hr_partner(campaign)


@verb("transfers_extension", "confirm")
def confirm() -> Scene:
    extension, partner = _extension()
    return at(extension, "confirm", partner, prompted_by="A strike.")


@verb("transfers_extension", "refuse")
def refuse() -> Scene:
    extension, partner = _extension()
    return at(extension, "refuse", partner)


@verb("transfers_campaign", "archive")
def archive() -> Scene:
    campaign = f.campaign()
    transition.move(campaign, CampaignStatus.CLOSED, by=PORTAL, at=f.NOW + 15 * f.DAY)
    return at(campaign, "archive")


@verb("transfers_failingwork", "retry")
def retry_work() -> Scene:
    travel(THEN)
    for _ in range(3):
        note_failure("expire_claim", 1, "ValueError", clock=f.clock_at(THEN - 20 * f.HOUR))
    return at(FailingWork.objects.get(), "retry")
