"""What a person's own page says is kept until when, tried against what retention really erases."""

import uuid
from datetime import datetime, timedelta

import pytest

from accounts.models import Employee
from tests import factories as f
from tests.engineer import member
from tests.factories import DAY, NOW, clock_at
from tests.pages import THEN, signed_in, size_of, words_at
from transfers.actions.campaigns import close_campaign
from transfers.actions.retention import forget_form_keys, forget_messages
from transfers.models import Event, IdempotencyKey, Notice
from transfers.models.notice import INBOX
from transfers.queries.kept_until import KeptRow, get_kept
from transfers.queries.retention import KEPT, get_campaigns_to_forget, get_people_to_forget
from transfers.states import NoticeStatus

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)
PAGE = "/my-record/kept/"


def row(person: Employee, begins: str, at: datetime = NOW) -> KeptRow:
    return next(one for one in get_kept(person, at) if one.what.startswith(begins))


def test_the_day_of_a_campaign_s_keys_is_the_last_on_which_retention_destroys_them() -> None:
    of = f.undrafted()  # whose priority goes on, so that nothing is due before
    campaign = of.campaign
    planned = row(of.employee, "What can be read of a choice").at
    assert campaign.closes_at is not None
    assert planned == campaign.closes_at + KEPT
    close_campaign(campaign, clock=clock_at(campaign.closes_at + DAY))
    last = row(of.employee, "What can be read of a choice").at
    assert last == planned + DAY
    assert get_campaigns_to_forget(last - SECOND) == []
    assert get_campaigns_to_forget(last) == [campaign.pk]


def test_the_day_of_messages_is_that_of_the_one_read_first() -> None:
    person, campaign = f.EmployeeFactory.create(), f.campaign()
    assert row(person, "Messages").at is None
    event = Event.objects.create(verb="role.changed", noun="campaign", noun_id=campaign.pk, at=NOW)
    for template, read_at in (("campaign.opened", NOW), ("campaign.closed", NOW + DAY)):
        Notice.objects.create(
            event=event, recipient=person, template=template, channel=INBOX, due_at=NOW, read_at=read_at,
            status=NoticeStatus.SENT, sent_at=NOW,
        )  # fmt: skip
    at = row(person, "Messages").at
    assert at is not None
    assert forget_messages(clock=clock_at(at)) == 0
    assert forget_messages(clock=clock_at(at + SECOND)) == 1
    assert row(person, "Messages").at == at + DAY


def test_the_day_of_sent_forms_is_that_of_the_oldest() -> None:
    person = f.EmployeeFactory.create()
    for age in (0, 3):
        IdempotencyKey.objects.create(employee=person, key=uuid.uuid4(), digest=b"d" * 32, at=NOW - age * DAY)
    at = row(person, "That a form was sent").at
    assert at is not None
    assert forget_form_keys(clock=clock_at(at)) == 0
    assert forget_form_keys(clock=clock_at(at + SECOND)) == 1


def test_the_months_after_leaving_are_those_that_retention_goes_by() -> None:
    person = f.EmployeeFactory.create()
    f.grant(person, "auditor")  # history names them
    left_on = NOW.date()
    Employee.objects.filter(pk=person.pk).update(is_active=False, left_on=left_on)
    assert "18 months after you leave" in row(person, "Whom the pseudonym").until
    gone = NOW + KEPT
    assert (gone.year * 12 + gone.month) - (NOW.year * 12 + NOW.month) == 18
    assert get_people_to_forget(gone - DAY) == []
    assert get_people_to_forget(gone) in ([person.pk], [])  # of whom history has no name there is none to forget


def test_the_page_is_alike_whatever_was_filed() -> None:
    sizes = []
    for option in ("stay", "undraft"):
        of = member(employee=f.EmployeeFactory.create(name="Robin Fay"))
        f.file(of, option, at=THEN)
        sizes.append(size_of(signed_in(of.employee).get(PAGE)))
        assert "Receipts" in words_at(signed_in(of.employee), PAGE)
    assert abs(sizes[0] - sizes[1]) <= 64


def test_who_is_no_member_reads_nothing_about_choices() -> None:
    said = words_at(signed_in(f.EmployeeFactory.create()), PAGE)
    assert "What can be read of a choice" not in said
    assert "Tries to sign in" in said
