"""How many people an assigned unit keeps until their latest end days come."""

from django.db import models
from django.db.models import Q

from accounts.models import Unit
from transfers.models.campaign import Campaign


class StaffingMinimum(models.Model):
    """Stated before the campaign opens. It delays nothing: it only says how many may go before their latest day.

    `ordered_at` is when the worker last ordered the end days by it, after a window had closed.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="staffing_minimums")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    people = models.PositiveIntegerField()
    ordered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["campaign", "unit"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "unit"], name="one_minimum_a_campaign_and_unit"),
            models.CheckConstraint(condition=Q(people__gte=1), name="a_minimum_is_somebody"),
        ]

    def __str__(self) -> str:
        return f"at least {self.people} in {self.unit}"
