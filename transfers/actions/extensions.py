"""A later deadline for everybody after an outage: proposed by the sweep, confirmed by one person."""

from datetime import timedelta

from transfers import atomic, ledger, transition
from transfers.actions.campaigns import lengthen_window
from transfers.actions.locks import lock_campaign
from transfers.clock import Clock, database_clock
from transfers.errors import NotAllowed
from transfers.ledger import Owed
from transfers.models import Campaign, Extension
from transfers.permissions.extensions import check_can_decide_extension, check_can_propose_extension
from transfers.queries.outages import get_longer, get_outage
from transfers.sight.actor import PORTAL, Actor
from transfers.sight.hats import people_who_run
from transfers.states import ExtensionStatus


@atomic.write
def propose_extension(campaign: Campaign, *, by: Actor = PORTAL, clock: Clock = database_clock) -> Extension:
    """Propose a later deadline, since the portal was down shortly before it; who runs the campaign is told.

    Raises NotVisible, NotAllowed where nothing is due or it was proposed already. Locks: the campaign.
    """
    campaign = lock_campaign(campaign.pk)
    at = clock()
    check_can_propose_extension(by)
    down = get_outage(campaign, at)
    if down is None or campaign.deadline_at is None:
        raise NotAllowed(f"No outage touches the deadline of campaign {campaign.pk}.")
    extension = Extension(
        campaign=campaign, deadline_at=campaign.deadline_at, down_minutes=down // timedelta(minutes=1)
    )
    event = transition.start(extension, ExtensionStatus.PROPOSED, by=by, at=at)
    told = people_who_run(campaign, at).order_by("pk").values_list("pk", flat=True)
    ledger.owe_all([Owed(event, pk, "extension.proposed") for pk in told], at=at)
    return extension


@atomic.write
def confirm_extension(
    extension: Extension, *, prompted_by: str, by: Actor, clock: Clock = database_clock
) -> Campaign:
    """Give everybody a day more, from the deadline or from now where that is later; every member is told.

    A campaign that has closed meanwhile is opened again. A later deadline of somebody's own stands; what was filed
    stands. Raises NotVisible, NotAllowed, Invalid without what prompted it. Locks: the campaign.
    """
    campaign, extension = _locked(extension)
    at = clock()
    check_can_decide_extension(by, extension, at)
    deadline_at = get_longer(extension, at)
    transition.move(extension, ExtensionStatus.CONFIRMED, by=by, at=at, extended_to=deadline_at)
    lengthen_window(campaign, deadline_at, verb="campaign.extended", prompted_by=prompted_by, by=by, at=at)
    return campaign


@atomic.write
def refuse_extension(extension: Extension, *, by: Actor, clock: Clock = database_clock) -> Extension:
    """Leave the deadline as it stands: nobody could have filed then, or everybody was given longer otherwise.

    Raises NotVisible, NotAllowed. Locks: the campaign.
    """
    _campaign, extension = _locked(extension)
    at = clock()
    check_can_decide_extension(by, extension, at)
    transition.move(extension, ExtensionStatus.REFUSED, by=by, at=at)
    return extension


def _locked(extension: Extension) -> tuple[Campaign, Extension]:
    campaign = lock_campaign(extension.campaign_id)
    extension = Extension.objects.get(pk=extension.pk)
    extension.campaign = campaign
    return campaign, extension
