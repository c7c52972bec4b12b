"""How people are told: quiet hours, mails they can do without, and digests."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from tests import factories as f
from tests.factories import DAY, HOUR, clock_at
from tests.notifications import LATE, WAKES, manager, offered, owed, prefer, quiet
from tests.pages import THEN
from transfers.actions.acceptance import accept_claim
from transfers.actions.claims import decline_claim
from transfers.actions.digests import owe_digest
from transfers.actions.notices import lease_due_notices
from transfers.actions.reminders import owe_choice_reminders, remind_of_claim
from transfers.delivery.letters import write_letters
from transfers.models import Digest, Notice
from transfers.models.notice import INBOX, MAIL
from transfers.queries.digests import get_people_owed_digests

pytestmark = pytest.mark.django_db


def goes_out(notice: Notice, at: datetime) -> bool:
    leased = lease_due_notices([notice.pk], clock=clock_at(at))
    notice.refresh_from_db()
    return bool(leased)


# --- quiet hours -------------------------------------------------------------------------------------------------


def test_mail_that_is_due_in_quiet_hours_goes_out_when_they_end() -> None:
    """Fails where the lease does not look at the recipient's hours."""
    notice = owed(quiet(f.EmployeeFactory.create()), "unit.merged", LATE)
    assert not goes_out(notice, LATE)
    assert (notice.due_at, notice.status, notice.attempts) == (WAKES, "pending", 0)
    assert not goes_out(notice, WAKES - timedelta(seconds=1))
    assert goes_out(notice, WAKES)
    assert Notice.objects.get(recipient=notice.recipient, channel=INBOX).due_at == LATE


def test_mail_outside_of_quiet_hours_and_of_who_said_none_goes_out_at_once() -> None:
    person = f.EmployeeFactory.create()
    assert goes_out(owed(person, "unit.merged", LATE), LATE)
    quiet(person)
    assert goes_out(owed(person, "unit.merged", LATE - 2 * HOUR), LATE - 2 * HOUR)


def test_quiet_hours_are_by_the_persons_own_clock() -> None:
    notice = owed(quiet(f.EmployeeFactory.create(time_zone="Asia/Tokyo")), "unit.merged", LATE)
    assert goes_out(notice, LATE)  # 7:00 in Tokyo


@pytest.mark.parametrize(
    "template",
    ["employee.sign_in_link", "employee.sign_in_changed", "employee.second_factors_removed", "profile.sign_in_reset"],
)
def test_mail_that_guards_the_sign_in_never_waits(template: str) -> None:
    """Fails where somebody who asks for a link at night gets it in the morning, and a thief is told of last."""
    assert goes_out(owed(quiet(f.EmployeeFactory.create()), template, LATE), LATE)


@pytest.mark.parametrize(("hours", "waits"), [(23, False), (25, True), (-1, True)])
def test_offer_that_ends_within_a_day_is_told_in_quiet_hours(hours: int, waits: bool) -> None:
    claim = offered(LATE - DAY)
    type(claim).objects.filter(pk=claim.pk).update(expires_at=LATE + timedelta(hours=hours))
    notice = owed(quiet(claim.employee), "claim.reminder", LATE, claim=str(claim.public_id))
    assert goes_out(notice, LATE) is not waits


@pytest.mark.parametrize(("hours", "waits"), [(23, False), (25, True)])
def test_time_to_choose_that_ends_within_a_day_is_told_in_quiet_hours(hours: int, waits: bool) -> None:
    of = f.assignment(f.campaign(deadline_at=LATE + timedelta(hours=hours), opened_at=LATE - 7 * DAY))
    notice = owed(quiet(of.employee), "campaign.reminder", LATE, campaign=str(of.campaign.public_id))
    assert goes_out(notice, LATE) is not waits


def test_undo_that_ends_within_a_day_is_told_in_quiet_hours() -> None:
    claim = offered(LATE - 3 * HOUR)
    placement = accept_claim(claim, by=claim.employee, clock=clock_at(LATE - 2 * HOUR))
    notice = owed(quiet(placement.employee), "placement.pending", LATE, placement=str(placement.public_id))
    assert goes_out(notice, LATE)


@pytest.mark.parametrize("option", ["stay", "undraft", ""])
def test_quiet_hours_put_off_the_same_messages_whatever_was_filed(option: str) -> None:
    of = f.assignment(f.campaign(deadline_at=LATE + 5 * DAY, opened_at=LATE - 7 * DAY))
    if option:
        f.file(of, option, at=LATE - DAY)
    quiet(of.employee)
    notice = owed(of.employee, "campaign.reminder", LATE, campaign=str(of.campaign.public_id))
    assert not goes_out(notice, LATE)
    assert notice.due_at == WAKES


# --- reminders ---------------------------------------------------------------------------------------------------


def test_who_wants_no_reminders_by_mail_finds_them_in_the_inbox_at_the_same_time() -> None:
    """Fails where the reminder is not owed at all: the inbox would say less to one member than to another."""
    one = f.assignment(f.campaign(deadline_at=THEN + DAY, opened_at=THEN - 20 * DAY))
    other = f.assignment(one.campaign)
    prefer(one.employee, mails_reminders=False)
    owe_choice_reminders(one.campaign, clock=clock_at(THEN))
    owe_choice_reminders(one.campaign, clock=clock_at(THEN))
    told = Notice.objects.filter(template="campaign.reminder")
    assert list(told.filter(recipient=one.employee).values_list("channel", "due_at")) == [(INBOX, THEN)]
    assert sorted(told.filter(recipient=other.employee).values_list("channel", flat=True)) == [INBOX, MAIL]


def test_reminder_of_an_offer_stays_in_the_inbox_too() -> None:
    claim = offered(THEN)
    prefer(claim.employee, mails_reminders=False)
    remind_of_claim(claim, clock=clock_at(claim.expires_at - HOUR))
    assert [row.channel for row in Notice.objects.filter(template="claim.reminder")] == [INBOX]


def test_what_is_no_reminder_is_mailed_whatever_was_said() -> None:
    person = offered(THEN).employee
    prefer(person, mails_reminders=False)
    f.claim(f.role(), person, at=THEN + HOUR)
    assert Notice.objects.filter(
        recipient=person, due_at=THEN + HOUR, template="claim.offered", channel=MAIL
    ).exists()


# --- digests -----------------------------------------------------------------------------------------------------


def test_digest_counts_who_became_visible_and_what_was_answered_and_names_nobody() -> None:
    claim = offered(THEN - DAY)
    person = f.manager_of(claim.role)
    prefer(person, digest_hour=9, at=THEN - 2 * DAY)
    decline_claim(claim, by=claim.employee, clock=clock_at(THEN - HOUR))
    candidacy = claim.employee.candidacy
    type(candidacy).objects.filter(pk=candidacy.pk).update(visibility_at=THEN - HOUR)
    assert get_people_owed_digests(THEN) == [person.pk]
    assert owe_digest(person, clock=clock_at(THEN))
    (digest,) = Digest.objects.all()
    assert (digest.candidates, digest.answers, digest.on) == (1, 1, date(2041, 3, 4))
    (notice,) = Notice.objects.filter(template="hiring.digest")
    assert notice.channel == MAIL
    (letter,) = write_letters([notice], at=THEN)
    assert letter.subject == "There is news in Undraft"
    assert "1 person became visible to you" in str(letter.body)
    assert "1 answer came to a claim of yours" in str(letter.body)
    assert claim.employee.name not in str(letter.body)
    assert claim.role.title not in str(letter.body)


def test_digest_is_made_once_a_day_and_counts_from_the_one_before() -> None:
    """Fails without the look for today's row; the constraint then refuses."""
    claim = offered(THEN - DAY)
    person = f.manager_of(claim.role)
    prefer(person, digest_hour=9, at=THEN - 2 * DAY)
    decline_claim(claim, by=claim.employee, clock=clock_at(THEN - HOUR))
    assert owe_digest(person, clock=clock_at(THEN))
    assert not owe_digest(person, clock=clock_at(THEN + HOUR))
    assert get_people_owed_digests(THEN + HOUR) == []
    assert not owe_digest(person, clock=clock_at(THEN + DAY))
    assert list(Digest.objects.values_list("answers", flat=True)) == [0, 1]
    assert Notice.objects.filter(template="hiring.digest").count() == 1


def test_digest_waits_for_its_hour_by_the_persons_own_clock() -> None:
    person = manager(hour=11)
    assert get_people_owed_digests(THEN) == []  # 10:00 in Berlin
    assert not owe_digest(person, clock=clock_at(THEN))
    assert get_people_owed_digests(THEN + HOUR) == [person.pk]


def test_looking_who_is_owed_a_digest_asks_the_database_twice_however_many_there_are(
    django_assert_num_queries: Any,
) -> None:
    """Fails where each person is asked about alone: every tick looks."""
    people = [manager() for _each in range(3)]
    owe_digest(people[0], clock=clock_at(THEN))
    with django_assert_num_queries(2):
        assert get_people_owed_digests(THEN) == [person.pk for person in people[1:]]


def test_who_asked_for_none_or_manages_no_role_any_more_gets_no_digest() -> None:
    person = manager(hour=None)
    other = manager()
    other.grants.update(ends_on=date(2041, 3, 1))
    assert get_people_owed_digests(THEN) == []
    for one in (person, other):
        assert not owe_digest(one, clock=clock_at(THEN))


def test_candidate_who_hides_from_the_manager_is_in_no_count() -> None:
    claim = offered(THEN - DAY)
    person = f.manager_of(claim.role)
    prefer(person, digest_hour=9, at=THEN - 2 * DAY)
    candidacy = claim.employee.candidacy
    type(candidacy).objects.filter(pk=candidacy.pk).update(visibility_at=THEN - HOUR)
    candidacy.exclusions.create(manager=person)
    assert not owe_digest(person, clock=clock_at(THEN))
    assert Digest.objects.get().candidates == 0
