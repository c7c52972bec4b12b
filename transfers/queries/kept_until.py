"""What is kept about a person, and until when: the days that `retention` goes by, as their own page says them.

Alike for every member whatever they filed: of a campaign's keys only the last possible day is said. The real one may
come sooner, and would tell whether anybody's priority stands.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Min
from django.utils.translation import gettext as _

from transfers.models import IdempotencyKey, Notice
from transfers.models.notice import INBOX
from transfers.queries.memberships import get_whole_past
from transfers.queries.retention import AFTER_LAST_RIGHT, ATTEMPTS_KEPT, FORM_KEYS_KEPT, KEPT, get_last_day_of_keys
from transfers.sight.actor import Person
from transfers.states import AssignmentStatus

_MONTH = timedelta(days=365) / 12


@dataclass(frozen=True, slots=True)
class KeptRow:
    """One kind of thing: until when in words, and `at`, the instant, where one can be named today."""

    what: str
    until: str
    at: datetime | None = None


def get_kept(viewer: Person, at: datetime) -> list[KeptRow]:
    """Everything the portal keeps about the viewer, what goes first on top."""
    return [*_for_days(viewer), *_of_choices(viewer, at), *_until_one_leaves()]


def _for_days(viewer: Person) -> list[KeptRow]:
    oldest_form = IdempotencyKey.objects.filter(employee=viewer).aggregate(oldest=Min("at"))["oldest"]
    read = Notice.objects.filter(recipient=viewer, channel=INBOX).aggregate(oldest=Min("read_at"))["oldest"]
    return [
        KeptRow(_("Tries to sign in"), _("%(n)s days.") % {"n": ATTEMPTS_KEPT.days}),
        KeptRow(
            _("That a form was sent, without what was in it"),
            _("%(n)s days. The day is that of the oldest.") % {"n": FORM_KEYS_KEPT.days},
            _after(oldest_form, FORM_KEYS_KEPT),
        ),
        KeptRow(
            _("Messages in your inbox"),
            _("%(n)s months after you read them; unread ones stay. The day is that of the one you read first.")
            % {"n": _months(KEPT)},
            _after(read, KEPT),
        ),
        KeptRow(_("Mails to you"), _("%(n)s months after they were sent.") % {"n": _months(KEPT)}),
    ]


def _of_choices(viewer: Person, at: datetime) -> list[KeptRow]:
    words = _(
        "The key to what anybody filed goes for all members at once: %(days)s days after the last priority, trial "
        "and right of return of the campaign ended, at most %(n)s months after it closed. The day is the last "
        "possible one, should the campaign close as planned."
    ) % {"days": AFTER_LAST_RIGHT.days, "n": _months(KEPT)}
    rows = [
        KeptRow(
            _("What can be read of a choice in “%(name)s”, filed or not") % {"name": one.assignment.campaign.name},
            words,
            get_last_day_of_keys(one.assignment.campaign),
        )
        for one in get_whole_past(viewer, at)
        if one.assignment.status != AssignmentStatus.VOIDED
    ]
    if rows:
        receipts = _("Always: they prove that and when you filed, and hold nothing of what was filed.")
        survey = _(
            "That you took part, and the answers, which nothing leads back to you: until the survey ends and is "
            "counted."
        )
        rows += [KeptRow(_("Receipts"), receipts), KeptRow(_("Surveys"), survey)]
    return rows


def _until_one_leaves() -> list[KeptRow]:
    after = {"n": _months(KEPT)}
    words = _(
        "The words in them, such as reasons and notes: %(n)s months after you leave the company. Then the rows stay "
        "without words, and nothing in the history leads to you."
    )
    named = _("%(n)s months after you leave the company, and not before the keys to your choices are gone.")
    return [
        KeptRow(_("Offers, moves, findings, readings and who looked at your record"), words % after),
        KeptRow(_("Whom the pseudonym in the history stands for"), named % after),
        KeptRow(
            _("Saved searches"),
            _("Until you delete them; at the latest on the day on which the history loses your name."),
        ),
        KeptRow(_("Your list of roles, and whom you hid from"), _("Until you take them back, or leave the company.")),
        KeptRow(_("How hiring managers rated you for a role"), _("Until you leave the company.")),
        KeptRow(
            _("Your profile: unit, manager, level, site and skills"),
            _("As long as the company keeps its own record of you: the portal has it from there, and erases none."),
        ),
    ]


def _months(kept: timedelta) -> int:
    return round(kept / _MONTH)


def _after(at: datetime | None, kept: timedelta) -> datetime | None:
    return None if at is None else at + kept
