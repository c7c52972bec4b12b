"""Who left the company, as its files say: counted by everybody's page of answers, and nothing else is made of it."""

from django.db import models


class Leaver(models.Model):
    """One person's id of the company's files and the day they left. No name and no reason; it goes after 18 months.

    Whoever left before the portal was installed is in no other table.
    """

    hr_id = models.CharField(max_length=40, unique=True)
    left_on = models.DateField(db_index=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"leaver {self.pk}"
