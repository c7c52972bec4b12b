"""The organisation as a tree of units."""

import uuid
from typing import Any

from django.db import models
from django.db.models import Q

from accounts.names import LONGEST_NAME, sort_name_of

# the same in SQL as `is_closed` says of one
CLOSED_UNITS = Q(approved_headcount=0, is_pool=False)


def is_closed(approved: int, *, is_pool: bool) -> bool:
    """Whether nobody is meant to be in a unit any more: approved for nobody, and no pool."""
    return approved == 0 and not is_pool


class Unit(models.Model):
    """An organisational unit. Its code is stable; a rename is a new `name`, a merge is `merged_into`.

    Merges never lead back to where they began (trigger), so that whoever follows them arrives.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=LONGEST_NAME)
    sort_name = models.CharField(max_length=LONGEST_NAME, editable=False)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    lead = models.ForeignKey(
        "accounts.Employee", on_delete=models.PROTECT, null=True, blank=True, related_name="units_led"
    )
    delegates = models.ManyToManyField("accounts.Employee", blank=True, related_name="units_delegated")
    approved_headcount = models.PositiveIntegerField(default=0)
    is_at_risk = models.BooleanField(default=False)
    is_pool = models.BooleanField(default=False)  # a named place for people between roles
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged_from"
    )
    merged_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["sort_name", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(parent=models.F("id")), name="unit_is_not_its_own_parent"),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True, merged_on__isnull=True)
                | Q(merged_into__isnull=False, merged_on__isnull=False),
                name="unit_merge_has_its_day",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_name = sort_name_of(self.name)
        super().save(*args, **kwargs)
