"""One look that somebody else took at what a person filed."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from transfers.models.assignment import Assignment
from transfers.models.choice import Choice

ASKED, TERMS, NEXT_STEP, OTHER = "asked", "terms", "next_step", "other"
DISPUTE, DUTY = "dispute", "duty"
SAFETY, FAULT = "safety", "fault"
PURPOSES = [
    (ASKED, "the person asked for it"),
    (DISPUTE, "a dispute about what was filed, or when"),
    (TERMS, "terms that depend on it"),
    (NEXT_STEP, "arranging what comes next"),
    (DUTY, "a duty by law or agreement"),
    (SAFETY, "somebody's safety"),
    (FAULT, "a fault of the portal"),
    (OTHER, "another purpose"),
]
# for which an HR partner reads one in a case
IN_CASES = (ASKED, DISPUTE, TERMS, NEXT_STEP, DUTY, OTHER)


class Reading(models.Model):
    """Who read it, for what purpose and when: what the person is told. Append-only (trigger).

    `choice` is the version that was shown; null where nothing was filed. `note` says more of the purpose, and the
    person reads it. `break_glass` is what opened it, where it was not a case.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="readings")
    choice = models.ForeignKey(Choice, on_delete=models.PROTECT, null=True, related_name="+")
    purpose = models.CharField(max_length=10, choices=PURPOSES)
    note = models.CharField(max_length=300, blank=True)
    break_glass = models.OneToOneField(
        "transfers.BreakGlass", on_delete=models.PROTECT, null=True, related_name="reading"
    )
    read_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["read_by", "-read_at"], name="reading_by_reader")]
        constraints = [
            models.CheckConstraint(condition=~Q(purpose=OTHER) | ~Q(note=""), name="another_purpose_is_named"),
        ]

    def __str__(self) -> str:
        return f"reading {self.pk}"
