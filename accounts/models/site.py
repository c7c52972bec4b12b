"""Where people work, and the days on which nobody there does."""

from django.db import models

from accounts.names import LONGEST_NAME, validate_country, validate_time_zone


class Site(models.Model):
    """An office or legal place of work, with its zone and its holidays."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=LONGEST_NAME)
    country = models.CharField(max_length=2, validators=[validate_country])
    time_zone = models.CharField(max_length=64, validators=[validate_time_zone])

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class Holiday(models.Model):
    """A day that is no working day at a site."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="holidays")
    on = models.DateField()
    name = models.CharField(max_length=LONGEST_NAME, blank=True)

    class Meta:
        ordering = ["site", "on"]
        constraints = [models.UniqueConstraint(fields=["site", "on"], name="one_holiday_a_site_and_day")]

    def __str__(self) -> str:
        return f"{self.on} {self.name}".strip()
