"""What Norrvane told its people: the memo, word for word, and the terms it has decided so far."""

from datetime import datetime, time

from accounts.models import Site, Unit
from seeds.company import CAMPAIGN_CODE
from seeds.tree import POOL_CODE
from seeds.vocabulary import TASK_FORCE_CODE, TASK_FORCE_NAME
from transfers.actions.campaign_drafts import CampaignDraft, CountryRecord
from transfers.models.terms import CAMPAIGN_TOPICS, TermsSheet

DEADLINE_AT, DEADLINE_ZONE = time(17), "Europe/Berlin"

MEMO = """\
To everyone assigned to Applied AI

A month ago we asked many of you to join Applied AI, and we asked in a hurry. Much of what we set out to \
build now exists because of that. We did not ask whether you wanted to come. We should have.

We would prefer everyone to stay, but we defer to each individual’s choice. If you want to work elsewhere in the \
company, you have priority for open roles in teams that are short of people. Nobody needs a reason, and nobody’s \
manager is asked.

You have until the deadline shown in Undraft. What each choice means for your pay, your level, your review and your \
next months is written there, and where something is not decided yet it says so and names whom to ask.
"""

_STATED = {
    "pay": "Your base pay does not change by either choice. At a lower level it is protected for twelve months.",
    "level": "Your level does not change by either choice.",
    "review": "This half-year’s review is written by the manager you had for most of it.",
    "layoff": "Neither choice counts in a selection for layoff.",
    "workload": "Whoever undrafts takes on no new duties for the task force until the move.",
    "stay_commitment": "Who stays is asked again in twelve months; until then team and duties are as in the draft.",
    "stay_duties": "The duties written in the letter of your reassignment, and no others without your agreement.",
    "stay_length": "At least until the end of next June, at most two years from the day of your reassignment.",
    "stay_review": "After twelve months you are asked again; nothing you filed now counts against you then.",
    "until_placed": "Until you are placed you work where you work today, on the same terms.",
    "latest_end": "The assignment ends at the latest 60 days after you file undraft.",
    "after_end": "If no new role was found by then, you go back to the unit you came from.",
    "return_right": "For 90 days after a move you may return to the unit you came from.",
}


def draft_campaign(last_day: datetime) -> CampaignDraft:
    """The campaign as HR wrote it down; `last_day` is any instant of the day on which the window closes."""
    countries = sorted(set(Site.objects.values_list("country", flat=True)))
    return CampaignDraft(
        code=CAMPAIGN_CODE,
        name=TASK_FORCE_NAME,
        memo=MEMO,
        memo_from="The chief people officer of Norrvane",
        terms=_terms(),
        deadline=datetime.combine(last_day, DEADLINE_AT),
        deadline_zone=DEADLINE_ZONE,
        until_placed=_STATED["until_placed"],
        after_end="origin",
        pool=Unit.objects.get(code=POOL_CODE),
        is_capture_excluded=True,
        assigned_units=list(Unit.objects.filter(code=TASK_FORCE_CODE)),
        countries=[
            CountryRecord(
                country,
                "The employee representatives were heard before the memo; their statement is with People Partners.",
                "The assessment of this portal is kept by the data-protection officer.",
            )
            for country in countries
        ],
    )


def _terms() -> TermsSheet:
    """The campaign's terms sheet: what Norrvane has decided, and openly what it has not."""
    return {
        topic: {"statement": "stated", "text": _STATED[topic], "ask": ""}
        if topic in _STATED
        else {"statement": "not_stated", "text": "", "ask": "your HR partner, Dolores Echeverría"}
        for topic in CAMPAIGN_TOPICS
    }
