"""A leased Notice as a mail that says nothing but that there is news, or brings the link that was asked for."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import Employee
from transfers.calendars import local_date
from transfers.models import Notice
from transfers.models.notice import INBOX

SIGN_IN_RESET = "profile.sign_in_reset"
SIGN_IN_LINK = "employee.sign_in_link"
LEAVE_RECORDED = "profile.leave_recorded"
# Never to the address that HR writes down for a leave: whoever writes one would read the link that sets a password,
# and the person would hear of it there alone.
_TO_OWN_ADDRESS = frozenset({SIGN_IN_LINK, LEAVE_RECORDED})


def write_letters(notices: Sequence[Notice], *, at: datetime) -> list[EmailMessage]:
    """One mail a notice, in the order given, each linking to its twin in the inbox."""
    twins = _inbox_twins(notices)
    return [_write_letter(notice, twins.get(_key(notice)), at=at) for notice in notices]


def _write_letter(notice: Notice, twin: uuid.UUID | None, *, at: datetime) -> EmailMessage:
    """Subject and body are the same whatever happened: the employer's servers carry and may keep them.

    The body's only variable part is an address that names nothing, save in the one mail that a person asked for at
    the sign-in page: its link works once. `Message-ID` repeats with each attempt.
    """
    words, page = "mail/news.txt", reverse("transfers:inbox")
    if notice.template == SIGN_IN_RESET:
        # who cannot sign in cannot read the inbox; the page asks for the address, so the mail holds no secret
        words, page = "mail/sign_in.txt", reverse("account_reset_password")
    elif notice.template == SIGN_IN_LINK:
        words, page = "mail/sign_in_link.txt", _password_page(notice.recipient)
    elif twin is not None:
        page = reverse("transfers:notice", args=[twin])
    with translation.override(settings.LANGUAGE_CODE):
        return EmailMessage(
            subject=_("There is news in Undraft"),
            body=render_to_string(words, {"url": f"{settings.PORTAL_URL}{page}", "person": notice.recipient}),
            to=[_address_for(notice, at)],
            headers={
                "Message-ID": notice.message_id,
                # RFC 3834: no out-of-office answer, which could tell somebody that mail came
                "Auto-Submitted": "auto-generated",
                "X-Auto-Response-Suppress": "All",
            },
        )


def _password_page(person: Employee) -> str:
    """Where this person sets a password: made when the letter is written, so that no row holds it."""
    token = default_token_generator.make_token(person)
    return reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(person), "key": token})


def _address_for(notice: Notice, at: datetime) -> str:
    person = notice.recipient
    return person.email if notice.template in _TO_OWN_ADDRESS else address_of(person, at)


def address_of(person: Employee, at: datetime) -> str:
    """Where mail goes: to the address HR recorded for the leave while the person is on it, else to their own."""
    today = local_date(at, person.zone)
    return person.leave_email if person.leave_email and person.is_on_leave_on(today) else person.email


def _key(notice: Notice) -> tuple[int, int, str]:
    return notice.event_id, notice.recipient_id, notice.template


def _inbox_twins(notices: Sequence[Notice]) -> dict[tuple[int, int, str], uuid.UUID]:
    rows = Notice.objects.filter(
        channel=INBOX,
        event_id__in={notice.event_id for notice in notices},
        recipient_id__in={notice.recipient_id for notice in notices},
    )
    return {_key(row): row.public_id for row in rows.only("event_id", "recipient_id", "template", "public_id")}
