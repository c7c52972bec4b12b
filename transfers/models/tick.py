"""Each turn of the clockwork runs once, however many clocks tick."""

from django.db import models


class Tick(models.Model):
    """One job in one slot of time; two beats that both want it meet the constraint."""

    job = models.CharField(max_length=40)
    slot = models.BigIntegerField()  # whole periods since 1970
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job", "slot"], name="one_run_a_job_and_slot")]

    def __str__(self) -> str:
        return f"{self.job} {self.slot}"
