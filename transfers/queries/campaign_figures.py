"""The pictures of a campaign for HR: when choices were filed, as a release stored it, and how long answers take."""

from collections import Counter
from datetime import datetime, timedelta
from itertools import pairwise

from django.db.models import F
from django.db.models.functions import Least
from django.utils.translation import gettext as _

from transfers.calendars import local_date
from transfers.formats.figures import Figure
from transfers.formats.pictures import Bar, Bars, Steps, share_of
from transfers.formats.small_counts import in_steps
from transfers.models import Campaign, Claim, ReleaseDay
from transfers.queries.days import day_in_words
from transfers.queries.policies import get_policy_at
from transfers.states import ClaimStatus

_EDGES = (1, 2, 3, 5, 7)  # days
_RAN_OUT = -1


def get_campaign_figures(campaign: Campaign, at: datetime) -> list[Figure]:
    """All that can be drawn by now."""
    return [*get_filed_figures(campaign), *get_response_figures(campaign, at)]


def get_filed_figures(campaign: Campaign) -> list[Figure]:
    """How many had filed by which day, as the first release stored it; nothing where none did."""
    rows = ReleaseDay.objects.filter(release__campaign=campaign).select_related("release")
    days = list(rows.order_by("until_on"))
    if campaign.open_at is None or not days:
        return []
    # of a campaign that was reopened, the opening that is kept is the later one
    first = min(local_date(campaign.open_at, campaign.deadline_zone), days[0].until_on)
    last = local_date(days[-1].release.published_at, campaign.deadline_zone)
    length, most = max(1, (last - first).days), days[-1].filed
    names = {"first": day_in_words(first), "last": day_in_words(last)}
    return [
        Figure(
            name="filed-over-time",
            title=_("Choices filed over time"),
            says=_(
                "People who had filed, whichever option, from %(first)s to the count on %(last)s, in steps of enough "
                "people; who came after the last step counts to it. Counted with the first release, never before."
            )
            % names,
            picture=Steps(
                [(0.0, 0.0), *(((day.until_on - first).days / length, day.filed / most) for day in days)],
                highest=_("%(n)s people") % {"n": most},
                first=names["first"],
                last=names["last"],
            ),
            headers=(_("By the end of"), _("Had filed")),
            rows=[(day_in_words(day.until_on), day.filed) for day in days],
        )
    ]


def get_response_figures(campaign: Campaign, at: datetime) -> list[Figure]:
    """Nothing before `floor` offers were answered within one of the spans.

    An offer counts from the midnight (UTC) after its last instant, whenever it was answered: so nobody learns from a
    number that moves that somebody has answered. Which answer it was is not asked. Offers that were superseded or
    withdrawn could not be answered.
    """
    floor = (campaign.policy or get_policy_at(at)).suppression_floor
    counts = _count(campaign, at.replace(hour=0, minute=0, second=0, microsecond=0))
    shown = [(words, in_steps(counts[span], floor)) for span, words in _spans()]
    most = max((number for _words, number in shown if number is not None), default=0)
    if not most:
        return []
    return [
        Figure(
            name="response-time",
            title=_("How long members take to answer an offer"),
            says=_(
                "Offers to members whose time to answer is over, by the days until the answer, whichever it was. "
                "Each number is the last step of %(floor)s that was reached, fewer are not shown; the full width is "
                "%(most)s."
            )
            % {"floor": floor, "most": most},
            picture=Bars([Bar(words, _in_words(number), share_of(number, most)) for words, number in shown]),
            headers=(_("Answered"), _("Offers, at least")),
            rows=shown,
        )
    ]


def _count(campaign: Campaign, before: datetime) -> Counter[int]:
    members = campaign.assignments.order_by().values("employee_id")
    over = Claim.objects.filter(employee_id__in=members, expires_at__lt=before)
    over = over.exclude(status__in=[ClaimStatus.SUPERSEDED, ClaimStatus.WITHDRAWN])
    answered = over.annotate(answered_at=Least("accepted_at", "declined_at")).filter(answered_at__isnull=False)
    taken = answered.annotate(taken=F("answered_at") - F("offered_at")).values_list("taken", flat=True)
    counts = Counter(_span_of(each) for each in taken)
    counts[_RAN_OUT] = over.filter(status=ClaimStatus.EXPIRED).count()
    return counts


def _span_of(taken: timedelta) -> int:
    return next((number for number, edge in enumerate(_EDGES) if taken < timedelta(days=edge)), len(_EDGES))


def _spans() -> list[tuple[int, str]]:
    between = [
        (number, _("After %(from)s to %(to)s days") % {"from": low, "to": high})
        for number, (low, high) in enumerate(pairwise(_EDGES), 1)
    ]
    return [
        (0, _("Within a day")),
        *between,
        (len(_EDGES), _("After %(from)s days or more") % {"from": _EDGES[-1]}),
        (_RAN_OUT, _("Ran out without an answer")),
    ]


def _in_words(number: int | None) -> str:
    return _("not shown") if number is None else f"{number}+"
