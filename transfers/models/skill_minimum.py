"""How many people with a skill an assigned unit should have: for its leads to read, and nothing else."""

from django.db import models
from django.db.models import Q

from accounts.models import Skill, Unit
from transfers.models.campaign import Campaign


class SkillMinimum(models.Model):
    """Stated before the campaign opens. It delays, orders and refuses nothing: no choice, no offer, no end day.

    It counts who has the skill at `proficiency` or above.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="skill_minimums")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="+")
    proficiency = models.PositiveSmallIntegerField(default=1)
    people = models.PositiveIntegerField()

    class Meta:
        ordering = ["campaign", "unit", "skill"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "unit", "skill"], name="one_minimum_a_unit_and_skill"),
            models.CheckConstraint(condition=Q(people__gte=1), name="a_skill_minimum_is_somebody"),
            models.CheckConstraint(
                condition=Q(proficiency__gte=1, proficiency__lte=5), name="a_skill_minimum_is_of_1_to_5"
            ),
        ]

    def __str__(self) -> str:
        return f"at least {self.people} with {self.skill} in {self.unit}"
