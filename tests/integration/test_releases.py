"""Releases: two people, once, after everybody could file; the same for everybody; nothing more than the tables."""

from datetime import timedelta
from functools import partial

import pytest
from django.db import transaction

from accounts.models import Employee
from tests import factories as f
from tests.admin import waiting_of
from tests.at_once import at_once
from tests.counts import Counted, counted
from tests.pages import THEN
from transfers.actions.campaigns import close_campaign, reopen_campaign
from transfers.actions.releases import propose_release, publish_release
from transfers.errors import NotAllowed, NotVisible
from transfers.models import Assignment, ChoiceKey, Event, Notice, Release, ReleaseCell, ReleaseProposal
from transfers.sight.actor import PORTAL

pytestmark = pytest.mark.django_db


@pytest.fixture
def closed() -> Counted:
    return counted(THEN)


def lines(release: Release) -> dict[str, tuple[int | None, ...]]:
    """The stored numbers: assigned, undraft, stay, none."""
    return {
        (cell.unit.name if cell.unit else "")
        or ("whole" if cell.lowest is None else f"{cell.lowest}–{cell.highest}"): (
            cell.assigned,
            cell.undraft,
            cell.stay,
            cell.none,
        )
        for cell in release.cells.select_related("unit")
    }


def test_release_stores_what_may_be_shown_and_nothing_else(closed: Counted) -> None:
    """22 + 6 + 7 filed undraft; the two small units hide each other, and their levels are safe."""
    release = closed.publish()
    assert lines(release) == {
        "whole": (120, 35, 15, 70),
        "Models": (55, 20, None, None),
        "Data": (50, None, None, None),
        "5–5": (60, 15, None, None),
        "6–6": (60, 20, None, None),
    }
    assert release.number == 1
    assert release.floor == 10


def test_only_the_last_version_of_a_choice_counts(closed: Counted) -> None:
    """Thirteen who filed undraft turn to stay after the close."""
    undrafted = Assignment.objects.filter(assigned_unit__name="Models", entitlements__status="active")
    for of in undrafted.order_by("pk")[:13]:
        f.file(of, "stay", at=closed.over_at - f.DAY)
    assert lines(closed.publish())["whole"] == (120, 20, 30, 70)


def test_people_whom_no_choice_was_offered_and_voided_assignments_are_not_counted(closed: Counted) -> None:
    some = Assignment.objects.filter(assigned_unit__name="Models").order_by("pk")[:40]
    Assignment.objects.filter(pk__in=[of.pk for of in some]).update(
        choice_offered=False, not_offered_because="fixed term"
    )
    assert "Models" not in lines(closed.publish())


def test_release_is_refused_before_nobody_can_file_late_any_more(closed: Counted) -> None:
    """Fails when the late window is left out of the permission."""
    with pytest.raises(NotAllowed, match="late through HR"):
        propose_release(closed.campaign, by=closed.first, clock=f.clock_at(closed.over_at - timedelta(days=1)))


def test_release_of_an_open_campaign_is_refused() -> None:
    open_one = Counted(THEN)
    with pytest.raises(NotAllowed, match="closed campaign"):
        propose_release(open_one.campaign, by=open_one.first, clock=f.clock_at(open_one.over_at))


def test_nobody_publishes_their_own_proposal(closed: Counted) -> None:
    """Fails when the permission does not compare the two people; the table's constraint refuses it then."""
    at = f.clock_at(closed.over_at)
    propose_release(closed.campaign, by=closed.first, clock=at)
    with pytest.raises(NotAllowed, match="another person publishes"):
        publish_release(closed.campaign, by=closed.first, clock=at)
    assert not Release.objects.exists()


def test_release_that_nobody_proposed_or_whose_proposal_is_old_is_refused(closed: Counted) -> None:
    with pytest.raises(NotAllowed, match="stands proposed"):
        publish_release(closed.campaign, by=closed.second, clock=f.clock_at(closed.over_at))
    propose_release(closed.campaign, by=closed.first, clock=f.clock_at(closed.over_at))
    with pytest.raises(NotAllowed, match="seven days"):
        publish_release(closed.campaign, by=closed.second, clock=f.clock_at(closed.over_at + 8 * f.DAY))
    propose_release(closed.campaign, by=closed.second, clock=f.clock_at(closed.over_at + 8 * f.DAY))


def test_only_who_runs_the_campaign_proposes_and_publishes(closed: Counted) -> None:
    member = Assignment.objects.first()
    assert member is not None
    f.grant(member.employee, "hr_partner", campaign=closed.campaign)
    for person in (f.EmployeeFactory.create(), member.employee, f.hr_partner(f.campaign())):
        with pytest.raises(NotVisible):
            propose_release(closed.campaign, by=person, clock=f.clock_at(closed.over_at))
    partner = f.hr_partner(closed.campaign)
    propose_release(closed.campaign, by=partner, clock=f.clock_at(closed.over_at))
    with pytest.raises(NotVisible):
        publish_release(closed.campaign, by=member.employee, clock=f.clock_at(closed.over_at))
    publish_release(closed.campaign, by=closed.second, clock=f.clock_at(closed.over_at))


def test_portal_publishes_nothing_by_itself(closed: Counted) -> None:
    with pytest.raises(NotAllowed, match="by people"):
        propose_release(closed.campaign, by=PORTAL, clock=f.clock_at(closed.over_at))


def test_second_release_of_one_window_is_refused(closed: Counted) -> None:
    """Fails when the permission does not look for an earlier one: two would tell who changed in between."""
    closed.publish()
    with pytest.raises(NotAllowed, match="never a series"):
        closed.publish(at=closed.over_at + 40 * f.DAY)


def test_counts_are_refused_once_the_keys_were_destroyed(closed: Counted) -> None:
    ChoiceKey.objects.update(key=None, destroyed_at=closed.over_at)
    with pytest.raises(NotAllowed, match="no longer be read"):
        closed.publish()


def reopened(closed: Counted) -> None:
    """A second window, opened and closed again."""
    deadline = closed.over_at + 20 * f.DAY
    reopen_campaign(
        closed.campaign,
        deadline,
        prompted_by="A strike.",
        by=closed.first,
        clock=f.clock_at(closed.over_at + 10 * f.DAY),
    )
    closed.campaign.refresh_from_db()


def close_again(closed: Counted) -> None:
    assert closed.campaign.closes_at is not None
    close_campaign(closed.campaign, by=PORTAL, clock=f.clock_at(closed.campaign.closes_at + f.HOUR))
    closed.campaign.refresh_from_db()


def turn(closed: Counted, unit: str, number: int) -> None:
    """So many people of a unit who filed nothing file stay in the second window."""
    silent = Assignment.objects.filter(assigned_unit__name=unit, choices=None).order_by("pk")[:number]
    assert len(silent) == number
    assert closed.campaign.open_at is not None
    for of in silent:
        f.file(of, "stay", at=closed.campaign.open_at + f.DAY)


def test_later_release_where_nothing_moved_shows_the_same_units_without_levels(closed: Counted) -> None:
    first = lines(closed.publish())
    reopened(closed)
    close_again(closed)
    second = closed.publish()
    assert second.number == 2
    assert lines(second) == {name: line for name, line in first.items() if "–" not in name}


def test_later_release_where_fewer_than_ten_moved_is_refused(closed: Counted) -> None:
    """Fails when the later counts are published without comparing: their difference is three people's choice."""
    closed.publish()
    reopened(closed)
    turn(closed, "Models", 3)
    close_again(closed)
    with pytest.raises(NotAllowed, match="could give somebody away"):
        closed.publish()
    assert Release.objects.count() == 1


def test_later_release_where_ten_moved_is_published(closed: Counted) -> None:
    closed.publish()
    reopened(closed)
    turn(closed, "Models", 12)
    close_again(closed)
    assert lines(closed.publish())["whole"] == (120, 35, 25, 60)


def test_one_person_s_choice_moves_a_release_by_a_rounded_step_at_most(closed: Counted) -> None:
    """Every number is equal or one step of five away, whichever one person files otherwise."""
    told = []
    for turning in (False, True):
        with transaction.atomic():
            if turning:
                member = Assignment.objects.filter(
                    assigned_unit__name="Models", entitlements__status="active"
                ).first()
                assert member is not None
                f.file(member, "stay", at=closed.over_at - f.DAY)
            told.append(list(lines(closed.publish()).values()))
            transaction.set_rollback(True)
    differences = {
        abs((one or 0) - (other or 0))
        for before, after in zip(*told, strict=True)
        for one, other in zip(before, after, strict=True)
    }
    assert differences <= {0, 5}


def test_events_tell_that_counts_were_proposed_and_published_and_no_number(closed: Counted) -> None:
    closed.publish()
    found = Event.objects.filter(verb__startswith="release.").order_by("pk")
    assert [(event.verb, event.body) for event in found] == [("release.proposed", {}), ("release.published", {})]


@pytest.mark.django_db(transaction=True)
def test_two_people_publish_at_once_and_there_is_one_release() -> None:
    """Fails with a broken constraint instead of a sentence when the campaign is not locked."""
    closed = counted(THEN)
    third, at = f.admin(), f.clock_at(closed.over_at)
    propose_release(closed.campaign, by=closed.first, clock=at)
    outcomes = at_once(
        [partial(publish_release, closed.campaign, by=by, clock=at) for by in (closed.second, third) * 4]
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["NotAllowed"] * 7 + ["Release"]
    assert Release.objects.count() == 1


def test_proposal_tells_whoever_may_publish_it_and_nobody_else(closed: Counted) -> None:
    member = Assignment.objects.first()
    assert member is not None
    f.grant(member.employee, "hr_partner", campaign=closed.campaign)
    partner, _other = f.hr_partner(closed.campaign), f.hr_partner(f.campaign())
    propose_release(closed.campaign, by=closed.first, clock=f.clock_at(closed.over_at))
    told = Notice.objects.filter(template="release.proposed", channel="inbox").values_list("recipient_id", flat=True)
    assert {*told} == {closed.second.pk, partner.pk}


def test_proposal_stands_among_what_waits_for_whoever_may_publish_it(closed: Counted) -> None:
    """Not for who proposed it, for another campaign's partner or for a member, and as long as it stands."""
    member, elsewhere = f.admin(), f.hr_partner(f.campaign())
    f.assignment(closed.campaign, member)
    propose_release(closed.campaign, by=closed.first, clock=f.clock_at(closed.over_at))

    def waiting(person: Employee, days: int = 1) -> list[str]:
        found = waiting_of(person, closed.over_at + days * f.DAY)
        return [each.sentence for each in found if "release" in each.sentence]

    assert waiting(closed.second) == ["1 release of counts waits for a second person"]
    assert waiting(closed.second, days=8) == []
    assert [waiting(person) for person in (closed.first, member, elsewhere)] == [[], [], []]


def test_proposal_counts_nothing(closed: Counted) -> None:
    propose_release(closed.campaign, by=closed.first, clock=f.clock_at(closed.over_at))
    assert not ReleaseCell.objects.exists()
    assert {field.name for field in ReleaseProposal._meta.fields} == {"id", "campaign", "proposed_at", "proposed_by"}
