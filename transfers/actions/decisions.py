"""Writing down what prompted a decision and what it changed, in the transaction that takes it."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from transfers import ledger
from transfers.errors import Invalid
from transfers.formats.commitments import make_key
from transfers.models import Campaign, Decision, Event, Policy
from transfers.models.decision import LONGEST_PROMPT
from transfers.queries.decisions import get_commitment
from transfers.sight.actor import Actor

Change = dict[str, Any]


def take_prompt(prompted_by: str) -> str:
    """What prompted it, without blanks around it. Raises Invalid where there is nothing, or too much."""
    prompted_by = prompted_by.strip()
    if not prompted_by:
        raise Invalid(_("Say what prompted this: it stands in the log of decisions."), field="prompted_by")
    if len(prompted_by) > LONGEST_PROMPT:
        raise Invalid(_("Keep it to %(most)d characters.") % {"most": LONGEST_PROMPT}, field="prompted_by")
    return prompted_by


def change(name: str, was: Any, now: Any, *, of: str = "") -> Change:
    """One thing that changed, and whose it is."""
    return {"name": name, "of": of, "from": was, "to": now}


def find_changes(name: str, was: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[Change]:
    """What differs between two mappings by whose it is; what is in one alone was, or becomes, nothing."""
    for of in dict.fromkeys([*was, *now]):
        if was.get(of, "") != now.get(of, ""):
            yield change(name, was.get(of, ""), now.get(of, ""), of=of)


def wall_clock(at: datetime | None, zone: str) -> str:
    """An instant as it was written down: local time, and its zone."""
    return f"{at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M} {zone}" if at is not None else ""


def decide_on_campaign(campaign: Campaign, prompted_by: str, *changes: Change) -> Decision:
    """A decision not yet written, for the body of its Event. Raises Invalid without what prompted it."""
    prompt = take_prompt(prompted_by)
    return Decision(campaign=campaign, prompted_by=prompt, changes=list(changes), key=make_key())


def decide_on_policy(policy: Policy, *changes: Change) -> Decision:
    """A new version's decision, not yet written: its note says what prompted it."""
    return Decision(policy=policy, changes=list(changes), key=make_key())


def commitment_to(decision: Decision) -> dict[str, str]:
    """For the body of the Event."""
    return {"decision": get_commitment(decision)}


def keep_decision(decision: Decision, event: Event) -> None:
    """Join the transaction of the Event that was recorded with the commitment."""
    decision.event = event
    decision.save(force_insert=True)


def record_decision(verb: str, decision: Decision, *, by: Actor, at: datetime) -> Event:
    """Record the Event of a decision that changes no status, and keep the decision with it."""
    about = decision.policy or decision.campaign
    assert about is not None, "the database holds none without"
    event = ledger.record(verb, about, by=by, at=at, body=commitment_to(decision))
    keep_decision(decision, event)
    return event
