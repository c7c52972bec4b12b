"""The link that sets a password, and where sessions end: with the password, the second factor and the job."""

from datetime import timedelta

import pytest
from django.test import Client

from accounts.models import Employee
from tests import factories as f
from tests.pages import PASSWORD, THEN, freshly_signed_in, signed_in, text_of, travel
from tests.second_factors import App, kinds_of
from tests.signing_in import NEW, link_of, set_password, sign_in, signed_in_as, somebody
from transfers.actions.people import send_sign_in_reset
from transfers.models import Event, Notice
from transfers.queries.break_glasses import HOURS_TO_DECIDE, MINUTES_OPEN

pytestmark = pytest.mark.django_db


def test_link_works_once_and_an_older_one_dies_with_it() -> None:
    person = somebody()
    older, newer = link_of(person), link_of(person)
    assert set_password(Client(), newer)["Location"] == "/account/password/new/done/"
    for link in (older, newer):
        assert "This link is over" in text_of(Client().get(link, follow=True))


def test_link_of_one_person_sets_no_password_of_another() -> None:
    person, other = somebody(), somebody("bob")
    mine, theirs = link_of(person), link_of(other)
    swapped = mine.split("-", 1)[0] + "-" + theirs.split("-", 1)[1]
    assert "This link is over" in text_of(Client().get(swapped, follow=True))


def test_link_dies_when_the_password_is_changed_or_the_person_leaves() -> None:
    person = somebody()
    link = link_of(person)
    freshly_signed_in(person).post(
        "/account/password/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    )
    assert "This link is over" in text_of(Client().get(link, follow=True))
    person.refresh_from_db()
    link = link_of(person)
    Employee.objects.filter(pk=person.pk).update(is_active=False)
    set_password(Client(), link, "yet another password")
    assert signed_in_as(Client()) is None
    answer = sign_in(Client(), password="yet another password")
    assert answer.get("Location", "/account/inactive/") == "/account/inactive/"


def test_link_ends_every_session_and_signs_nobody_in() -> None:
    person = somebody()
    elsewhere = freshly_signed_in(person)
    device = Client()
    set_password(device, link_of(person))
    assert signed_in_as(device) is None
    assert elsewhere.get("/")["Location"].startswith("/account/sign-in/")


def test_link_does_not_go_round_the_second_factor() -> None:
    """Shown to fail with is_reset_open answering True."""
    person = somebody()
    app = App(person)
    device = Client()
    set_password(device, link_of(person))
    assert sign_in(device, password=NEW)["Location"].startswith("/account/second-step/")
    assert signed_in_as(device) is None
    assert kinds_of(person) == {"totp", "recovery_codes"}
    assert device.post("/account/second-step/", {"code": app.code()})["Location"] == "/"


def test_reset_that_hr_sent_lets_the_person_start_without_the_lost_factor_and_is_told() -> None:
    person = somebody()
    App(person)
    send_sign_in_reset(person, by=f.admin())
    assert kinds_of(person) == {"totp", "recovery_codes"}, "the admin takes nothing away"
    device = Client()
    set_password(device, link_of(person))
    assert kinds_of(person) == set()
    assert Event.objects.filter(verb="employee.second_factors_removed").count() == 1
    assert Notice.objects.filter(template="employee.second_factors_removed", recipient=person).count() == 2
    assert sign_in(device, password=NEW)["Location"] == "/"
    App(person)
    set_password(Client(), link_of(Employee.objects.get(pk=person.pk)), "one more password here")
    assert kinds_of(person) == {"totp", "recovery_codes"}, "a reset is good for once"


def test_reset_that_hr_sent_is_over_after_three_days() -> None:
    person = somebody()
    App(person)
    travel(THEN)
    send_sign_in_reset(person, by=f.admin())
    travel(THEN + timedelta(days=3, minutes=1))
    set_password(Client(), link_of(person))
    assert kinds_of(person) == {"totp", "recovery_codes"}


def test_session_ends_with_the_next_request_after_deactivation() -> None:
    person = somebody()
    client = freshly_signed_in(person)
    assert client.get("/").status_code == 200
    Employee.objects.filter(pk=person.pk).update(is_active=False)
    for address in ("/", "/offers/", "/account/security/", "/my-record/", "/inbox/"):
        assert client.get(address)["Location"].startswith("/account/sign-in/"), address


def test_password_change_ends_the_other_sessions_and_is_told() -> None:
    person = somebody()
    here, there = freshly_signed_in(person), freshly_signed_in(person)
    here.post("/account/password/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    assert here.get("/").status_code == 200
    assert there.get("/")["Location"].startswith("/account/sign-in/")
    assert Event.objects.get(verb="employee.sign_in_changed").body == {"what": "password"}


def test_person_sees_where_they_are_signed_in_and_ends_the_rest() -> None:
    person = somebody()
    here, there = freshly_signed_in(person), freshly_signed_in(person)
    page = text_of(here.get("/account/sessions/"))
    assert page.count("This one") == 1
    assert page.count("<time") >= 2
    assert "127.0.0.1" not in page
    assert here.post("/account/sessions/").status_code == 302
    assert "You are signed out everywhere else." in text_of(here.get("/account/sessions/"))
    assert here.get("/").status_code == 200
    assert there.get("/")["Location"].startswith("/account/sign-in/")
    assert "You are signed in nowhere else" in text_of(here.get("/account/sessions/"))


def test_nobody_sees_or_ends_sessions_of_another() -> None:
    person, other = somebody(), somebody("bob")
    theirs = freshly_signed_in(other)
    page = text_of(signed_in(person).get("/account/sessions/"))
    assert "You are signed in nowhere else" in page
    signed_in(person).post("/account/sessions/")
    assert theirs.get("/").status_code == 200


def test_changed_password_and_sign_out_are_said_once() -> None:
    """Fails when the page that follows looks as if nothing had happened."""
    client = freshly_signed_in(somebody())
    changed = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    answer = client.post("/account/password/", changed, follow=True)
    assert answer.redirect_chain[0][0] == "/account/security/"
    assert "Your password was changed. You are signed out everywhere else." in text_of(answer)
    assert "Your password was changed" not in text_of(client.get("/account/security/"))
    left = client.post("/account/sign-out/", follow=True)
    assert text_of(left).count("You are signed out.") == 1
    assert "You are signed out." not in text_of(client.get("/account/sign-in/"))


def test_privacy_page_says_what_administrators_read_and_when_a_choice_is_opened() -> None:
    page = text_of(Client().get("/privacy/"))
    assert "What admins can read" in page
    assert f"Within {HOURS_TO_DECIDE} hours a second person decides" in page
    assert f"within {MINUTES_OPEN} minutes" in page
