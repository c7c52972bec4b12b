"""A later deadline for everybody, since the portal could not be reached shortly before it."""

from django.db import models
from django.db.models import F, Q

from transfers.models.campaign import Campaign
from transfers.models.stamps import by_field, stamp_field, stamped, status_field


class Extension(models.Model):
    """Proposed by the sweep, confirmed or refused by one person; one for each deadline of a campaign.

    `deadline_at` is the deadline it is about and `down_minutes` how long the portal was down before it, as it was
    known when this was proposed. `extended_to` is the deadline that confirming gave.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="extensions")
    deadline_at = models.DateTimeField()
    down_minutes = models.PositiveIntegerField()
    extended_to = models.DateTimeField(null=True, blank=True)

    status = status_field("extension")
    proposed_at = stamp_field()
    proposed_by = by_field()
    confirmed_at = stamp_field()
    confirmed_by = by_field()
    refused_at = stamp_field()
    refused_by = by_field()

    class Meta:
        ordering = ["-id"]
        constraints = [
            *stamped("extension"),
            models.UniqueConstraint(fields=["campaign", "deadline_at"], name="one_extension_a_deadline"),
            models.CheckConstraint(
                condition=Q(status="confirmed", extended_to__gt=F("deadline_at"))
                | (~Q(status="confirmed") & Q(extended_to__isnull=True)),
                name="an_extension_lengthens_once_confirmed",
            ),
        ]

    def __str__(self) -> str:
        return f"extension of {self.campaign}"
