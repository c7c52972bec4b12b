"""What every noun with a status shares: its column, its stamps, and the constraint that binds the two."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q

from transfers.states import STATUSES


def status_field(noun: str) -> "models.CharField[str, str]":
    """The status column of `noun`; only `transfers.transition` assigns it."""
    choices = [(status.value, status.value.replace("_", " ")) for status in STATUSES[noun]]
    return models.CharField(max_length=20, choices=choices, db_index=True)


def stamp_field() -> "models.DateTimeField[Any, Any]":
    """When a status was entered last."""
    return models.DateTimeField(null=True, blank=True, editable=False)


def by_field() -> "models.ForeignKey[Any, Any]":
    """Who entered a status last; null means the portal itself."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )


def stamped(noun: str) -> list[CheckConstraint]:
    """A status requires its stamp: one constraint a status."""
    return [
        CheckConstraint(
            condition=~Q(status=status.value) | Q(**{f"{status.value}_at__isnull": False}),
            name=f"{noun}_{status.value}_has_its_time",
        )
        for status in STATUSES[noun]
    ]
