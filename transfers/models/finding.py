"""A hiring manager's "not qualified for this role", which counts once somebody else has confirmed it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from transfers.models.role import Role
from transfers.models.stamps import by_field, stamp_field, stamped, status_field
from transfers.states import FindingStatus

STANDING = (FindingStatus.PROPOSED, FindingStatus.CONFIRMED)
LEVEL = "level"
SKILL = "skill"
CRITERIA = [(LEVEL, "the level band"), (SKILL, "a required skill")]


class Finding(models.Model):
    """One criterion that the role had when it opened, and why somebody does not meet it although their profile does.

    The person reads `reasons` from the confirmation on, with both names, and may answer once; a reviewer who read the
    answer withdraws the finding or upholds it.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="findings")
    employee = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="findings")
    criterion = models.CharField(max_length=10, choices=CRITERIA)
    skill = models.ForeignKey("accounts.Skill", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reasons = models.TextField()
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    upheld_at = models.DateTimeField(null=True, blank=True)
    upheld_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    status = status_field("finding")
    proposed_at = stamp_field()
    proposed_by = by_field()
    confirmed_at = stamp_field()
    confirmed_by = by_field()
    refused_at = stamp_field()
    refused_by = by_field()
    withdrawn_at = stamp_field()
    withdrawn_by = by_field()

    class Meta:
        ordering = ["-id"]
        constraints = [
            *stamped("finding"),
            models.CheckConstraint(condition=~Q(reasons=""), name="a_finding_says_why"),
            models.CheckConstraint(
                condition=Q(criterion=SKILL, skill__isnull=False) | Q(criterion=LEVEL, skill__isnull=True),
                name="a_finding_names_its_criterion",
            ),
            models.CheckConstraint(
                condition=Q(proposed_by__isnull=False) & ~Q(proposed_by=F("employee")),
                name="nobody_finds_against_themselves",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True)
                | (
                    Q(confirmed_by__isnull=False) & ~Q(confirmed_by=F("proposed_by")) & ~Q(confirmed_by=F("employee"))
                ),
                name="a_second_person_confirms_a_finding",
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True)
                | (Q(answered_at__isnull=False, confirmed_at__isnull=False)),
                name="a_finding_is_answered_once_confirmed",
            ),
            models.CheckConstraint(
                condition=Q(upheld_at__isnull=True, upheld_by__isnull=True)
                | Q(upheld_at__isnull=False, upheld_by__isnull=False, answered_at__isnull=False),
                name="a_finding_is_upheld_once_answered",
            ),
            models.UniqueConstraint(
                fields=["role", "employee"],
                condition=Q(status__in=STANDING),
                name="one_standing_finding_a_role_and_person",
            ),
        ]

    def __str__(self) -> str:
        return f"finding {self.pk}"
