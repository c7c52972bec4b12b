"""An open requisition, and the skills it asks for."""

import uuid
from typing import Any

from django.db import models
from django.db.models import F, Q

from accounts.models import JobFamily, Site, Skill, Unit
from accounts.names import LONGEST_NAME, sort_name_of
from transfers.models.stamps import by_field, stamp_field, stamped, status_field
from transfers.models.terms import validate_role_terms


class Role(models.Model):
    """Seats of one kind in one unit.

    `taken` counts live claims and placements that are pending, finalised or settled; it changes only together with
    them. `held_seats` are seats that HR holds back, for any reason. "Filled" is derived, never stored. Until
    `in_round_until_at` a frozen round has the role: nobody else is claimed for it, its seats and terms stay.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(max_length=40, unique=True)
    version = models.PositiveIntegerField(default=1)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="roles")
    title = models.CharField(max_length=LONGEST_NAME)
    sort_title = models.CharField(max_length=LONGEST_NAME, editable=False)
    summary = models.TextField(blank=True)
    job_family = models.ForeignKey(JobFamily, on_delete=models.PROTECT, related_name="+")
    level_min = models.PositiveSmallIntegerField()
    level_max = models.PositiveSmallIntegerField()
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    is_remote_allowed = models.BooleanField(default=False)
    is_trainable = models.BooleanField(default=False)
    seats = models.PositiveIntegerField()
    taken = models.PositiveIntegerField(default=0, editable=False)
    held_seats = models.PositiveIntegerField(default=0)
    wanted_by_on = models.DateField(null=True, blank=True)
    terms = models.JSONField(default=dict, blank=True, validators=[validate_role_terms])
    clearance_until_at = models.DateTimeField(null=True, blank=True, editable=False)
    in_round_until_at = models.DateTimeField(null=True, blank=True, editable=False)

    status = status_field("role")
    preparing_at = stamp_field()
    preparing_by = by_field()
    open_at = stamp_field()
    open_by = by_field()
    paused_at = stamp_field()
    paused_by = by_field()
    closed_at = stamp_field()
    closed_by = by_field()

    class Meta:
        ordering = ["sort_title", "id"]
        constraints = [
            *stamped("role"),
            models.CheckConstraint(
                condition=Q(taken__gte=0, taken__lte=F("seats") - F("held_seats")), name="no_seat_is_oversold"
            ),
            models.CheckConstraint(
                condition=Q(level_min__gte=1, level_min__lte=F("level_max"), level_max__lte=20),
                name="level_band_is_one",
            ),
            models.CheckConstraint(
                condition=~Q(status="open") | Q(clearance_until_at__isnull=False), name="open_role_has_a_clearance"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_title = sort_name_of(self.title)
        super().save(*args, **kwargs)

    @property
    def claimable_seats(self) -> int:
        """How many seats can be claimed now."""
        return self.seats - self.held_seats - self.taken


class RoleSkill(models.Model):
    """A skill a role asks for: required at `proficiency` or better, or desired at it."""

    role = models.ForeignKey(Role, on_delete=models.CASCADE, related_name="role_skills")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="+")
    is_required = models.BooleanField(default=False)
    proficiency = models.PositiveSmallIntegerField(default=3)

    class Meta:
        ordering = ["-is_required", "skill"]
        constraints = [
            models.UniqueConstraint(fields=["role", "skill"], name="one_line_a_role_and_skill"),
            models.CheckConstraint(condition=Q(proficiency__gte=1, proficiency__lte=5), name="asked_level_1_to_5"),
        ]

    def __str__(self) -> str:
        return f"{self.skill_id}: {self.proficiency}"
