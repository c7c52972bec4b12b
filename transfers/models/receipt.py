"""Signed proof that a version was filed and when."""

import uuid

from django.db import models

from transfers.models.choice import Choice


class Receipt(models.Model):
    """`statement` is canonical JSON, identical in shape for both options; `signature` is Ed25519 over its bytes."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    choice = models.OneToOneField(Choice, on_delete=models.PROTECT, related_name="receipt")
    code = models.CharField(max_length=40, unique=True)
    statement = models.TextField()
    signature = models.BinaryField(max_length=64)

    def __str__(self) -> str:
        return f"receipt {self.pk}"
