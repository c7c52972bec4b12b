"""Mail: neutral, addressed with care, and patient with every mail server."""

import re
from collections.abc import Iterator
from email.message import Message
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.utils import translation
from pytest_django import Settings

from accounts.models import Employee
from tests import factories as f
from tests.faults import Mailbox
from transfers import ledger
from transfers.clock import database_clock
from transfers.delivery import mail
from transfers.delivery.letters import write_letters
from transfers.delivery.post import Post
from transfers.models import Notice
from transfers.models.notice import INBOX, MAIL
from transfers.queries.notice_words import WORDS
from transfers.sight.actor import PORTAL
from transfers.states import NoticeStatus

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def mailbox(settings: Settings) -> Iterator[Mailbox]:
    mailbox = Mailbox()
    mailbox.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", mailbox.port, 2
    yield mailbox
    mailbox.stop()


def owed(template: str = "claim.offered", **fields: Any) -> Notice:
    person = f.EmployeeFactory.create(**fields)
    event = ledger.record("role.changed", person, by=PORTAL, at=f.NOW)
    ledger.owe(event, person, template, at=f.NOW)
    return Notice.objects.get(recipient=person, channel=MAIL)


def send(*notices: Notice) -> None:
    mail.send_notices([notice.pk for notice in notices])
    for notice in notices:
        notice.refresh_from_db()


def text_of(letter: Message) -> str:
    return part_of(letter, "text/plain")


def part_of(letter: Message, kind: str) -> str:
    (part,) = [part for part in letter.walk() if part.get_content_type() == kind]
    payload = part.get_payload(decode=True)
    assert isinstance(payload, bytes)
    return payload.decode()


# --- what a mail says ------------------------------------------------------------------------------------------


def test_mail_arrives_with_its_message_id_and_asks_for_no_answer(mailbox: Mailbox) -> None:
    notice = owed()
    send(notice)
    (letter,) = mailbox.mails
    assert notice.status == NoticeStatus.SENT
    assert letter["Message-ID"] == notice.message_id == f"<{notice.public_id}@127.0.0.1>"
    assert letter["To"] == notice.recipient.email
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Subject"] == "There is news in Undraft"


def test_mail_links_to_its_twin_in_the_inbox(mailbox: Mailbox) -> None:
    notice = owed()
    twin = Notice.objects.get(recipient=notice.recipient, channel=INBOX)
    send(notice)
    assert f"http://127.0.0.1:8000/inbox/{twin.public_id}/" in text_of(mailbox.mails[0])


def test_mail_comes_as_text_and_as_html_that_say_the_same(mailbox: Mailbox) -> None:
    """Fails where one of them is written apart: who reads the other would be told something else."""
    notice = owed()
    twin = Notice.objects.get(recipient=notice.recipient, channel=INBOX)
    send(notice)
    (letter,) = mailbox.mails
    assert letter.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in letter.walk()][1:] == ["text/plain", "text/html"]
    page = part_of(letter, "text/html")
    link = f"http://127.0.0.1:8000/inbox/{twin.public_id}/"
    assert f'<a href="{link}">{link}</a>' in page
    assert re.sub(r"<head>.*</head>|<[^>]+>|\s", "", page, flags=re.DOTALL) == re.sub(r"\s", "", text_of(letter))
    assert '<html lang="en-gb" dir="ltr">' in page
    assert '<meta name="color-scheme" content="light dark">' in page


@pytest.mark.parametrize("template", ["claim.offered", "profile.sign_in_reset", "employee.sign_in_link"])
def test_html_of_a_mail_fetches_nothing_and_follows_nobody(mailbox: Mailbox, template: str) -> None:
    """Fails with a picture, a style sheet or a link that leads elsewhere: each tells that and when it was read."""
    send(owed(template))
    page = part_of(mailbox.mails[0], "text/html")
    assert not re.search(r"<(?!/?(html|head|meta|title|body|p|a|br)\b|!doctype html>)", page)
    assert "src" not in page
    assert "url(" not in page
    links = re.findall(r'(?:href|content)="(http[^"]*)"', page)
    assert len(links) == 1
    assert links[0].startswith("http://127.0.0.1:8000/")
    assert "?" not in links[0]


def test_what_stands_in_a_name_is_no_markup_in_a_mail(mailbox: Mailbox) -> None:
    notice = owed("employee.sign_in_link")
    Employee.objects.filter(pk=notice.recipient_id).update(sign_in_name="<b>ada&co")
    send(notice)
    assert "<b>ada&co." in text_of(mailbox.mails[0])
    assert "&lt;b&gt;ada&amp;co." in part_of(mailbox.mails[0], "text/html")


def test_mail_is_in_its_recipients_language_and_otherwise_in_the_portals(settings: Settings) -> None:
    """Fails where the language of who causes it, or of the machine, is taken."""
    settings.LANGUAGES = [("en-gb", "English"), ("he", "עברית")]
    notice = owed()
    Notice.objects.filter(pk=notice.pk).update(message_id="<x@example.org>")
    pages = {}
    for said in ("he", "", "xx"):
        notice.recipient.language = said
        with translation.override("de"):
            (letter,) = write_letters([notice], at=f.NOW)
        pages[said] = str(letter.alternatives[0][0])
    assert '<html lang="he" dir="rtl">' in pages["he"]
    assert '<html lang="en-gb" dir="ltr">' in pages[""]
    assert pages["xx"] == pages[""]


def test_every_news_reads_the_same_but_for_its_link() -> None:
    """Whoever carries or keeps the mail learns nothing from it, not even its kind or length."""
    news = sorted(WORDS.keys() - {"profile.sign_in_reset", "employee.sign_in_link"})
    notices = [owed(template) for template in news]
    letters = write_letters(notices, at=f.NOW)
    twins = {row.recipient_id: str(row.public_id) for row in Notice.objects.filter(channel=INBOX)}
    bodies = {
        (str(letter.body) + str(letter.alternatives[0][0])).replace(twins[notice.recipient_id], "X")
        for letter, notice in zip(letters, notices, strict=True)
    }
    assert len(bodies) == 1
    assert {letter.subject for letter in letters} == {"There is news in Undraft"}
    assert len({len(letter.message().as_bytes()) for letter in letters}) <= 3  # addresses differ in length


def test_who_must_set_a_password_is_led_to_the_page_that_sends_a_link(mailbox: Mailbox) -> None:
    send(owed("profile.sign_in_reset"))
    assert "/password" in text_of(mailbox.mails[0])
    assert "/inbox" not in text_of(mailbox.mails[0])


def test_mail_goes_to_the_address_for_leave_while_somebody_is_away(mailbox: Mailbox) -> None:
    today = database_clock().date()
    away: dict[str, Any] = {"on_leave_from": today - f.DAY, "leave_email": "home@example.org"}
    send(
        owed(**away, on_leave_until=today + 3 * f.DAY), owed(**away, on_leave_until=today - f.DAY, email="back@x.org")
    )
    assert sorted(letter["To"] for letter in mailbox.mails) == ["back@x.org", "home@example.org"]


@pytest.mark.parametrize("template", ["employee.sign_in_link", "profile.leave_recorded"])
def test_mail_that_guards_the_sign_in_never_goes_to_the_address_for_leave(mailbox: Mailbox, template: str) -> None:
    """Fails when HR can write down an address of its own, ask for a link and so sign in as the person."""
    notice = owed(template, on_leave_from=database_clock().date() - f.DAY, leave_email="thief@example.org")
    send(notice)
    assert [letter["To"] for letter in mailbox.mails] == [notice.recipient.email]


def test_line_break_in_an_address_sends_nothing_and_needs_attention(mailbox: Mailbox) -> None:
    """Fails when such an address reaches the header: a second recipient could be written into it."""
    bad, good = owed(), owed()
    Employee.objects.filter(pk=bad.recipient_id).update(email="a@example.com\nBcc: thief@example.com")
    send(bad, good)
    assert bad.status == NoticeStatus.NEEDS_ATTENTION
    assert [letter["To"] for letter in mailbox.mails] == [good.recipient.email]


def test_letters_of_a_batch_take_the_same_queries_whatever_their_number(
    django_assert_num_queries: Any, mailbox: Mailbox
) -> None:
    few, many = [owed() for _ in range(2)], [owed() for _ in range(8)]
    for notices in (few, many):
        leased = list(Notice.objects.filter(pk__in=[n.pk for n in notices]).select_related("recipient__site"))
        with django_assert_num_queries(1):
            write_letters(leased, at=f.NOW)


# --- mail servers ----------------------------------------------------------------------------------------------


def test_recipient_refused_for_now_waits(mailbox: Mailbox) -> None:
    mailbox.to_recipient = "451 try later, person7@example.com"
    notice = owed()
    send(notice)
    assert (notice.status, notice.last_error) == (NoticeStatus.PENDING, "SMTPRecipientsRefused 451")
    assert notice.due_at > database_clock()


def test_recipient_refused_for_good_needs_attention_and_others_are_sent(mailbox: Mailbox) -> None:
    mailbox.to_recipient = "550 no such person"
    refused = owed()
    send(refused)
    mailbox.to_recipient = "250 known"
    taken = owed()
    send(taken)
    assert (refused.status, refused.last_error) == (NoticeStatus.NEEDS_ATTENTION, "SMTPRecipientsRefused 550")
    assert taken.status == NoticeStatus.SENT


@pytest.mark.parametrize(
    ("answer", "status", "error"),
    [
        ("452 full", NoticeStatus.PENDING, "SMTPDataError 452"),
        ("554 no", NoticeStatus.NEEDS_ATTENTION, "SMTPDataError 554"),
    ],
)
def test_mail_refused_after_it_was_read(mailbox: Mailbox, answer: str, status: str, error: str) -> None:
    mailbox.to_mail = answer
    notice = owed()
    send(notice)
    assert (notice.status, notice.last_error) == (status, error)
    assert mailbox.mails == []


def test_server_that_is_down_fails_the_whole_batch_at_once(mailbox: Mailbox) -> None:
    mailbox.stop()
    notices = [owed() for _ in range(3)]
    send(*notices)
    assert {notice.status for notice in notices} == {NoticeStatus.PENDING}
    assert {notice.last_error for notice in notices} == {"ConnectionRefusedError 111"}
    assert {notice.attempts for notice in notices} == {1}


def test_server_that_hangs_costs_one_time_limit_not_one_a_message(mailbox: Mailbox, settings: Settings) -> None:
    """Fails when each message opens a connection of its own: 25 of them would outlive their task."""
    settings.EMAIL_TIMEOUT = 0.5
    mailbox.gate.clear()
    notices = [owed() for _ in range(4)]
    began = database_clock()
    send(*notices)
    assert (database_clock() - began).total_seconds() < 1.5
    assert {notice.status for notice in notices} == {NoticeStatus.PENDING}
    assert {notice.last_error for notice in notices} == {"SMTPServerDisconnected"}


def test_server_that_goes_away_in_the_middle_keeps_what_it_took(mailbox: Mailbox) -> None:
    first, second, third = owed(), owed(), owed()
    mailbox.leave_after = 1
    send(first, second, third)
    assert first.status == NoticeStatus.SENT
    assert (second.status, third.status) == (NoticeStatus.PENDING, NoticeStatus.PENDING)
    assert mailbox.message_ids() == [first.message_id]


def test_nothing_is_sent_inside_a_transaction(mailbox: Mailbox) -> None:
    """A transaction never waits for the network. Fails when Post does not look."""
    (letter,) = write_letters([owed()], at=f.NOW)
    with transaction.atomic(), pytest.raises(RuntimeError):
        Post().carry(letter)
    assert mailbox.mails == []


# --- without a mail server -------------------------------------------------------------------------------------


def test_without_a_server_each_mail_is_one_file_by_its_message_id(settings: Settings, tmp_path: Path) -> None:
    settings.EMAIL_BACKEND = "transfers.delivery.files.EmlFiles"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    notices = [owed(), owed()]
    send(*notices)
    leased = Notice.objects.select_related("recipient__site").get(pk=notices[0].pk)
    Post().carry(write_letters([leased], at=f.NOW)[0])  # as after a worker that died before it could say so
    files = sorted((tmp_path / "mail").iterdir())
    assert [file.name for file in files] == sorted(f"{notice.public_id}@127.0.0.1.eml" for notice in notices)
    assert b"There is news in Undraft" in files[0].read_bytes()
