"""What is done about a campaign, from its draft to the archive: each an action, offered when it can be."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from transfers.actions.campaign_drafts import confirm_test_mail, create_campaign, edit_campaign, send_test_mail
from transfers.actions.campaigns import archive_campaign, lengthen_campaign, open_campaign, reopen_campaign
from transfers.actions.releases import propose_release, publish_release
from transfers.actions.skill_minimums import state_skill_minimum
from transfers.actions.staffing import state_minimum
from transfers.admin.base import Desk, Verb
from transfers.admin.campaign_forms import (
    ChangeForm,
    DraftForm,
    LongerForm,
    SkillStaffingForm,
    StaffingForm,
    draft_of,
)
from transfers.admin.columns import in_its_zone
from transfers.admin.prompts import PromptForm
from transfers.calendars import local_deadline
from transfers.models import Campaign
from transfers.permissions.allowed import allowed, why_not
from transfers.permissions.campaigns import check_can_confirm_test_mail
from transfers.permissions.releases import check_can_propose_release, check_can_publish_release
from transfers.queries.campaign_figures import get_campaign_figures
from transfers.queries.days import instant_in_words
from transfers.queries.deliveries import get_delivery_report, get_last_test_mail
from transfers.queries.publish_gate import Missing, get_missing, get_told
from transfers.queries.releases import get_standing_proposal
from transfers.states import CampaignStatus, NoticeStatus


def _reopen(campaign: Campaign, cleaned: dict[str, Any], desk: Desk) -> Campaign:
    deadline_at = local_deadline(cleaned["deadline"], cleaned["deadline_zone"])
    return reopen_campaign(campaign, deadline_at, prompted_by=cleaned["prompted_by"], by=desk.viewer)


def _lengthen(campaign: Campaign, cleaned: dict[str, Any], desk: Desk) -> Campaign:
    deadline_at = local_deadline(cleaned["deadline"], cleaned["deadline_zone"])
    return lengthen_campaign(campaign, deadline_at, prompted_by=cleaned["prompted_by"], by=desk.viewer)


def _before_opening(campaign: Campaign, desk: Desk) -> dict[str, Any]:
    """What is missing; else to whom the one step that cannot be taken back goes out, and until when they answer."""
    missing = get_missing(campaign, desk.at)
    members = get_told(campaign).count() if not missing else 0
    lines = [(each.sentence, _mended_at(campaign, each, desk)) for each in missing]
    return {"missing": lines, "members": members, "until": in_its_zone(campaign, campaign.deadline_at)}


def _mended_at(campaign: Campaign, missing: Missing, desk: Desk) -> str:
    """The address where what is missing is put right; "" where the viewer has no such page."""
    if missing.field:
        return f"{reverse('admin:transfers_campaign_verb', args=[campaign.pk, 'edit'])}#id_{missing.field}"
    match missing.code:
        case "mail":
            return reverse("admin:transfers_campaign_verb", args=[campaign.pk, "memo"])
        case "members" if desk.is_admin:
            return reverse("admin:transfers_upload_changelist")
        case "hr_partner" if desk.is_admin:
            return reverse("admin:transfers_grant_new", args=["propose"])
        case "roles":
            return reverse("admin:transfers_role_changelist")
        case "policy":
            return reverse("admin:transfers_policy_changelist")
    return ""


def _before_confirming(campaign: Campaign, desk: Desk) -> dict[str, Any]:
    """When and to whom the last test mail went out, and what confirming does."""
    told = get_last_test_mail(campaign)
    blocked = why_not(check_can_confirm_test_mail, desk.viewer, campaign, desk.at)
    confirms = _("Confirming says that mail to members works. Without it the campaign cannot be opened.")
    if told is None:
        return {"said": [confirms], "blocked": blocked}
    at = instant_in_words(told.sent_at or told.event.at, desk.viewer.zone)
    words = {"name": told.recipient, "address": told.recipient.email, "at": at}
    if told.status == NoticeStatus.SENT:
        went = gettext("The last test mail went out to %(name)s (%(address)s): %(at)s.") % words
    elif told.status == NoticeStatus.NEEDS_ATTENTION:
        went = gettext("The last test mail, to %(name)s (%(address)s), could not be sent: %(at)s.") % words
    else:
        went = gettext("The last test mail, to %(name)s (%(address)s), waits to be sent since %(at)s.") % words
    return {"said": [went, confirms], "blocked": blocked}


def _is_preparing(campaign: Campaign, _desk: Desk) -> bool:
    return campaign.status == CampaignStatus.PREPARING


def _is_open(campaign: Campaign, _desk: Desk) -> bool:
    return campaign.status == CampaignStatus.OPEN


def _was_opened(campaign: Campaign, _desk: Desk) -> bool:
    return campaign.status != CampaignStatus.PREPARING


def _is_closed(campaign: Campaign, _desk: Desk) -> bool:
    return campaign.status == CampaignStatus.CLOSED


def _may_propose_release(campaign: Campaign, desk: Desk) -> bool:
    return allowed(check_can_propose_release, desk.viewer, campaign, desk.at)


def _may_publish_release(campaign: Campaign, desk: Desk) -> bool:
    proposal = get_standing_proposal(campaign, desk.at)
    return allowed(check_can_publish_release, desk.viewer, campaign, proposal, desk.at)


def _propose_release(campaign: Campaign, _cleaned: dict[str, Any], desk: Desk) -> None:
    propose_release(campaign, by=desk.viewer)


def _publish_release(campaign: Campaign, _cleaned: dict[str, Any], desk: Desk) -> None:
    publish_release(campaign, by=desk.viewer)


VERBS = (
    Verb(
        "create",
        _("Write down a campaign"),
        lambda _thing, cleaned, desk: create_campaign(draft_of(cleaned), by=desk.viewer),
        DraftForm,
        is_new=True,
        template="admin/draft.html",
    ),
    Verb(
        "edit",
        _("Change"),
        lambda campaign, cleaned, desk: edit_campaign(
            campaign, draft_of(cleaned), prompted_by=cleaned["prompted_by"], by=desk.viewer
        ),
        ChangeForm,
        _("Once it is open, what its members were told does not change."),
        offered=_is_preparing,
        template="admin/draft.html",
    ),
    Verb(
        "staffing",
        _("State a minimum staffing"),
        lambda campaign, cleaned, desk: state_minimum(
            campaign, cleaned["unit"], cleaned["people"], prompted_by=cleaned["prompted_by"], by=desk.viewer
        ),
        StaffingForm,
        _(
            "Members read it before they choose. It delays no choice, no accepted offer and no latest end day: a "
            "lottery lets as many go earlier as it allows. Once the campaign is open it does not change."
        ),
        offered=_is_preparing,
    ),
    Verb(
        "skills",
        _("State a minimum by skill"),
        lambda campaign, cleaned, desk: state_skill_minimum(
            campaign,
            cleaned["unit"],
            cleaned["skill"],
            cleaned["people"],
            proficiency=cleaned["proficiency"],
            prompted_by=cleaned["prompted_by"],
            by=desk.viewer,
        ),
        SkillStaffingForm,
        _(
            "The leads of the unit read how many people have the skill beside it. It delays and orders nothing. "
            "Once the campaign is open it does not change."
        ),
        offered=_is_preparing,
    ),
    Verb(
        "memo",
        _("Preview the memo, send a test mail"),
        lambda campaign, _cleaned, desk: send_test_mail(campaign, by=desk.viewer),
        explain=_("The test mail goes to you alone, the way the members’ mail will go."),
        offered=_is_preparing,
        template="admin/memo.html",
    ),
    Verb(
        "mail",
        _("Confirm that the test mail arrived"),
        lambda campaign, _cleaned, desk: confirm_test_mail(campaign, by=desk.viewer),
        offered=_is_preparing,
        context=_before_confirming,
    ),
    Verb(
        "open",
        _("Open the campaign"),
        lambda campaign, cleaned, desk: open_campaign(campaign, prompted_by=cleaned["prompted_by"], by=desk.viewer),
        PromptForm,
        offered=_is_preparing,
        context=_before_opening,
        template="admin/gate.html",
    ),
    Verb(
        "delivery",
        _("See how the messages to members went out"),
        explain=_("Messages that every member gets alike. Those about one person’s affairs are not among them."),
        offered=_was_opened,
        context=lambda campaign, _desk: get_delivery_report(campaign),
        template="admin/delivery.html",
        is_shown_only=True,
    ),
    Verb(
        "figures",
        _("Pictures"),
        offered=lambda campaign, _desk: campaign.status in (CampaignStatus.CLOSED, CampaignStatus.ARCHIVED),
        context=lambda campaign, desk: {"figures": get_campaign_figures(campaign, desk.at)},
        template="admin/figures.html",
        is_shown_only=True,
    ),
    Verb(
        "lengthen",
        _("Give everybody longer"),
        _lengthen,
        LongerForm,
        _("A later deadline for the open window; every member is told at once. It cannot be taken back."),
        offered=_is_open,
    ),
    Verb(
        "reopen",
        _("Reopen until a new deadline"),
        _reopen,
        LongerForm,
        _("A dated second window; every member is told. What was filed, offered and accepted stands."),
        offered=_is_closed,
    ),
    Verb(
        "propose-release",
        _("Propose to publish the counts of choices"),
        _propose_release,
        explain=_(
            "A second person publishes within seven days. Nothing is counted before, and nobody sees a number "
            "earlier than everybody does. There is one release for each window, never a series."
        ),
        offered=_may_propose_release,
    ),
    Verb(
        "publish-release",
        _("Publish the counts of choices"),
        _publish_release,
        explain=_(
            "Counts what was filed now and publishes what may be shown of it to every employee, at once and for "
            "good. It cannot be taken back or changed."
        ),
        offered=_may_publish_release,
    ),
    Verb(
        "archive",
        _("Archive"),
        lambda campaign, _cleaned, desk: archive_campaign(campaign, by=desk.viewer),
        explain=_(
            "This can be done once nobody can file any more, not even late, and every priority and every end day "
            "that came of this campaign has ended. Until the last day on which somebody could still have filed or "
            "waited for an end day it is refused, whatever was filed. Nothing of the campaign changes afterwards."
        ),
        offered=_is_closed,
    ),
)
