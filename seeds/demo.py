"""The whole demo: its stage, then what people did on it. Everything or nothing, once."""

import random

from django.db import transaction

from seeds import cast
from seeds.company import SEED
from seeds.market import Market
from seeds.opening import FIRST_ROLES_OPENED, OPENED, Say, Stage, person_of
from seeds.outcomes import Outcomes
from seeds.rounds import hold_a_round
from seeds.schedule import Schedule
from seeds.stories import tell_stories
from transfers.actions.demo import begin_demo, end_demo, telling_inboxes_only
from transfers.actions.sealing import seal_events
from transfers.clock import database_clock
from transfers.models import Campaign

_AN_HOUR = 1 / 24


@transaction.atomic
def load_demo(size: str, say: Say) -> None:
    """Load the demo company into an empty database; the actions join one transaction, so a failure leaves nothing.

    Raises NotAllowed where people stand already.
    """
    begin_demo(size)
    schedule = Schedule(database_clock().replace(minute=0, second=0, microsecond=0))
    chance = random.Random(SEED)  # noqa: S311  (repeatable, not secret)
    outcomes = Outcomes(schedule, partner=lambda: person_of(cast.DOLORES))
    market = Market(size, schedule, outcomes, chance)
    Stage(size, schedule, say)
    schedule.at(schedule.ago(FIRST_ROLES_OPENED - _AN_HOUR), market.plan_before_the_draft)
    schedule.at(schedule.ago(OPENED - _AN_HOUR), lambda clock: market.plan_the_window(Campaign.objects.get(), clock))
    tell_stories(schedule)
    hold_a_round(schedule, size)
    with telling_inboxes_only():
        schedule.run()
    for what, number in sorted((market.happened + outcomes.happened).items()):
        say(f"{what}: {number}")
    end_demo()
    while seal_events() > 0:  # a past that is years old by its dates should not stand unsealed until a worker starts
        pass


def describe_cast() -> str:
    """Whom to sign in as, for a terminal."""
    lines = [f"  {member.sign_in_name:<8} {member.story}" for member in cast.CAST]
    head = f"  Sign in with one click as one of these, or by name with the password {cast.PASSWORD}:"
    return "\n".join([head, *lines])
