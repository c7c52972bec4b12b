"""The published rules' numbers, in immutable versions for the whole portal."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

BANDS, WEIGHTED = "bands", "weighted"
LONGEST_PAY_PROTECTION = 120  # months


class Policy(models.Model):
    """One version. It never changes (trigger) and takes effect at `effective_at`, which lies after publication.

    Weights and band are basis points (bp); the weights that count sum to 10,000.
    """

    version = models.PositiveIntegerField(unique=True)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    effective_at = models.DateTimeField(db_index=True)
    note = models.TextField(blank=True)

    order = models.CharField(
        max_length=10, choices=[(BANDS, "shortage first"), (WEIGHTED, "weighted")], default=BANDS
    )
    band_bp = models.PositiveIntegerField(default=500)
    weight_shortage_bp = models.PositiveIntegerField(default=0)
    weight_skills_bp = models.PositiveIntegerField(default=5_000)
    weight_level_bp = models.PositiveIntegerField(default=2_000)
    weight_location_bp = models.PositiveIntegerField(default=2_000)
    weight_return_bp = models.PositiveIntegerField(default=600)
    weight_urgency_bp = models.PositiveIntegerField(default=400)

    tier_undraft = models.PositiveSmallIntegerField(default=1)
    tier_own_request = models.PositiveSmallIntegerField(default=2)
    entitlement_days = models.PositiveIntegerField(default=365)

    claim_expiry_working_days = models.PositiveSmallIntegerField(default=5)
    live_offer_limit = models.PositiveSmallIntegerField(default=5)
    clearance_working_days = models.PositiveSmallIntegerField(default=10)
    undo_hours = models.PositiveSmallIntegerField(default=24)
    grace_minutes = models.PositiveSmallIntegerField(default=30)
    late_filing_days = models.PositiveSmallIntegerField(default=30)
    announcement_lead_working_days = models.PositiveSmallIntegerField(default=10)
    # longer than the announcement lead: days are left on which the person may choose to be announced
    notice_days_drafted = models.PositiveSmallIntegerField(default=21)
    notice_days_own_request = models.PositiveSmallIntegerField(default=30)
    latest_end_days = models.PositiveSmallIntegerField(default=60)
    trial_days = models.PositiveSmallIntegerField(default=90)
    # empty: whether pay is protected at a lower level is not stated
    pay_protection_months = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(LONGEST_PAY_PROTECTION)]
    )
    suppression_floor = models.PositiveSmallIntegerField(default=10)

    class Meta:
        ordering = ["-version"]
        verbose_name_plural = "policies"
        constraints = [
            models.CheckConstraint(
                condition=Q(effective_at__gte=F("published_at")), name="policy_is_not_retroactive"
            ),
            models.CheckConstraint(
                condition=Q(
                    weight_shortage_bp=10_000
                    - F("weight_skills_bp")
                    - F("weight_level_bp")
                    - F("weight_location_bp")
                    - F("weight_return_bp")
                    - F("weight_urgency_bp")
                ),
                name="policy_weights_sum_to_10000",
            ),
            models.CheckConstraint(
                condition=Q(order=WEIGHTED) | Q(weight_shortage_bp=0), name="bands_weigh_no_shortage"
            ),
            models.CheckConstraint(condition=Q(tier_undraft__lt=F("tier_own_request")), name="undraft_comes_first"),
            models.CheckConstraint(condition=Q(band_bp__gte=100, band_bp__lte=10_000), name="band_1_to_100_points"),
            models.CheckConstraint(condition=Q(undo_hours__gte=24), name="undo_is_at_least_a_day"),
            models.CheckConstraint(condition=Q(notice_days_drafted__lte=30), name="drafted_notice_at_most_30_days"),
            models.CheckConstraint(condition=Q(notice_days_own_request__lte=60), name="own_notice_at_most_60_days"),
            models.CheckConstraint(condition=Q(suppression_floor__gte=10), name="suppression_is_at_least_10"),
            models.CheckConstraint(
                condition=Q(pay_protection_months__isnull=True)
                | Q(pay_protection_months__gte=1, pay_protection_months__lte=LONGEST_PAY_PROTECTION),
                name="pay_protected_1_to_120_months",
            ),
            models.CheckConstraint(
                condition=Q(live_offer_limit__gte=1, claim_expiry_working_days__gte=1), name="offers_can_be_made"
            ),
        ]

    def __str__(self) -> str:
        return f"policy {self.version}"
