"""The publish gate: what a campaign still lacks before its members may be told and asked."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Employee
from transfers.models import Assignment, Campaign, CampaignCountry, Policy, Role
from transfers.models.campaign import POOL
from transfers.models.grant import HR_PARTNER
from transfers.models.terms import CAMPAIGN_TOPICS, NEVER_UNCHANGED, NO_CHANGE
from transfers.sight.hats import grants_in_force, people_served_by
from transfers.states import AssignmentStatus, RoleStatus

# the words of the campaign's form, so that what is missing is found there
TOPIC_NAMES = {
    "pay": gettext_lazy("Pay"),
    "level": gettext_lazy("Level"),
    "review": gettext_lazy("Review, and who writes it this half-year"),
    "bonus": gettext_lazy("Bonus"),
    "visa": gettext_lazy("Visa"),
    "layoff": gettext_lazy("Whether either choice counts in a layoff selection"),
    "workload": gettext_lazy("Workload"),
    "stay_commitment": gettext_lazy("What staying commits the company and the person to, and until when"),
    "stay_duties": gettext_lazy("Who stays: duties"),
    "stay_length": gettext_lazy("Who stays: for how long at least and at most"),
    "stay_review": gettext_lazy("Who stays: when it is looked at again, and by whom"),
    "stay_end": gettext_lazy("Who stays: the day it ends unless renewed"),
    "until_placed": gettext_lazy("The work until placed"),
    "latest_end": gettext_lazy("Latest end day"),
    "after_end": gettext_lazy("What happens then"),
    "return_right": gettext_lazy("Right of return"),
}
_FIELDS = {"capture": "is_capture_excluded", "consultation": "countries", "assessment": "countries"}
_OWN_FIELDS = frozenset({"memo", "memo_from", "until_placed", "after_end", "pool", "deadline", "assigned_units"})


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that is missing: a stable code, and the sentence that says what to do."""

    code: str
    sentence: str

    @property
    def field(self) -> str:
        """The field of the campaign's form that mends it; "" where it is mended elsewhere."""
        kind, _dot, rest = self.code.partition(".")
        if kind == "terms":
            return f"terms_{rest}_statement"
        return kind if kind in _OWN_FIELDS else _FIELDS.get(kind, "")


def get_told(campaign: Campaign) -> QuerySet[Assignment]:
    """The assignments whose people read what this campaign says to its members: those still employed."""
    return get_members(campaign).filter(employee__is_active=True)


def get_members(campaign: Campaign | OuterRef) -> QuerySet[Assignment]:
    """The assignments of a campaign that stand, also of people who left."""
    return Assignment.objects.filter(campaign=campaign).exclude(status=AssignmentStatus.VOIDED)


def get_missing(campaign: Campaign, at: datetime) -> list[Missing]:
    """Everything that keeps `campaign` from opening at `at`; an empty list opens the gate."""
    members = Assignment.objects.filter(campaign=campaign, status=AssignmentStatus.ACTIVE)
    return [
        *_missing_words(campaign),
        *_missing_window(campaign, at),
        *_missing_terms(campaign),
        *_missing_people(campaign, at),
        *_missing_by_country(campaign, set(members.values_list("employee__site__country", flat=True))),
        *_missing_around(campaign, at),
    ]


def _missing_words(campaign: Campaign) -> list[Missing]:
    missing = []
    if not campaign.memo.strip():
        missing.append(Missing("memo", _("The memo is empty.")))
    if not campaign.memo_from.strip():
        missing.append(Missing("memo_from", _("Say who signs the memo.")))
    if not campaign.until_placed.strip():
        missing.append(Missing("until_placed", _("Say where people work until they are placed.")))
    if not campaign.after_end:
        missing.append(Missing("after_end", _("Say what happens after the latest end day.")))
    if campaign.after_end == POOL and campaign.pool_id is None:
        missing.append(Missing("pool", _("Name the pool to which people go after the latest end day.")))
    return missing


def _missing_window(campaign: Campaign, at: datetime) -> list[Missing]:
    if campaign.deadline_at is None:
        return [Missing("deadline", _("The deadline is not set."))]
    if campaign.deadline_at <= at:
        return [Missing("deadline", _("The deadline lies in the past."))]
    return []


def _missing_terms(campaign: Campaign) -> list[Missing]:
    return [
        Missing(
            f"terms.{topic}",
            _("The terms line “%(topic)s” is missing: state it, or say whom to ask.") % {"topic": TOPIC_NAMES[topic]},
        )
        for topic in CAMPAIGN_TOPICS
        if topic not in campaign.terms
        or (topic in NEVER_UNCHANGED and campaign.terms[topic]["statement"] == NO_CHANGE)
    ]


def _missing_people(campaign: Campaign, at: datetime) -> list[Missing]:
    """Members at all, and for each of them an HR partner who neither is one of them nor stands in their chain."""
    members = Employee.objects.filter(
        assignments__campaign=campaign, assignments__status=AssignmentStatus.ACTIVE, is_active=True
    )
    unserved = set(members.values_list("pk", flat=True))
    if not unserved:
        return [Missing("members", _("Nobody is assigned: load the assignments first."))]
    grants = grants_in_force(at).filter(kind=HR_PARTNER, campaign=campaign).select_related("employee")
    partners = [grant.employee for grant in grants]
    if not partners:
        return [Missing("hr_partner", _("No HR partner of this campaign is confirmed."))]
    for partner in partners:
        unserved -= set(people_served_by(partner, at).values_list("pk", flat=True))
    if not unserved:
        return []
    sentence = _("%(count)d members have no HR partner outside their chain: name another HR partner.")
    return [Missing("hr_partner", sentence % {"count": len(unserved)})]


def _missing_by_country(campaign: Campaign, countries: set[str]) -> list[Missing]:
    records = {record.country: record for record in CampaignCountry.objects.filter(campaign=campaign)}
    missing = []
    for country in sorted(countries):
        record = records.get(country)
        if record is None or not record.consultation.strip():
            sentence = _("The consultation in %(country)s is not recorded.")
            missing.append(Missing(f"consultation.{country}", sentence % {"country": country}))
        if record is None or not record.assessment.strip():
            sentence = _("The data-protection assessment in %(country)s is not recorded.")
            missing.append(Missing(f"assessment.{country}", sentence % {"country": country}))
    return missing


def _missing_around(campaign: Campaign, at: datetime) -> list[Missing]:
    missing = []
    if not campaign.assigned_units.exists():
        missing.append(Missing("assigned_units", _("Name the units to which people were assigned.")))
    if not Role.objects.filter(status=RoleStatus.OPEN).exists():
        missing.append(Missing("roles", _("No role is open: who undrafts would find nothing.")))
    if not Policy.objects.filter(effective_at__lte=at).exists():
        missing.append(Missing("policy", _("No policy is in force.")))
    if campaign.mail_tested_at is None:
        missing.append(Missing("mail", _("Nobody has confirmed that a test mail arrived.")))
    if not campaign.is_capture_excluded:
        sentence = _(
            "Nobody has confirmed that this portal is excluded from the capture of screens, keys and work data."
        )
        missing.append(Missing("capture", sentence))
    return missing
