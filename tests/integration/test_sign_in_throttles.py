"""Who is slowed at sign-in: strangers who guess. Nobody by others' failures or their address, nobody for good.

Each bound is shown to fail with the line that names it taken out of `is_one_too_many`.
"""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import Employee
from tests import factories as f
from tests.pages import PASSWORD, THEN, text_of, travel
from transfers.actions.sign_ins import account_of
from transfers.models import SignInAttempt
from transfers.models.sign_in_attempt import FAILED, PASSED
from transfers.queries.sign_ins import OF_ALL

pytestmark = pytest.mark.django_db


def somebody(name: str = "ada") -> Employee:
    person = f.EmployeeFactory.create(sign_in_name=name)
    person.set_password(PASSWORD)
    person.save()
    return person


def sign_in(client: Client, password: str = PASSWORD, *, name: str = "ada") -> int:
    return client.post("/account/sign-in/", {"login": name, "password": password}).status_code


def known_device() -> Client:
    client = Client()
    assert sign_in(client) == 302
    client.post("/account/sign-out/")
    return client


def tries(number: int, outcome: str, *, at: datetime, first: int = 0) -> None:
    """So many people's tries on unknown devices, one each, as an attack or a busy evening leaves them."""
    SignInAttempt.objects.bulk_create(
        SignInAttempt(account=account_of(f"n{first + i}"), step="password", outcome=outcome, at=at)
        for i in range(number)
    )


def test_five_failures_of_one_account_slow_unknown_devices_together() -> None:
    somebody()
    stranger = Client()
    assert [sign_in(stranger, "wrong") for _ in range(6)] == [200] * 5 + [429]
    assert sign_in(Client()) == 429, "the right password is not looked at either"
    assert sign_in(Client(), name="ADA") == 429, "the name is one however it is written"


def test_failures_of_strangers_do_not_slow_a_device_that_its_person_used_before() -> None:
    """Shown to fail with the device left out of the count."""
    somebody()
    known = known_device()
    for _ in range(30):
        sign_in(Client(), "wrong")
    assert sign_in(known) == 302


def test_known_device_is_known_for_its_own_person_only() -> None:
    somebody()
    somebody("bob")
    known = known_device()
    for _ in range(5):
        sign_in(Client(), "wrong", name="bob")
    assert sign_in(known, name="bob") == 429


def test_device_two_people_use_is_known_for_both() -> None:
    somebody()
    somebody("bob")
    shared = known_device()
    assert sign_in(shared, name="bob") == 302
    shared.post("/account/sign-out/")
    for name in ("ada", "bob"):
        for _ in range(5):
            sign_in(Client(), "wrong", name=name)
    assert sign_in(shared, name="ada") == 302


def test_stolen_device_cookie_does_not_let_guess_without_end() -> None:
    somebody()
    known = known_device()
    assert [sign_in(known, "wrong") for _ in range(6)] == [200] * 5 + [429]


def test_cookie_of_a_device_is_such_as_a_browser_takes_under_its_name() -> None:
    """Fails with a path of its own: a cookie named __Host- would be thrown away, and every device be unknown."""
    somebody()
    cookie = known_device().cookies["known_device"]
    assert (cookie["path"], cookie["domain"], cookie["httponly"], cookie["samesite"]) == ("/", "", True, "Lax")


def test_cookie_that_was_made_up_makes_no_device_known() -> None:
    somebody()
    for _ in range(5):
        sign_in(Client(), "wrong")
    forger = Client()
    forger.cookies["known_device"] = "W10:1abc:forged"
    assert sign_in(forger) == 429


def test_failures_against_one_account_do_not_slow_another() -> None:
    somebody()
    for _ in range(6):
        sign_in(Client(), "wrong", name="other")
    assert sign_in(Client()) == 302


def test_slowing_ends_after_five_minutes() -> None:
    somebody()
    travel(THEN)
    for _ in range(6):
        sign_in(Client(), "wrong")
    travel(THEN + timedelta(minutes=5, seconds=10))
    assert sign_in(Client()) == 302


def test_mailed_link_gets_in_on_a_new_device_while_strangers_go_on() -> None:
    """Nobody can lock a person out: shown to fail without remember_device in NewPassword."""
    person = somebody()
    for _ in range(6):
        sign_in(Client(), "wrong")
    device = Client()
    new = "a password from the link"
    assert link_for(person, device).post_new(new)["Location"] == "/account/password/new/done/"
    for _ in range(6):
        sign_in(Client(), "wrong")
    assert sign_in(Client(), new) == 429
    assert sign_in(device, new) == 302


class link_for:  # noqa: N801 - read as a sentence
    """The link that sets a password, opened on a device."""

    def __init__(self, person: Employee, device: Client) -> None:
        from transfers.delivery.letters import _password_page

        self.device = device
        self.page = device.get(_password_page(person), follow=True)

    def post_new(self, password: str) -> Any:
        return self.device.post(self.page.request["PATH_INFO"], {"password1": password, "password2": password})


def test_one_password_over_many_accounts_is_stopped() -> None:
    """Shown to fail with the loop over OF_ALL taken out of is_one_too_many."""
    somebody("victim")
    known = Client()
    assert sign_in(known, name="victim") == 302
    known.post("/account/sign-out/")
    travel(THEN)
    most = OF_ALL[0].most
    tries(most - 3, FAILED, at=THEN)
    answers = [sign_in(Client(), "Spring2026!!", name=f"guess{i}") for i in range(6)]
    assert answers == [200] * 3 + [429] * 3
    page = Client().post("/account/sign-in/", {"login": "victim", "password": PASSWORD})
    assert page.status_code == 429
    assert "by a link that is mailed to you" in text_of(page)
    assert sign_in(known, name="victim") == 302, "known devices are not slowed"


def test_slow_spraying_over_a_day_is_stopped() -> None:
    somebody()
    travel(THEN)
    for hour in range(10):
        tries(101, FAILED, at=THEN - timedelta(hours=hour + 1), first=1000 * hour)
    assert sign_in(Client()) == 429
    travel(THEN + timedelta(hours=20))
    assert sign_in(Client()) == 302


def test_last_evening_with_its_mistakes_slows_nobody() -> None:
    """7,000 people in ten minutes from one address, all on new devices, every third of whom mistypes once."""
    somebody()
    travel(THEN)
    for minute in range(10):
        at = THEN - timedelta(minutes=10 - minute) + timedelta(seconds=5)
        tries(700, PASSED, at=at, first=700 * minute)
        tries(233, FAILED, at=at, first=700 * minute)
        travel(at + timedelta(seconds=30))
        assert sign_in(Client()) == 302, minute


def test_one_insider_who_signs_in_again_and_again_opens_no_room_for_guesses() -> None:
    """Shown to fail with distinct taken out of the count of people."""
    somebody()
    travel(THEN)
    tries(OF_ALL[0].most + 1, FAILED, at=THEN)
    SignInAttempt.objects.bulk_create(
        SignInAttempt(account=account_of("insider"), step="password", outcome=PASSED, at=THEN) for _ in range(500)
    )
    assert sign_in(Client()) == 429


def test_many_sign_ins_from_one_address_are_not_slowed() -> None:
    somebody()
    assert [sign_in(Client()) for _ in range(35)] == [302] * 35


def test_no_limit_of_the_sign_in_counts_by_address() -> None:
    from allauth.account import app_settings as account
    from allauth.mfa import app_settings as mfa

    limits = account.RATE_LIMITS | mfa.RATE_LIMITS
    for not_here in ("request_login_code", "verify_phone", "change_phone"):
        limits.pop(not_here, None)
    assert not [name for name, rate in limits.items() if rate and ("/ip" in rate or rate.count("/") < 2)]


def test_typed_names_are_kept_as_hashes_only() -> None:
    sign_in(Client(), "wrong", name="a password typed in the wrong field")
    row = SignInAttempt.objects.get()
    assert len(row.account) == 64
    assert row.person is None


def test_refused_name_is_kept_once_an_hour_and_a_made_up_one_not_at_all() -> None:
    person = somebody()
    for name in ("ada", "nobody"):
        for _ in range(9):
            sign_in(Client(), "wrong", name=name)
    assert [row.person for row in SignInAttempt.objects.filter(outcome="refused")] == [person]
    assert SignInAttempt.objects.filter(outcome=FAILED).count() == 10


@pytest.mark.django_db(transaction=True)
def test_fifty_guesses_at_once_are_no_more_than_fifty_in_turn() -> None:
    """Shown to fail with the try counted before it is written."""
    from tests.at_once import at_once

    somebody()
    answers = at_once([lambda: sign_in(Client(), "wrong")] * 20)
    assert answers.count(200) <= 5
    assert answers.count(429) >= 15
