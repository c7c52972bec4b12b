"""The name by which history knows a person."""

import uuid

from django.conf import settings
from django.db import models


class Pseudonym(models.Model):
    """Maps a person to the random code that Events carry. Erasing `employee` makes the history anonymous."""

    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    employee = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="pseudonym"
    )

    def __str__(self) -> str:
        return str(self.code)
