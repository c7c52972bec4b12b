"""A hiring manager's time-limited offer of one seat to one person."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from transfers.models.policy import Policy
from transfers.models.role import Role
from transfers.models.round import Round
from transfers.models.stamps import by_field, stamp_field, stamped, status_field
from transfers.models.terms import validate_claim_terms

# how far ahead an offer may name its first day
LATEST_START = timedelta(days=366)


class Claim(models.Model):
    """An offer with a snapshot of its terms. While offered it holds its seat, so accepting always succeeds.

    `offered_by` is the hiring manager, or the HR partner who acts for one (`is_by_hr`); where a `round` made it, who
    published that, or nobody for what became free later.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="claims")
    employee = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="claims")
    is_by_hr = models.BooleanField(default=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, null=True, blank=True, related_name="claims")
    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="+")
    terms = models.JSONField(default=dict, validators=[validate_claim_terms])
    level = models.PositiveSmallIntegerField()
    start_on = models.DateField()
    expires_at = models.DateTimeField(db_index=True)
    note = models.CharField(max_length=1_000, blank=True)
    decline_reason = models.TextField(blank=True)  # private to the person
    withdrawn_because = models.CharField(max_length=200, blank=True)

    status = status_field("claim")
    offered_at = stamp_field()
    offered_by = by_field()
    accepted_at = stamp_field()
    accepted_by = by_field()
    declined_at = stamp_field()
    declined_by = by_field()
    expired_at = stamp_field()
    expired_by = by_field()
    withdrawn_at = stamp_field()
    withdrawn_by = by_field()
    superseded_at = stamp_field()
    superseded_by = by_field()

    class Meta:
        ordering = ["-id"]
        constraints = [
            *stamped("claim"),
            models.UniqueConstraint(
                fields=["role", "employee"], condition=Q(status="offered"), name="one_live_claim_a_role_and_person"
            ),
            models.CheckConstraint(condition=Q(expires_at__gt=F("offered_at")), name="a_claim_lasts"),
            models.CheckConstraint(
                condition=Q(offered_by__isnull=False) | Q(round__isnull=False), name="a_claim_has_a_maker"
            ),
            models.CheckConstraint(
                condition=~Q(status="withdrawn") | ~Q(withdrawn_because=""), name="withdrawn_claim_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"claim {self.pk}"
