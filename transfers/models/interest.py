"""How many people had a role on a submitted list, counted once a week."""

from django.db import models

from transfers.models.role import Role


class InterestSnapshot(models.Model):
    """The count as of one Monday, shown only in bands.

    It is kept, not derived: a live count would tell when one more person submitted a list.
    """

    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="interest")
    on = models.DateField()
    people = models.PositiveIntegerField()

    class Meta:
        ordering = ["-on", "role"]
        constraints = [models.UniqueConstraint(fields=["role", "on"], name="one_interest_a_role_and_week")]

    def __str__(self) -> str:
        return f"{self.role_id} on {self.on}"
