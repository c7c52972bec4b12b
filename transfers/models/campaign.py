"""One mass reassignment and the choice now offered about it."""

import uuid

from django.db import models
from django.db.models import F, Q

from accounts.models import Unit
from accounts.names import LONGEST_NAME, validate_country, validate_time_zone
from transfers.models.policy import Policy
from transfers.models.stamps import by_field, stamp_field, stamped, status_field
from transfers.models.terms import validate_campaign_terms

ORIGIN, POOL = "origin", "pool"


class Campaign(models.Model):
    """The draft, its memo, its window and its terms.

    `deadline_at` is an instant, entered as local time in `deadline_zone`; the form's grace ends at `closes_at`.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=LONGEST_NAME)
    assigned_units = models.ManyToManyField(Unit, related_name="campaigns", blank=True)
    memo = models.TextField(blank=True)
    memo_from = models.CharField(max_length=LONGEST_NAME, blank=True)
    terms = models.JSONField(default=dict, blank=True, validators=[validate_campaign_terms])
    deadline_at = models.DateTimeField(null=True, blank=True)
    deadline_zone = models.CharField(max_length=64, default="UTC", validators=[validate_time_zone])
    closes_at = models.DateTimeField(null=True, blank=True)
    until_placed = models.TextField(blank=True)  # where people work until placed, verbatim
    after_end = models.CharField(
        max_length=10, choices=[(ORIGIN, "back to the origin unit"), (POOL, "to the named pool")], blank=True
    )
    pool = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    is_capture_excluded = models.BooleanField(default=False)
    mail_tested_at = models.DateTimeField(null=True, blank=True)
    # drawn as the campaign opens: the order of end days within the minimum staffing (matching/lottery.py), in hex
    lottery_seed = models.CharField(max_length=64, blank=True, default="", db_default="", editable=False)
    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    status = status_field("campaign")
    preparing_at = stamp_field()
    preparing_by = by_field()
    open_at = stamp_field()
    open_by = by_field()
    closed_at = stamp_field()
    closed_by = by_field()
    archived_at = stamp_field()
    archived_by = by_field()

    class Meta:
        ordering = ["-id"]
        constraints = [
            *stamped("campaign"),
            models.CheckConstraint(
                condition=Q(status="preparing")
                | Q(deadline_at__isnull=False, closes_at__isnull=False, policy__isnull=False),
                name="opened_campaign_has_a_deadline",
            ),
            models.CheckConstraint(
                condition=Q(closes_at__isnull=True) | Q(closes_at__gte=F("deadline_at")),
                name="grace_follows_deadline",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CampaignCountry(models.Model):
    """What the law of one country asked for, and that it was done, before the campaign opens there."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="countries")
    country = models.CharField(max_length=2, validators=[validate_country])
    consultation = models.TextField(blank=True)  # with whom, when, with what outcome
    assessment = models.TextField(blank=True)  # the data-protection assessment: where it is kept, its date

    class Meta:
        ordering = ["country"]
        verbose_name_plural = "campaign countries"
        constraints = [models.UniqueConstraint(fields=["campaign", "country"], name="one_record_a_campaign_country")]

    def __str__(self) -> str:
        return self.country
