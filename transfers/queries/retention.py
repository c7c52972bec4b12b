"""What is kept no longer: which campaigns' keys, whose pseudonym, and from when.

The keys of all choices of a campaign go 90 days after its last entitlement, trial or return right ended, at most 18
months after it closed. Whom a pseudonym stands for goes 18 months after they left, once no key of theirs stands,
and with it what was written about them in somebody's own words.
Form keys go after 7 days (a form lasts two hours), messages 18 months after they were read or mailed, as digests do,
who left by the company's files 18 months after that day, tries to sign in after 4 days, pulses after 14, sessions and
counts of other tries when they expire.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Greatest

from accounts.models import Employee
from transfers.models import (
    Assignment,
    Backfill,
    BreakGlass,
    Campaign,
    Candidacy,
    ChoiceKey,
    Claim,
    Entitlement,
    Finding,
    ManagerChange,
    Placement,
    Reading,
    TermsRecord,
    Tick,
)
from transfers.models.entitlement import POLICY_END
from transfers.states import AssignmentStatus, CampaignStatus, EntitlementStatus, PlacementStatus

AFTER_LAST_RIGHT = timedelta(days=90)
KEPT = timedelta(days=548)  # 18 months
FORM_KEYS_KEPT = timedelta(days=7)
# bounds at sign-in look back one day, the day more for a lock-out three
ATTEMPTS_KEPT = timedelta(days=4)
RETENTION = "retention"
MOST_PEOPLE = 5_000
# whose rows hold texts about one person, by which way they lead to them, in which columns
_WORDS: list[tuple[QuerySet[Any], str, list[str]]] = [
    (Assignment.objects.all(), "employee", ["reason", "not_offered_because", "voided_because"]),
    (Backfill.objects.all(), "placement__employee", ["note", "declined_because"]),
    (BreakGlass.objects.all(), "employee", ["note"]),
    (Candidacy.objects.all(), "employee", ["note"]),
    (Claim.objects.all(), "employee", ["note", "decline_reason", "withdrawn_because"]),
    (Finding.objects.all(), "employee", ["reasons", "answer"]),
    (ManagerChange.objects.all(), "employee", ["reason"]),
    (Placement.objects.all(), "employee", ["cancelled_reason"]),
    (Reading.objects.all(), "assignment__employee", ["note"]),
    (TermsRecord.objects.all(), "assignment__employee", ["reason"]),
]


def get_campaigns_to_forget(at: datetime) -> list[int]:
    """Campaigns whose choices' keys are due to be destroyed, all of a campaign at once."""
    return [campaign.pk for campaign in _with_ends().order_by("pk") if _is_due(campaign, at)]


def may_keys_go(campaign: Campaign, at: datetime) -> bool:
    """Whether the keys of this campaign's choices stand and are due to be destroyed."""
    found = _with_ends().filter(pk=campaign.pk).first()
    return found is not None and _is_due(found, at)


def get_people_to_forget(at: datetime) -> list[int]:
    """People who left so long ago that history need not know who they were; so many as one sweep sends out."""
    return list(_left_long_ago(at).order_by("pk").values_list("pk", flat=True)[:MOST_PEOPLE])


def get_last_day_of_keys(campaign: Campaign) -> datetime | None:
    """The instant by which the keys of its choices go, whatever is open then; None without a closing time."""
    is_closed = campaign.status in (CampaignStatus.CLOSED, CampaignStatus.ARCHIVED)
    closes_at = campaign.closed_at if is_closed else campaign.closes_at
    return closes_at + KEPT if closes_at is not None else None


def may_be_forgotten(person: Employee, at: datetime) -> bool:
    """Whether history need not know any more who this person was."""
    return _left_long_ago(at).filter(pk=person.pk).exists()


def get_words_about(person: Employee) -> list[tuple[QuerySet[Any], str]]:
    """Rows about one person that hold words in the column named beside them, theirs or others'."""
    return [
        (rows.filter(**{path: person}).exclude(**{column: ""}), column)
        for rows, path, columns in _WORDS
        for column in columns
    ]


def get_days_without_retention(at: datetime) -> list[int]:
    """Today as an ordinal, where the day's tidying up was not begun yet."""
    today = at.date().toordinal()
    return [] if Tick.objects.filter(job=RETENTION, slot=today).exists() else [today]


def _left_long_ago(at: datetime) -> QuerySet[Employee]:
    keys = ChoiceKey.objects.filter(choice__assignment__employee=OuterRef("pk"), key__isnull=False)
    left = Employee.objects.filter(is_active=False, left_on__lte=(at - KEPT).date(), pseudonym__isnull=False)
    return left.filter(~Exists(keys))


def _with_ends() -> QuerySet[Campaign]:
    """Closed campaigns with keys that stand, each with what is still open and when the last of it ended."""
    keys = ChoiceKey.objects.filter(choice__assignment__campaign=OuterRef("pk"), key__isnull=False)
    entitlements = Entitlement.objects.filter(assignment__campaign=OuterRef("pk"))
    # a priority that only the policy ended still owes the return of its latest end day
    owed = Q(ended_because=POLICY_END, assignment__status=AssignmentStatus.ACTIVE)
    placements = Placement.objects.filter(employee__assignments__campaign=OuterRef("pk"))
    assignments = Assignment.objects.filter(campaign=OuterRef("pk"))
    of_campaign, of_member = "assignment__campaign", "employee__assignments__campaign"
    return Campaign.objects.filter(
        Exists(keys), status__in=[CampaignStatus.CLOSED, CampaignStatus.ARCHIVED], closed_at__isnull=False
    ).annotate(
        has_rights=Exists(entitlements.filter(~Q(status=EntitlementStatus.ENDED) | owed)),
        has_moves=Exists(placements.filter(status__in=[PlacementStatus.PENDING, PlacementStatus.FINALISED])),
        last_end=Greatest(
            F("closed_at"),
            _latest(entitlements, of_campaign, "ended_at"),
            _latest(assignments, "campaign", "ended_at"),
            _latest(placements, of_member, "settled_at"),
            _latest(placements, of_member, "returned_at"),
            _latest(placements, of_member, "cancelled_at"),
        ),
    )


def _latest(rows: QuerySet[Entitlement] | QuerySet[Placement] | QuerySet[Assignment], by: str, what: str) -> Subquery:
    return Subquery(rows.order_by().values(by).annotate(latest=Max(what)).values("latest")[:1])


def _is_due(campaign: Campaign, at: datetime) -> bool:
    last_day = get_last_day_of_keys(campaign)
    if campaign.closed_at is None or last_day is None:
        return False
    if last_day <= at:
        return True
    is_over = not getattr(campaign, "has_rights") and not getattr(campaign, "has_moves")  # noqa: B009  (annotated)
    last_end: datetime = getattr(campaign, "last_end")  # noqa: B009  (annotated)
    return is_over and last_end + AFTER_LAST_RIGHT <= at
