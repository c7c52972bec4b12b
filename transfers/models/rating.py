"""A hiring manager's sealed rating of a person for a role."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from transfers.models.role import Role


class Rating(models.Model):
    """How well a person meets a role's published criteria, 1–5, absolute: by its hiring manager, for rounds alone.

    Nobody but who gave it reads it beside a name: not the person, not HR, no export. A round's released document
    holds it under a random name, for who checks the order. It counts as it stands at a freeze.
    """

    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="ratings")
    employee = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="ratings")
    rating = models.PositiveSmallIntegerField()
    version = models.PositiveIntegerField(default=1)
    rated_at = models.DateTimeField()
    rated_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["role", "employee"], name="one_rating_a_role_and_person"),
            models.CheckConstraint(condition=Q(rating__gte=1, rating__lte=5), name="a_rating_is_1_to_5"),
            models.CheckConstraint(condition=~Q(rated_by=F("employee")), name="nobody_rates_themselves"),
        ]

    def __str__(self) -> str:
        return f"rating {self.pk}"
