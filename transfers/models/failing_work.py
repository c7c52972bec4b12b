"""What the workers try and fail at, again and again."""

from django.db import models


class FailingWork(models.Model):
    """One piece of work since it failed first. The row goes when the work is done, or no longer due.

    `thing_id` is the row that the work is about, 0 where it is about none; it is shown to nobody. `error` is a class,
    never a text.
    """

    job = models.CharField(max_length=60)
    thing_id = models.BigIntegerField(default=0)
    error = models.CharField(max_length=80)
    times = models.PositiveIntegerField(default=1)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        ordering = ["first_at", "id"]
        verbose_name_plural = "failing work"
        constraints = [models.UniqueConstraint(fields=["job", "thing_id"], name="one_row_a_failing_work")]

    def __str__(self) -> str:
        return self.job.replace("_", " ")
