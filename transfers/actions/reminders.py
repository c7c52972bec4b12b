"""Reminders owed: of the choice to every member alike, of an offer to its holder."""

from transfers import atomic, ledger
from transfers.actions.locks import lock_campaign, lock_person
from transfers.clock import Clock, database_clock
from transfers.ledger import Owed
from transfers.models import Campaign, Claim, Event
from transfers.models.notice import INBOX, MAIL
from transfers.queries.notification_preferences import get_without_reminders
from transfers.queries.reminders import (
    CHOICE_REMINDED,
    CLAIM_REMINDED,
    get_claim_reminder,
    get_reminder_groups,
    reminder_body,
)
from transfers.sight.actor import PORTAL
from transfers.states import ClaimStatus


@atomic.write
def owe_choice_reminders(campaign: Campaign, *, clock: Clock = database_clock) -> int:
    """Owe every member whose deadline is near the reminder of that step, once. Returns how many were owed.

    Who has filed gets the same words at the same time as who has not: a reminder tells nobody anything.
    Locks: campaign, so that two sweeps do not both find the same members waiting.
    """
    campaign = lock_campaign(campaign.pk)
    at = clock()
    groups = get_reminder_groups(campaign, at)
    for group in groups:
        body = reminder_body(group.deadline_at, group.days)
        event = ledger.record(CHOICE_REMINDED, campaign, by=PORTAL, at=at, body=body)
        refs = {"campaign": str(campaign.public_id)}
        owed = [Owed(event, person_id, "campaign.reminder", refs) for person_id in group.member_ids]
        off = get_without_reminders(group.member_ids)
        ledger.owe_all([one for one in owed if one.recipient_id not in off], at=at)
        ledger.owe_all([one for one in owed if one.recipient_id in off], at=at, channels=(INBOX,))
    return sum(len(group.member_ids) for group in groups)


@atomic.write
def remind_of_claim(claim: Claim, *, clock: Clock = database_clock) -> bool:
    """Owe the holder of a live offer the reminder of its last day, once. Returns whether it was owed now.

    Locks: person.
    """
    person = lock_person(claim.employee_id)
    claim = Claim.objects.select_related("employee__site").get(pk=claim.pk)
    at = clock()
    if claim.status != ClaimStatus.OFFERED or not get_claim_reminder(claim) <= at < claim.expires_at:
        return False
    if Event.objects.filter(noun="claim", noun_id=claim.pk, verb=CLAIM_REMINDED).exists():
        return False
    event = ledger.record(CLAIM_REMINDED, claim, by=PORTAL, at=at, subject=person)
    channels = (INBOX,) if get_without_reminders([person.pk]) else (INBOX, MAIL)
    ledger.owe(event, person, "claim.reminder", at=at, refs={"claim": str(claim.public_id)}, channels=channels)
    return True
