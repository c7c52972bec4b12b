"""What is said once a verb has been done: to which thing, and what. One rule for all of them."""

from django.db.models import Model
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from transfers.admin.titles import title_of
from transfers.admin.verb_forms import Verb
from transfers.models import Extension, Policy

# by noun and verb, as they end a sentence that names the thing
DONE_WORDS = {
    "campaign.create": gettext_lazy("written down"),
    "campaign.edit": gettext_lazy("changed"),
    "campaign.staffing": gettext_lazy("the minimum staffing is stated"),
    "campaign.skills": gettext_lazy("the minimum by skill is stated"),
    "campaign.memo": gettext_lazy("a test mail is on its way to you"),
    "campaign.mail": gettext_lazy("it is recorded that the test mail arrived"),
    "campaign.open": gettext_lazy("opened, and every member is told"),
    "campaign.lengthen": gettext_lazy("everybody has longer, and is told"),
    "campaign.reopen": gettext_lazy("reopened, and every member is told"),
    "campaign.propose-release": gettext_lazy("proposed; a second person publishes the counts"),
    "campaign.publish-release": gettext_lazy("the counts are published"),
    "campaign.archive": gettext_lazy("archived"),
    "extension.confirm": gettext_lazy("everybody has a day more, and is told"),
    "extension.refuse": gettext_lazy("the deadline stays as it was"),
    "assignment.deadline": gettext_lazy("the later deadline is recorded"),
    "assignment.terms": gettext_lazy("the terms are recorded, and the person is told"),
    "assignment.void": gettext_lazy("voided, and the person is told"),
    "role.open-many": gettext_lazy("opened"),
    "role.open": gettext_lazy("opened"),
    "role.pause": gettext_lazy("paused"),
    "role.seats": gettext_lazy("the number of seats is changed"),
    "role.hold": gettext_lazy("the number of held seats is changed"),
    "role.close": gettext_lazy("closed"),
    "round.prepare": gettext_lazy("prepared"),
    "round.commit": gettext_lazy("your secret is written down"),
    "round.freeze": gettext_lazy("frozen"),
    "round.approve": gettext_lazy("the inputs are approved"),
    "round.reveal": gettext_lazy("your secret is revealed"),
    "round.publish": gettext_lazy("the portal publishes it now"),
    "round.propose-document": gettext_lazy("proposed; a second person releases the document"),
    "round.release-document": gettext_lazy("the document is released"),
    "round.discard": gettext_lazy("discarded"),
    "simulation.simulate": gettext_lazy("asked for; the portal runs it now"),
    "simulation.cancel": gettext_lazy("cancelled"),
    "backfill.open": gettext_lazy("the role is named, and who asked is told"),
    "backfill.decline": gettext_lazy("declined, and who asked is told"),
    "heldmove.apply": gettext_lazy("the person is moved"),
    "heldmove.drop": gettext_lazy("the person stays where they are"),
    "grant.propose": gettext_lazy("proposed; another person confirms it"),
    "grant.confirm": gettext_lazy("confirmed"),
    "grant.batch": gettext_lazy("confirmed, with the others of its import"),
    "grant.refuse": gettext_lazy("the grant is refused"),
    "grant.end": gettext_lazy("ended"),
    "policy.publish": gettext_lazy("published"),
    "notice.others": gettext_lazy("what needed attention will be tried again within a minute"),
    "notice.retry": gettext_lazy("it will be tried again within a minute"),
    "failingwork.retry": gettext_lazy("it is tried again, and counted anew"),
    "employee.manager": gettext_lazy("the manager is changed, and the person is told"),
    "employee.leave": gettext_lazy("the leave is recorded"),
    "employee.reset": gettext_lazy("a sign-in reset is on its way"),
    "employee.departure": gettext_lazy("the departure is recorded"),
    "employee.readmit": gettext_lazy("the return to the company is recorded"),
    "unit.edit": gettext_lazy("changed"),
    "unit.merge": gettext_lazy("merged into the other unit"),
    "unit.close": gettext_lazy("closed"),
    "upload.upload": gettext_lazy("uploaded; the portal checks it now"),
    "upload.apply": gettext_lazy("the portal applies it now"),
    "upload.layout": gettext_lazy("the portal checks it again by these columns"),
    "upload.mend": gettext_lazy("the mended rows are in; the portal checks it again"),
    "upload.undo": gettext_lazy("the portal undoes it now"),
    "upload.check": gettext_lazy("the portal checks it again"),
    "upload.drop": gettext_lazy("dropped; the file is deleted"),
}


def say_done(noun: type[Model], verb: Verb, thing: Model | None) -> str:
    """“Role “Platform engineer”: closed.”; of a verb that made or changed no one thing what was done alone."""
    done = str(DONE_WORDS[f"{noun._meta.model_name}.{verb.name}"])
    if thing is None:
        return _("%(done)s.") % {"done": capfirst(done)}
    called = {"noun": capfirst(str(thing._meta.verbose_name)), "name": title_of(thing), "done": done}
    if isinstance(thing, Extension | Policy):  # their titles name the noun
        return _("%(name)s: %(done)s.") % called
    return _("%(noun)s “%(name)s”: %(done)s.") % called
