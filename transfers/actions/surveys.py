"""Answering a survey, hiding the answers among each other, and counting them (docs/adr/0024-surveys.md).

Answering is the one write that leaves no Event and no form key: both would say when somebody answered, and so which
answer is theirs.
"""

from datetime import date, datetime

from django.db import connection
from django.utils.translation import gettext as _

from transfers import atomic, ledger
from transfers.actions.locks import lock_campaign, lock_campaign_to_file
from transfers.clock import Clock, database_clock
from transfers.errors import Invalid
from transfers.formats.small_counts import hide_small
from transfers.ledger import Owed
from transfers.models import Campaign, SurveyAnswer, SurveyParticipant, SurveyResult
from transfers.models.survey import HIGHEST, LOWEST, QUESTIONS
from transfers.permissions.surveys import check_can_answer_survey
from transfers.queries.surveys import SURVEY_OPENED, get_floor, get_members, get_works
from transfers.sight.actor import PORTAL, Actor

_MIDDLE = (LOWEST + HIGHEST) // 2
# New rows in random order, in one transaction with all the others: neither the place of a row nor the transaction
# that wrote it leads back to who took part.
_MIX = """
WITH gone AS (
  DELETE FROM transfers_surveyanswer WHERE campaign_id = %(campaign)s AND wave = %(wave)s AND answered_on IS NULL
  RETURNING free, informed
)
INSERT INTO transfers_surveyanswer (id, campaign_id, wave, answered_on, free, informed)
SELECT gen_random_uuid(), %(campaign)s, %(wave)s, %(today)s, free, informed FROM gone ORDER BY random()
"""
_REWRITE = "UPDATE transfers_surveyparticipant SET wave = wave WHERE campaign_id = %(campaign)s AND wave = %(wave)s"


@atomic.write
def answer_survey(
    campaign: Campaign, *, free: int | None, informed: int | None, by: Actor, clock: Clock = database_clock
) -> bool:
    """Keep what a member says, apart from who says it. Returns False where they have taken part in this wave already.

    `free` and `informed` are from 1, disagree strongly, to 5, agree strongly, or None for no answer.
    Raises NotVisible, NotAllowed, Invalid where nothing was said. Locks: the campaign (shared), so that no answer
    comes in while a wave is counted.
    """
    campaign = lock_campaign_to_file(campaign.pk)
    at = clock()
    person, wave = check_can_answer_survey(by, campaign, at)
    if free is None and informed is None:
        raise Invalid(_("Answer one of the two, or leave the page: then nothing is sent."))
    _part, is_new = SurveyParticipant.objects.get_or_create(campaign=campaign, wave=wave, employee=person)
    if is_new:
        SurveyAnswer.objects.create(campaign=campaign, wave=wave, free=free, informed=informed)
    return is_new


@atomic.write
def work_on_survey(campaign: Campaign, *, clock: Clock = database_clock) -> None:
    """Tell the members of a wave that has begun, mix the answers that wait, count the waves that are over.

    Locks: campaign.
    """
    campaign = lock_campaign(campaign.pk)
    at = clock()
    work = get_works([campaign], at)[campaign.pk]
    if work.announce is not None:
        _announce(campaign, work.announce, at)
    for wave in work.mix:
        _mix(campaign, wave, at.date())
    for wave in work.count:
        _count(campaign, wave, at)


def _announce(campaign: Campaign, wave: int, at: datetime) -> None:
    event = ledger.record(SURVEY_OPENED, campaign, by=PORTAL, at=at, body={"wave": wave})
    refs = {"campaign": str(campaign.public_id)}
    ledger.owe_all([Owed(event, person_id, SURVEY_OPENED, refs) for person_id in get_members(campaign)], at=at)


def _mix(campaign: Campaign, wave: int, today: date) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_MIX, {"campaign": campaign.pk, "wave": wave, "today": today})
        cursor.execute(_REWRITE, {"campaign": campaign.pk, "wave": wave})


def _count(campaign: Campaign, wave: int, at: datetime) -> None:
    """Store what everybody may read, and forget who took part and what each said."""
    answers = SurveyAnswer.objects.filter(campaign=campaign, wave=wave)
    floor = get_floor(campaign, at)
    for question in QUESTIONS:
        said = answers.filter(**{f"{question}__isnull": False}).values_list(question, flat=True)
        SurveyResult.objects.create(
            campaign=campaign, wave=wave, question=question, counted_at=at, **_counts(list(said), floor)
        )
    answers.delete()
    SurveyParticipant.objects.filter(campaign=campaign, wave=wave).delete()
    ledger.record("campaign.survey_counted", campaign, by=PORTAL, at=at, body={"wave": wave})


def _counts(said: list[int], floor: int) -> dict[str, int | None]:
    counts = {
        "disagree": sum(value < _MIDDLE for value in said),
        "neither": sum(value == _MIDDLE for value in said),
        "agree": sum(value > _MIDDLE for value in said),
    }
    return hide_small(counts, floor=floor)
