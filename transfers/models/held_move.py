"""A move that a file asks for and that waits for an HR partner (docs/adr/0007-moves-from-files-wait.md)."""

from django.conf import settings
from django.db import models

from accounts.models import Unit


class HeldMove(models.Model):
    """What the latest file says of somebody's unit, and of their manager where it has that column.

    A row stands here only while it waits: applied, dropped, or taken back by a later file, it goes; Events keep what
    was decided.
    """

    employee = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="held_move")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    manager = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    changes_manager = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        verbose_name = "held move"
        verbose_name_plural = "held moves"

    def __str__(self) -> str:
        return str(self.employee)
