"""One link of the chain that binds what was recorded."""

from django.db import models
from django.db.models import F, Q

# Transaction numbers and ids are PostgreSQL's bigints: below and above every one that can be given out.
BEFORE_ALL, AFTER_ALL = -(2**63), 2**63 - 1
BEFORE_FIRST = bytes(32)  # what the first seal names as the hash before it


class Seal(models.Model):
    """Binds every Event that transactions `since` <= number < `until` wrote with an id above `above_id`.

    Append-only (trigger). `events` is SHA-256 over those Events in order, `hash` over this row and the seal before
    it. `above_id` changes only after a restore into a server that counts its transactions from a lower number; the
    seal before then reaches to AFTER_ALL, and may hold nothing (docs/adr/0008-seals.md).
    """

    number = models.BigIntegerField(unique=True)
    previous = models.BinaryField(max_length=32, unique=True)
    since = models.BigIntegerField()
    until = models.BigIntegerField()
    above_id = models.BigIntegerField()
    count = models.BigIntegerField()
    first_id = models.BigIntegerField(null=True)
    last_id = models.BigIntegerField(null=True)
    events = models.BinaryField(max_length=32)
    sealed_at = models.DateTimeField()
    hash = models.BinaryField(max_length=32, unique=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(condition=Q(number__gte=1), name="seals_count_from_1"),
            models.CheckConstraint(condition=Q(since__lt=F("until")), name="a_seal_spans_transactions"),
            models.CheckConstraint(
                condition=Q(count__gte=1, first_id__isnull=False, last_id__isnull=False)
                | Q(count=0, first_id__isnull=True, last_id__isnull=True, until=AFTER_ALL),
                name="a_seal_holds_events",
            ),
        ]

    def __str__(self) -> str:
        return f"seal {self.number}"
