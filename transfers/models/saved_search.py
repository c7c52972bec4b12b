"""What a person searches the open roles for, kept under a name of theirs."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q


class SavedSearch(models.Model):
    """The filters of the page of roles. It says nothing of a choice, and nobody but the person reads it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    employee = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="saved_searches")
    name = models.CharField(max_length=60)
    words = models.CharField(max_length=100, blank=True)
    unit = models.UUIDField(null=True, blank=True)  # public ids and codes: a unit may be merged away
    site = models.CharField(max_length=40, blank=True)
    level = models.PositiveSmallIntegerField(null=True, blank=True)
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["employee", "name"], name="one_saved_search_a_name"),
            models.CheckConstraint(
                condition=~Q(words="", unit__isnull=True, site="", level__isnull=True),
                name="a_saved_search_asks_for_something",
            ),
        ]

    def __str__(self) -> str:
        return f"saved search {self.pk}"
