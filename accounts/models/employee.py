"""A person, who is also the login."""

import uuid
from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.core.management.base import CommandError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from accounts.models.job_family import JobFamily
from accounts.models.site import Site
from accounts.models.skill import Skill
from accounts.models.unit import Unit
from accounts.names import LONGEST_NAME, sort_name_of, validate_country, validate_time_zone


class EmployeeManager(BaseUserManager["Employee"]):
    """Finds people by the name they sign in with; nobody is made through it (see the importer)."""

    def get_by_natural_key(self, username: str | None) -> "Employee":
        return self.get(sign_in_name=(username or "").casefold())

    def create_superuser(self, **_fields: Any) -> "Employee":
        """Refuse: what a person may do follows from grants, never from a flag."""
        raise CommandError("There are no superusers. The first two admins: manage.py first_admins A B")


class Employee(AbstractBaseUser):
    """A person and the login.

    There is no `is_staff` and no Django permission: who may open the admin follows from confirmed grants.
    `sign_in_name` is set once and never follows a change of mail, so an HR file cannot take over an account.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    hr_id = models.CharField("HR id", max_length=40, unique=True)
    sign_in_name = models.CharField(max_length=254, unique=True)
    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=LONGEST_NAME)
    sort_name = models.CharField(max_length=LONGEST_NAME, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="members")
    manager = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="reports")
    job_family = models.ForeignKey(JobFamily, on_delete=models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField()
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    time_zone = models.CharField(max_length=64, blank=True, validators=[validate_time_zone])
    # the language the portal speaks to this person, mails too; empty: as the browser asks, and mails in the portal's
    language = models.CharField(max_length=12, blank=True, default="", db_default="")
    hired_on = models.DateField()
    right_to_work = ArrayField(
        models.CharField(max_length=2, validators=[validate_country]), default=list, blank=True
    )
    on_leave_from = models.DateField(null=True, blank=True)
    on_leave_until = models.DateField(null=True, blank=True)  # its last day
    leave_email = models.EmailField(max_length=254, blank=True)  # where reminders go while on leave
    is_active = models.BooleanField(default=True)
    left_on = models.DateField(null=True, blank=True)
    skills = models.ManyToManyField(Skill, through="EmployeeSkill", related_name="+")

    objects: ClassVar[EmployeeManager] = EmployeeManager()

    USERNAME_FIELD = "sign_in_name"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        ordering = ["sort_name", "id"]
        indexes = [
            models.Index(fields=["sort_name", "id"], name="employee_by_name"),
            # those who left: what counts the others counts everybody less these
            models.Index(fields=["id"], name="employee_who_left", condition=Q(is_active=False)),
        ]
        constraints = [
            models.UniqueConstraint(Lower("email"), name="one_employee_an_email"),
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=20), name="level_1_to_20"),
            models.CheckConstraint(condition=~Q(manager=models.F("id")), name="nobody_is_their_own_manager"),
            models.CheckConstraint(
                condition=Q(sign_in_name=Lower("sign_in_name")), name="sign_in_name_is_lower_case"
            ),
            models.CheckConstraint(
                condition=Q(on_leave_from__isnull=True)
                | Q(on_leave_until__isnull=True)
                | Q(on_leave_from__lte=models.F("on_leave_until")),
                name="leave_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_name = sort_name_of(self.name)
        super().save(*args, **kwargs)

    @property
    def zone(self) -> str:
        """The IANA zone this person reads times in: their own, else their site's."""
        return self.time_zone or self.site.time_zone

    def is_on_leave_on(self, day: date) -> bool:
        """Whether `day` lies in the recorded leave; a leave without an end goes on."""
        if self.on_leave_from is None or day < self.on_leave_from:
            return False
        return self.on_leave_until is None or day <= self.on_leave_until

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name


class EmployeeSkill(models.Model):
    """How well a person has a skill: 1 (learning) to 5 (teaches it)."""

    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="employee_skills")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="+")
    proficiency = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["employee", "skill"], name="one_proficiency_a_person_and_skill"),
            models.CheckConstraint(condition=Q(proficiency__gte=1, proficiency__lte=5), name="proficiency_1_to_5"),
        ]

    def __str__(self) -> str:
        return f"{self.skill_id}: {self.proficiency}"
