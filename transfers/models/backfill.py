"""A lead's request to fill the seat that one announced move leaves empty."""

import uuid

from django.db import models
from django.db.models import Q

from accounts.models import Unit
from transfers.models.placement import Placement
from transfers.models.role import Role
from transfers.models.stamps import by_field, stamp_field, stamped, status_field

# a seat is asked for once at a time, and not again once a role was opened for it
STANDING = ("requested", "opened")


class Backfill(models.Model):
    """Asked for by the lead of the unit, answered by HR: with the `role` that was opened, or with a reason.

    `unit` and `left_on` are what it says of the move: never who moves, or where to.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="backfills")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    left_on = models.DateField()
    note = models.CharField(max_length=500, blank=True)
    role = models.ForeignKey(Role, on_delete=models.PROTECT, null=True, blank=True, related_name="backfills")
    declined_because = models.CharField(max_length=200, blank=True)

    status = status_field("backfill")
    requested_at = stamp_field()
    requested_by = by_field()
    opened_at = stamp_field()
    opened_by = by_field()
    declined_at = stamp_field()
    declined_by = by_field()
    withdrawn_at = stamp_field()
    withdrawn_by = by_field()

    class Meta:
        ordering = ["-id"]
        constraints = [
            *stamped("backfill"),
            models.UniqueConstraint(
                fields=["placement"], condition=Q(status__in=STANDING), name="one_standing_backfill_a_seat"
            ),
            models.CheckConstraint(
                condition=~Q(status="opened") | Q(role__isnull=False),
                name="an_opened_backfill_names_its_role",
            ),
            models.CheckConstraint(
                condition=~Q(status="declined") | ~Q(declined_because=""), name="a_declined_backfill_says_why"
            ),
            models.CheckConstraint(
                condition=Q(opened_by__isnull=True) | ~Q(opened_by=models.F("requested_by")),
                name="nobody_answers_their_own_backfill",
            ),
        ]

    def __str__(self) -> str:
        return f"backfill {self.pk}"
