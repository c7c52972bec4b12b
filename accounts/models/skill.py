"""What people can do, as the company names it."""

from django.db import models

from accounts.names import LONGEST_NAME


class Skill(models.Model):
    """A named skill; how well somebody has it is an `EmployeeSkill`."""

    code = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=LONGEST_NAME)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name
