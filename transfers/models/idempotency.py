"""What a form key was answered with, so that a double click does one thing."""

from django.conf import settings
from django.db import models


class IdempotencyKey(models.Model):
    """Unique per person. Holds the digest of the body and where the answer led, never a body."""

    employee = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    key = models.UUIDField()
    digest = models.BinaryField(max_length=32)
    location = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["employee", "key"], name="one_answer_a_form_key")]

    def __str__(self) -> str:
        return str(self.key)
