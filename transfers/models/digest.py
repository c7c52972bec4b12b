"""What one day's digest to a hiring manager says: two counts."""

import uuid

from django.conf import settings
from django.db import models


class Digest(models.Model):
    """The slot of one person and day, taken whether or not there was anything to send."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    employee = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="digests")
    on = models.DateField()  # in the person's own zone
    candidates = models.PositiveIntegerField()
    answers = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["employee", "on"], name="one_digest_a_person_and_day")]

    def __str__(self) -> str:
        return f"digest {self.pk}"
