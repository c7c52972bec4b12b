"""Later deadlines that the portal proposes after it was down, for who runs the campaign."""

from typing import Any

from django.contrib.admin import display
from django.db.models import QuerySet
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from transfers.actions.extensions import confirm_extension, refuse_extension
from transfers.admin.base import Desk, PortalAdmin, Verb
from transfers.admin.columns import in_its_zone
from transfers.admin.prompts import PromptForm
from transfers.models import Extension
from transfers.permissions.allowed import allowed
from transfers.permissions.extensions import check_can_decide_extension
from transfers.queries.outages import get_longer
from transfers.sight.hats import campaigns_on_desk_of


def _may_decide(extension: Extension, desk: Desk) -> bool:
    return allowed(check_can_decide_extension, desk.viewer, extension, desk.at)


def _confirm(extension: Extension, cleaned: dict[str, Any], desk: Desk) -> None:
    confirm_extension(extension, prompted_by=cleaned["prompted_by"], by=desk.viewer)


def _refuse(extension: Extension, _cleaned: dict[str, Any], desk: Desk) -> None:
    refuse_extension(extension, by=desk.viewer)


def _before_confirming(extension: Extension, desk: Desk) -> dict[str, Any]:
    """The deadline that stands and the one that it would become now."""
    campaign = extension.campaign
    words = {
        "now": in_its_zone(campaign, campaign.deadline_at),
        "then": in_its_zone(campaign, get_longer(extension, desk.at)),
    }
    return {"said": [gettext("The deadline now: %(now)s. If you confirm now: %(then)s.") % words]}


class ExtensionAdmin(PortalAdmin):
    """One line a deadline that an outage touched."""

    noun = Extension
    about = _(
        "The portal proposes a day more when it could not be reached shortly before a deadline. One person who runs "
        "the campaign decides."
    )
    list_display = ("campaign", "deadline", "down", "status", "extended")
    list_filter = ("status",)
    list_select_related = ("campaign",)
    fields = ("campaign", "deadline", "down", "status", "extended", "proposed_at")
    readonly_fields = ("deadline", "down", "extended")
    verbs = (
        Verb(
            "confirm",
            _("Give everybody a day more"),
            _confirm,
            PromptForm,
            explain=_(
                "24 hours from the deadline, or from now where that is later. Every member is told, and a campaign "
                "that has closed is opened again. It cannot be taken back."
            ),
            offered=_may_decide,
            context=_before_confirming,
        ),
        Verb(
            "refuse",
            _("Leave the deadline as it stands"),
            _refuse,
            explain=_("Nobody is told, and it is not proposed again for this deadline."),
            offered=_may_decide,
        ),
    )

    def rows_for(self, rows: QuerySet[Extension], desk: Desk) -> QuerySet[Extension]:
        campaigns = campaigns_on_desk_of(desk.viewer, desk.at, is_admin=desk.is_admin)
        return rows.select_related("campaign").filter(campaign__in=campaigns)

    @display(description=_("deadline"), ordering="deadline_at")
    def deadline(self, extension: Extension) -> str:
        return in_its_zone(extension.campaign, extension.deadline_at)

    @display(description=_("the portal was down"), ordering="down_minutes")
    def down(self, extension: Extension) -> str:
        return ngettext("%(n)d minute", "%(n)d minutes", extension.down_minutes) % {"n": extension.down_minutes}

    @display(description=_("extended to"), ordering="extended_to")
    def extended(self, extension: Extension) -> str:
        return in_its_zone(extension.campaign, extension.extended_to)
