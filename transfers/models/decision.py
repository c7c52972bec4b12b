"""What prompted a decision that holds for everybody, and what it changed: the words that no Event may carry."""

from django.db import models
from django.db.models import Q

from transfers.models.campaign import Campaign
from transfers.models.event import Event
from transfers.models.policy import Policy

LONGEST_PROMPT = 500


class Decision(models.Model):
    """One row an Event that changed a policy, or what holds for a campaign's members. It never changes (trigger).

    Who decided, and when, stands in the Event, whose body holds the commitment to these words under `key`. `changes`
    are objects with the name of what changed, whose (a unit, a country, a topic; or nothing), what it was and what it
    is. A policy's reason is its note, and is not kept twice.
    """

    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="decision")
    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    changes = models.JSONField(default=list)
    prompted_by = models.CharField(max_length=LONGEST_PROMPT, blank=True)
    key = models.BinaryField(editable=False)

    class Meta:
        ordering = ["-event"]
        constraints = [
            models.CheckConstraint(
                condition=Q(policy__isnull=False, campaign__isnull=True)
                | Q(policy__isnull=True, campaign__isnull=False),
                name="a_decision_is_about_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(campaign__isnull=True) | ~Q(prompted_by=""), name="a_campaign_decision_says_why"
            ),
        ]

    def __str__(self) -> str:
        return str(self.policy or self.campaign)
