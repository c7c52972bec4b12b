"""A manager changed by hand, with the reason the person reads."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q


class ManagerChange(models.Model):
    """The Event says that it happened; the words stand here, where they can be erased."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    employee = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="manager_changes")
    from_manager = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    to_manager = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=200)
    at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-id"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="manager_change_says_why")]

    def __str__(self) -> str:
        return f"manager change {self.pk}"
