"""What a person filed, sealed; the keys stand apart."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from transfers.models.assignment import Assignment

LATE_REASONS = [
    ("leave", "was on leave"),
    ("outage", "the portal was not reachable"),
    ("lock_out", "could not sign in"),
    ("other", "another reason, told to HR"),
]


class Choice(models.Model):
    """One filed version, append-only (trigger). The highest version of an assignment counts.

    `content` is encrypted under the version's own key and of one length whatever was filed; nothing filters by it.
    """

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="choices")
    version = models.PositiveIntegerField()
    filed_at = models.DateTimeField()
    filed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    late_reason = models.CharField(max_length=10, choices=LATE_REASONS, blank=True)
    content = models.BinaryField()
    commitment = models.BinaryField(max_length=32)

    class Meta:
        ordering = ["assignment", "version"]
        constraints = [
            models.UniqueConstraint(fields=["assignment", "version"], name="one_choice_a_version"),
            models.CheckConstraint(condition=Q(version__gte=1), name="versions_count_from_1"),
        ]

    def __str__(self) -> str:
        return f"choice {self.pk}"


class ChoiceKey(models.Model):
    """The key of one version's content, 128 bits. Left out of backups; destroyed for a whole campaign on one day."""

    choice = models.OneToOneField(Choice, on_delete=models.PROTECT, related_name="key")
    key = models.BinaryField(max_length=16, null=True)
    destroyed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(key__isnull=False, destroyed_at__isnull=True)
                | Q(key__isnull=True, destroyed_at__isnull=False),
                name="a_key_stands_or_was_destroyed",
            )
        ]

    def __str__(self) -> str:
        return f"key of choice {self.choice_id}"
