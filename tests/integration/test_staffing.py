"""The minimum staffing orders end days by lottery, and delays nothing."""

import random
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Unit
from tests import admin as a
from tests import factories as f
from tests.drafts import ready, told
from tests.factories import DAY, HOUR, NOW, clock_at
from tests.pages import THEN, signed_in, text_of, travel
from transfers.actions.acceptance import accept_claim
from transfers.actions.campaigns import close_campaign, open_campaign, reopen_campaign
from transfers.actions.end_days import announce_end_day, carry_out_end_day
from transfers.actions.staffing import order_end_days, state_minimum
from transfers.calendars import add_working_days
from transfers.errors import Invalid, NotAllowed, NotVisible
from transfers.matching.lottery import draw_order
from transfers.models import Assignment, Campaign, Claim, Entitlement, Event, StaffingMinimum
from transfers.queries.calendars import get_end_day, get_end_day_announcement
from transfers.queries.due import get_end_days, get_end_days_to_announce
from transfers.queries.end_days import get_minimums_to_order, verify_order

pytestmark = pytest.mark.django_db

SEED = "5eed" * 16
CLOSED = NOW + 14 * DAY + HOUR


def task_force(people: int, undrafted: int, *, minimum: int) -> tuple[StaffingMinimum, list[Assignment]]:
    """A closed campaign's unit of so many, of whom some undrafted; those come first."""
    campaign, unit = f.campaign(lottery_seed=SEED), f.UnitFactory.create(name="Applied AI")
    members = [f.undrafted(in_campaign=campaign, assigned_unit=unit, at=NOW) for _ in range(undrafted)]
    members += [f.assignment(campaign, assigned_unit=unit) for _ in range(people - undrafted)]
    close_campaign(campaign, clock=clock_at(CLOSED))
    return StaffingMinimum.objects.create(campaign=campaign, unit=unit, people=minimum), members


def order(minimum: StaffingMinimum) -> None:
    order_end_days(minimum, clock=clock_at(CLOSED))


def earlier(members: list[Assignment]) -> set[str]:
    """Whose end day was ordered before the latest one."""
    found = Entitlement.objects.filter(assignment__in=members, ordered_end_on__isnull=False)
    return {str(each.assignment.public_id) for each in found.select_related("assignment")}


@pytest.mark.case("minimum staffing")
def test_as_many_as_the_minimum_allows_go_earlier_by_lottery() -> None:
    """Fails when the queue is not the lottery's: whoever filed first, or stands first in the table, would go."""
    minimum, members = task_force(9, 6, minimum=5)
    order(minimum)
    undrafted = [str(member.public_id) for member in members[:6]]
    drawn = draw_order(bytes.fromhex(SEED), [str(member.public_id) for member in members])
    assert earlier(members) == set([each for each in drawn if each in undrafted][:4])


@pytest.mark.case("minimum staffing")
def test_latest_end_day_comes_for_everybody_whatever_the_minimum() -> None:
    minimum, members = task_force(4, 4, minimum=4)
    order(minimum)
    assert earlier(members) == set()
    for member in members:
        entitlement = f.entitlement_of(member.employee)
        assert entitlement.end_on == (NOW + 60 * DAY).date()
        assert carry_out_end_day(entitlement, clock=clock_at(get_end_day(entitlement)))


@pytest.mark.case("minimum staffing")
def test_minimum_blocks_neither_a_choice_nor_an_acceptance() -> None:
    campaign, unit = f.campaign(lottery_seed=SEED), f.UnitFactory.create()
    StaffingMinimum.objects.create(campaign=campaign, unit=unit, people=1_000)
    of = f.undrafted(in_campaign=campaign, assigned_unit=unit, at=NOW)
    f.candidate(of.employee)
    offer = f.claim(f.role(), of.employee, at=NOW + HOUR)
    placement = accept_claim(offer, by=of.employee, clock=clock_at(NOW + 2 * HOUR))
    assert (placement.effective_at - NOW) < 30 * DAY


def test_no_day_is_ever_later_and_the_staffing_never_falls_below_the_minimum_by_lottery() -> None:
    rng = random.Random(7)
    for _ in range(6):
        people = rng.randrange(1, 9)
        undrafted, least = rng.randrange(people + 1), rng.randrange(1, people + 2)
        minimum, members = task_force(people, undrafted, minimum=least)
        order(minimum)
        gone = len(earlier(members))
        assert gone == min(undrafted, max(0, people - least))
        for entitlement in Entitlement.objects.filter(assignment__in=members):
            assert entitlement.end_on <= entitlement.latest_end_on


def test_who_is_known_to_go_is_left_out_of_account() -> None:
    """One moves on an accepted offer, which the managers know before anybody's earlier day: one fewer goes by it."""
    minimum, members = task_force(5, 4, minimum=3)
    mover = members[0].employee
    f.candidate(mover)
    accept_claim(f.claim(f.role(), mover, at=NOW + HOUR), by=mover, clock=clock_at(NOW + 2 * HOUR))
    order(minimum)
    assert len(earlier(members)) == 1
    assert str(members[0].public_id) not in earlier(members)


@pytest.mark.case("minimum staffing")
@pytest.mark.parametrize("filed", ["stay", "undraft"])
def test_move_that_managers_do_not_know_of_changes_nobody_elses_earlier_day(filed: str) -> None:
    """Fails when every pending move is left out of account: managers count those present and know the minimum, and
    would read from the days of others that somebody is about to move, long before it is announced."""
    campaign, unit = f.campaign(lottery_seed=SEED), f.UnitFactory.create()
    members = [f.undrafted(in_campaign=campaign, assigned_unit=unit, at=NOW) for _ in range(4)]
    members += [f.assignment(campaign, assigned_unit=unit) for _ in range(2)]
    f.file(members[5], filed, at=NOW)
    mover = members[5].employee
    f.candidate(mover)
    offer = f.claim(f.role(), mover, at=NOW + HOUR)
    Claim.objects.filter(pk=offer.pk).update(start_on=(NOW + 200 * DAY).date())
    offer.refresh_from_db()
    accept_claim(offer, by=mover, clock=clock_at(NOW + 2 * HOUR))
    close_campaign(campaign, clock=clock_at(CLOSED))
    minimum = StaffingMinimum.objects.create(campaign=campaign, unit=unit, people=4)
    order(minimum)
    assert len(earlier(members)) == 2


def test_chain_learns_of_an_earlier_day_no_sooner_than_the_lead_after_it_was_ordered() -> None:
    minimum, members = task_force(2, 1, minimum=1)
    order(minimum)
    entitlement = f.entitlement_of(members[0].employee)
    assert entitlement.end_on == add_working_days(CLOSED.date(), 20, frozenset())
    announced_at = get_end_day_announcement(entitlement)
    assert announced_at.date() >= add_working_days(CLOSED.date(), 9, frozenset())
    assert get_end_days_to_announce(announced_at - HOUR) == []
    assert get_end_days_to_announce(announced_at) == [entitlement.pk]
    assert announce_end_day(entitlement, clock=clock_at(announced_at))
    assert get_end_days(get_end_day(entitlement)) == [entitlement.pk]
    assert carry_out_end_day(entitlement, clock=clock_at(get_end_day(entitlement)))
    members[0].refresh_from_db()
    assert members[0].ended_because == "end_day"


def test_turning_to_stay_ends_an_ordered_day_and_lets_nobody_move_up() -> None:
    minimum, members = task_force(3, 2, minimum=2)
    order(minimum)
    first = Assignment.objects.get(public_id=next(iter(earlier(members))))
    f.file(first, "stay", at=CLOSED + DAY)
    entitlement = first.entitlements.get()
    assert not carry_out_end_day(entitlement, clock=clock_at(CLOSED + 90 * DAY))
    assert earlier(members) == {str(first.public_id)}


def test_every_member_is_told_alike_and_no_event_tells_a_number() -> None:
    minimum, members = task_force(4, 2, minimum=1)
    order(minimum)
    ways = [(member.employee_id, way) for member in members for way in ("inbox", "mail")]
    assert told("campaign.end_days_ordered") == sorted(ways)
    assert Event.objects.get(verb="campaign.end_days_ordered").body == {"minimum": minimum.pk}


def test_order_is_made_once_after_each_close_and_by_the_portal_alone() -> None:
    """Fails without the permission: an administrator would choose when the lottery is applied."""
    minimum, members = task_force(3, 3, minimum=2)
    assert get_minimums_to_order(CLOSED) == [minimum.pk]
    with pytest.raises(NotVisible):
        order_end_days(minimum, by=f.admin(), clock=clock_at(CLOSED))
    order(minimum)
    assert get_minimums_to_order(CLOSED + HOUR) == []
    with pytest.raises(NotAllowed):
        order(minimum)
    campaign = minimum.campaign
    reopen_campaign(campaign, CLOSED + 3 * DAY, prompted_by="A strike.", by=f.admin(), clock=clock_at(CLOSED + DAY))
    with pytest.raises(NotAllowed):
        order(minimum)
    close_campaign(campaign, clock=clock_at(CLOSED + 4 * DAY))
    assert get_minimums_to_order(CLOSED + 4 * DAY) == [minimum.pk]
    order_end_days(minimum, clock=clock_at(CLOSED + 4 * DAY))
    assert len(earlier(members)) == 1, "the minimum still holds, with the one who goes already"


# --- before it opens, and the proof afterwards -------------------------------------------------------------------


def test_minimum_is_stated_by_who_prepares_the_campaign_and_stands_once_it_is_open() -> None:
    campaign, partner = ready()
    unit = f.UnitFactory.create()
    with pytest.raises(Invalid, match="assigned"):
        state_minimum(campaign, unit, 3, prompted_by="A strike.", by=partner, clock=clock_at(NOW))
    campaign.assigned_units.add(unit)
    with pytest.raises(NotVisible):
        state_minimum(campaign, unit, 3, prompted_by="A strike.", by=f.EmployeeFactory.create(), clock=clock_at(NOW))
    state_minimum(campaign, unit, 3, prompted_by="A strike.", by=partner, clock=clock_at(NOW))
    state_minimum(campaign, unit, 4, prompted_by="A strike.", by=partner, clock=clock_at(NOW))
    assert campaign.staffing_minimums.get().people == 4
    state_minimum(campaign, unit, 0, prompted_by="A strike.", by=partner, clock=clock_at(NOW))
    assert not campaign.staffing_minimums.exists()
    open_campaign(campaign, prompted_by="The memo.", by=partner, clock=clock_at(NOW))
    with pytest.raises(NotAllowed):
        state_minimum(campaign, unit, 3, prompted_by="A strike.", by=partner, clock=clock_at(NOW))


def test_lottery_is_written_down_as_the_campaign_opens_and_anybody_can_draw_it_again() -> None:
    """Fails when the order is not in the sealed Event: a seed could be swapped once the choices are known."""
    campaign, partner = ready(members=5)
    opened = open_campaign(campaign, prompted_by="The memo.", by=partner, clock=clock_at(NOW))
    assert verify_order(opened).holds
    said = StringIO()
    call_command("verify_lottery", opened.code, "--list", stdout=said)
    assert opened.lottery_seed in said.getvalue()
    assert len(said.getvalue().splitlines()) == 6
    Campaign.objects.filter(pk=opened.pk).update(lottery_seed=SEED)
    with pytest.raises(CommandError, match="not the one"):
        call_command("verify_lottery", opened.code)
    with pytest.raises(CommandError, match="was opened"):
        call_command("verify_lottery", "NOWHERE")


def test_two_campaigns_have_seeds_of_their_own() -> None:
    seeds = set()
    for code in ("one", "two"):
        campaign, partner = ready(code=code)
        seeds.add(open_campaign(campaign, prompted_by="The memo.", by=partner, clock=clock_at(NOW)).lottery_seed)
    assert len(seeds) == 2
    assert {len(seed) for seed in seeds} == {64}


# --- pages -------------------------------------------------------------------------------------------------------


def test_member_reads_the_minimum_before_choosing_and_their_place_whatever_they_chose() -> None:
    travel(THEN)
    f.policy(announcement_lead_working_days=3)
    campaign = f.campaign(deadline_at=THEN + 14 * DAY, opened_at=THEN - 7 * DAY, lottery_seed=SEED)
    unit = f.UnitFactory.create(name="Applied AI")
    StaffingMinimum.objects.create(campaign=campaign, unit=unit, people=40)
    members = [f.assignment(campaign, assigned_unit=unit) for _ in range(3)]
    f.file(members[0], "undraft", at=THEN)
    places = set()
    for member in members:
        client = signed_in(member.employee)
        question = text_of(client.get(f"/choice/{member.public_id}/"))
        assert "The minimum staffing of Applied AI is 40 people. It delays nothing" in question
        assert "they are given days about 6 working days later" in question
        timeline = text_of(client.get("/timeline/"))
        assert f'<a href="/choice/{member.public_id}/">After an undraft, what is' in timeline
        places |= {n for n in (1, 2, 3) if f"your place is {n} of 3." in timeline}
    assert places == {1, 2, 3}
    without = f.assignment(campaign)
    assert "minimum staffing" not in text_of(signed_in(without.employee).get(f"/choice/{without.public_id}/"))


def test_ordered_day_stands_on_the_receipt_only_once_it_is_opened() -> None:
    minimum, members = task_force(2, 1, minimum=1)
    order(minimum)
    of = members[0]
    client = signed_in(of.employee)
    receipt = f"/receipt/{of.choices.get().receipt.public_id}/"
    assert "by the lottery" not in text_of(client.get(receipt))
    opened = client.post(f"{receipt}show/", {"form_key": str(uuid4())})
    assert "End day, by the lottery" in text_of(opened)


def test_partner_states_a_minimum_in_the_admin() -> None:
    campaign, partner = ready()
    unit = f.UnitFactory.create(name="Applied AI")
    campaign.assigned_units.add(unit)
    client = a.signed_in(partner)
    form = {"form_key": str(uuid4()), "unit": unit.pk, "people": 40, "prompted_by": "A strike."}
    assert client.get(a.page_of(campaign, "staffing")).status_code == 200
    assert client.post(a.page_of(campaign, "staffing"), form).status_code == 302
    assert "Applied AI: 40" in client.get(a.page_of(campaign)).content.decode()
    other = Unit.objects.exclude(campaigns__isnull=False).first()
    assert other is not None
    wrong = {"form_key": str(uuid4()), "unit": other.pk, "people": 40, "prompted_by": "A strike."}
    assert client.post(a.page_of(campaign, "staffing"), wrong).status_code == 400


def test_minimum_is_a_number_of_people() -> None:
    campaign, partner = ready()
    with pytest.raises(Invalid) as refusal:
        state_minimum(
            campaign, campaign.assigned_units.get(), -1, prompted_by="A strike.", by=partner, clock=clock_at(NOW)
        )
    assert refusal.value.field == "people"
