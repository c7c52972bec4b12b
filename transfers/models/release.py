"""One publication of suppressed counts of choices: who proposed and published it, and the numbers it shows."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Site, Unit
from transfers.models.campaign import Campaign

# a second person publishes within it; afterwards somebody proposes anew
PROPOSAL_LASTS = timedelta(days=7)


class ReleaseProposal(models.Model):
    """One person asks for a release; it holds no number, for nothing is counted before a second person publishes.

    Append-only (trigger).
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="release_proposals")
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"proposal of a release {self.pk}"


class Release(models.Model):
    """Counted and stored in one transaction; append-only (trigger). `floor` is the policy's, when it was counted."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="releases")
    number = models.PositiveSmallIntegerField()
    proposal = models.OneToOneField(ReleaseProposal, on_delete=models.PROTECT, related_name="release")
    floor = models.PositiveSmallIntegerField()
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "number"], name="releases_are_numbered"),
            models.CheckConstraint(condition=Q(number__gte=1, floor__gte=10), name="a_release_suppresses"),
            models.CheckConstraint(
                condition=~Q(published_by=F("proposed_by")), name="nobody_publishes_their_own_proposal"
            ),
        ]

    def __str__(self) -> str:
        return f"release {self.number} of campaign {self.campaign_id}"


class ReleaseCell(models.Model):
    """One line of a release, rounded; null is “not shown”. Append-only (trigger).

    A line is of a unit with everything under it (null: the whole campaign), or of levels `lowest` to `highest`.
    """

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="cells")
    position = models.PositiveIntegerField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    lowest = models.PositiveSmallIntegerField(null=True, blank=True)
    highest = models.PositiveSmallIntegerField(null=True, blank=True)
    assigned = models.PositiveIntegerField()
    undraft = models.PositiveIntegerField(null=True, blank=True)
    stay = models.PositiveIntegerField(null=True, blank=True)
    none = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["release", "position"]
        constraints = [
            models.UniqueConstraint(fields=["release", "position"], name="one_cell_a_place"),
            models.CheckConstraint(
                condition=Q(lowest__isnull=True, highest__isnull=True)
                | Q(unit__isnull=True, lowest__lte=F("highest"), undraft__isnull=False, stay__isnull=True),
                name="a_cell_is_of_a_unit_or_of_levels",
            ),
            models.CheckConstraint(
                condition=Q(undraft__isnull=True) | Q(undraft__gte=10, undraft__lte=F("assigned") - 10),
                name="undraft_is_shown_from_10_to_all_but_10",
            ),
            models.CheckConstraint(
                condition=Q(stay__isnull=True, none__isnull=True)
                | Q(undraft__isnull=False, stay__gte=10, none__gte=10),
                name="stay_and_none_are_shown_together_from_10",
            ),
        ]

    def __str__(self) -> str:
        return f"cell {self.position} of release {self.release_id}"


class ReleaseSite(models.Model):
    """One line of a release by site, rounded; null: every site without a line of its own. Append-only (trigger)."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="sites")
    position = models.PositiveSmallIntegerField()
    site = models.ForeignKey(Site, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    assigned = models.PositiveIntegerField()
    undraft = models.PositiveIntegerField()

    class Meta:
        ordering = ["release", "position"]
        constraints = [
            models.UniqueConstraint(fields=["release", "position"], name="one_site_a_place"),
            models.CheckConstraint(
                condition=Q(assigned__gte=50, undraft__gte=10, undraft__lte=F("assigned") - 10),
                name="a_site_is_shown_from_10_to_all_but_10",
            ),
        ]

    def __str__(self) -> str:
        return f"site {self.position} of release {self.release_id}"


class ReleaseDay(models.Model):
    """How many people had filed for the first time by the end of a day, rounded. Append-only (trigger)."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="days")
    until_on = models.DateField()
    filed = models.PositiveIntegerField()

    class Meta:
        ordering = ["release", "until_on"]
        constraints = [
            models.UniqueConstraint(fields=["release", "until_on"], name="one_count_a_day"),
            models.CheckConstraint(condition=Q(filed__gte=10), name="filings_are_shown_from_10"),
        ]

    def __str__(self) -> str:
        return f"day {self.until_on} of release {self.release_id}"
