"""What the workers do: find what is due, do it once, and let nothing that fails stop the rest."""

import logging
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Employee
from tests import factories as f
from tests.factories import DAY, HOUR, NOW, clock_at
from transfers import tasks
from transfers.actions.claims import withdraw_claim
from transfers.actions.entitlements import end_entitlements
from transfers.actions.reminders import owe_choice_reminders, remind_of_claim
from transfers.actions.roles import close_role
from transfers.actions.ticks import take_tick
from transfers.models import Entitlement, Event, Notice, Tick
from transfers.models.entitlement import POLICY_END
from transfers.queries import due, reminders
from transfers.sight.actor import PORTAL
from transfers.states import ClaimStatus, PlacementStatus

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)


def reminded(person: Employee, at: datetime | None = None) -> int:
    notices = Notice.objects.filter(recipient=person, template="campaign.reminder", channel="mail")
    return (notices.filter(due_at=at) if at else notices).count()


# --- ticks -----------------------------------------------------------------------------------------------------


def test_tick_is_taken_once_a_slot() -> None:
    assert take_tick("sweep", slot=1, at=NOW)
    assert not take_tick("sweep", slot=1, at=NOW)
    assert take_tick("sweep", slot=2, at=NOW)
    assert take_tick("other", slot=1, at=NOW)


def test_nudge_reads_for_no_reminder_and_no_daily_figure() -> None:
    """They come due by the clock alone, and reminders are read for over every member: a tick finds them."""
    left = {job.argument for job in tasks.JOBS if not job.is_for_ticks}
    only_at_ticks = {job.task.name.rpartition(".")[2] for job in tasks.JOBS if job.is_for_ticks}
    daily = {"keep_public_figures", "keep_rankings", "export_audits"}
    assert only_at_ticks >= {"owe_reminders", "remind_of_claims"} | daily
    assert {"notice_ids", "role_ids", "placement_ids"} <= left


def test_old_ticks_go() -> None:
    take_tick("sweep", slot=1, at=NOW)
    take_tick("sweep", slot=2, at=NOW + 8 * DAY)
    assert list(Tick.objects.values_list("slot", flat=True)) == [2]


# --- what is due -----------------------------------------------------------------------------------------------


def test_claim_is_due_to_expire_at_its_expiry() -> None:
    claim = f.claim()
    assert due.get_expired_claims(claim.expires_at - SECOND) == []
    assert due.get_expired_claims(claim.expires_at) == [claim.pk]


def test_campaign_is_due_to_close_after_its_grace() -> None:
    campaign = f.campaign()
    assert campaign.closes_at is not None
    assert due.get_closing_campaigns(campaign.closes_at - SECOND) == []
    assert due.get_closing_campaigns(campaign.closes_at) == [campaign.pk]


def test_placement_is_due_to_be_announced_then_finalised_then_settled() -> None:
    placement = f.placement_at("pending")
    assert due.get_placements_to_announce(placement.announce_at - SECOND) == []
    assert due.get_placements_to_announce(placement.announce_at) == [placement.pk]
    assert due.get_placements_to_finalise(placement.effective_at - SECOND) == []
    assert due.get_placements_to_finalise(placement.effective_at) == [placement.pk]
    placement = f.placement_at("finalised")
    over = datetime.combine(placement.trial_ends_on + DAY, datetime.min.time(), NOW.tzinfo) - 2 * HOUR  # summer
    assert due.get_placements_to_settle(over - SECOND) == []
    assert due.get_placements_to_settle(over) == [placement.pk]


def test_end_day_is_due_from_its_announcement_and_then_on_its_day() -> None:
    entitlement = Entitlement.objects.get(assignment=f.undrafted(at=NOW))
    begins = datetime.combine(entitlement.latest_end_on, datetime.min.time(), NOW.tzinfo) - 2 * HOUR
    assert due.get_end_days_to_announce(begins - 15 * DAY) == []
    assert due.get_end_days_to_announce(begins - 14 * DAY) == [entitlement.pk]
    assert due.get_end_days(begins - SECOND) == []
    assert due.get_end_days(begins) == [entitlement.pk]


def test_end_day_stays_due_when_the_priority_lapsed() -> None:
    entitlement = Entitlement.objects.get(assignment=f.undrafted(at=NOW))
    end_entitlements(entitlement.assignment, because=POLICY_END, by=PORTAL, at=NOW)
    assert due.get_end_days(NOW + 70 * DAY) == [entitlement.pk]


def test_end_day_is_not_due_while_a_placement_is_pending() -> None:
    f.placement_at("pending")
    assert due.get_end_days(NOW + 70 * DAY) == []
    assert due.get_end_days_to_announce(NOW + 70 * DAY) == []


def test_priority_is_due_to_lapse_at_the_policys_end() -> None:
    entitlement = Entitlement.objects.get(assignment=f.undrafted(at=NOW))
    assert due.get_lapsing_entitlements(entitlement.expires_at - SECOND) == []
    assert due.get_lapsing_entitlements(entitlement.expires_at) == [entitlement.pk]


def test_offers_that_a_crash_left_on_a_closed_role_are_due() -> None:
    offer = f.claim()
    assert due.get_closed_roles_with_offers(NOW) == []
    close_role(offer.role, by=PORTAL)
    assert due.get_closed_roles_with_offers(NOW) == [offer.role_id]
    tasks.withdraw_from_closed_roles(role_ids=[offer.role_id])
    assert due.get_closed_roles_with_offers(NOW) == []


# --- tasks -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("job", tasks.JOBS, ids=lambda job: job.task.name)
def test_task_ignores_ids_that_do_not_exist(job: tasks.Job) -> None:
    job.task(**{job.argument: [2**60]})


def test_forged_message_finalises_nothing_before_its_day() -> None:
    at = NOW + 3650 * DAY
    campaign = f.campaign(deadline_at=at + DAY, opened_at=at - DAY)
    person = f.undrafted(in_campaign=campaign, at=at - HOUR).employee
    f.candidate(person)
    placement = f.placement_at("pending", at=at, person=person)
    tasks.finalise_placements(placement_ids=[placement.pk])
    placement.refresh_from_db()
    assert placement.status == PlacementStatus.PENDING


@pytest.mark.django_db(transaction=True)
def test_one_that_fails_does_not_stop_the_rest(caplog: pytest.LogCaptureFixture) -> None:
    """Fails when the loop does not catch: the second placement would wait behind the first for ever."""
    broken, sound = f.placement_at("pending"), f.placement_at("pending")
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION test_refuse() RETURNS trigger LANGUAGE plpgsql AS $no$ BEGIN"
            "  RAISE EXCEPTION 'secret words of %', OLD.name; END $no$;"
            f"CREATE TRIGGER zz_refuse BEFORE UPDATE ON accounts_employee FOR EACH ROW"
            f"  WHEN (OLD.id = {broken.employee_id}) EXECUTE FUNCTION test_refuse()"
        )
    try:
        with caplog.at_level(logging.INFO):
            tasks.finalise_placements(placement_ids=[broken.pk, sound.pk])
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER zz_refuse ON accounts_employee; DROP FUNCTION test_refuse()")
    broken.refresh_from_db()
    sound.refresh_from_db()
    assert (broken.status, sound.status) == (PlacementStatus.PENDING, PlacementStatus.FINALISED)
    assert f"finalise_placement {broken.pk} failed" in caplog.text
    assert "secret words" not in caplog.text
    assert broken.employee.name not in caplog.text


def test_message_delivered_twice_finalises_once() -> None:
    placement = f.placement_at("pending")
    for _ in range(2):
        tasks.finalise_placements(placement_ids=[placement.pk])
    assert Event.objects.filter(verb="placement.finalised", noun_id=placement.pk).count() == 1


def test_claim_answered_meanwhile_is_not_expired() -> None:
    claim = f.claim()
    withdraw_claim(claim, because="The team moved.", by=f.manager_of(claim.role), clock=clock_at(NOW + HOUR))
    tasks.expire_claims(claim_ids=[claim.pk])
    claim.refresh_from_db()
    assert claim.status == ClaimStatus.WITHDRAWN


def test_each_kind_of_work_is_found_with_the_same_queries_whatever_the_rows() -> None:
    counts = []
    for _ in range(2):
        for _ in range(3):
            f.claim()
            f.placement_at("pending")
            f.undrafted()
        with CaptureQueriesContext(connection) as queries:
            for job in tasks.JOBS:
                if job.task is not tasks.owe_reminders:  # it asks each open campaign
                    job.find(NOW + 100 * DAY)
        counts.append(len(queries))
    assert counts[0] == counts[1]


# --- reminders of the choice -----------------------------------------------------------------------------------


def test_every_member_is_reminded_alike_whatever_they_filed() -> None:
    campaign = f.campaign(deadline_at=NOW + 8 * DAY)
    silent, leaver = f.assignment(campaign), f.undrafted(in_campaign=campaign)
    stayer = f.assignment(campaign)
    f.file(stayer, "stay")
    members = [silent.employee, leaver.employee, stayer.employee]
    for days, at in ((7, NOW + DAY), (2, NOW + 6 * DAY), (1, NOW + 7 * DAY)):
        assert owe_choice_reminders(campaign, clock=clock_at(at - SECOND)) == 0, f"before day {days}"
        assert owe_choice_reminders(campaign, clock=clock_at(at)) == 3
        assert [reminded(person, at) for person in members] == [1, 1, 1]
    assert owe_choice_reminders(campaign, clock=clock_at(NOW + 8 * DAY + SECOND)) == 0


def test_second_sweep_reminds_nobody_again() -> None:
    campaign = f.campaign(deadline_at=NOW + 7 * DAY)
    f.assignment(campaign)
    assert owe_choice_reminders(campaign, clock=clock_at(NOW)) == 1
    assert owe_choice_reminders(campaign, clock=clock_at(NOW + HOUR)) == 0
    assert reminders.get_campaigns_to_remind(NOW + HOUR) == []


def test_own_deadline_has_its_own_reminders() -> None:
    campaign = f.campaign(deadline_at=NOW + 7 * DAY)
    common, own = f.assignment(campaign), f.assignment(campaign, own_deadline_at=NOW + 20 * DAY)
    owe_choice_reminders(campaign, clock=clock_at(NOW))
    assert (reminded(common.employee), reminded(own.employee)) == (1, 0)
    owe_choice_reminders(campaign, clock=clock_at(NOW + 13 * DAY))
    assert (reminded(common.employee), reminded(own.employee)) == (1, 1)


def test_outage_leaves_only_the_latest_reminder() -> None:
    campaign = f.campaign(deadline_at=NOW + 10 * DAY)
    person = f.assignment(campaign).employee
    owe_choice_reminders(campaign, clock=clock_at(NOW + 8 * DAY + HOUR))
    assert reminded(person) == 1


def test_window_shorter_than_a_step_has_no_such_reminder() -> None:
    campaign = f.campaign(opened_at=NOW, deadline_at=NOW + 5 * DAY)
    f.assignment(campaign)
    assert owe_choice_reminders(campaign, clock=clock_at(NOW + HOUR)) == 0
    assert owe_choice_reminders(campaign, clock=clock_at(NOW + 3 * DAY)) == 1


def test_those_to_whom_the_choice_is_not_offered_are_not_reminded() -> None:
    campaign = f.campaign(deadline_at=NOW + 7 * DAY)
    f.assignment(campaign, choice_offered=False, not_offered_because="The memo is not about this unit.")
    assert owe_choice_reminders(campaign, clock=clock_at(NOW)) == 0


# --- reminders of an offer -------------------------------------------------------------------------------------


def test_holder_of_an_offer_is_reminded_once_on_its_last_working_day() -> None:
    claim = f.claim()  # made on a Monday: the last of five working days is the next Monday
    last_day = claim.expires_at - DAY
    assert reminders.get_claims_to_remind(last_day - SECOND) == []
    assert reminders.get_claims_to_remind(last_day) == [claim.pk]
    assert not remind_of_claim(claim, clock=clock_at(last_day - SECOND))
    assert remind_of_claim(claim, clock=clock_at(last_day))
    assert not remind_of_claim(claim, clock=clock_at(last_day + HOUR))
    assert reminders.get_claims_to_remind(last_day + HOUR) == []
    assert Notice.objects.filter(recipient=claim.employee, template="claim.reminder").count() == 2


def test_answered_offer_is_not_reminded_of() -> None:
    claim = f.claim_at("declined")
    assert not remind_of_claim(claim, clock=clock_at(claim.expires_at - HOUR))
