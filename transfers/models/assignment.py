"""One employee's reassignment."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Unit
from accounts.names import LONGEST_NAME
from transfers.models.campaign import Campaign
from transfers.models.stamps import by_field, stamp_field, stamped, status_field

PLACED, END_DAY, LEFT = "placed", "end_day", "left"


class Assignment(models.Model):
    """From where to where, when, by whose authority; and whether the choice is offered to this person.

    `recorded_terms` are those of the job it led to, on the topics of a role's terms: offers are shown beside them.
    Null `own_deadline_at` means the campaign's; an own one holds even when the campaign has closed.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="assignments")
    employee = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assignments")
    origin_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    origin_manager = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    assigned_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    assigned_on = models.DateField()
    authority = models.CharField(max_length=LONGEST_NAME, blank=True)
    reason = models.TextField(blank=True)
    recorded_terms = models.JSONField(default=dict, blank=True)
    choice_offered = models.BooleanField(default=True)
    not_offered_because = models.CharField(max_length=LONGEST_NAME, blank=True)
    own_deadline_at = models.DateTimeField(null=True, blank=True)
    ended_because = models.CharField(
        max_length=10, choices=[(PLACED, "placed"), (END_DAY, "end day"), (LEFT, "left")], blank=True
    )
    voided_because = models.CharField(max_length=LONGEST_NAME, blank=True)

    status = status_field("assignment")
    active_at = stamp_field()
    active_by = by_field()
    ended_at = stamp_field()
    ended_by = by_field()
    voided_at = stamp_field()
    voided_by = by_field()

    class Meta:
        ordering = ["-id"]
        constraints = [
            *stamped("assignment"),
            models.UniqueConstraint(fields=["campaign", "employee"], name="one_assignment_a_campaign_and_person"),
            models.CheckConstraint(condition=~Q(origin_unit=F("assigned_unit")), name="assignment_moves_somebody"),
            models.CheckConstraint(condition=~Q(status="ended") | ~Q(ended_because=""), name="ended_says_why"),
            models.CheckConstraint(condition=~Q(status="voided") | ~Q(voided_because=""), name="voided_says_why"),
            models.CheckConstraint(
                condition=Q(choice_offered=True) | ~Q(not_offered_because=""), name="not_offered_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"assignment {self.pk}"
