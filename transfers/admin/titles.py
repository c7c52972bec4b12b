"""What a page of the administration calls the thing that it is about, so that nobody decides about a number."""

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from transfers.admin.failing_words import say_meaning
from transfers.models import Assignment, Backfill, Decision, Extension, FailingWork, Grant, Notice, Placement, Policy
from transfers.queries.days import day_in_words
from transfers.queries.notice_words import get_words

# by noun and verb: the heading of a verb's page where its label alone does not name what it is done to
HEADINGS = {
    "campaign.edit": gettext_lazy("Change this campaign"),
    "campaign.figures": gettext_lazy("Pictures of this campaign"),
    "campaign.archive": gettext_lazy("Archive this campaign"),
    "unit.edit": gettext_lazy("Change this unit"),
    "unit.close": gettext_lazy("Close this unit"),
    "grant.confirm": gettext_lazy("Confirm this grant"),
    "grant.end": gettext_lazy("End this grant"),
    "role.open": gettext_lazy("Open this role"),
    "role.pause": gettext_lazy("Pause this role"),
    "role.close": gettext_lazy("Close this role"),
    "round.freeze": gettext_lazy("Freeze this round"),
    "round.publish": gettext_lazy("Publish this round"),
    "simulation.simulate": gettext_lazy("Simulate a round"),
    "backfill.decline": gettext_lazy("Decline this request"),
}


def heading_of(noun: type[Model], verb: str) -> str:
    """The heading of a verb's page; "" where its label says it."""
    return str(HEADINGS.get(f"{noun._meta.model_name}.{verb}", ""))


def title_of(thing: Model | None) -> str:
    """The person or place, and what about them; the thing's own name where that says it."""
    match thing:
        case Assignment():
            return f"{thing.employee}, {thing.campaign}"
        case Grant():
            where = thing.campaign or thing.role
            return f"{thing.employee}: {thing}" + (f", {where}" if where is not None else "")
        case Placement():
            return f"{thing.employee}: {thing.role}"
        case Backfill():
            return f"{thing.unit}, {day_in_words(thing.left_on)}"
        case Notice():
            return f"{get_words(thing.template).title}: {thing.recipient}"
        case Decision():
            return title_of(thing.policy or thing.campaign)
        case Extension():
            return _("Extension of %(campaign)s") % {"campaign": thing.campaign}
        case Policy():
            return _("Policy version %(n)s") % {"n": thing.version}
        case FailingWork():
            return say_meaning(thing.job).rstrip(".")
    return str(thing) if thing is not None else ""
