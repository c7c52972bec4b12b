"""A step of a handover that was ticked as done."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from transfers.models.placement import Placement

# whose each step is; the words and the days are in queries/handovers.py
PERSON, MANAGER, PARTNER = "person", "manager", "partner"
STEPS = {
    PERSON: ("written_down", "handed_over", "given_back"),
    MANAGER: ("day_agreed", "place_ready", "weeks_talked"),
    PARTNER: ("records_follow",),
}
ALL_STEPS = tuple(step for steps in STEPS.values() for step in steps)


class HandoverTick(models.Model):
    """One row a step that is done; taking the tick back deletes it. Its Events tell of both."""

    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="handover_ticks")
    step = models.CharField(max_length=20)
    at = models.DateTimeField()
    ticked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["placement", "step"], name="one_tick_a_step"),
            models.CheckConstraint(condition=Q(step__in=ALL_STEPS), name="a_tick_is_of_a_known_step"),
        ]

    def __str__(self) -> str:
        return f"tick {self.pk}"
