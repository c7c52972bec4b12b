"""How a person wants to be told, where the product lets them choose."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class NotificationPreference(models.Model):
    """One row a person who said anything; who has none gets reminders by mail at any hour, and no digest.

    The inbox is not part of it: every message is there at once. Nothing here follows from a choice.
    """

    employee = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notification_preference"
    )
    mails_reminders = models.BooleanField(default=True)
    quiet_from = models.TimeField(null=True, blank=True)  # in the person's own zone, as the digest's hour is
    quiet_until = models.TimeField(null=True, blank=True)
    digest_hour = models.PositiveSmallIntegerField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(quiet_from__isnull=True, quiet_until__isnull=True)
                | (Q(quiet_from__isnull=False, quiet_until__isnull=False) & ~Q(quiet_from=F("quiet_until"))),
                name="quiet_hours_have_two_ends",
            ),
            models.CheckConstraint(
                condition=Q(digest_hour__isnull=True) | Q(digest_hour__lte=23), name="a_digest_has_an_hour_of_the_day"
            ),
        ]

    def __str__(self) -> str:
        return f"preferences {self.pk}"
