"""A unit merged into another or closed, with the reason that the people concerned read."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Unit

MERGED, CLOSED = "merged", "closed"


class UnitChange(models.Model):
    """The Event says that it happened; the words stand here. `into` is where a merged unit went."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=10, choices=[(MERGED, "merged"), (CLOSED, "closed")])
    into = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    on = models.DateField()
    reason = models.CharField(max_length=200)
    at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="unit_change_says_why"),
            models.CheckConstraint(
                condition=Q(what=CLOSED, into__isnull=True) | Q(what=MERGED, into__isnull=False) & ~Q(into=F("unit")),
                name="merge_leads_to_another_unit",
            ),
            models.UniqueConstraint(fields=["unit"], condition=Q(what=MERGED), name="unit_merges_once"),
        ]

    def __str__(self) -> str:
        return f"unit change {self.pk}"
