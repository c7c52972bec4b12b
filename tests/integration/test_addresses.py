"""A new mail address: told to both, and no way into the account for whoever wrote it down."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client

from accounts.models import Employee
from tests import factories as f
from tests.admin import page_of, signed_in
from tests.factories import DAY
from tests.imports import load
from transfers.actions.people import record_leave
from transfers.clock import Clock, database_clock
from transfers.delivery.letters import write_letters
from transfers.models import AddressChange, Event, Notice
from transfers.models.notice import INBOX, MAIL
from transfers.queries.addresses import NEW_ADDRESS_WAITS

pytestmark = pytest.mark.django_db

OLD, NEW, AWAY = "ada@old.example", "mallory@new.example", "ada@home.example"
LINK = "/account/password/new/"


@pytest.fixture
def ada() -> Employee:
    cache.clear()
    return f.EmployeeFactory.create(hr_id="ADA", email=OLD, sign_in_name="ada")


def ago(days: float) -> Clock:
    """The clock of so many days before now, which is what the pages read."""
    at = database_clock() - days * DAY
    return lambda: at


def move_mail(days: float = 0, to: str = NEW, hr_id: str = "ADA") -> None:
    load("people", f"hr_id,email\n{hr_id},{to}", clock=ago(days))


def letters(template: str = "") -> list[tuple[str, str]]:
    """Everything owed by mail, written now: (address, text)."""
    owed = Notice.objects.filter(channel=MAIL).select_related("recipient__site").order_by("pk")
    owed = owed.filter(template=template) if template else owed
    return [(letter.to[0], str(letter.body)) for letter in write_letters(list(owed), at=database_clock())]


def asked_at(address: str) -> list[tuple[str, str]]:
    """Who gets what after somebody asked for a link at the sign-in page."""
    Notice.objects.all().delete()
    Client().post("/account/password/forgotten/", {"email": address})
    assert not mail.outbox
    return letters()


def links(found: list[tuple[str, str]]) -> list[str]:
    return [to for to, text in found if LINK in text]


# --- both addresses are told -----------------------------------------------------------------------------------


def test_changed_address_is_told_to_both_by_the_import_command(ada: Employee, tmp_path: Any, settings: Any) -> None:
    settings.HR_CONTACT = "HR desk, 555 0100"
    (tmp_path / "people.csv").write_text(f"hr_id,email\nADA,{NEW}\n")
    call_command("import_people", str(tmp_path / "people.csv"))
    told = letters()
    assert [to for to, _text in told] == [NEW, OLD]
    to_new, to_old = (text for _to, text in told)
    assert "one at new.example" in to_old
    assert "mallory" not in to_old
    assert "call HR at once: HR desk, 555 0100" in to_old
    assert "/inbox/" in to_new
    assert OLD.partition("@")[2] not in to_new
    change, event = AddressChange.objects.get(), Event.objects.get(verb="employee.address_changed")
    assert (change.former, change.changed_by, event.body) == (OLD, None, {})
    page = signed_in(ada).get(f"/inbox/{Notice.objects.get(channel=INBOX).public_id}/")
    assert "Another mail address was recorded for you" in page.content.decode()


def test_address_that_differs_by_case_alone_is_no_change(ada: Employee) -> None:
    move_mail(to=OLD.upper())
    assert not AddressChange.objects.exists()
    assert not Notice.objects.exists()


def test_dry_run_and_new_people_tell_nobody(ada: Employee) -> None:
    load("people", f"hr_id,email\nADA,{NEW}", dry_run=True)
    assert not AddressChange.objects.exists()
    assert not Notice.objects.exists()


def test_many_addresses_are_kept_by_as_many_queries(django_assert_max_num_queries: Any) -> None:
    people = f.EmployeeFactory.create_batch(60)
    text = "\n".join(["hr_id,email", *(f"{person.hr_id},{person.hr_id}@moved.example" for person in people)])
    with django_assert_max_num_queries(40):
        load("people", text)
    assert Notice.objects.count() == 180
    with django_assert_max_num_queries(4):
        letters()


# --- where a link goes -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", [OLD, NEW, NEW.upper()])
def test_link_goes_to_the_address_before_while_the_new_one_waits(ada: Employee, typed: str) -> None:
    """Fails when the link goes to the present address: whoever wrote it would sign in as the person."""
    move_mail(6.9)
    found = asked_at(typed)
    assert links(found) == [OLD]
    assert [to for to, _text in found] == [OLD, NEW]
    assert "no link comes to the new address" in found[1][1]


def test_link_to_the_address_before_works(ada: Employee) -> None:
    move_mail()
    text = next(text for to, text in asked_at(NEW) if to == OLD)
    link = next(word for word in text.split() if LINK in word).removeprefix(settings.PORTAL_URL)
    assert b"Set your password" in Client().get(link, follow=True).content


def test_link_goes_to_the_new_address_once_it_has_stood(ada: Employee) -> None:
    move_mail(7.1)
    found = asked_at(NEW)
    assert links(found) == [NEW]
    assert len(found) == 1
    assert asked_at(OLD) == []


def test_several_changes_in_a_row_lead_to_the_address_that_stood_before_all(ada: Employee) -> None:
    """Fails when the last change counts: a second one would make the first one's address the trusted one."""
    move_mail(3)
    move_mail(1, to="mallory@third.example")
    assert links(asked_at("mallory@third.example")) == [OLD]
    assert asked_at(NEW) == []


def test_address_that_somebody_else_has_now_gets_no_link(ada: Employee) -> None:
    """Fails when the address before is trusted though a colleague was given it since."""
    other = f.EmployeeFactory.create(hr_id="EVE", email="eve@old.example")
    move_mail()
    move_mail(to=OLD, hr_id="EVE")
    Notice.objects.all().delete()
    Client().post("/account/password/forgotten/", {"email": NEW})
    assert links(letters()) == []
    assert {to for to, _text in letters()} == {NEW}
    other.refresh_from_db()
    assert other.email == OLD


def test_address_written_between_the_asking_and_the_mail_gets_no_link(ada: Employee) -> None:
    """Fails when it is decided while the page is open and not while the letter is written."""
    Client().post("/account/password/forgotten/", {"email": OLD})
    move_mail()
    assert links(letters("employee.sign_in_link")) == [OLD]


def test_reset_sent_by_an_admin_follows_the_same_rule(ada: Employee) -> None:
    move_mail()
    Notice.objects.all().delete()
    client = signed_in(f.admin())
    page = client.get(page_of(ada, "reset"))
    client.post(page_of(ada, "reset"), {"form_key": page.context["form"]["form_key"].value()})
    found = letters()
    assert [to for to, _text in found] == [OLD, NEW]
    assert links(found) == []
    assert "/account/password/forgotten/" in found[0][1]


# --- on leave --------------------------------------------------------------------------------------------------


def leave(person: Employee, *, recorded: float, address: str = AWAY) -> None:
    today = database_clock().date()
    record_leave(
        person,
        first_on=today - timedelta(days=20),
        last_on=today + timedelta(days=20),
        leave_email=address,
        by=f.admin(),
        clock=ago(recorded),
    )


def test_address_for_a_leave_gets_the_link_too_once_it_has_stood(ada: Employee) -> None:
    leave(ada, recorded=8)
    for typed in (OLD, AWAY):
        assert sorted(links(asked_at(typed))) == [AWAY, OLD]


def test_address_for_a_leave_that_was_just_recorded_gets_no_link(ada: Employee) -> None:
    """Fails when HR can write one down, ask for a link and so sign in as the person."""
    leave(ada, recorded=1)
    assert OLD in [to for to, _text in letters("profile.address_left")]
    assert links(asked_at(OLD)) == [OLD]
    assert asked_at(AWAY) == []


def test_address_for_a_leave_is_told_before_the_leave_begins_and_when_it_is_taken_away(ada: Employee) -> None:
    load("people", f"hr_id,leave_email\nADA,{AWAY}")
    assert sorted(to for to, _text in letters()) == [AWAY, OLD]
    Notice.objects.all().delete()
    load("people", "hr_id,leave_email\nADA,")
    assert sorted(to for to, _text in letters()) == [AWAY, OLD]
    assert "taken out of Undraft" in dict(letters())[AWAY]


def test_address_for_a_leave_gets_no_link_after_the_return(ada: Employee) -> None:
    leave(ada, recorded=30)
    Employee.objects.filter(pk=ada.pk).update(on_leave_until=database_clock().date() - timedelta(days=1))
    assert links(asked_at(OLD)) == [OLD]
    assert asked_at(AWAY) == []


def test_address_for_a_leave_may_come_by_file_and_waits_alike(ada: Employee) -> None:
    today = database_clock().date()
    load("people", f"hr_id,on_leave_from,leave_email\nADA,{today},{AWAY}")
    assert AddressChange.objects.get().kind == "leave"
    assert links(asked_at(OLD)) == [OLD]


def test_new_address_waits_for_a_week() -> None:
    assert timedelta(days=7) == NEW_ADDRESS_WAITS
