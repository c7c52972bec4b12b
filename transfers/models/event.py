"""The append-only record of who did what kind of thing, when, to what."""

from typing import ClassVar

from django.db import models

from transfers.models.pseudonym import Pseudonym


class EventQuerySet(models.QuerySet["Event"]):
    def about(self, employee_id: int) -> "EventQuerySet":
        """Events whose subject is this person, newest first."""
        return self.filter(subject__employee_id=employee_id).order_by("-id")


class Event(models.Model):
    """One fact. It holds ids, statuses and keyed commitments; never a name, a reason, a text or a choice.

    A trigger refuses UPDATE and DELETE. `actor` null means the portal itself. The table has one column more, which
    PostgreSQL alone fills: `written_in`, the number of the transaction that wrote the row, by which seals take it.
    """

    verb = models.CharField(max_length=60)
    noun = models.CharField(max_length=30)
    noun_id = models.BigIntegerField()
    from_status = models.CharField(max_length=20, blank=True)
    to_status = models.CharField(max_length=20, blank=True)
    at = models.DateTimeField()
    actor = models.ForeignKey(Pseudonym, on_delete=models.PROTECT, null=True, related_name="+")
    subject = models.ForeignKey(Pseudonym, on_delete=models.PROTECT, null=True, related_name="+")
    body = models.JSONField(default=dict)

    objects: ClassVar[models.Manager["Event"]] = models.Manager.from_queryset(EventQuerySet)()

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["noun", "noun_id"], name="event_by_thing"),
            models.Index(fields=["subject", "-id"], name="event_by_subject"),
            models.Index(fields=["actor", "-id"], name="event_by_actor"),
            models.Index(fields=["-at"], name="event_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.noun} {self.noun_id}"
