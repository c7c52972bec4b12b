"""Two questions that every member of a campaign may answer: who took part and what was said never meet in a row."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from transfers.models.campaign import Campaign

# the third time is the later one; docs/adr/0024-surveys.md
FIRST, SECOND, THIRD = 0, 1, 2
WAVES = (FIRST, SECOND, THIRD)
FREE, INFORMED = "free", "informed"
QUESTIONS = (FREE, INFORMED)
# from “disagree strongly” to “agree strongly”
LOWEST, HIGHEST = 1, 5


class SurveyParticipant(models.Model):
    """That somebody took part in one wave: neither when nor what they said.

    The key is drawn at random, so that it tells no order; the row goes when the wave is counted.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    employee = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    wave = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "wave", "employee"], name="one_part_in_a_survey_and_person"),
        ]

    def __str__(self) -> str:
        return f"part in survey {self.wave} of campaign {self.campaign_id}"


class SurveyAnswer(models.Model):
    """What somebody said in one wave, and nothing by which to find them.

    `answered_on` is the day on which it was mixed with others, null before; the row goes when the wave is counted.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    wave = models.PositiveSmallIntegerField()
    answered_on = models.DateField(null=True)
    free = models.PositiveSmallIntegerField(null=True)
    informed = models.PositiveSmallIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["campaign", "wave", "answered_on"], name="answers_by_wave")]
        constraints = [
            models.CheckConstraint(
                condition=(Q(free__isnull=False) | Q(informed__isnull=False))
                & (Q(free__isnull=True) | Q(free__range=(LOWEST, HIGHEST)))
                & (Q(informed__isnull=True) | Q(informed__range=(LOWEST, HIGHEST))),
                name="a_survey_answer_is_1_to_5",
            ),
        ]

    def __str__(self) -> str:
        return f"answer in survey {self.wave} of campaign {self.campaign_id}"


class SurveyResult(models.Model):
    """One question of one wave as everybody reads it, rounded; null is “not shown”. Append-only (trigger)."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="survey_results")
    wave = models.PositiveSmallIntegerField()
    question = models.CharField(max_length=10, choices=[(name, name) for name in QUESTIONS])
    disagree = models.PositiveIntegerField(null=True)
    neither = models.PositiveIntegerField(null=True)
    agree = models.PositiveIntegerField(null=True)
    counted_at = models.DateTimeField()

    class Meta:
        ordering = ["campaign", "wave", "id"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "wave", "question"], name="a_question_is_counted_once"),
            models.CheckConstraint(
                condition=(Q(disagree__isnull=True) | Q(disagree__gte=10))
                & (Q(neither__isnull=True) | Q(neither__gte=10))
                & (Q(agree__isnull=True) | Q(agree__gte=10)),
                name="a_survey_count_is_shown_from_10",
            ),
        ]

    def __str__(self) -> str:
        return f"result of survey {self.wave} of campaign {self.campaign_id}"
