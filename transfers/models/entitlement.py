"""The priority that filing undraft gives, and the end day that it sets."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from transfers.models.assignment import Assignment
from transfers.models.policy import Policy
from transfers.models.stamps import by_field, stamp_field, stamped, status_field

PLACED, CHOICE_CHANGED, POLICY_END, LEFT, VOIDED = "placed", "choice_changed", "policy_end", "left", "voided"


class Entitlement(models.Model):
    """Held for one assignment from the moment of filing. Never in a list, a count, the admin or an Event of its own.

    `latest_end_on` outlives the priority: a lapse by the policy's end does not cancel the return it promises. The
    lottery within the minimum staffing may order an earlier day (`ordered_end_on`), never a later one.
    """

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="entitlements")
    basis = models.CharField(max_length=10, default="undraft")
    tier = models.PositiveSmallIntegerField()
    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    latest_end_on = models.DateField()
    ordered_end_on = models.DateField(null=True, blank=True)
    end_announced_at = models.DateTimeField(null=True, blank=True)
    ended_because = models.CharField(
        max_length=20,
        choices=[
            (PLACED, "placed"),
            (CHOICE_CHANGED, "choice changed"),
            (POLICY_END, "the policy's end"),
            (LEFT, "left"),
            (VOIDED, "assignment voided"),
        ],
        blank=True,
    )

    status = status_field("entitlement")
    active_at = stamp_field()
    active_by = by_field()
    suspended_at = stamp_field()
    suspended_by = by_field()
    ended_at = stamp_field()
    ended_by = by_field()

    class Meta:
        constraints = [
            *stamped("entitlement"),
            models.UniqueConstraint(
                fields=["assignment"], condition=~Q(status="ended"), name="one_standing_entitlement_an_assignment"
            ),
            models.CheckConstraint(
                condition=~Q(status="ended") | ~Q(ended_because=""), name="ended_entitlement_says_why"
            ),
            models.CheckConstraint(
                condition=Q(ordered_end_on__isnull=True) | Q(ordered_end_on__lte=F("latest_end_on")),
                name="an_end_day_is_ordered_within_the_latest",
            ),
        ]

    def __str__(self) -> str:
        return f"entitlement {self.pk}"

    @property
    def end_on(self) -> date:
        """The day on which the return comes: the latest one, or an earlier one that was ordered."""
        return self.ordered_end_on or self.latest_end_on
