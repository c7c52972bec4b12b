"""What each notice says in the inbox, by its template, and the page it leads to.

The words name no choice, role, person or term, because an inbox is read on screens that others may see; the page
they lead to holds the rest. Beside a message about a claim that one made oneself the inbox says for which role.
"""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from transfers.queries.break_glasses import MINUTES_OPEN
from transfers.queries.desk_notice_words import DESK_WORDS, NoticeWords
from transfers.queries.round_notice_words import ROUND_WORDS

_HOME = ("transfers:home", _("See what is to do"))
_CLAIMS = ("transfers:claims", _("See your offers"))
_TIMELINE = ("transfers:timeline", _("See what happens next"))
_VISIBILITY = ("transfers:visibility", _("See who can see you"))
_RECORD = ("transfers:record", _("See who looked at your record"))
_MY_CLAIMS = ("transfers:hiring_claims", _("See the claims you made"))

UNKNOWN = NoticeWords(_("There is news"), _("Something of yours has changed."), *_HOME)

WORDS: dict[str, NoticeWords] = {
    **DESK_WORDS,
    **ROUND_WORDS,
    "employee.sign_in_link": NoticeWords(
        _("A link to set a password was asked for"),
        _("It went to you by mail and works once. If you did not ask for it, do nothing."),
        *_HOME,
    ),
    "employee.sign_in_changed": NoticeWords(
        _("How you sign in was changed"),
        _("A password, a passkey, an app or recovery codes of yours. If it was not you, set a new password at once."),
        "mfa_index",
        _("See how you sign in"),
    ),
    "employee.second_factors_removed": NoticeWords(
        _("Your second proof was removed"),
        _("HR sent you a reset, and a new password was set by the link. If it was not you, call HR at once."),
        "mfa_index",
        _("See how you sign in"),
    ),
    "profile.address_changed": NoticeWords(
        _("Another mail address was recorded for you"),
        _(
            "If it is not yours, call HR at once. For seven days no link to set a password goes to it; such a link "
            "goes to the address before."
        ),
        *_HOME,
    ),
    "campaign.opened": NoticeWords(
        _("A choice is open to you"),
        _("Read the memo and what each choice means. Your deadline is shown with it. Nothing is chosen for you."),
        *_HOME,
    ),
    "campaign.reopened": NoticeWords(
        _("The time to choose was opened again"),
        _("What was filed stands. You may file, or file anew, until the deadline that is shown."),
        *_HOME,
    ),
    "campaign.lengthened": NoticeWords(
        _("Everybody has longer to choose"),
        _("The new deadline is shown. What was filed stands; you may file or change it until then."),
        *_HOME,
    ),
    "campaign.extended": NoticeWords(
        _("Everybody has longer to choose"),
        _("The portal could not be reached for a while shortly before the deadline. The new deadline is shown."),
        *_HOME,
    ),
    "campaign.end_days_ordered": NoticeWords(
        _("Earlier end days were given, as far as the minimum staffing allows"),
        _(
            "They follow the order that was drawn as the campaign opened. Everybody concerned gets this message; "
            "your receipt shows whether an earlier day is yours, when you open it."
        ),
        *_TIMELINE,
    ),
    # The same words at the same time to every member, whatever they filed or did not.
    "campaign.reminder": NoticeWords(
        _("The time to choose ends soon"),
        _("Everybody concerned gets this message. What you filed stands; you may file or change it until then."),
        *_HOME,
    ),
    # As above: every member alike.
    "campaign.survey_opened": NoticeWords(
        _("Two questions, if you like"),
        _("Everybody concerned gets this message. You need not answer, and answers are kept without names."),
        *_HOME,
    ),
    # As above, and true for who has a later deadline of their own: nobody reads from it who has one.
    "campaign.closed": NoticeWords(
        _("The deadline for everybody has passed"),
        _(
            "What you filed stands. Where a later deadline of your own is shown, you may file until then. If you "
            "could not file in time, your HR partner can still record your choice."
        ),
        *_HOME,
    ),
    "choice.filed": NoticeWords(
        _("Your choice was filed"),
        _("Your receipt proves that you filed and when. It does not show what you chose unless you open it."),
        *_HOME,
    ),
    "claim.offered": NoticeWords(
        _("A hiring manager offers you a role"),
        _("Compare the offer with today’s job before its last day. Accepting and declining are yours alone."),
        *_CLAIMS,
    ),
    "claim.reminder": NoticeWords(
        _("An offer to you ends soon"),
        _("Its last day is shown. Accept it, decline it or let it end: letting it end costs you nothing."),
        *_CLAIMS,
    ),
    "claim.expired": NoticeWords(
        _("An offer to you has ended"),
        _("Its last day passed without an answer. This costs you nothing: other roles stay open to you."),
        *_CLAIMS,
    ),
    "claim.withdrawn": NoticeWords(
        _("An offer to you was withdrawn"),
        _("The reason stands with it. Other roles stay open to you."),
        *_CLAIMS,
    ),
    "claim.superseded": NoticeWords(
        _("Another offer to you was closed"),
        _("Offers that were open close when you accept one, or when you file that you stay."),
        *_CLAIMS,
    ),
    "claim.not_taken_up": NoticeWords(
        _("A claim of yours was not taken up"),
        _("The seat is free again."),
        *_MY_CLAIMS,
    ),
    "claim.accepted": NoticeWords(
        _("A claim of yours was accepted"),
        _("Keep it to yourself until the announcement: its day is shown with the claim."),
        *_MY_CLAIMS,
    ),
    "placement.pending": NoticeWords(
        _("You accepted an offer"),
        _("You can undo it within the time that is shown. Then follow what comes next, step by step."),
        *_TIMELINE,
    ),
    "placement.undone": NoticeWords(
        _("You undid your acceptance"),
        _("That offer has ended, and those that closed stay closed. Managers who can see you may make you new ones."),
        *_TIMELINE,
    ),
    "placement.cancelled": NoticeWords(
        _("Your move was cancelled"),
        _("You stay where you are for now. The reason, and what stands open to you, are shown."),
        *_TIMELINE,
    ),
    "placement.announced": NoticeWords(
        _("Your move was announced"),
        _("From now on the people you report to can see it. What you hand over, by when, stands in your timeline."),
        *_TIMELINE,
    ),
    "placement.announced_to_manager": NoticeWords(
        _("Somebody who reports to you will move"),
        _("Moving is their right. Agree on the handover with them before their day."),
        *_HOME,
    ),
    "placement.unit_at_risk": NoticeWords(
        _("The unit you are moving to is at risk"),
        _("You may cancel your move at no cost until it takes effect. What was promised to you stands."),
        *_TIMELINE,
    ),
    "placement.finalised": NoticeWords(
        _("You have moved"),
        _("Your joining date and your years of service stay. Until when you may return stands in your timeline."),
        *_TIMELINE,
    ),
    "placement.arrived": NoticeWords(
        _("Somebody has arrived in your role"),
        _("Their move is complete."),
        "transfers:hiring_roles",
        _("See your roles"),
    ),
    "placement.settled": NoticeWords(
        _("Your trial is over"),
        _("Your move is settled. You may ask for another one at any time."),
        *_TIMELINE,
    ),
    "placement.returned": NoticeWords(
        _("A move was taken back within the trial"),
        _("The right to return was used, as it was promised."),
        *_HOME,
    ),
    "assignment.voided": NoticeWords(
        _("Your reassignment was recorded by mistake"),
        _("HR has taken it back and gave the reason."),
        *_HOME,
    ),
    "assignment.end_announced": NoticeWords(
        _("The end day of your reassignment was announced"),
        _("From now on the people you report to can see it. What happens on that day is shown."),
        *_TIMELINE,
    ),
    "assignment.end_announced_to_manager": NoticeWords(
        _("Somebody who reports to you will return to where they came from"),
        _("It is as it was promised to them. Agree on the handover with them before their day."),
        *_HOME,
    ),
    "assignment.end_day": NoticeWords(
        _("Your reassignment has ended"),
        _("Its latest end day has come, and you have returned as it was stated. What is open to you stays open."),
        *_TIMELINE,
    ),
    "assignment.own_deadline": NoticeWords(
        _("You have a deadline of your own"),
        _("HR gave you another day until which you may choose. It holds whatever the day for everybody is."),
        *_HOME,
    ),
    "assignment.lock_out": NoticeWords(
        _("You have 24 hours more to choose"),
        _(
            "Signing in under your name was refused, or your second proof was reset, shortly before your deadline. "
            "The later deadline is yours alone."
        ),
        *_HOME,
    ),
    "assignment.terms_recorded": NoticeWords(
        _("Other terms were recorded for your job"),
        _("HR wrote down a new version, with the reason. What was recorded before stays and can be read."),
        "transfers:terms",
        _("Read the terms of today’s job"),
    ),
    "visibility.manager_joined": NoticeWords(
        _("Another manager will be able to see you"),
        _("In 24 hours one more hiring manager is among those you made yourself visible to. You may exclude them."),
        *_VISIBILITY,
    ),
    "profile.viewed": NoticeWords(
        _("Somebody opened your profile"),
        _("Everybody who looks at it is recorded."),
        *_VISIBILITY,
    ),
    "choice.read": NoticeWords(
        _("Somebody looked at your record"),
        _("Who, when and for what is shown there. Nobody looks at it without a purpose, and each time is recorded."),
        *_RECORD,
    ),
    "breakglass.confirmed": NoticeWords(
        _("Two people opened your record to one of them"),
        format_lazy(
            _("Once, for {n} minutes, and for a reason. Who they are, why, and whether it was read is shown there."),
            n=MINUTES_OPEN,
        ),
        *_RECORD,
    ),
    "review.made": NoticeWords(
        _("Your HR partner looked at where you stand"),
        _("What came of it and when they look again is shown with who looked at your record."),
        *_RECORD,
    ),
    "profile.manager_changed": NoticeWords(
        _("Your manager was changed"),
        _("HR recorded another manager for you, with a reason."),
        *_HOME,
    ),
    "profile.leave_recorded": NoticeWords(
        _("HR recorded a leave for you"),
        _("Days of leave do not count in your deadlines. If the days are wrong, tell your HR partner."),
        *_HOME,
    ),
    "profile.sign_in_reset": NoticeWords(
        _("You were asked to set a new password"),
        _("HR asked for it. Nobody but you sees the link or the password."),
        "account_reset_password",
        _("Set a new password"),
    ),
    "grant.confirmed": NoticeWords(
        _("You were given a grant"),
        _("It is the right to act here for the company. What it opens to you is in the bar on top of each page."),
        *_HOME,
    ),
    "grant.ended": NoticeWords(
        _("A grant of yours has ended"),
        _("What you did with it stays recorded."),
        *_HOME,
    ),
    "unit.merged": NoticeWords(
        _("A unit of yours was merged into another"),
        _("You belong, return or were assigned to the other one from now on. Nothing else of yours changes."),
        *_TIMELINE,
    ),
    "unit.closed": NoticeWords(
        _("A unit of yours was closed"),
        _("Whoever has a right to return to it returns to the pool instead. Nothing else of yours changes."),
        *_TIMELINE,
    ),
}


def get_words(template: str) -> NoticeWords:
    """The words of a template; words that are true of every message for one that is not known here."""
    return WORDS.get(template, UNKNOWN)
