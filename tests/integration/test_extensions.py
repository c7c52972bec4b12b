"""The portal was down before a deadline: the sweep proposes, one person confirms, everybody gets a day more."""

from datetime import datetime
from functools import partial
from uuid import uuid4

import pytest
from django.test import Client

from tests import admin as a
from tests import factories as f
from tests.admin import waiting_of
from tests.at_once import at_once
from tests.drafts import told
from tests.factories import DAY, HOUR, clock_at
from tests.outages import DEADLINE, MINUTE, down, pulses
from transfers import tasks
from transfers.actions.campaigns import close_campaign
from transfers.actions.choices import file_choice
from transfers.actions.extensions import confirm_extension, propose_extension, refuse_extension
from transfers.actions.own_deadlines import set_own_deadline
from transfers.clock import database_clock
from transfers.errors import NotAllowed, NotVisible, TransferError
from transfers.models import Campaign, Event, Extension, Notice
from transfers.queries.deadlines import get_deadline
from transfers.queries.outages import get_outages
from transfers.sight.actor import PORTAL

pytestmark = pytest.mark.django_db


def proposed(campaign: Campaign | None = None, *, at: datetime = DEADLINE - HOUR) -> Extension:
    down(40)
    return propose_extension(campaign or f.campaign(), clock=clock_at(at))


@pytest.mark.case("portal down before a deadline")
def test_confirmed_extension_moves_the_deadline_once_and_tells_every_member() -> None:
    campaign = f.campaign()
    members = [f.assignment(campaign), f.undrafted(in_campaign=campaign, at=f.NOW)]
    partner = f.hr_partner(campaign)
    extension = proposed(campaign)
    assert Notice.objects.filter(template="extension.proposed", recipient=partner).count() == 2
    confirm_extension(extension, prompted_by="A strike.", by=partner, clock=clock_at(DEADLINE - 30 * MINUTE))
    campaign.refresh_from_db()
    extension.refresh_from_db()
    assert (extension.status, extension.extended_to, extension.confirmed_by) == ("confirmed", DEADLINE + DAY, partner)
    assert (campaign.status, campaign.deadline_at) == ("open", DEADLINE + DAY)
    assert campaign.closes_at == DEADLINE + DAY + 30 * MINUTE
    assert told("campaign.extended") == sorted(
        (member.employee_id, way) for member in members for way in ("inbox", "mail")
    )
    assert get_outages(DEADLINE) == []


@pytest.mark.case("portal down before a deadline")
def test_extension_of_a_closed_campaign_opens_it_again_for_a_day_from_now() -> None:
    campaign = f.campaign()
    of = f.assignment(campaign)
    extension = proposed(campaign)
    close_campaign(campaign, clock=clock_at(DEADLINE + HOUR))
    at = DEADLINE + 2 * DAY
    confirm_extension(extension, prompted_by="A strike.", by=f.hr_partner(campaign), clock=clock_at(at))
    campaign.refresh_from_db()
    assert (campaign.status, campaign.deadline_at) == ("open", at + DAY)
    f.file(of, "undraft", at=at + HOUR)
    assert of.choices.count() == 1


@pytest.mark.case("portal down before a deadline")
def test_form_drawn_before_the_old_deadline_and_the_grace_work_on() -> None:
    campaign = f.campaign()
    late, too_late = f.assignment(campaign), f.assignment(campaign)
    confirm_extension(proposed(campaign), prompted_by="A strike.", by=f.admin(), clock=clock_at(DEADLINE - MINUTE))
    opened = DEADLINE - 2 * MINUTE
    at = DEADLINE + 45 * MINUTE
    file_choice(late, "stay", seen_version=0, opened_at=opened, by=late.employee, clock=clock_at(at))
    assert late.choices.get().receipt is not None
    grace = DEADLINE + DAY + 20 * MINUTE
    drawn = DEADLINE + DAY - MINUTE
    file_choice(late, "undraft", seen_version=1, opened_at=drawn, by=late.employee, clock=clock_at(grace))
    with pytest.raises(TransferError):
        file_choice(
            too_late,
            "stay",
            seen_version=0,
            opened_at=drawn,
            by=too_late.employee,
            clock=clock_at(grace + 11 * MINUTE),
        )


@pytest.mark.case("portal down before a deadline")
def test_later_deadline_of_one_s_own_stands() -> None:
    campaign = f.campaign()
    longer, shorter = f.assignment(campaign), f.assignment(campaign)
    for of, until in ((longer, DEADLINE + 9 * DAY), (shorter, DEADLINE + HOUR)):
        set_own_deadline(of, until, because="leave", by=f.admin(), clock=clock_at(f.NOW))
    confirm_extension(proposed(campaign), prompted_by="A strike.", by=f.admin(), clock=clock_at(DEADLINE - MINUTE))
    for of, until in ((longer, DEADLINE + 9 * DAY), (shorter, DEADLINE + DAY)):
        of.refresh_from_db()
        assert get_deadline(of) == until


def test_refused_extension_leaves_the_deadline_and_is_not_proposed_again() -> None:
    campaign = f.campaign()
    extension = proposed(campaign)
    refuse_extension(extension, by=f.admin(), clock=clock_at(DEADLINE))
    campaign.refresh_from_db()
    assert campaign.deadline_at == DEADLINE
    assert get_outages(DEADLINE + HOUR) == []
    with pytest.raises(NotAllowed):
        propose_extension(campaign, clock=clock_at(DEADLINE + HOUR))
    with pytest.raises(NotAllowed, match="already"):
        confirm_extension(extension, prompted_by="A strike.", by=f.admin(), clock=clock_at(DEADLINE + HOUR))


def test_extension_is_decided_by_who_runs_the_campaign_within_a_week() -> None:
    """Fails without the permission: a member would give themselves longer."""
    campaign = f.campaign()
    extension = proposed(campaign)
    member = f.assignment(campaign).employee
    other, drafted_partner = f.hr_partner(f.campaign()), f.hr_partner(campaign)
    f.assignment(campaign, drafted_partner)
    for who in (member, other, drafted_partner, f.EmployeeFactory.create(), PORTAL):
        for decide in (partial(confirm_extension, prompted_by="A strike."), refuse_extension):
            with pytest.raises(NotVisible):
                decide(extension, by=who, clock=clock_at(DEADLINE))
    with pytest.raises(NotAllowed, match="too late"):
        confirm_extension(extension, prompted_by="A strike.", by=f.admin(), clock=clock_at(DEADLINE + 8 * DAY))


def test_drafted_admin_gives_themselves_no_later_deadline() -> None:
    """Fails when an admin may run any campaign, also the one that they have their own choice in."""
    campaign, ada = f.campaign(), f.admin()
    f.assignment(campaign, ada)
    extension = proposed(campaign)
    assert not Notice.objects.filter(template="extension.proposed", recipient=ada).exists()
    for decide in (partial(confirm_extension, prompted_by="A strike."), refuse_extension):
        with pytest.raises(NotAllowed, match="member of this campaign"):
            decide(extension, by=ada, clock=clock_at(DEADLINE))
    assert [each.noun for each in waiting_of(f.admin(), DEADLINE) if each.noun == "extension"] == ["extension"]
    assert [each for each in waiting_of(ada, DEADLINE) if each.noun == "extension"] == []


@pytest.mark.case("portal down before a deadline")
@pytest.mark.django_db(transaction=True)
def test_of_two_who_confirm_at_once_one_moves_the_deadline() -> None:
    """Fails when the campaign is not held: the second would get as far as the status, which refuses last of all."""
    campaign = f.campaign()
    f.assignment(campaign)
    extension = proposed(campaign)
    people = [f.admin(), f.hr_partner(campaign)]
    work = [
        partial(confirm_extension, extension, prompted_by="A strike.", by=who, clock=clock_at(DEADLINE - MINUTE))
        for who in people
    ]
    outcomes = at_once(work)
    assert sorted(type(each).__name__ for each in outcomes) == ["Campaign", "NotAllowed"]
    campaign.refresh_from_db()
    assert campaign.deadline_at == DEADLINE + DAY
    assert Event.objects.filter(verb="campaign.extended").count() == 1


@pytest.mark.case("portal down before a deadline")
@pytest.mark.django_db(transaction=True)
def test_confirming_and_closing_at_once_leave_an_open_campaign_with_a_later_deadline() -> None:
    campaign = f.campaign()
    extension, who, at = proposed(campaign), f.admin(), DEADLINE + 40 * MINUTE
    at_once(
        [
            lambda: confirm_extension(extension, prompted_by="A strike.", by=who, clock=clock_at(at)),
            lambda: close_campaign(campaign, clock=clock_at(at)),
        ]
    )
    campaign.refresh_from_db()
    assert (campaign.status, campaign.deadline_at) == ("open", at + DAY)


def test_sweep_proposes_by_itself_and_once() -> None:
    now = database_clock()
    campaign = f.campaign(deadline_at=now + 2 * HOUR, opened_at=now - DAY)
    pulses((now - 3 * HOUR, now - 2 * HOUR), (now - HOUR, now))
    tasks.propose_extensions(campaign_ids=[campaign.pk])
    tasks.propose_extensions(campaign_ids=[campaign.pk])
    assert Extension.objects.get().down_minutes == 60


def waiting_in_the_admin() -> tuple[Extension, Client]:
    """One that stands proposed today, and a partner of its campaign at their desk."""
    now = database_clock()
    campaign = f.campaign(deadline_at=now + 2 * HOUR, opened_at=now - DAY)
    pulses((now - 3 * HOUR, now - 2 * HOUR), (now - HOUR, now))
    extension = propose_extension(campaign)
    assert extension is not None
    return extension, a.signed_in(f.hr_partner(campaign))


def test_extension_is_decided_in_the_admin_where_it_waits() -> None:
    extension, client = waiting_in_the_admin()
    assert "1 later deadline waits for you" in client.get("/admin/").content.decode()
    assert a.signed_in(f.hr_partner(f.campaign())).get(a.page_of(extension)).status_code == 404
    assert client.get(a.page_of(extension, "confirm")).status_code == 200
    form = {"form_key": str(uuid4()), "prompted_by": "A strike."}
    assert client.post(a.page_of(extension, "confirm"), form).status_code == 302
    assert client.get(a.page_of(extension, "refuse")).status_code == 404
    assert "later deadline" not in client.get("/admin/").content.decode()


def test_deadline_is_left_as_it_stands_in_the_admin() -> None:
    """Fails when the verb does not call its action: the extension waits on."""
    extension, client = waiting_in_the_admin()
    assert client.post(a.page_of(extension, "refuse"), {"form_key": str(uuid4())}).status_code == 302
    extension.refresh_from_db()
    assert extension.status == "refused"
    assert "later deadline" not in client.get("/admin/").content.decode()
