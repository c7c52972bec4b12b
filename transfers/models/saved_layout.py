"""How the columns of another system's files mean ours, under a name and in versions (`transfers.formats.layouts`)."""

from django.db import models

from transfers.models.stamps import by_field

LONGEST_LAYOUT_NAME = 60


class SavedLayout(models.Model):
    """One version, as TOML. A version is never changed: to save under the same name makes the next."""

    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=LONGEST_LAYOUT_NAME)
    version = models.PositiveIntegerField()
    text = models.TextField()
    saved_at = models.DateTimeField()
    saved_by = by_field()

    class Meta:
        ordering = ["kind", "name", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "name", "version"], name="one_layout_a_name_and_version")
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.version}"
