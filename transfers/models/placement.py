"""An accepted claim on its way to a move."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Unit
from transfers.models.claim import Claim
from transfers.models.policy import Policy
from transfers.models.role import Role
from transfers.models.stamps import by_field, stamp_field, stamped, status_field

UNDONE = "undone"
CANCELLATIONS = [
    (UNDONE, "undone by the person"),
    ("person", "at the person's request"),
    ("unit_at_risk", "the unit is at risk"),
    ("hr", "by HR, with a reason"),
    ("left", "the person left"),
]


class Placement(models.Model):
    """From acceptance through announcement and finalisation to the end of trial.

    Instants are exact; `effective_on` is the day in the zone of the role's site and `effective_at` its 00:00.
    `announce_at` is when the chain may know; `announced_at` that it was told.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    claim = models.OneToOneField(Claim, on_delete=models.PROTECT, related_name="placement")
    employee = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="placements")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="placements")
    from_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="+")
    undo_until_at = models.DateTimeField()
    effective_on = models.DateField()
    effective_at = models.DateTimeField(db_index=True)
    announce_at = models.DateTimeField(db_index=True)
    latest_announce_at = models.DateTimeField()
    announced_at = models.DateTimeField(null=True, blank=True)
    trial_ends_on = models.DateField()
    cancelled_because = models.CharField(max_length=20, choices=CANCELLATIONS, blank=True)
    cancelled_reason = models.CharField(max_length=200, blank=True)

    status = status_field("placement")
    pending_at = stamp_field()
    pending_by = by_field()
    finalised_at = stamp_field()
    finalised_by = by_field()
    settled_at = stamp_field()
    settled_by = by_field()
    returned_at = stamp_field()
    returned_by = by_field()
    cancelled_at = stamp_field()
    cancelled_by = by_field()

    class Meta:
        ordering = ["-id"]
        constraints = [
            *stamped("placement"),
            models.UniqueConstraint(
                fields=["employee"], condition=Q(status="pending"), name="one_pending_placement_a_person"
            ),
            models.CheckConstraint(condition=Q(undo_until_at__gt=F("pending_at")), name="undo_takes_time"),
            models.CheckConstraint(condition=Q(effective_at__gte=F("undo_until_at")), name="effective_after_undo"),
            models.CheckConstraint(
                condition=Q(announce_at__gte=F("undo_until_at"), announce_at__lte=F("latest_announce_at")),
                name="announced_between_undo_and_last_day",
            ),
            models.CheckConstraint(
                condition=~Q(status="finalised") | Q(announced_at__isnull=False), name="finalised_is_announced"
            ),
            models.CheckConstraint(
                condition=~Q(status="cancelled") | ~Q(cancelled_because=""), name="cancelled_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"placement {self.pk}"
