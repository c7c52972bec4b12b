"""What is kept no longer goes on its day, all of it at once, and nothing before."""

import uuid
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection

from tests import factories as f
from tests.engineer import member
from tests.factories import DAY, HOUR, NOW, clock_at
from tests.pages import THEN, signed_in, text_of, travel
from transfers import tasks
from transfers.actions.campaigns import close_campaign
from transfers.actions.claims import decline_claim
from transfers.actions.entitlements import end_entitlements
from transfers.actions.retention import (
    destroy_keys,
    forget_cached_counts,
    forget_form_keys,
    forget_messages,
    forget_sessions,
)
from transfers.clock import database_clock
from transfers.errors import NotAllowed, NotVisible
from transfers.models import (
    Assignment,
    Campaign,
    ChoiceKey,
    Event,
    IdempotencyKey,
    Notice,
    Receipt,
)
from transfers.models.entitlement import LEFT
from transfers.queries.receipts import check_receipt
from transfers.queries.retention import (
    AFTER_LAST_RIGHT,
    KEPT,
    get_campaigns_to_forget,
    get_days_without_retention,
)
from transfers.sight.actor import PORTAL

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)


def closed(*options: str) -> tuple[Campaign, list[Assignment]]:
    """A campaign that closed a day ago, with a member for each option filed; undrafts have ended since."""
    campaign = f.campaign(deadline_at=NOW + HOUR)
    members = [f.assignment(campaign) for _ in options]
    for of, option in zip(members, options, strict=True):
        f.file(of, option, at=NOW)
    assert campaign.closes_at is not None
    close_campaign(campaign, clock=clock_at(campaign.closes_at))
    campaign.refresh_from_db()
    for of in members:
        end_entitlements(of, because=LEFT, by=PORTAL, at=NOW + DAY)
    return campaign, members


# --- keys ------------------------------------------------------------------------------------------------------


def test_keys_are_due_ninety_days_after_the_last_right_ended() -> None:
    campaign, _ = closed("stay", "undraft")
    due_at = NOW + DAY + AFTER_LAST_RIGHT
    assert get_campaigns_to_forget(due_at - SECOND) == []
    assert get_campaigns_to_forget(due_at) == [campaign.pk]


def test_keys_of_a_campaign_without_any_right_are_due_ninety_days_after_it_closed() -> None:
    campaign, _ = closed("stay")
    assert campaign.closed_at is not None
    assert get_campaigns_to_forget(campaign.closed_at + AFTER_LAST_RIGHT - SECOND) == []
    assert get_campaigns_to_forget(campaign.closed_at + AFTER_LAST_RIGHT) == [campaign.pk]


@pytest.mark.parametrize("standing", ["entitlement", "pending", "finalised"])
def test_keys_wait_for_what_is_open_but_not_longer_than_eighteen_months(standing: str) -> None:
    if standing == "entitlement":
        campaign = f.undrafted(at=NOW - DAY).campaign
    else:
        campaign = Assignment.objects.get(employee=f.placement_at(standing).employee).campaign
    assert campaign.closes_at is not None
    close_campaign(campaign, clock=clock_at(campaign.closes_at))
    last = campaign.closes_at + KEPT
    assert get_campaigns_to_forget(last - SECOND) == []
    assert get_campaigns_to_forget(last) == [campaign.pk]


def test_keys_wait_ninety_days_after_the_end_of_a_trial() -> None:
    placement = f.placement_at("settled")
    campaign = Assignment.objects.get(employee=placement.employee).campaign
    assert campaign.closes_at is not None
    close_campaign(campaign, clock=clock_at(campaign.closes_at))
    assert placement.settled_at is not None
    assert get_campaigns_to_forget(placement.settled_at + AFTER_LAST_RIGHT - SECOND) == []
    assert get_campaigns_to_forget(placement.settled_at + AFTER_LAST_RIGHT) == [campaign.pk]


def test_open_campaign_keeps_its_keys() -> None:
    f.undrafted()
    assert get_campaigns_to_forget(NOW + 5 * KEPT) == []


def test_all_keys_of_a_campaign_go_at_one_instant_and_no_other_s() -> None:
    """Fails when keys go one by one: who kept theirs longer would tell what they filed."""
    campaign, _ = closed("stay", "undraft", "stay")
    other, _ = closed("undraft")
    at = NOW + 200 * DAY
    destroy_keys(campaign, clock=clock_at(at))
    of_campaign = ChoiceKey.objects.filter(choice__assignment__campaign=campaign)
    assert set(of_campaign.values_list("key", "destroyed_at")) == {(None, at)}
    assert of_campaign.count() == 3
    assert ChoiceKey.objects.filter(choice__assignment__campaign=other, key__isnull=False).count() == 1
    event = Event.objects.get(verb="campaign.keys_destroyed")
    assert (event.noun_id, event.actor, event.subject, event.body) == (campaign.pk, None, None, {})
    assert get_campaigns_to_forget(at) == [other.pk]


def test_keys_are_not_destroyed_early_twice_or_by_a_person() -> None:
    """Fails without the permission: a forged message could burn a campaign's choices in mid-window."""
    campaign, _ = closed("stay")
    with pytest.raises(NotAllowed):
        destroy_keys(campaign, clock=clock_at(NOW + 30 * DAY))
    with pytest.raises(NotVisible):
        destroy_keys(campaign, by=f.admin(), clock=clock_at(NOW + 200 * DAY))
    destroy_keys(campaign, clock=clock_at(NOW + 200 * DAY))
    with pytest.raises(NotAllowed):
        destroy_keys(campaign, clock=clock_at(NOW + 201 * DAY))


def test_worker_destroys_what_is_due() -> None:
    campaign, _ = closed("stay")
    travel(THEN)
    tasks.destroy_campaign_keys(campaign_ids=get_campaigns_to_forget(database_clock()))
    assert not ChoiceKey.objects.filter(key__isnull=False).exists()
    assert campaign.pk not in get_campaigns_to_forget(database_clock())


@pytest.mark.parametrize("option", ["stay", "undraft"])
def test_after_that_nothing_opens_and_the_receipt_still_verifies(option: str) -> None:
    of = member()
    client = signed_in(of.employee)
    f.file(of, option, at=THEN)
    receipt = Receipt.objects.get()
    show = f"/receipt/{receipt.public_id}/show/"
    assert "What was filed can no longer be read by anyone" not in text_of(client.post(show))
    close_campaign(of.campaign, clock=clock_at(THEN + 15 * DAY))
    travel(THEN + 2 * KEPT)
    destroy_keys(of.campaign)
    page = text_of(signed_in(of.employee).post(show))
    assert "What was filed can no longer be read by anyone" in page
    assert "undraft-opening" not in page
    checked = check_receipt(receipt.code)
    assert checked is not None
    assert (checked.version, checked.option) == (1, "")
    assert signed_in(of.employee).get(f"/choice/{of.public_id}/").status_code == 200


def test_choice_restored_without_its_key_reads_as_one_whose_key_was_destroyed() -> None:
    of = member()
    f.file(of, "undraft", at=THEN)
    ChoiceKey.objects.all().delete()
    page = text_of(signed_in(of.employee).post(f"/receipt/{Receipt.objects.get().public_id}/show/"))
    assert "What was filed can no longer be read by anyone" in page
    f.file(of, "stay", at=THEN + HOUR)
    assert of.choices.count() == 2


# --- once a day ------------------------------------------------------------------------------------------------


def test_old_form_keys_go() -> None:
    person = f.EmployeeFactory.create()
    for age in (0, 6, 8):
        IdempotencyKey.objects.create(employee=person, key=uuid.uuid4(), digest=b"d" * 32, at=NOW - age * DAY)
    assert forget_form_keys(clock=clock_at(NOW)) == 1
    assert IdempotencyKey.objects.count() == 2


def test_messages_read_or_mailed_long_ago_go_and_their_events_stay() -> None:
    claim = f.claim()
    decline_claim(claim, by=claim.employee, clock=clock_at(NOW + HOUR))
    events, notices = Event.objects.count(), Notice.objects.count()
    assert forget_messages(clock=clock_at(NOW + 2 * KEPT)) == 0  # nothing was read, nothing mailed
    read = Notice.objects.filter(channel="inbox").first()
    assert read is not None
    Notice.objects.filter(pk=read.pk).update(read_at=NOW)
    assert forget_messages(clock=clock_at(NOW + KEPT)) == 0
    assert forget_messages(clock=clock_at(NOW + KEPT + SECOND)) == 1
    assert (Event.objects.count(), Notice.objects.count()) == (events, notices - 1)


def test_expired_sessions_and_counts_of_failed_sign_ins_go() -> None:
    for age in (timedelta(hours=1), timedelta(days=30)):
        Session.objects.create(session_key=uuid.uuid4().hex, session_data="", expire_date=NOW + age)
    assert forget_sessions(clock=clock_at(NOW + DAY)) == 1
    cache.set("failed", 1, timeout=60)
    cache.set("standing", 1, timeout=3600)
    assert forget_cached_counts(clock=clock_at(database_clock() + 2 * timedelta(minutes=1))) >= 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FILTER (WHERE cache_key LIKE '%standing'), count(*) FILTER (WHERE cache_key"
                       " LIKE '%failed') FROM portal_cache")  # fmt: skip
        assert cursor.fetchone() == (1, 0)


def test_session_that_lasts_outlives_a_demo_clock_that_was_moved() -> None:
    """Sessions take their time from the web's clock. Fails when the portal's clock ends them: it may run ahead."""
    signed_in(f.EmployeeFactory.create())
    travel(THEN)
    assert forget_sessions() == 0
    assert Session.objects.count() == 1


def test_tidying_up_is_done_once_a_day() -> None:
    at = database_clock()
    today = at.date().toordinal()
    assert get_days_without_retention(at) == [today]
    person = f.EmployeeFactory.create()
    old = {"employee": person, "digest": b"d" * 32, "at": at - 30 * DAY}
    IdempotencyKey.objects.create(key=uuid.uuid4(), **old)
    tasks.keep_retention(days=[today - 1])
    assert IdempotencyKey.objects.count() == 1
    tasks.keep_retention(days=[today])
    assert IdempotencyKey.objects.count() == 0
    assert get_days_without_retention(at) == []
    IdempotencyKey.objects.create(key=uuid.uuid4(), **old)
    tasks.keep_retention(days=[today])
    assert IdempotencyKey.objects.count() == 1
