"""Who prepares, opens, closes, reopens and archives a campaign."""

from datetime import datetime

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from transfers.errors import NotAllowed, NotVisible
from transfers.models import Campaign, Entitlement, Event, StaffingMinimum
from transfers.models.entitlement import POLICY_END
from transfers.models.notice import MAIL_TEST
from transfers.permissions.hr import check_is_hr
from transfers.queries.deadlines import get_archivable_at
from transfers.queries.end_days import is_to_be_ordered
from transfers.sight.actor import Actor, Person, Portal
from transfers.sight.hats import campaigns_served_by, is_admin, own_campaigns
from transfers.states import AssignmentStatus, CampaignStatus, EntitlementStatus, NoticeStatus

# a mail in one of these has not gone out; a demonstration's past mails nobody, so its test has no mail at all
_NOT_OUT = (NoticeStatus.PENDING, NoticeStatus.SENDING, NoticeStatus.NEEDS_ATTENTION)


def check_can_create_campaign(actor: Actor, at: datetime) -> None:
    """An admin or any HR partner."""
    check_is_hr(actor, at)


def check_can_prepare_campaign(actor: Actor, campaign: Campaign, at: datetime) -> None:
    """An admin or an HR partner of it, until it opens: what members were told does not change afterwards."""
    check_can_run_campaign(actor, campaign, at)
    if campaign.status != CampaignStatus.PREPARING:
        raise NotAllowed(_("This campaign was opened: what its members were told does not change any more."))


def check_can_confirm_test_mail(actor: Actor, campaign: Campaign, at: datetime) -> None:
    """Who prepares it, once one went out: what waits or failed cannot have arrived."""
    check_can_prepare_campaign(actor, campaign, at)
    tried = Event.objects.filter(verb=MAIL_TEST, noun="campaign", noun_id=campaign.pk)
    if not tried.exclude(notices__status__in=_NOT_OUT).exists():
        raise NotAllowed(_("No test mail has gone out yet: send one first, and confirm it once it is there."))


def check_can_run_campaign(actor: Actor, campaign: Campaign, at: datetime) -> None:
    """An admin or an HR partner of it; neither where they are one of its members."""
    if isinstance(actor, Portal) or campaigns_served_by(actor, at).filter(campaign=campaign).exists():
        return
    if not is_admin(actor, at):
        raise NotVisible()
    check_is_no_member(actor, campaign)


def check_is_no_member(actor: Person, campaign: Campaign) -> None:
    """Who was drafted leaves the campaign to colleagues, whatever rights they have."""
    if own_campaigns(actor).filter(campaign=campaign).exists():
        raise NotAllowed(_("You are a member of this campaign: a colleague who is not runs it."))


def check_can_close_campaign(actor: Actor, campaign: Campaign, at: datetime) -> None:
    """Only the portal, and not before deadline and grace: a window never shortens."""
    if not isinstance(actor, Portal):
        raise NotVisible()
    if campaign.closes_at is None or at < campaign.closes_at:
        raise NotAllowed(f"Campaign {campaign.pk} is not due to close yet.")


def check_can_archive_campaign(actor: Actor, campaign: Campaign, at: datetime) -> None:
    """Who runs it, once it is closed for good: nobody can file any more, and nothing that was filed is still owed.

    The first day is the same whatever was filed, so that an early try does not tell whether anybody undrafted.
    """
    check_can_run_campaign(actor, campaign, at)
    archivable_at = get_archivable_at(campaign, at)
    if campaign.status != CampaignStatus.CLOSED or archivable_at is None:
        raise NotAllowed(_("Only a closed campaign is archived."))
    if at < archivable_at:
        raise NotAllowed(
            _("People may still file late or wait for their end day until %(day)s, whoever they are.")
            % {"day": date_format(archivable_at, "DATE_FORMAT")}
        )
    standing = ~Q(status=EntitlementStatus.ENDED)
    # a priority that lapsed by the policy's end has not ended what was promised with it
    end_day_open = Q(ended_because=POLICY_END, assignment__status=AssignmentStatus.ACTIVE)
    if Entitlement.objects.filter(standing | end_day_open, assignment__campaign=campaign).exists():
        raise NotAllowed(_("A priority or an end day of this campaign is still open."))


def check_can_order_end_days(actor: Actor, minimum: StaffingMinimum, campaign: Campaign) -> None:
    """Only the portal, once each time the window has closed: nobody picks when the lottery is applied."""
    if not isinstance(actor, Portal):
        raise NotVisible()
    if not is_to_be_ordered(minimum, campaign):
        raise NotAllowed(f"The end days by minimum {minimum.pk} are not to be ordered now.")
