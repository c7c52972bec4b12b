"""The mark of a demo database, and how far its clock was moved."""

from datetime import timedelta

from django.db import models
from django.db.models import Q


class DemoMarker(models.Model):
    """At most one row. Where it is missing, no demo sign-in and no shifted clock exist."""

    clock_shift = models.DurationField(default=timedelta)
    size = models.CharField(max_length=10, default="full")
    loaded_at = models.DateTimeField(null=True, blank=True)  # null: loading did not end

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="one_demo_marker"),
            models.CheckConstraint(condition=Q(clock_shift__gte=timedelta(0)), name="the_demo_clock_runs_forward"),
        ]

    def __str__(self) -> str:
        return f"demo, {self.size}"
