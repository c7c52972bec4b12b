"""What becomes of an offer in the demo: each fate puts its own next steps on the schedule."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

from accounts.models import Employee
from seeds.schedule import Schedule
from transfers.actions.acceptance import accept_claim, undo_acceptance
from transfers.actions.claims import decline_claim, expire_claim, withdraw_claim
from transfers.actions.placements import (
    announce_placement,
    cancel_placement,
    finalise_placement,
    return_in_trial,
    settle_placement,
)
from transfers.clock import Clock
from transfers.models import Claim, Placement
from transfers.queries.calendars import get_trial_end

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


class Outcomes:
    """Lets the holder of an offer, its maker, HR and time do what a fate says. `happened` counts what came of all."""

    def __init__(self, schedule: Schedule, partner: Callable[[], Employee]) -> None:
        self._schedule = schedule
        self._partner = partner
        self.happened: Counter[str] = Counter()

    def meet(self, claim: Claim, fate: str, offered_at: datetime) -> None:
        """Put on the schedule what `fate` holds for an offer made at `offered_at`."""
        self.happened[fate] += 1
        later = offered_at + 20 * HOUR
        if fate == "declined":
            self._schedule.at(later, lambda clock: self._decline(claim, clock))
        elif fate == "withdrawn":
            self._schedule.at(later, lambda clock: self._withdraw(claim, clock))
        elif fate == "expired":
            self._schedule.at(claim.expires_at, lambda clock: self._expire(claim, clock))
        elif fate != "live":
            self._schedule.at(later, lambda clock: self._accept(claim, fate, clock))

    def _decline(self, claim: Claim, clock: Clock) -> None:
        decline_claim(claim, by=claim.employee, clock=clock)

    def _withdraw(self, claim: Claim, clock: Clock) -> None:
        if claim.offered_by is not None:
            withdraw_claim(claim, because="The team’s plans have changed.", by=claim.offered_by, clock=clock)

    def _expire(self, claim: Claim, clock: Clock) -> None:
        expire_claim(claim, clock=clock)

    def _accept(self, claim: Claim, fate: str, clock: Clock) -> None:
        placement = accept_claim(claim, by=claim.employee, clock=clock)
        accepted_at = clock()
        if fate == "undone":
            self._schedule.at(accepted_at + 5 * HOUR, lambda at: self._undo(placement, at))
            return
        if fate == "cancelled":
            self._schedule.at(accepted_at + 2 * DAY, lambda at: self._cancel(placement, at))
            return
        self._schedule.at(placement.announce_at, lambda at: self._announce(placement, at))
        self._schedule.at(placement.effective_at, lambda at: self._finalise(placement, fate, at))

    def _undo(self, placement: Placement, clock: Clock) -> None:
        undo_acceptance(placement, by=placement.employee, clock=clock)

    def _cancel(self, placement: Placement, clock: Clock) -> None:
        cancel_placement(placement, because="person", by=self._partner(), clock=clock)

    def _announce(self, placement: Placement, clock: Clock) -> None:
        announce_placement(placement, clock=clock)

    def _finalise(self, placement: Placement, fate: str, clock: Clock) -> None:
        finalised = finalise_placement(placement, clock=clock)
        if fate == "returned":
            self._schedule.at(clock() + 2 * DAY, lambda at: self._return(finalised, at))
        elif fate == "settled":
            self._schedule.at(get_trial_end(finalised), lambda at: self._settle(finalised, at))

    def _return(self, placement: Placement, clock: Clock) -> None:
        return_in_trial(placement, by=placement.employee, clock=clock)

    def _settle(self, placement: Placement, clock: Clock) -> None:
        settle_placement(placement, clock=clock)
