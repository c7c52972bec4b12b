"""The right to read one choice once, which two people open together when nothing else will do."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from transfers.models.assignment import Assignment
from transfers.models.reading import DISPUTE, DUTY, FAULT, PURPOSES, SAFETY
from transfers.models.stamps import by_field, stamp_field, stamped, status_field
from transfers.states import BreakGlassStatus

# a second person decides within it; afterwards the worker refuses it
PROPOSAL_LASTS = timedelta(hours=24)
# for so long its proposer may read, once confirmed
OPEN_FOR = timedelta(minutes=60)
STANDING = (BreakGlassStatus.PROPOSED, BreakGlassStatus.CONFIRMED)
REASONS = (DUTY, SAFETY, DISPUTE, FAULT)


class BreakGlass(models.Model):
    """Proposed by an admin, confirmed by somebody else, for its proposer alone and until `open_until_at`.

    `employee` is the assignment's person, so that the table itself can tell who may not act. `note` says more of the
    reason; the person reads both once it is confirmed.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="break_glasses")
    employee = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="break_glasses")
    reason = models.CharField(max_length=10, choices=[each for each in PURPOSES if each[0] in REASONS])
    note = models.CharField(max_length=300)
    open_until_at = models.DateTimeField(null=True, blank=True)

    status = status_field("breakglass")
    proposed_at = stamp_field()
    proposed_by = by_field()
    confirmed_at = stamp_field()
    confirmed_by = by_field()
    refused_at = stamp_field()
    refused_by = by_field()
    used_at = stamp_field()
    used_by = by_field()
    ended_at = stamp_field()
    ended_by = by_field()

    class Meta:
        ordering = ["-id"]
        constraints = [
            *stamped("breakglass"),
            models.CheckConstraint(condition=~Q(note=""), name="break_glass_says_why"),
            models.CheckConstraint(
                condition=Q(proposed_by__isnull=False) & ~Q(proposed_by=F("employee")),
                name="nobody_proposes_their_own_break_glass",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True)
                | (
                    Q(confirmed_by__isnull=False) & ~Q(confirmed_by=F("proposed_by")) & ~Q(confirmed_by=F("employee"))
                ),
                name="a_second_person_opens_a_break_glass",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True) | Q(open_until_at__gt=F("confirmed_at")),
                name="an_open_break_glass_closes",
            ),
            models.CheckConstraint(
                condition=Q(used_at__isnull=True) | Q(used_at__lt=F("open_until_at"), used_by=F("proposed_by")),
                name="break_glass_is_used_in_time_by_its_proposer",
            ),
            models.UniqueConstraint(
                fields=["assignment"],
                condition=Q(status__in=STANDING),
                name="one_standing_break_glass_an_assignment",
            ),
        ]

    def __str__(self) -> str:
        return f"break-glass {self.pk}"
