"""What the copy of one's own record says where the record keeps a code: of statuses and of what was done."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from transfers.queries.event_words import WORDS as GOVERNANCE_WORDS

STATUS_WORDS: dict[str, Promise] = {
    "active": gettext_lazy("in force"),
    "suspended": gettext_lazy("suspended"),
    "ended": gettext_lazy("ended"),
    "voided": gettext_lazy("voided"),
    "open": gettext_lazy("open"),
    "closed": gettext_lazy("closed"),
    "offered": gettext_lazy("offered"),
    "accepted": gettext_lazy("accepted"),
    "declined": gettext_lazy("declined"),
    "expired": gettext_lazy("ended without an answer"),
    "withdrawn": gettext_lazy("withdrawn"),
    "superseded": gettext_lazy("closed by your own decision"),
    "pending": gettext_lazy("accepted, not moved yet"),
    "finalised": gettext_lazy("moved, in trial"),
    "settled": gettext_lazy("moved, trial over"),
    "returned": gettext_lazy("returned"),
    "cancelled": gettext_lazy("cancelled"),
    "proposed": gettext_lazy("proposed"),
    "confirmed": gettext_lazy("confirmed"),
    "refused": gettext_lazy("refused"),
}
_EVENT_WORDS: dict[str, Promise] = {
    "assignment.active": gettext_lazy("An assignment was recorded"),
    "assignment.ended": gettext_lazy("An assignment ended"),
    "assignment.voided": gettext_lazy("An assignment was voided"),
    "assignment.own_deadline": gettext_lazy("A deadline of your own was set"),
    "assignment.lock_out": gettext_lazy("A lock-out was recorded"),
    "assignment.terms_recorded": gettext_lazy("Terms of today’s job were recorded"),
    "assignment.end_announced": gettext_lazy("The end of an assignment was announced"),
    "breakglass.proposed": gettext_lazy("Reading a choice of yours once was asked for"),
    "breakglass.confirmed": gettext_lazy("Reading a choice of yours once was confirmed"),
    "breakglass.refused": gettext_lazy("Reading a choice of yours once was refused"),
    "breakglass.used": gettext_lazy("A choice of yours was read once"),
    "breakglass.ended": gettext_lazy("The time to read a choice of yours once ended"),
    "candidacy.open": gettext_lazy("A candidacy was opened"),
    "candidacy.closed": gettext_lazy("A candidacy was closed"),
    "candidacy.changed": gettext_lazy("A candidacy was changed"),
    "candidacy.submitted": gettext_lazy("A list was submitted"),
    "candidacy.list_withdrawn": gettext_lazy("A submitted list was taken back"),
    "case.opened": gettext_lazy("Your case was opened"),
    "choice.filed": gettext_lazy("A choice was filed"),
    "choice.read": gettext_lazy("What you filed, or that you filed nothing, was read"),
    "claim.offered": gettext_lazy("An offer was made"),
    "claim.accepted": gettext_lazy("An offer was accepted"),
    "claim.declined": gettext_lazy("An offer was declined"),
    "claim.expired": gettext_lazy("An offer ended without an answer"),
    "claim.withdrawn": gettext_lazy("An offer was withdrawn"),
    "claim.superseded": gettext_lazy("An offer was closed by another decision"),
    "claim.reminded": gettext_lazy("You were reminded of an offer"),
    "digest.made": gettext_lazy("A digest was made"),
    "employee.address_changed": gettext_lazy("Another mail address was recorded"),
    "employee.language_set": gettext_lazy("A language was chosen"),
    "employee.leave_recorded": gettext_lazy("Leave was recorded"),
    "employee.left": gettext_lazy("Leaving the company was recorded"),
    "employee.link_asked": gettext_lazy("A link to set a password was asked for"),
    "employee.manager_changed": gettext_lazy("Another manager was recorded"),
    "employee.move_applied": gettext_lazy("A move from a file was recorded"),
    "employee.move_dropped": gettext_lazy("A move from a file was not taken over"),
    "employee.rehired": gettext_lazy("Coming back to the company was recorded"),
    "employee.second_factors_removed": gettext_lazy("A second proof was removed"),
    "employee.sign_in_changed": gettext_lazy("How you sign in was changed"),
    "employee.sign_in_reset": gettext_lazy("A reset of how you sign in was sent"),
    "employee.signed_in": gettext_lazy("Signed in"),
    "extension.proposed": gettext_lazy("More time was proposed"),
    "extension.confirmed": gettext_lazy("More time was confirmed"),
    "extension.refused": gettext_lazy("More time was refused"),
    "finding.proposed": gettext_lazy("A finding was proposed"),
    "finding.confirmed": gettext_lazy("A finding was confirmed"),
    "finding.answered": gettext_lazy("A finding was answered"),
    "finding.upheld": gettext_lazy("A finding was upheld"),
    "finding.refused": gettext_lazy("A finding was refused"),
    "finding.withdrawn": gettext_lazy("A finding was withdrawn"),
    "grant.proposed": gettext_lazy("A grant was proposed"),
    "grant.confirmed": gettext_lazy("A grant was confirmed"),
    "grant.refused": gettext_lazy("A grant was refused"),
    "grant.ended": gettext_lazy("A grant ended"),
    "grant.recovered": gettext_lazy("A grant was given back by an operator"),
    "notification.preferred": gettext_lazy("Notifications were changed"),
    "placement.pending": gettext_lazy("A move was agreed"),
    "placement.announcement_chosen": gettext_lazy("An announcement day was chosen"),
    "placement.announced": gettext_lazy("A move was announced"),
    "placement.cancelled": gettext_lazy("A move was cancelled"),
    "placement.undone": gettext_lazy("An acceptance was taken back"),
    "placement.finalised": gettext_lazy("A move took place"),
    "placement.settled": gettext_lazy("A trial ended"),
    "placement.returned": gettext_lazy("A return in trial took place"),
    "placement.step_ticked": gettext_lazy("A handover step was ticked"),
    "placement.step_reopened": gettext_lazy("A handover step was opened again"),
    "profile.opened": gettext_lazy("Your profile was opened"),
    "record.copied": gettext_lazy("A copy of the record was made"),
    "review.made": gettext_lazy("Where you stand was reviewed"),
    "search.saved": gettext_lazy("A search was saved"),
    "search.deleted": gettext_lazy("A saved search was deleted"),
}


def say_status(status: str) -> str:
    """A status, in words."""
    return str(STATUS_WORDS.get(status) or status.replace("_", " "))


def say_event(verb: str) -> str:
    """What was done, in words; of a verb that an older version wrote and no words are kept for, its own."""
    found = _EVENT_WORDS.get(verb) or GOVERNANCE_WORDS.get(verb)
    return str(found or verb.replace(".", ": ").replace("_", " "))
