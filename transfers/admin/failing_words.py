"""What it means for people when a piece of the portal's own work fails again and again, by the name of the work."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MEANING = {
    "close_campaign": gettext_lazy("A campaign is not closed at its deadline."),
    "propose_extension": gettext_lazy("After an outage no longer deadline is proposed."),
    "extend_for_lock_out": gettext_lazy("Somebody who could not sign in is not given longer."),
    "destroy_keys": gettext_lazy("The keys of a campaign’s choices are not destroyed in time."),
    "owe_choice_reminders": gettext_lazy("Reminders to file a choice are not sent."),
    "work_on_survey": gettext_lazy("A survey is not announced, mixed or counted."),
    "expire_claim": gettext_lazy("An offer does not end when its time is over."),
    "remind_of_claim": gettext_lazy("Nobody is reminded of an offer."),
    "withdraw_claims_of_closed_role": gettext_lazy("Offers of a role that was closed are not withdrawn."),
    "forget_person": gettext_lazy("What is kept of somebody who left is not erased in time."),
    "owe_digest": gettext_lazy("A digest is not sent."),
    "order_end_days": gettext_lazy("The order of latest end days is not drawn."),
    "announce_end_day": gettext_lazy("A latest end day is not announced."),
    "carry_out_end_day": gettext_lazy("A latest end day passes and nobody is moved."),
    "improve_entitlement": gettext_lazy("A priority does not keep the better of two policies."),
    "lapse_entitlement": gettext_lazy("A priority does not end when its time is over."),
    "announce_placement": gettext_lazy("A move is not announced."),
    "finalise_placement": gettext_lazy("A move does not take effect on its day."),
    "settle_placement": gettext_lazy("A trial does not end on its day."),
    "run_round": gettext_lazy("A round is not run."),
    "publish_round": gettext_lazy("The offers of a round are not made."),
    "improve_round": gettext_lazy("What became free in a round is not offered to others."),
    "lapse_round": gettext_lazy("A round does not end when its time is over."),
    "carry_out_simulation": gettext_lazy("A simulation is not worked out."),
    "carry_out_upload": gettext_lazy("A file is not checked or applied."),
    "forget_upload": gettext_lazy("An old file is not deleted."),
    "lapse_break_glass": gettext_lazy("A break-glass that nobody decided on or used stays open."),
    "sending notices": gettext_lazy("Mail is not sent."),
}


def say_meaning(job: str) -> str:
    """One sentence; of work that only tidies up or looks for other work, that."""
    if job in MEANING:
        return str(MEANING[job])
    if job.startswith("finding work"):
        return _("Work that is due is not found.")
    return _("The portal’s tidying up and counting is behind; nobody’s affairs wait for it.")
