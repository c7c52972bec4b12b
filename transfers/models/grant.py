"""The right to act, made by one person and confirmed by another."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from transfers.models.campaign import Campaign
from transfers.models.role import Role
from transfers.models.stamps import by_field, stamp_field, stamped, status_field

HR_PARTNER, HIRING_MANAGER, AUDITOR, ADMIN = "hr_partner", "hiring_manager", "auditor", "admin"
KINDS = [
    (HR_PARTNER, "HR partner of a campaign"),
    (HIRING_MANAGER, "hiring manager of a role"),
    (AUDITOR, "auditor"),
    (ADMIN, "admin"),
]


class Grant(models.Model):
    """Dated and ended. `proposed_by` null: the first two admins, or a batch of an import."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=20, choices=KINDS)
    employee = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="grants")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, null=True, blank=True, related_name="grants")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, null=True, blank=True, related_name="grants")
    batch = models.UUIDField(null=True, blank=True, db_index=True)
    ends_on = models.DateField(null=True, blank=True)

    status = status_field("grant")
    proposed_at = stamp_field()
    proposed_by = by_field()
    confirmed_at = stamp_field()
    confirmed_by = by_field()
    refused_at = stamp_field()
    refused_by = by_field()
    ended_at = stamp_field()
    ended_by = by_field()

    class Meta:
        ordering = ["-id"]
        constraints = [
            *stamped("grant"),
            models.CheckConstraint(
                condition=Q(kind=HR_PARTNER, campaign__isnull=False, role__isnull=True)
                | Q(kind=HIRING_MANAGER, campaign__isnull=True, role__isnull=False)
                | Q(kind__in=[AUDITOR, ADMIN], campaign__isnull=True, role__isnull=True),
                name="a_grant_names_its_thing",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True)
                | (~Q(confirmed_by=F("proposed_by")) & ~Q(confirmed_by=F("employee"))),
                name="nobody_confirms_their_own_grant",
            ),
            models.UniqueConstraint(
                fields=["role"],
                condition=Q(kind=HIRING_MANAGER, status="confirmed"),
                name="one_hiring_manager_a_role",
            ),
            models.UniqueConstraint(
                fields=["kind", "employee", "campaign", "role"],
                condition=Q(status__in=["proposed", "confirmed"]),
                nulls_distinct=False,
                name="one_standing_grant_of_a_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}"
