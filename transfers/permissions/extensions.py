"""Who proposes and decides on a later deadline for everybody."""

from datetime import datetime

from django.utils.translation import gettext as _

from transfers.errors import NotAllowed, NotVisible
from transfers.models import Extension
from transfers.permissions.campaigns import check_can_run_campaign
from transfers.queries.outages import CONFIRM_WITHIN
from transfers.sight.actor import Actor, Portal
from transfers.states import CampaignStatus, ExtensionStatus


def check_can_propose_extension(actor: Actor) -> None:
    """The portal alone, by what it measured."""
    if not isinstance(actor, Portal):
        raise NotVisible()


def check_can_decide_extension(actor: Actor, extension: Extension, at: datetime) -> None:
    """Who runs the campaign, once, and for a week after the deadline that it is about."""
    if isinstance(actor, Portal):
        raise NotVisible()
    campaign = extension.campaign
    check_can_run_campaign(actor, campaign, at)
    if extension.status != ExtensionStatus.PROPOSED:
        raise NotAllowed(_("Somebody has decided on this already."))
    if campaign.deadline_at != extension.deadline_at:
        raise NotAllowed(_("The campaign has another deadline by now."))
    if campaign.status not in (CampaignStatus.OPEN, CampaignStatus.CLOSED) or at > (
        extension.deadline_at + CONFIRM_WITHIN
    ):
        raise NotAllowed(_("It is too late for this: the deadline lies more than a week back, or nothing is open."))
