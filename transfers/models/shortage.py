"""Dated snapshots of how short of people units were."""

from django.db import models
from django.db.models import Q

from accounts.models import Unit


class ShortageSnapshot(models.Model):
    """One unit on one day: headcounts, and the shortage in basis points. Only announced moves count."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="shortages")
    on = models.DateField()
    approved = models.PositiveIntegerField()
    filled = models.PositiveIntegerField()
    announced_out = models.PositiveIntegerField()
    announced_in = models.PositiveIntegerField()
    shortage_bp = models.PositiveIntegerField()

    class Meta:
        ordering = ["-on", "unit"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "on"], name="one_snapshot_a_unit_and_day"),
            models.CheckConstraint(condition=Q(shortage_bp__lte=100_000), name="shortage_in_basis_points"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} on {self.on}"
