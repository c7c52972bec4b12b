"""Who proposes and who publishes the counts of choices, and when."""

from datetime import datetime

from django.utils.translation import gettext as _

from transfers.errors import NotAllowed
from transfers.models import Campaign, ReleaseProposal
from transfers.permissions.campaigns import check_can_run_campaign
from transfers.queries.releases import (
    are_keys_standing,
    get_countable_from,
    get_standing_proposal,
    is_window_released,
)
from transfers.sight.actor import Actor, Person, Portal
from transfers.states import CampaignStatus


def check_can_propose_release(actor: Actor, campaign: Campaign, at: datetime) -> Person:
    """Who runs the campaign, once its window and the time to file late are over, and once for each window."""
    person = _check_person(actor, campaign, at)
    countable_from = get_countable_from(campaign, at)
    if campaign.closed_at is None or countable_from is None:
        raise NotAllowed(_("Counts are published of a closed campaign only."))
    if at < countable_from:
        raise NotAllowed(
            _("People may still file late through HR. Counts are published %(n)s days after the close.")
            % {"n": (countable_from - campaign.closed_at).days}
        )
    if is_window_released(campaign):
        raise NotAllowed(_("The counts of this window were published: there is one release, never a series."))
    if not are_keys_standing(campaign):
        raise NotAllowed(_("What was filed can no longer be read by anyone, so it cannot be counted."))
    if get_standing_proposal(campaign, at) is not None:
        raise NotAllowed(_("A release was proposed already. A second person publishes it."))
    return person


def check_can_publish_release(
    actor: Actor, campaign: Campaign, proposal: ReleaseProposal | None, at: datetime
) -> tuple[Person, ReleaseProposal]:
    """A second person who runs the campaign. Returns them and the proposal that they publish."""
    person = _check_person(actor, campaign, at)
    if proposal is None or campaign.status != CampaignStatus.CLOSED or not are_keys_standing(campaign):
        raise NotAllowed(_("No release stands proposed. A proposal lasts seven days."))
    if actor == proposal.proposed_by:
        raise NotAllowed(_("You proposed this release, so another person publishes it."))
    return person, proposal


def _check_person(actor: Actor, campaign: Campaign, at: datetime) -> Person:
    check_can_run_campaign(actor, campaign, at)
    if isinstance(actor, Portal):
        raise NotAllowed(_("A release is proposed and published by people."))
    return actor
