"""The draft and its window: prepared, opened through the publish gate, closed, reopened, archived."""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from transfers import atomic, ledger, transition
from transfers.actions.decisions import (
    change,
    commitment_to,
    decide_on_campaign,
    keep_decision,
    record_decision,
    wall_clock,
)
from transfers.actions.locks import lock_campaign
from transfers.actions.own_deadlines import give_deadlines_for_leave
from transfers.clock import Clock, database_clock
from transfers.errors import Invalid, NotAllowed, TransferError
from transfers.ledger import Owed
from transfers.matching.lottery import SEED_BYTES, digest_of
from transfers.models import Campaign, Event
from transfers.permissions.campaigns import (
    check_can_archive_campaign,
    check_can_close_campaign,
    check_can_run_campaign,
)
from transfers.queries.end_days import get_order
from transfers.queries.policies import get_policy_at
from transfers.queries.publish_gate import Missing, get_missing, get_told
from transfers.sight.actor import PORTAL, Actor
from transfers.states import CampaignStatus


class GateClosed(TransferError):
    """The publish gate still misses something; `missing` lists it."""

    def __init__(self, missing: list[Missing]) -> None:
        listed = " ".join(each.sentence for each in missing)
        super().__init__(_("This campaign cannot open yet. %(missing)s") % {"missing": listed})
        self.missing = missing


@atomic.write
def open_campaign(campaign: Campaign, *, prompted_by: str, by: Actor, clock: Clock = database_clock) -> Campaign:
    """Open the window through the publish gate and owe every member the memo. Raises GateClosed.

    The policy in force now is the campaign's, and with it the grace after the deadline. Who is on leave gets their
    own deadline. Raises NotVisible, NotAllowed, GateClosed, Invalid without what prompted it. Locks: the campaign.
    """
    campaign = lock_campaign(campaign.pk)
    at = clock()
    check_can_run_campaign(by, campaign, at)
    if campaign.status != CampaignStatus.PREPARING:
        raise NotAllowed(_("This campaign was opened already."))
    missing = get_missing(campaign, at)
    if missing or campaign.deadline_at is None:
        raise GateClosed(missing)
    policy = get_policy_at(at)
    # the lottery is drawn and written down before anybody can choose, of everybody alike
    decision = decide_on_campaign(campaign, prompted_by, change("status", campaign.status, CampaignStatus.OPEN.value))
    campaign.lottery_seed = secrets.token_hex(SEED_BYTES)
    event = transition.move(
        campaign,
        CampaignStatus.OPEN,
        by=by,
        at=at,
        body={"lottery": campaign.lottery_seed, "order": digest_of(get_order(campaign))} | commitment_to(decision),
        lottery_seed=campaign.lottery_seed,
        policy=policy,
        closes_at=campaign.deadline_at + timedelta(minutes=policy.grace_minutes),
    )
    keep_decision(decision, event)
    give_deadlines_for_leave(campaign)
    tell_members(event, campaign, "campaign.opened", at)
    return campaign


@atomic.write
def close_campaign(campaign: Campaign, *, by: Actor = PORTAL, clock: Clock = database_clock) -> Campaign:
    """Close the window at deadline and grace. Who filed nothing has filed nothing: nothing changes for them."""
    campaign = lock_campaign(campaign.pk)
    at = clock()
    if campaign.status != CampaignStatus.OPEN:
        return campaign
    check_can_close_campaign(by, campaign, at)
    event = transition.move(campaign, CampaignStatus.CLOSED, by=by, at=at)
    tell_members(event, campaign, "campaign.closed", at)
    return campaign


@atomic.write
def reopen_campaign(
    campaign: Campaign, deadline_at: datetime, *, prompted_by: str, by: Actor, clock: Clock = database_clock
) -> Campaign:
    """Open a dated second window; choices, claims and placements stand, and every member is told.

    Raises NotVisible, NotAllowed, Invalid for a deadline that is not later or without what prompted it. Locks: the
    campaign.
    """
    campaign = lock_campaign(campaign.pk)
    at = clock()
    check_can_run_campaign(by, campaign, at)
    if campaign.status != CampaignStatus.CLOSED or campaign.deadline_at is None:
        raise NotAllowed(_("Only a closed campaign is reopened."))
    _check_is_later(deadline_at, campaign.deadline_at, at)
    lengthen_window(campaign, deadline_at, verb="campaign.reopened", prompted_by=prompted_by, by=by, at=at)
    return campaign


@atomic.write
def lengthen_campaign(
    campaign: Campaign, deadline_at: datetime, *, prompted_by: str, by: Actor, clock: Clock = database_clock
) -> Campaign:
    """Give everybody longer while the window is open; every member is told.

    Raises NotVisible, NotAllowed, Invalid for a deadline that is not later or without what prompted it. Locks: the
    campaign.
    """
    campaign = lock_campaign(campaign.pk)
    at = clock()
    check_can_run_campaign(by, campaign, at)
    if campaign.status != CampaignStatus.OPEN or campaign.deadline_at is None:
        raise NotAllowed(_("Only an open window is lengthened; one that has closed is reopened."))
    _check_is_later(deadline_at, campaign.deadline_at, at)
    lengthen_window(campaign, deadline_at, verb="campaign.lengthened", prompted_by=prompted_by, by=by, at=at)
    return campaign


@atomic.write
def archive_campaign(campaign: Campaign, *, by: Actor, clock: Clock = database_clock) -> Campaign:
    """Close the book, once no priority and no end day of it stands open; from then on its chains end.

    Raises NotVisible, NotAllowed, before the day on which nobody can file or leave by it any more too.
    Locks: the campaign, which keeps filing out.
    """
    campaign = lock_campaign(campaign.pk)
    at = clock()
    check_can_archive_campaign(by, campaign, at)
    transition.move(campaign, CampaignStatus.ARCHIVED, by=by, at=at)
    return campaign


def _check_is_later(deadline_at: datetime, stands_at: datetime, at: datetime) -> None:
    if deadline_at <= max(at, stands_at):
        raise Invalid(_("A window only lengthens: choose a later deadline, in the future."), field="deadline")


def lengthen_window(
    campaign: Campaign, deadline_at: datetime, *, verb: str, prompted_by: str, by: Actor, at: datetime
) -> None:
    """Join a transaction that holds the campaign: a later deadline, told to every member in the words of `verb`.

    One that has closed is opened again. A later deadline of somebody's own stands.
    """
    grace = timedelta(minutes=(campaign.policy or get_policy_at(at)).grace_minutes)
    closes_at = deadline_at + grace
    zone = campaign.deadline_zone
    moved = change("deadline", wall_clock(campaign.deadline_at, zone), wall_clock(deadline_at, zone))
    decision = decide_on_campaign(campaign, prompted_by, moved)
    if campaign.status == CampaignStatus.CLOSED:
        event = transition.move(
            campaign,
            CampaignStatus.OPEN,
            by=by,
            at=at,
            verb=verb,
            body=commitment_to(decision),
            deadline_at=deadline_at,
            closes_at=closes_at,
        )
        keep_decision(decision, event)
    else:
        Campaign.objects.filter(pk=campaign.pk).update(deadline_at=deadline_at, closes_at=closes_at)
        campaign.deadline_at, campaign.closes_at = deadline_at, closes_at
        event = record_decision(verb, decision, by=by, at=at)
    give_deadlines_for_leave(campaign)
    tell_members(event, campaign, verb, at)


def tell_members(event: Event, campaign: Campaign, template: str, at: datetime) -> None:
    """Join a transaction: the same words to every member at the same time, whatever they filed or not."""
    refs: Mapping[str, str] = {"campaign": str(campaign.public_id)}
    ids = get_told(campaign).order_by("employee_id").values_list("employee_id", flat=True)
    ledger.owe_all([Owed(event=event, recipient_id=pk, template=template, refs=refs) for pk in ids], at=at)
