"""Who was kept from signing in shortly before their deadline, and so gets a day more, once."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Coalesce, Greatest

from transfers.models import Assignment, Event, SignInAttempt
from transfers.queries.deadlines import get_deadline
from transfers.states import AssignmentStatus, CampaignStatus

LOCK_OUT = "lock_out"  # the reason of the own deadline that it gives
BEFORE_DEADLINE = timedelta(hours=48)
LONGER = timedelta(hours=24)


def get_locked_out(at: datetime) -> list[int]:
    """Ids of assignments whose member is due a day more."""
    return list(_with_deadlines(at).order_by("pk").values_list("pk", flat=True))


def get_deadline_after_lock_out(assignment: Assignment, at: datetime) -> datetime | None:
    """The later deadline that this member is due now, or None."""
    found = _with_deadlines(at).filter(pk=assignment.pk).select_related("campaign").first()
    deadline = get_deadline(found) if found is not None else None
    return deadline + LONGER if deadline is not None else None


def _with_deadlines(at: datetime) -> QuerySet[Assignment]:
    """Members who were refused unread, or lost their second factors, in the last 48 hours before `until_at`.

    That is their own deadline or everybody's. Refused tries that a stranger made under a person's name count like
    their own: nobody can tell them apart, and a day more harms nobody. It is given once, and while it still helps.
    """
    refused = SignInAttempt.objects.filter(person__isnull=False, at__gt=at - BEFORE_DEADLINE - LONGER, at__lte=at)
    in_time = refused.filter(
        person=OuterRef("employee"), at__lte=OuterRef("until_at"), at__gt=OuterRef("until_at") - BEFORE_DEADLINE
    )
    given = Event.objects.filter(
        noun="assignment", noun_id=OuterRef("pk"), verb="assignment.own_deadline", body__because=LOCK_OUT
    )
    common = "campaign__deadline_at"
    return Assignment.objects.annotate(until_at=Greatest(Coalesce("own_deadline_at", common), common)).filter(
        Exists(in_time),
        ~Exists(given),
        employee__in=refused.values("person"),
        status=AssignmentStatus.ACTIVE,
        choice_offered=True,
        campaign__status__in=[CampaignStatus.OPEN, CampaignStatus.CLOSED],
        until_at__gt=at - LONGER,
    )
