"""How many people with a skill an assigned unit should have, for its leads to read."""

from django.utils.translation import gettext as _

from accounts.models import Skill, Unit
from transfers import atomic
from transfers.actions.decisions import change, decide_on_campaign, record_decision
from transfers.actions.locks import lock_campaign
from transfers.actions.staffing import check_minimum
from transfers.clock import Clock, database_clock
from transfers.errors import Invalid
from transfers.models import Campaign, SkillMinimum
from transfers.permissions.campaigns import check_can_prepare_campaign
from transfers.sight.actor import Actor


@atomic.write
def state_skill_minimum(
    campaign: Campaign,
    unit: Unit,
    skill: Skill,
    people: int,
    *,
    proficiency: int = 1,
    prompted_by: str,
    by: Actor,
    clock: Clock = database_clock,
) -> Campaign:
    """Write down how many with a skill an assigned unit should have; 0 takes it away.

    It orders and delays nothing, and like every minimum does not change once the campaign has opened. Raises
    NotVisible, NotAllowed, Invalid. Locks: the campaign.
    """
    campaign = lock_campaign(campaign.pk)
    at = clock()
    check_can_prepare_campaign(by, campaign, at)
    check_minimum(campaign, unit, people)
    if not 1 <= proficiency <= 5:
        raise Invalid(_("A level of a skill lies between 1 and 5."), field="proficiency")
    stands = campaign.skill_minimums.filter(unit=unit, skill=skill).first()
    was = [stands.people, stands.proficiency] if stands is not None else [0, proficiency]
    changed = change("skills", was, [people, proficiency], of=f"{unit.name}, {skill.name}")
    decision = decide_on_campaign(campaign, prompted_by, changed)
    if people:
        SkillMinimum.objects.update_or_create(
            campaign=campaign, unit=unit, skill=skill, defaults={"people": people, "proficiency": proficiency}
        )
    else:
        SkillMinimum.objects.filter(campaign=campaign, unit=unit, skill=skill).delete()
    record_decision("campaign.edited", decision, by=by, at=at)
    return campaign
