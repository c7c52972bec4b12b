"""That a web process answered: by what is missing, the portal knows how long it could not be reached."""

from django.db import models


class Pulse(models.Model):
    """One minute in which some web process answered a page whole, down to the database."""

    slot = models.BigIntegerField(unique=True)  # whole minutes since 1970
    at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ["slot"]

    def __str__(self) -> str:
        return f"pulse {self.slot}"
