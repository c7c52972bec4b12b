"""A person is open to a move: to whom they are visible, for what, from when."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from transfers.models.role import Role
from transfers.models.stamps import by_field, stamp_field, stamped, status_field

NOBODY, ROUNDS, RANKED, QUALIFYING = "none", "rounds", "ranked", "qualifying"
VISIBILITIES = [
    (NOBODY, "nobody"),
    (ROUNDS, "rounds only"),
    (RANKED, "roles I ranked"),
    (QUALIFYING, "every role I qualify for"),
]
RELOCATIONS = [("none", "none"), ("country", "within the country"), ("anywhere", "anywhere")]
DRAFT, SUBMITTED = "draft", "submitted"


class Candidacy(models.Model):
    """Opened by the person on first saving a list or a visibility, never by filing.

    `visibility` null means not answered yet, which is shown as such and works like nobody; so does an empty
    `relocation`, which works like none. Rows older than 0035 hold "none" for both: an answer, or none given.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    employee = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="candidacy")
    version = models.PositiveIntegerField(default=1)
    visibility = models.CharField(max_length=10, choices=VISIBILITIES, null=True, blank=True)  # noqa: DJ001
    visibility_at = models.DateTimeField(null=True, blank=True)
    available_from = models.DateField(null=True, blank=True)
    relocation = models.CharField(max_length=10, choices=RELOCATIONS, blank=True)
    note = models.CharField(max_length=500, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)  # the preference list's

    status = status_field("candidacy")
    open_at = stamp_field()
    open_by = by_field()
    closed_at = stamp_field()
    closed_by = by_field()

    class Meta:
        verbose_name_plural = "candidacies"
        constraints = [*stamped("candidacy")]

    def __str__(self) -> str:
        return f"candidacy {self.pk}"


class Exclusion(models.Model):
    """A manager whom the person has excluded by name."""

    candidacy = models.ForeignKey(Candidacy, on_delete=models.CASCADE, related_name="exclusions")
    manager = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["candidacy", "manager"], name="one_exclusion_a_manager")]

    def __str__(self) -> str:
        return f"exclusion {self.pk}"


class Preference(models.Model):
    """One role at one rank of a person's list; the draft and the submitted list stand apart."""

    candidacy = models.ForeignKey(Candidacy, on_delete=models.CASCADE, related_name="preferences")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="preferences")
    stage = models.CharField(max_length=10, choices=[(DRAFT, "draft"), (SUBMITTED, "submitted")])
    rank = models.PositiveIntegerField()

    objects: ClassVar[models.Manager["Preference"]] = models.Manager()

    class Meta:
        ordering = ["candidacy", "stage", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["candidacy", "stage", "rank"], name="one_role_a_rank"),
            models.UniqueConstraint(fields=["candidacy", "stage", "role"], name="one_rank_a_role"),
            models.CheckConstraint(condition=Q(rank__gte=1), name="ranks_count_from_1"),
        ]

    def __str__(self) -> str:
        return f"{self.stage} {self.rank}"
