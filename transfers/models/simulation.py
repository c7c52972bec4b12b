"""What if: an altered copy of a frozen round, cleared beside it. Nothing of it is ever written to a live row."""

import uuid

from django.db import models
from django.db.models import Q

from transfers.models.round import Round
from transfers.models.stamps import by_field, stamp_field, stamped, status_field


class Simulation(models.Model):
    """`changes` are what was supposed, as `transfers.queries.simulations` writes them; `report` what came of it.

    `progress` is in percent, for who waits; until `leased_until_at` one worker has it.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="simulations")
    title = models.CharField(max_length=80)
    changes = models.JSONField()
    report = models.JSONField(null=True, blank=True)
    progress = models.PositiveSmallIntegerField(default=0)
    leased_until_at = models.DateTimeField(null=True, blank=True)

    status = status_field("simulation")
    requested_at = stamp_field()
    requested_by = by_field()
    done_at = stamp_field()
    done_by = by_field()
    cancelled_at = stamp_field()
    cancelled_by = by_field()

    class Meta:
        ordering = ["-id"]
        constraints = [
            *stamped("simulation"),
            models.CheckConstraint(condition=Q(progress__lte=100), name="progress_is_a_percentage"),
            models.CheckConstraint(condition=~Q(status="done") | Q(report__isnull=False), name="done_has_a_report"),
        ]

    def __str__(self) -> str:
        return self.title
