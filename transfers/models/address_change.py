"""Another mail address written down for a person: where links went before, until the new one has stood a while."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

OWN, LEAVE = "own", "leave"
KINDS = [(OWN, "own"), (LEAVE, "while on leave")]


class AddressChange(models.Model):
    """`former` is the address that stood until `at`; empty where none did. The Event says only that it happened."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    employee = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="address_changes")
    kind = models.CharField(max_length=10, choices=KINDS)
    former = models.EmailField(max_length=254, blank=True)
    at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind=LEAVE) | ~Q(former=""), name="an_own_address_had_a_former_one")
        ]
        indexes = [models.Index(fields=["employee", "at"], name="address_change_by_person")]

    def __str__(self) -> str:
        return f"address change {self.pk}"
