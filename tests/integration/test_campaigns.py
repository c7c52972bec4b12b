"""The campaign: prepared, opened through the publish gate, closed, reopened, archived."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from accounts.models import Employee
from tests import factories as f
from tests.drafts import draft, member_of, ready, told
from tests.factories import DAY, NOW, clock_at
from transfers.actions.assignments import void_assignment
from transfers.actions.campaign_drafts import (
    CampaignDraft,
    CountryRecord,
    create_campaign,
    edit_campaign,
)
from transfers.actions.campaigns import (
    GateClosed,
    archive_campaign,
    close_campaign,
    open_campaign,
    reopen_campaign,
)
from transfers.actions.choices import file_late_choice
from transfers.actions.own_deadlines import set_own_deadline
from transfers.errors import Invalid, NotAllowed, NotVisible
from transfers.models import Campaign, Choice, Entitlement, Event
from transfers.models.grant import HR_PARTNER
from transfers.models.terms import CAMPAIGN_TOPICS
from transfers.queries.deliveries import get_deliveries
from transfers.queries.publish_gate import get_missing

pytestmark = pytest.mark.django_db

now = clock_at(NOW)


def codes(campaign: Campaign) -> set[str]:
    campaign.refresh_from_db()
    return {missing.code for missing in get_missing(campaign, NOW)}


def test_gate_of_an_empty_campaign_names_everything() -> None:
    campaign = create_campaign(CampaignDraft(code="empty", name="Empty"), by=f.admin(), clock=now)
    assert codes(campaign) == {
        "memo",
        "memo_from",
        "until_placed",
        "after_end",
        "deadline",
        "members",
        "assigned_units",
        "roles",
        "policy",
        "mail",
        "capture",
        *(f"terms.{topic}" for topic in CAMPAIGN_TOPICS),
    }


def test_whole_campaign_misses_nothing() -> None:
    campaign, _partner = ready()
    assert codes(campaign) == set()


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"memo": " "}, "memo"),
        ({"memo_from": ""}, "memo_from"),
        ({"deadline": datetime(2026, 3, 1, 12)}, "deadline"),  # noqa: DTZ001
        ({"until_placed": ""}, "until_placed"),
        ({"after_end": "pool"}, "pool"),
        ({"is_capture_excluded": False}, "capture"),
        ({"assigned_units": []}, "assigned_units"),
        ({"countries": []}, "consultation.DE"),
        ({"countries": [CountryRecord("DE", "agreed", "")]}, "assessment.DE"),
        ({"countries": [CountryRecord("SE", "agreed", "kept")]}, "assessment.DE"),
    ],
)
def test_gate_stays_closed_while_one_thing_is_missing(fields: dict[str, Any], code: str) -> None:
    campaign, partner = ready(**fields)
    assert code in codes(campaign)
    with pytest.raises(GateClosed):
        open_campaign(campaign, prompted_by="The memo.", by=partner, clock=now)
    assert not told("campaign.opened")


def test_gate_wants_an_hr_partner_outside_the_chain_of_every_member() -> None:
    campaign, partner = ready()
    member_of(campaign, manager=partner)
    assert codes(campaign) == {"hr_partner"}
    f.hr_partner(campaign)
    assert codes(campaign) == set()


def test_drafted_hr_partner_does_not_count_nor_act() -> None:
    campaign, _partner = ready()
    drafted = member_of(campaign).employee
    f.grant(drafted, HR_PARTNER, campaign=campaign)
    with pytest.raises(NotVisible):
        open_campaign(campaign, prompted_by="The memo.", by=drafted, clock=now)


def test_opening_tells_every_member_and_sets_the_close() -> None:
    campaign, partner = ready(members=3)
    open_campaign(campaign, prompted_by="The memo.", by=partner, clock=now)
    campaign.refresh_from_db()
    assert campaign.deadline_at is not None
    assert campaign.closes_at == campaign.deadline_at + timedelta(minutes=30)
    members = sorted(campaign.assignments.values_list("employee_id", flat=True))
    assert told("campaign.opened") == [(pk, channel) for pk in members for channel in ("inbox", "mail")]
    with pytest.raises(NotAllowed):
        edit_campaign(campaign, draft(memo="Rewritten"), prompted_by="A strike.", by=partner, clock=now)
    with pytest.raises(NotAllowed):
        open_campaign(campaign, prompted_by="The memo.", by=partner, clock=now)


def test_opening_seven_thousand_members_takes_few_queries(django_assert_max_num_queries: Any) -> None:
    campaign, partner = ready(members=60)
    with django_assert_max_num_queries(40):
        open_campaign(campaign, prompted_by="The memo.", by=partner, clock=now)


def test_others_neither_see_nor_open_a_campaign() -> None:
    campaign, _partner = ready()
    for stranger in (f.EmployeeFactory.create(), f.hr_partner(f.campaign())):
        with pytest.raises(NotVisible):
            open_campaign(campaign, prompted_by="The memo.", by=stranger, clock=now)


def test_drafted_admin_neither_opens_nor_reopens_nor_archives_the_own_campaign() -> None:
    campaign, _partner = ready()
    ada = f.admin()
    f.assignment(campaign, ada)
    acts = [
        lambda: open_campaign(campaign, prompted_by="The memo.", by=ada, clock=now),
        lambda: reopen_campaign(campaign, NOW + 90 * DAY, prompted_by="A strike.", by=ada, clock=now),
        lambda: archive_campaign(campaign, by=ada, clock=now),
    ]
    for act in acts:
        with pytest.raises(NotAllowed, match="member of this campaign"):
            act()


def test_test_mail_goes_to_who_asked_by_mail_only() -> None:
    campaign, partner = ready()
    assert told("campaign.mail_test") == [(partner.pk, "mail")]
    assert get_deliveries(campaign) == {}  # no message to members


@pytest.mark.case("deadline")
@pytest.mark.parametrize(
    ("deadline", "says"),
    [
        (datetime(2026, 3, 29, 2, 30), "does not exist"),  # noqa: DTZ001
        (datetime(2026, 10, 25, 2, 30), "happens twice"),  # noqa: DTZ001
    ],
)
def test_deadline_in_the_hour_of_a_clock_change_is_refused(deadline: datetime, says: str) -> None:
    with pytest.raises(Invalid, match=says):
        create_campaign(draft(deadline=deadline), by=f.admin(), clock=now)
    assert not Campaign.objects.exists()


@pytest.mark.case("deadline")
def test_deadline_is_the_instant_of_its_local_time() -> None:
    campaign = create_campaign(draft(), by=f.admin(), clock=now)
    assert campaign.deadline_at is not None
    assert campaign.deadline_at.isoformat() == "2026-03-20T16:00:00+00:00"


@pytest.mark.case("deadline")
def test_campaign_closes_at_deadline_and_grace_by_the_portal_alone() -> None:
    campaign, partner = ready()
    open_campaign(campaign, prompted_by="The memo.", by=partner, clock=now)
    campaign.refresh_from_db()
    assert campaign.closes_at is not None
    with pytest.raises(NotAllowed):
        close_campaign(campaign, clock=clock_at(campaign.closes_at - timedelta(seconds=1)))
    with pytest.raises(NotVisible):
        close_campaign(campaign, by=partner, clock=clock_at(campaign.closes_at))
    close_campaign(campaign, clock=clock_at(campaign.closes_at))
    close_campaign(campaign, clock=clock_at(campaign.closes_at + DAY))
    assert len(told("campaign.closed")) == 4
    assert Event.objects.filter(verb="campaign.closed").count() == 1


@pytest.mark.case("no choice at close")
def test_no_choice_at_close_changes_nothing_and_may_be_filed_late_through_hr() -> None:
    campaign, partner = ready()
    open_campaign(campaign, prompted_by="The memo.", by=partner, clock=now)
    campaign.refresh_from_db()
    assert campaign.closes_at is not None
    close_campaign(campaign, clock=clock_at(campaign.closes_at))
    silent = campaign.assignments.order_by("pk")[0]
    assert (silent.status, silent.choices.count()) == ("active", 0)
    assert not Entitlement.objects.exists()
    later = clock_at(campaign.closes_at + 29 * DAY)
    file_late_choice(silent, "undraft", late_reason="leave", by=partner, clock=later)
    assert silent.choices.get().late_reason == "leave"


def closed() -> tuple[Campaign, Employee, datetime]:
    campaign, partner = ready()
    open_campaign(campaign, prompted_by="The memo.", by=partner, clock=now)
    campaign.refresh_from_db()
    assert campaign.closes_at is not None
    close_campaign(campaign, clock=clock_at(campaign.closes_at))
    return campaign, partner, campaign.closes_at


@pytest.mark.case("campaign reopened")
def test_reopened_campaign_has_a_dated_second_window_and_choices_stand() -> None:
    campaign, partner = ready()
    open_campaign(campaign, prompted_by="The memo.", by=partner, clock=now)
    campaign.refresh_from_db()
    first, second = campaign.assignments.order_by("pk")
    f.file(first, "undraft", at=NOW + DAY)
    assert campaign.closes_at is not None
    close_campaign(campaign, clock=clock_at(campaign.closes_at))
    after = campaign.closes_at + DAY
    reopen_campaign(campaign, after + 7 * DAY, prompted_by="A strike.", by=partner, clock=clock_at(after))
    campaign.refresh_from_db()
    assert (campaign.status, campaign.deadline_at) == ("open", after + 7 * DAY)
    assert campaign.closes_at == after + 7 * DAY + timedelta(minutes=30)
    assert first.choices.count() == 1
    assert Entitlement.objects.get().status == "active"
    second.campaign.refresh_from_db()
    f.file(second, "stay", at=after + DAY)
    assert Choice.objects.count() == 2
    assert len(told("campaign.reopened")) == 4
    assert Event.objects.filter(verb="campaign.reopened").count() == 1


@pytest.mark.case("campaign reopened")
def test_window_never_shortens_by_reopening() -> None:
    campaign, partner, closes_at = closed()
    with pytest.raises(Invalid):
        reopen_campaign(campaign, closes_at, prompted_by="A strike.", by=partner, clock=clock_at(closes_at + DAY))
    with pytest.raises(Invalid):
        reopen_campaign(campaign, closes_at - DAY, prompted_by="-", by=partner, clock=clock_at(closes_at - 2 * DAY))


def test_campaign_with_an_open_priority_is_not_archived() -> None:
    campaign, partner = ready()
    open_campaign(campaign, prompted_by="The memo.", by=partner, clock=now)
    campaign.refresh_from_db()
    first = campaign.assignments.order_by("pk")[0]
    f.file(first, "undraft", at=NOW + DAY)
    assert campaign.closes_at is not None
    close_campaign(campaign, clock=clock_at(campaign.closes_at + DAY))
    after = clock_at(campaign.closes_at + 100 * DAY)
    with pytest.raises(NotAllowed):
        archive_campaign(campaign, by=partner, clock=after)
    void_assignment(first, because="Assigned by mistake.", by=partner, clock=after)
    archive_campaign(campaign, by=partner, clock=after)
    campaign.refresh_from_db()
    assert campaign.status == "archived"


def test_only_who_runs_a_campaign_archives_it_and_only_once_it_is_closed() -> None:
    campaign, partner = ready()
    open_campaign(campaign, prompted_by="The memo.", by=partner, clock=now)
    campaign.refresh_from_db()
    assert campaign.closes_at is not None
    after = campaign.closes_at + 100 * DAY
    with pytest.raises(NotAllowed, match="Only a closed campaign"):
        archive_campaign(campaign, by=partner, clock=clock_at(after))
    close_campaign(campaign, clock=clock_at(campaign.closes_at))
    with pytest.raises(NotVisible):
        archive_campaign(campaign, by=f.EmployeeFactory.create(), clock=clock_at(after))


@pytest.mark.parametrize("option", ["", "stay", "undraft"])
def test_early_try_to_archive_is_refused_alike_whether_anybody_undrafted_or_not(option: str) -> None:
    """Fails when only open priorities are asked about: whoever runs a campaign could ask, a second after its close,
    whether anybody undrafted."""
    campaign, partner = ready()
    open_campaign(campaign, prompted_by="The memo.", by=partner, clock=now)
    campaign.refresh_from_db()
    if option:
        f.file(campaign.assignments.order_by("pk")[0], option, at=NOW + DAY)
    assert campaign.closes_at is not None
    close_campaign(campaign, clock=clock_at(campaign.closes_at))
    with pytest.raises(NotAllowed, match="whoever they are"):
        archive_campaign(campaign, by=partner, clock=clock_at(campaign.closes_at + 89 * DAY))


def test_campaign_is_not_archived_while_somebody_has_a_later_deadline_of_their_own() -> None:
    """Fails when own deadlines are left out: archiving would take the choice from who is on leave."""
    campaign, partner, closes_at = closed()
    member = campaign.assignments.order_by("pk")[0]
    later = closes_at + 200 * DAY
    set_own_deadline(member, later, because="leave", by=partner, clock=clock_at(closes_at + DAY))
    with pytest.raises(NotAllowed):
        archive_campaign(campaign, by=partner, clock=clock_at(later - DAY))
    f.file(member, "undraft", at=later - DAY)
