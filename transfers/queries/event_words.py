"""What the list of events says of each: the portal and its rules in words, everything else not at all."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

# What the portal and its rules are about. All else is about one person's affairs and keeps its verb to itself.
GOVERNANCE: dict[str, Promise] = {
    "campaign": gettext_lazy("a campaign"),
    "role": gettext_lazy("a role"),
    "policy": gettext_lazy("the policy"),
    "grant": gettext_lazy("a grant"),
    "unit": gettext_lazy("a unit"),
    "releaseproposal": gettext_lazy("a release that is proposed"),
    "release": gettext_lazy("a release"),
}
WORDS: dict[str, Promise] = {
    "campaign.preparing": gettext_lazy("written down"),
    "campaign.edited": gettext_lazy("changed while in preparation"),
    "campaign.mail_test": gettext_lazy("a test mail was asked for"),
    "campaign.mail_confirmed": gettext_lazy("a test mail arrived"),
    "campaign.open": gettext_lazy("opened"),
    "campaign.lengthened": gettext_lazy("everybody was given longer"),
    "campaign.extended": gettext_lazy("a day more after an outage"),
    "campaign.reminded": gettext_lazy("members were reminded"),
    "campaign.closed": gettext_lazy("closed"),
    "campaign.reopened": gettext_lazy("reopened"),
    "campaign.end_days_ordered": gettext_lazy("latest end days were put in order"),
    "campaign.survey_opened": gettext_lazy("a survey began"),
    "campaign.survey_counted": gettext_lazy("a survey was counted"),
    "campaign.keys_destroyed": gettext_lazy("the keys of all choices were destroyed"),
    "campaign.archived": gettext_lazy("archived"),
    "role.preparing": gettext_lazy("written down"),
    "role.open": gettext_lazy("opened"),
    "role.paused": gettext_lazy("paused"),
    "role.closed": gettext_lazy("closed"),
    "role.changed": gettext_lazy("changed"),
    "role.rated": gettext_lazy("candidates were rated, sealed until a round is run"),
    "role.seats_refused": gettext_lazy("a number of seats was refused"),
    "policy.published": gettext_lazy("a version was published"),
    "grant.proposed": gettext_lazy("proposed"),
    "grant.confirmed": gettext_lazy("confirmed"),
    "grant.refused": gettext_lazy("refused"),
    "grant.ended": gettext_lazy("ended"),
    "grant.recovered": gettext_lazy("given back by an operator"),
    "unit.changed": gettext_lazy("changed"),
    "unit.closed": gettext_lazy("closed"),
    "unit.merged": gettext_lazy("merged into another"),
    "release.proposed": gettext_lazy("proposed"),
    "release.published": gettext_lazy("published"),
}


def say_verb(verb: str) -> str:
    """What happened, in words; of a verb that an older version wrote and no words are kept for, its own."""
    return str(WORDS.get(verb) or verb.partition(".")[2].replace("_", " "))
