"""The survey of a campaign: when each wave may be answered, for whom it is open, and what came of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import BooleanField, Count, QuerySet, Value
from django.utils.translation import gettext_lazy as _

from transfers.errors import NotVisible
from transfers.models import Assignment, Campaign, Event, SurveyAnswer, SurveyParticipant, SurveyResult
from transfers.models.survey import FIRST, FREE, INFORMED, SECOND, THIRD, WAVES
from transfers.queries.memberships import Membership
from transfers.queries.policies import get_policy_at
from transfers.sight.actor import Person, Viewer
from transfers.sight.filters import survey_results_visible_to
from transfers.states import AssignmentStatus, CampaignStatus

SURVEY_OPENED = "campaign.survey_opened"
# The first wave is open as long as the window; the others begin so long after it has closed, for every member alike.
_BEGINS_AFTER = {SECOND: timedelta(days=30), THIRD: timedelta(days=90)}
_LASTS = timedelta(days=14)
_MINE, _OVER = Value(True, output_field=BooleanField()), Value(False, output_field=BooleanField())

WAVE_NAMES = (_("While the window is open"), _("30 days after it closed"), _("90 days after it closed"))
QUESTION_WORDS = {
    FREE: _("I can decide freely, without pressure from anybody."),
    INFORMED: _("I know what happens next, and whom to ask."),
}


@dataclass(frozen=True, slots=True)
class Survey:
    """A wave that is open to a member: until when, and whether they have taken part."""

    wave: int
    ends_at: datetime
    is_answered: bool


@dataclass(frozen=True, slots=True)
class Work:
    """What the workers do next: a wave of which members are told, waves to mix, waves that are over, to be counted.

    A wave is mixed once a day, where at least as many answers wait as have to stand behind a number. A wave nobody
    answered is counted too: its counts say so.
    """

    announce: int | None
    mix: Sequence[int]
    count: Sequence[int]


@dataclass(frozen=True, slots=True)
class ResultLine:
    """One question's counts, rounded; None is “not shown”."""

    question: str
    disagree: int | None
    neither: int | None
    agree: int | None


@dataclass(frozen=True, slots=True)
class WaveResult:
    """What came of one wave of one campaign."""

    campaign: str
    wave: str
    counted_at: datetime
    lines: Sequence[ResultLine]


def get_span(campaign: Campaign, wave: int) -> tuple[datetime, datetime] | None:
    """From when until when a wave may be answered; None where the campaign has not come so far."""
    if campaign.open_at is None or campaign.closes_at is None:
        return None
    if wave not in _BEGINS_AFTER:
        return campaign.open_at, campaign.closes_at
    begins_at = campaign.closes_at + _BEGINS_AFTER[wave]
    return begins_at, begins_at + _LASTS


def get_open_wave(campaign: Campaign, at: datetime) -> tuple[int, datetime] | None:
    """The wave that may be answered at `at`, and when it ends. The same for every member, whatever they filed."""
    if campaign.status not in (CampaignStatus.OPEN, CampaignStatus.CLOSED):
        return None
    for wave in WAVES:
        span = get_span(campaign, wave)
        if span is not None and span[0] <= at < span[1]:
            return wave, span[1]
    return None


def get_surveys(viewer: Person, memberships: Sequence[Membership], at: datetime) -> dict[int, Survey]:
    """The open surveys of the viewer's memberships, by the id of the campaign. One query, none where none is open."""
    waves = {one.assignment.campaign_id: get_open_wave(one.assignment.campaign, at) for one in memberships}
    asked = {campaign_id: found for campaign_id, found in waves.items() if found is not None}
    if not asked:
        return {}
    taken = SurveyParticipant.objects.filter(campaign__in=asked, employee=viewer).values_list(
        "campaign_id", "wave", _MINE
    )
    counted = SurveyResult.objects.filter(campaign__in=asked).values_list("campaign_id", "wave", _OVER)
    found = set(taken.union(counted))
    return {
        campaign_id: Survey(wave, ends_at, is_answered=(campaign_id, wave, True) in found)
        for campaign_id, (wave, ends_at) in asked.items()
        if (campaign_id, wave, False) not in found
    }


def get_survey(viewer: Person, membership: Membership, at: datetime) -> Survey:
    """The open survey of one membership, or NotVisible."""
    found = get_surveys(viewer, [membership], at)
    if membership.assignment.campaign_id not in found:
        raise NotVisible()
    return found[membership.assignment.campaign_id]


def get_results(viewer: Viewer, at: datetime) -> list[WaveResult]:
    """What came of every wave that was counted, the newest first: the same for everybody."""
    rows = survey_results_visible_to(viewer, at).select_related("campaign").order_by("-campaign_id", "-wave", "pk")
    return [
        WaveResult(
            campaign=lines[0].campaign.name,
            wave=str(WAVE_NAMES[wave]),
            counted_at=lines[0].counted_at,
            lines=[
                ResultLine(str(QUESTION_WORDS[row.question]), row.disagree, row.neither, row.agree) for row in lines
            ],
        )
        for (_campaign, wave), lines in _by_wave(rows).items()
    ]


def _by_wave(rows: Iterable[SurveyResult]) -> dict[tuple[int, int], list[SurveyResult]]:
    grouped: dict[tuple[int, int], list[SurveyResult]] = {}
    for row in rows:
        grouped.setdefault((row.campaign_id, row.wave), []).append(row)
    return grouped


def is_counted(campaign: Campaign, wave: int) -> bool:
    """Whether a wave is over for good: a window that was opened again does not open it again."""
    return SurveyResult.objects.filter(campaign=campaign, wave=wave).exists()


def get_floor(campaign: Campaign, at: datetime) -> int:
    """How many have to stand behind a number."""
    return (campaign.policy or get_policy_at(at)).suppression_floor


def get_works(campaigns: Iterable[Campaign], at: datetime) -> dict[int, Work]:
    """What is to be done, by the id of the campaign; four queries, however many there are."""
    by_id = {campaign.pk: campaign for campaign in campaigns}
    counted = _pairs(SurveyResult.objects.filter(campaign__in=by_id))
    told = Event.objects.filter(verb=SURVEY_OPENED, noun="campaign", noun_id__in=by_id)
    announced = set(told.values_list("noun_id", "body__wave"))
    answers = SurveyAnswer.objects.filter(campaign__in=by_id).order_by()
    mixed_today = _pairs(answers.filter(answered_on=at.date()))
    waiting = answers.filter(answered_on__isnull=True).values_list("campaign_id", "wave").annotate(n=Count("pk"))
    enough = {(pk, wave) for pk, wave, n in waiting if n >= get_floor(by_id[pk], at)}
    works = {}
    for pk, campaign in by_id.items():
        found = get_open_wave(campaign, at)
        spans = {wave: get_span(campaign, wave) for wave in WAVES}
        over = [wave for wave, span in spans.items() if span is not None and span[1] <= at]
        begun = found[0] if found is not None and found[0] != FIRST else None
        works[pk] = Work(
            announce=begun if (pk, begun) not in announced | counted else None,
            mix=[wave for wave in WAVES if (pk, wave) in enough - mixed_today],
            count=[wave for wave in over if (pk, wave) not in counted],
        )
    return works


def _pairs(rows: QuerySet[SurveyResult] | QuerySet[SurveyAnswer]) -> set[tuple[int, int]]:
    return set(rows.order_by().values_list("campaign_id", "wave").distinct())


def get_members(campaign: Campaign) -> list[int]:
    """Every member alike, whatever they filed, and whether a choice was offered or not."""
    rows = Assignment.objects.filter(campaign=campaign, employee__is_active=True)
    rows = rows.exclude(status=AssignmentStatus.VOIDED)
    return list(rows.order_by("employee_id").values_list("employee_id", flat=True).distinct())


def get_campaigns_with_survey_work(at: datetime) -> list[int]:
    """Campaigns with a wave to announce, to mix or to count."""
    opened = Campaign.objects.filter(open_at__isnull=False, closes_at__isnull=False).select_related("policy")
    works = get_works(opened.order_by("pk"), at)
    return [pk for pk, work in works.items() if work.announce is not None or work.mix or work.count]
