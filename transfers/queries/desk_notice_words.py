"""What a notice is in words, and the words of those that go to who runs the portal or hires through it."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from transfers.queries.break_glasses import HOURS_TO_DECIDE, MINUTES_OPEN


@dataclass(frozen=True, slots=True)
class NoticeWords:
    """Title and text; `page` is the name of an address, `link` the words that lead there."""

    title: Promise
    text: Promise
    page: str
    link: Promise


_ADMIN = ("admin:index", _("Go to administration"))

_BREAK_GLASS = ("transfers:break_glasses", _("See what waits"))
DESK_WORDS: dict[str, NoticeWords] = {
    "hiring.digest": NoticeWords(
        _("What came for your roles"),
        _("How many people became visible to you and how many answers came, once a day, as you asked."),
        "transfers:hiring_roles",
        _("See your roles"),
    ),
    "release.proposed": NoticeWords(
        _("Counts of choices wait to be published"),
        _("A second person publishes them within seven days, or the proposal lapses. Open the campaign to do it."),
        "admin:transfers_campaign_changelist",
        _("See the campaigns"),
    ),
    "backfill.answered": NoticeWords(
        _("HR answered your request"),
        _("You asked for a seat to be filled. What HR answered stands with the seat, on the page of its unit."),
        "transfers:lead",
        _("See your units"),
    ),
    "extension.proposed": NoticeWords(
        _("The portal was down shortly before a deadline"),
        _("Decide whether everybody gets a day more. One person decides, within a week after the deadline."),
        "admin:transfers_extension_changelist",
        _("See what is proposed"),
    ),
    "grant.proposed": NoticeWords(
        _("A grant waits for a second person"),
        _("Somebody proposed it; another must confirm or refuse it."),
        *_ADMIN,
    ),
    "grant.recovered": NoticeWords(
        _("An operator named admins"),
        _("Fewer than two admins stood, so nobody could confirm another. See who they are among the grants."),
        *_ADMIN,
    ),
    "role.without_manager": NoticeWords(
        _("A role has no hiring manager"),
        _("No new claim can be made for it until another is named and confirmed, within two working days."),
        *_ADMIN,
    ),
    "campaign.mail_test": NoticeWords(
        _("A test mail was asked for"),
        _("If the mail reached you, confirm it on the campaign’s page."),
        *_ADMIN,
    ),
    "role.clearance": NoticeWords(
        _("The first days of your role are over"),
        _("From now on you may also claim people who have no priority, after those who have."),
        "transfers:hiring_roles",
        _("See your roles"),
    ),
    "breakglass.proposed": NoticeWords(
        _("Break-glass waits for a second person"),
        format_lazy(
            _("Somebody proposed to read one record. Another must confirm or refuse it within {n} hours."),
            n=HOURS_TO_DECIDE,
        ),
        *_BREAK_GLASS,
    ),
    "breakglass.ready": NoticeWords(
        _("What you proposed was confirmed"),
        format_lazy(_("It is open to you once, for {n} minutes. Its person was told."), n=MINUTES_OPEN),
        *_BREAK_GLASS,
    ),
    "breakglass.refused": NoticeWords(
        _("What you proposed was refused"),
        _("Nothing was opened, and its person was not told."),
        *_BREAK_GLASS,
    ),
}
