"""The minimum staffing of an assigned unit, and the end days that are ordered by it."""

from django.utils.translation import gettext as _

from accounts.models import Unit
from transfers import atomic, ledger
from transfers.actions.decisions import change, decide_on_campaign, record_decision
from transfers.actions.locks import hold_people, lock_campaign
from transfers.clock import Clock, database_clock
from transfers.errors import Invalid
from transfers.ledger import Owed
from transfers.models import Campaign, Entitlement, StaffingMinimum
from transfers.permissions.campaigns import check_can_order_end_days, check_can_prepare_campaign
from transfers.queries.end_days import choose_end_days, get_members
from transfers.sight.actor import PORTAL, Actor

MOST_PEOPLE = 1_000_000


def check_minimum(campaign: Campaign, unit: Unit, people: int) -> None:
    """Raises Invalid unless it is a number of people for one of the campaign's assigned units."""
    if not campaign.assigned_units.filter(pk=unit.pk).exists():
        raise Invalid(_("Choose one of the campaign’s assigned units."), field="unit")
    if not 0 <= people <= MOST_PEOPLE:
        raise Invalid(_("Give a number of people, or 0 for none."), field="people")


@atomic.write
def state_minimum(
    campaign: Campaign, unit: Unit, people: int, *, prompted_by: str, by: Actor, clock: Clock = database_clock
) -> Campaign:
    """Write down how many an assigned unit keeps until their latest end days; 0 takes it away.

    Members read it before they choose, so it does not change once the campaign has opened. Raises NotVisible,
    NotAllowed, Invalid. Locks: the campaign.
    """
    campaign = lock_campaign(campaign.pk)
    at = clock()
    check_can_prepare_campaign(by, campaign, at)
    check_minimum(campaign, unit, people)
    was = campaign.staffing_minimums.filter(unit=unit).values_list("people", flat=True).first() or 0
    decision = decide_on_campaign(campaign, prompted_by, change("staffing", was, people, of=unit.name))
    if people:
        StaffingMinimum.objects.update_or_create(campaign=campaign, unit=unit, defaults={"people": people})
    else:
        StaffingMinimum.objects.filter(campaign=campaign, unit=unit).delete()
    record_decision("campaign.edited", decision, by=by, at=at)
    return campaign


@atomic.write
def order_end_days(minimum: StaffingMinimum, *, by: Actor = PORTAL, clock: Clock = database_clock) -> None:
    """Let as many as the minimum allows go before their latest end day, by lottery, once a window has closed.

    Every member of the unit gets the same message at the same time, and the Event tells no number: neither shows who
    undrafted, nor how many. Raises NotVisible, NotAllowed. Locks: the campaign, then the unit's members.
    """
    campaign = lock_campaign(minimum.campaign_id)
    minimum = StaffingMinimum.objects.get(pk=minimum.pk)
    members = list(get_members(minimum).order_by("employee_id").values_list("employee_id", flat=True))
    hold_people(members)
    at = clock()
    check_can_order_end_days(by, minimum, campaign)
    for entitlement_id, day in choose_end_days(minimum, bytes.fromhex(campaign.lottery_seed), at).items():
        Entitlement.objects.filter(pk=entitlement_id).update(ordered_end_on=day)
    StaffingMinimum.objects.filter(pk=minimum.pk).update(ordered_at=at)
    event = ledger.record("campaign.end_days_ordered", campaign, by=by, at=at, body={"minimum": minimum.pk})
    refs = {"campaign": str(campaign.public_id)}
    ledger.owe_all([Owed(event, pk, "campaign.end_days_ordered", refs) for pk in members], at=at)
