"""Kinds of job, and which lie close enough to move between."""

from django.db import models

from accounts.names import LONGEST_NAME


class JobFamily(models.Model):
    """A kind of job. Two adjacent families are open to each other's people."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=LONGEST_NAME)
    adjacent = models.ManyToManyField("self", symmetrical=True, blank=True)

    class Meta:
        ordering = ["code"]
        verbose_name_plural = "job families"

    def __str__(self) -> str:
        return self.name
