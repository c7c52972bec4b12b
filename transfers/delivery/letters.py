"""A leased Notice as a mail that says nothing but that there is news, or brings the link that was asked for."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import Employee
from transfers.actions.addresses import LEFT as ADDRESS_LEFT
from transfers.actions.addresses import LINK_AWAY, LINK_TOLD
from transfers.calendars import local_date
from transfers.models import AddressChange, Digest, Notice
from transfers.models.address_change import OWN
from transfers.models.notice import INBOX
from transfers.queries.addresses import NEW_ADDRESS_WAITS, LinkAddresses, get_link_addresses
from transfers.queries.languages import get_language_of
from transfers.queries.mail_links import KIND_OF, sign_stop

SIGN_IN_RESET = "profile.sign_in_reset"
SIGN_IN_LINK = "employee.sign_in_link"
LEAVE_RECORDED = "profile.leave_recorded"
# where these go depends on which addresses have stood long enough
_GUARDED = frozenset({SIGN_IN_RESET, SIGN_IN_LINK, LINK_AWAY})


@dataclass(frozen=True, slots=True)
class _Facts:
    """What the letters of one batch need beside their notices, read at once."""

    at: datetime
    twins: Mapping[tuple[int, int, str], uuid.UUID]
    links: Mapping[int, LinkAddresses]
    changes: Mapping[str, AddressChange]
    digests: Mapping[str, Digest]


def write_letters(notices: Sequence[Notice], *, at: datetime) -> list[EmailMultiAlternatives]:
    """One mail a notice, in the order given, each linking to its twin in the inbox."""
    guarded = [notice.recipient for notice in notices if notice.template in _GUARDED]
    refs = {notice.refs["address_change"] for notice in notices if "address_change" in notice.refs}
    changes = AddressChange.objects.filter(public_id__in=refs) if refs else ()
    facts = _Facts(
        at=at,
        twins=_inbox_twins(notices),
        links=get_link_addresses(guarded, at) if guarded else {},
        changes={str(change.public_id): change for change in changes},
        digests=_digests_of(notices),
    )
    return [_write_letter(notice, facts) for notice in notices]


def _write_letter(notice: Notice, facts: _Facts) -> EmailMultiAlternatives:
    """Subject and body are the same whatever happened, in its reader's language: the employer's servers carry them.

    The body's only variable part is an address that names nothing, save in the mails that guard the sign-in: the one
    that a person asked for at the sign-in page, whose link works once, and those about another mail address.
    `Message-ID` repeats with each attempt.
    """
    to, template, context = _content(notice, facts)
    with translation.override(get_language_of(notice.recipient)):
        words = render_to_string(template, {"person": notice.recipient, **context})
        letter = EmailMultiAlternatives(
            subject=_("There is news in Undraft"),
            body=words,
            to=[to],
            headers={
                "Message-ID": notice.message_id,
                # RFC 3834: no out-of-office answer, which could tell somebody that mail came
                "Auto-Submitted": "auto-generated",
                "X-Auto-Response-Suppress": "All",
                **_way_out(notice),
            },
        )
        letter.attach_alternative(_as_html(words, str(context.get("url", ""))), "text/html")
    return letter


def _way_out(notice: Notice) -> dict[str, str]:
    """How a mailbox stops reminders and digests by one press (RFC 8058); every other mail has to come."""
    kind = KIND_OF.get(notice.template)
    if kind is None:
        return {}
    address = _absolute(f"{reverse('transfers:mail_stop')}?of={sign_stop(notice.recipient, kind)}")
    return {"List-Unsubscribe": f"<{address}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def _as_html(words: str, url: str) -> str:
    """The same paragraphs with a link that can be pressed: no picture, no style, nothing that is fetched."""
    paragraphs = [paragraph.strip() for paragraph in words.split("\n\n")]
    return render_to_string("mail/letter.html", {"paragraphs": [p for p in paragraphs if p], "url": url})


def _content(notice: Notice, facts: _Facts) -> tuple[str, str, dict[str, Any]]:
    """Where the letter goes, its template and what the template needs."""
    person = notice.recipient
    days = NEW_ADDRESS_WAITS.days
    told = person.email, "mail/sign_in_told.txt", {"days": days}
    change = facts.changes.get(notice.refs.get("address_change", ""))
    if change is not None and notice.template == ADDRESS_LEFT:
        domain = _new_address(person, change).rpartition("@")[2]
        context = {"change": change, "domain": domain, "days": days, "contact": settings.HR_CONTACT}
        return change.former or person.email, "mail/address_left.txt", context
    if notice.template == LINK_TOLD:
        return told
    if notice.template == SIGN_IN_RESET:
        # who cannot sign in cannot read the inbox; the page asks for the address, so the mail holds no secret
        to = facts.links[person.pk].leave or facts.links[person.pk].own or person.email
        return to, "mail/sign_in.txt", {"url": _absolute(reverse("account_reset_password"))}
    if notice.template in _GUARDED:
        # Never to an address that HR wrote down a moment ago, own or for a leave: whoever writes one would read the
        # link that sets a password. Who may have no link yet reads why.
        links = facts.links[person.pk]
        safe = links.leave if notice.template == LINK_AWAY else links.own
        return (safe, "mail/sign_in_link.txt", {"url": _absolute(_password_page(person))}) if safe else told
    digest = facts.digests.get(notice.refs.get("digest", ""))
    if digest is not None:
        url = _absolute(reverse("transfers:hiring_roles"))
        return address_of(person, facts.at), "mail/digest.txt", {"url": url, "digest": digest}
    twin = facts.twins.get(_key(notice))
    page = reverse("transfers:notice", args=[twin]) if twin is not None else reverse("transfers:inbox")
    if change is not None:
        to = _new_address(person, change) or person.email
    else:
        # a leave that somebody wrote down is told where the person read mail before it
        to = person.email if notice.template == LEAVE_RECORDED else address_of(person, facts.at)
    return to, "mail/news.txt", {"url": _absolute(page)}


def _new_address(person: Employee, change: AddressChange) -> str:
    """Where the change led; empty where an address for a leave was taken away."""
    return person.email if change.kind == OWN else person.leave_email


def _absolute(page: str) -> str:
    return f"{settings.PORTAL_URL}{page}"


def _password_page(person: Employee) -> str:
    """Where this person sets a password: made when the letter is written, so that no row holds it."""
    token = default_token_generator.make_token(person)
    return reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(person), "key": token})


def address_of(person: Employee, at: datetime) -> str:
    """Where mail goes: to the address HR recorded for the leave while the person is on it, else to their own."""
    today = local_date(at, person.zone)
    return person.leave_email if person.leave_email and person.is_on_leave_on(today) else person.email


def _key(notice: Notice) -> tuple[int, int, str]:
    return notice.event_id, notice.recipient_id, notice.template


def _digests_of(notices: Sequence[Notice]) -> dict[str, Digest]:
    refs = {notice.refs["digest"] for notice in notices if "digest" in notice.refs}
    return {str(row.public_id): row for row in Digest.objects.filter(public_id__in=refs)} if refs else {}


def _inbox_twins(notices: Sequence[Notice]) -> dict[tuple[int, int, str], uuid.UUID]:
    rows = Notice.objects.filter(
        channel=INBOX,
        event_id__in={notice.event_id for notice in notices},
        recipient_id__in={notice.recipient_id for notice in notices},
    )
    return {_key(row): row.public_id for row in rows.only("event_id", "recipient_id", "template", "public_id")}
