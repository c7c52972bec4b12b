"""The page on which people say how they are told, and the link in a mail that stops one kind."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.test.utils import override_settings

from accounts.models import Employee
from tests import factories as f
from tests.engineer import member
from tests.factories import clock_at
from tests.notifications import MORNING, NIGHT, manager, owed, prefer
from tests.pages import THEN, fields_of, signed_in, text_of, travel, words_at
from transfers.actions.notification_preferences import save_preferences, stop_mails
from transfers.delivery.letters import write_letters
from transfers.errors import Invalid, NotVisible, Stale
from transfers.models import Event, Notice, NotificationPreference
from transfers.queries.mail_links import DIGESTS, REMINDERS, sign_stop
from transfers.queries.notification_preferences import get_preferences
from transfers.sight.actor import PORTAL

pytestmark = pytest.mark.django_db

PAGE, STOP = "/inbox/notifications/", "/mails/stop/"


# --- the link in a mail ------------------------------------------------------------------------------------------


def headers_of(notice: Notice) -> dict[str, str]:
    (letter,) = write_letters([notice], at=THEN)
    return {name: value for name, value in letter.extra_headers.items() if name.startswith("List-")}


@override_settings(PORTAL_URL="https://undraft.example")
def test_reminders_and_digests_alone_can_be_stopped_from_the_mail() -> None:
    person = f.EmployeeFactory.create()
    for template in ("claim.offered", "campaign.opened", "placement.pending", "employee.sign_in_link"):
        assert headers_of(owed(person, template, THEN)) == {}
    for template in ("campaign.reminder", "claim.reminder"):
        headers = headers_of(owed(person, template, THEN))
        assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert re.fullmatch(r"<https://undraft\.example/mails/stop/\?of=[\w:-]+>", headers["List-Unsubscribe"])


def link_of(notice: Notice) -> str:
    return headers_of(notice)["List-Unsubscribe"].strip("<>").partition("8000")[2]


def test_mailbox_stops_reminders_by_one_press_without_a_cookie() -> None:
    """Fails where the token of a form is asked of a mailbox, which has none."""
    person = f.EmployeeFactory.create()
    client = Client(enforce_csrf_checks=True)
    link = link_of(owed(person, "campaign.reminder", THEN))
    for _ in range(2):
        answer = client.post(link, {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
    assert get_preferences(person).mails_reminders is False
    assert Event.objects.filter(verb="notification.preferred", subject__employee=person).count() == 1
    assert person.name not in text_of(answer)


def test_who_opens_the_link_is_asked_first_and_the_page_never_says_what_it_was_about() -> None:
    person = manager()
    client = Client(enforce_csrf_checks=True)
    pages = []
    for kind in (REMINDERS, DIGESTS):
        page = client.get(STOP, {"of": sign_stop(person, kind)})
        assert page.status_code == 200
        pages.append(re.sub(r'value="[^"]*"|nonce="[^"]*"', "", text_of(page)))
    assert pages[0] == pages[1]
    assert get_preferences(person).mails_reminders
    assert client.post(STOP, {"of": sign_stop(person, DIGESTS)}).status_code == 403
    token = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', text_of(page))[0]
    assert client.post(STOP, {"of": sign_stop(person, DIGESTS), "csrfmiddlewaretoken": token}).status_code == 200
    assert get_preferences(person).digest_hour is None


@pytest.mark.parametrize("token", ["", "x", "W10:1abc:x", "\u202e"])
def test_link_that_this_portal_did_not_sign_stops_nothing(token: str) -> None:
    """Fails where the signature is not looked at: anybody could stop anybody's reminders."""
    answer = Client().post(f"{STOP}?of={token}", {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 400
    assert not NotificationPreference.objects.exists()


def test_link_of_who_is_not_known_any_more_is_no_link() -> None:
    person = Employee(public_id=uuid4())
    assert Client().post(STOP, {"of": sign_stop(person, REMINDERS)}).status_code == 400


def test_link_of_who_left_stops_nothing() -> None:
    person = f.EmployeeFactory.create(is_active=False)
    with pytest.raises(NotVisible):
        stop_mails(person, REMINDERS, by=person)


# --- the page ----------------------------------------------------------------------------------------------------


def send(client: Client, **fields: str) -> Any:
    return client.post(PAGE, {**fields_of(client.get(PAGE)), **fields})


def test_page_keeps_what_the_person_said_and_leaves_an_event_that_holds_nothing_of_it() -> None:
    person = member().employee
    client = signed_in(person)
    assert "Remind me by mail" in words_at(client, PAGE)
    assert send(client, quiet_from="22:00", quiet_until="07:00").status_code == 302
    standing = get_preferences(person)
    assert (standing.mails_reminders, standing.quiet_from, standing.quiet_until) == (False, NIGHT, MORNING)
    event = Event.objects.get(verb="notification.preferred")
    assert event.body == {}
    assert event.actor == event.subject == person.pseudonym
    assert 'value="22:00"' in text_of(client.get(PAGE))


def test_page_says_that_what_ends_soon_comes_at_once() -> None:
    assert "What ends within 24 hours comes at once" in words_at(signed_in(member().employee), PAGE)


def test_inbox_leads_to_the_page() -> None:
    assert f'href="{PAGE}"' in text_of(signed_in(member().employee).get("/inbox/"))


def test_digest_is_offered_to_hiring_managers_alone() -> None:
    assert "A digest by mail" not in words_at(signed_in(member().employee), PAGE)
    travel(THEN)
    person = f.manager_of(f.role())
    client = signed_in(person)
    assert "A digest by mail" in words_at(client, PAGE)
    assert send(client, digest_hour="8").status_code == 302
    assert get_preferences(person).digest_hour == 8
    stranger = member().employee
    with pytest.raises(Invalid):
        prefer(stranger, digest_hour=8)


def refused_at(**said: Any) -> str:
    with pytest.raises(Invalid) as refusal:
        prefer(f.EmployeeFactory.create(), **said)
    return str(refusal.value.field)


def test_one_end_of_quiet_hours_alone_is_refused_at_the_other() -> None:
    assert refused_at(quiet_from=NIGHT) == "quiet_until"
    assert refused_at(quiet_until=NIGHT) == "quiet_from"


def test_quiet_hours_that_end_when_they_begin_are_refused() -> None:
    assert refused_at(quiet_from=NIGHT, quiet_until=NIGHT) == "quiet_until"


def test_digest_for_who_manages_no_role_is_refused() -> None:
    assert refused_at(digest_hour=8) == "digest_hour"


@pytest.mark.parametrize(
    "said",
    [
        {"quiet_from": "22:00"},
        {"quiet_until": "07:00"},
        {"quiet_from": "22:00", "quiet_until": "22:00"},
        {"quiet_from": "25:00", "quiet_until": "07:00"},
        {"quiet_from": "x" * 1_000, "quiet_until": "07:00"},
    ],
    ids=range(5),
)
def test_hours_that_are_none_are_told_at_the_field(said: dict[str, str]) -> None:
    answer = send(signed_in(member().employee), **said)
    assert answer.status_code == 400
    assert "There is a problem" in text_of(answer)
    assert not NotificationPreference.objects.exists()


def test_stale_page_changes_nothing() -> None:
    person = member().employee
    prefer(person, quiet_from=NIGHT, quiet_until=MORNING)
    with pytest.raises(Stale):
        save_preferences(
            person,
            mails_reminders=True,
            quiet_from=None,
            quiet_until=None,
            digest_hour=None,
            seen_version=0,
            by=person,
            clock=clock_at(THEN),
        )


def test_nobody_says_it_for_somebody_else() -> None:
    person = f.EmployeeFactory.create()
    for other in (f.admin(), person.manager or f.EmployeeFactory.create(), PORTAL):
        with pytest.raises(NotVisible):
            save_preferences(
                person,
                mails_reminders=False,
                quiet_from=None,
                quiet_until=None,
                digest_hour=None,
                seen_version=0,
                by=other,
                clock=clock_at(THEN),
            )


def test_pages_of_two_who_filed_differently_are_alike() -> None:
    pages = []
    for option in ("stay", "undraft"):
        of = member()
        f.file(of, option, at=THEN)
        page = text_of(signed_in(of.employee).get(PAGE))
        page = page.replace(of.employee.name, "N")
        pages.append(re.sub(r'(value|nonce)="[^"]*"', "", page))
    assert pages[0] == pages[1]
