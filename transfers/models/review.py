"""One look of HR's at where somebody stands who is known to have no placement."""

from django.conf import settings
from django.db import models
from django.db.models import Q

LOOKING, UNDER_WAY, HELPED, DONE = "looking", "under_way", "helped", "done"
OUTCOMES = [
    (LOOKING, "still looking"),
    (UNDER_WAY, "something is under way"),
    (HELPED, "others were asked to help"),
    (DONE, "no further review is needed"),
]


class Review(models.Model):
    """Who reviewed, what came of it as a class, and the day of the next one; none where it was the last.

    The person reads them. Append-only (trigger).
    """

    employee = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reviews")
    outcome = models.CharField(max_length=10, choices=OUTCOMES)
    next_on = models.DateField(null=True, blank=True)
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome=DONE, next_on__isnull=True) | (~Q(outcome=DONE) & Q(next_on__isnull=False)),
                name="a_review_names_the_next_one",
            ),
            models.CheckConstraint(condition=~Q(reviewed_by=models.F("employee")), name="nobody_reviews_themselves"),
        ]

    def __str__(self) -> str:
        return f"review {self.pk}"
