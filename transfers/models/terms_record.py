"""A later version of the terms recorded of the job that an assignment led to."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from transfers.models.assignment import Assignment
from transfers.models.terms import validate_role_terms

FIRST = 1  # the version that the file of the assignments recorded


class TermsRecord(models.Model):
    """The whole sheet as it stands since `recorded_at`, with the reason that the person reads. Append-only (trigger).

    Version 1 is the assignment's `recorded_terms`; the highest one counts, and every earlier one stays.
    """

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="terms_records")
    version = models.PositiveIntegerField()
    terms = models.JSONField(validators=[validate_role_terms])
    reason = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["assignment", "version"]
        constraints = [
            models.UniqueConstraint(fields=["assignment", "version"], name="one_terms_record_a_version"),
            models.CheckConstraint(condition=Q(version__gt=FIRST), name="terms_records_follow_the_first"),
            models.CheckConstraint(condition=~Q(reason=""), name="terms_record_says_why"),
        ]

    def __str__(self) -> str:
        return f"version {self.version} of the terms of assignment {self.assignment_id}"
