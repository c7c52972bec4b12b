"""Campaigns: written down, shown as members will read them, opened through the publish gate."""

from django.contrib.admin import display
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from transfers.admin.base import Desk, PortalAdmin
from transfers.admin.campaign_verbs import VERBS
from transfers.admin.columns import in_its_zone, say_whether
from transfers.clock import database_clock
from transfers.models import Campaign
from transfers.queries.publish_gate import TOPIC_NAMES
from transfers.queries.questions import say_all_stated
from transfers.queries.releases import say_counts
from transfers.sight.hats import campaigns_on_desk_of


class CampaignAdmin(PortalAdmin):
    """Each draft, for its HR partners and for admins."""

    noun = Campaign
    list_display = ("name", "code", "status", "deadline", "closes")
    list_filter = ("status",)
    search_fields = ("name", "code")
    fields = (
        *("code", "name", "status", "assigned_units"),
        *("memo", "memo_from", "terms_in_words", "deadline", "closes"),
        "until_placed",
        "minimum_staffing",
        "minimum_by_skill",
        "after_the_end_day",
        "pool",
        "excluded_from_capture",
        "mail_tested_at",
        "counts",
        "by_country",
        "policy",
    )
    readonly_fields = (
        *("deadline", "closes", "by_country", "minimum_staffing", "minimum_by_skill"),
        *("after_the_end_day", "excluded_from_capture", "terms_in_words", "counts"),
    )
    verbs = VERBS

    def rows_for(self, rows: QuerySet[Campaign], desk: Desk) -> QuerySet[Campaign]:
        return rows.filter(pk__in=campaigns_on_desk_of(desk.viewer, desk.at, is_admin=desk.is_admin))

    @display(description=_("deadline"), ordering="deadline_at")
    def deadline(self, campaign: Campaign) -> str:
        return in_its_zone(campaign, campaign.deadline_at)

    @display(description=_("closes"), ordering="closes_at")
    def closes(self, campaign: Campaign) -> str:
        return in_its_zone(campaign, campaign.closes_at)

    @display(description=_("after the latest end day"))
    def after_the_end_day(self, campaign: Campaign) -> str:
        return campaign.get_after_end_display() or "–"

    @display(description=_("excluded from capture"))
    def excluded_from_capture(self, campaign: Campaign) -> str:
        return say_whether(campaign.is_capture_excluded)

    @display(description=_("terms"))
    def terms_in_words(self, campaign: Campaign) -> str:
        return "\n".join(f"{TOPIC_NAMES[topic]}: {words}" for topic, words in say_all_stated(campaign))

    @display(description=_("counts of choices"))
    def counts(self, campaign: Campaign) -> str:
        """Whether they can be published now, and if not, from when."""
        return say_counts(campaign, database_clock())

    @display(description=_("minimum staffing"))
    def minimum_staffing(self, campaign: Campaign) -> str:
        minimums = campaign.staffing_minimums.select_related("unit")
        return "\n".join(f"{each.unit}: {each.people}" for each in minimums) or "–"

    @display(description=_("minimum by skill"))
    def minimum_by_skill(self, campaign: Campaign) -> str:
        minimums = campaign.skill_minimums.select_related("unit", "skill")
        return "\n".join(f"{of.unit}: {of.skill} ({of.proficiency}+): {of.people}" for of in minimums) or "–"

    @display(description=_("consultation and assessment"))
    def by_country(self, campaign: Campaign) -> str:
        """A line a country, what was recorded of each told apart."""
        words = gettext("%(country)s – consultation: %(consultation)s; assessment: %(assessment)s")
        nothing = gettext("not recorded")
        return "\n".join(
            words
            % {
                "country": each.country,
                "consultation": each.consultation or nothing,
                "assessment": each.assessment or nothing,
            }
            for each in campaign.countries.all()
        )
