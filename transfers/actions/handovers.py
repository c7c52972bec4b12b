"""Ticking the steps of a handover."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from transfers import atomic, ledger
from transfers.actions.locks import lock_person
from transfers.clock import Clock, database_clock
from transfers.errors import Invalid, Stale
from transfers.models import HandoverTick, Placement
from transfers.models.handover_tick import STEPS
from transfers.permissions.handovers import check_can_tick
from transfers.queries.handovers import get_done, to_version
from transfers.sight.actor import Actor, employee_of


@atomic.write
def tick_handover(
    placement: Placement,
    *,
    owner: str,
    done: Collection[str],
    seen_version: int,
    by: Actor,
    clock: Clock = database_clock,
) -> None:
    """Let one side say which of its own steps are done: `done` are all of them, every other one is open again.

    Each step that changes leaves an Event. Raises NotVisible, NotAllowed, Stale, Invalid. Locks: person.
    """
    person = lock_person(placement.employee_id)
    placement = Placement.objects.select_related("employee").get(pk=placement.pk)
    at = clock()
    check_can_tick(by, placement, owner, at)
    ticked_by = employee_of(by)
    if ticked_by is None:
        raise AssertionError  # the portal was refused above
    stood = {step for step in get_done([placement])[placement.pk] if step in STEPS[owner]}
    if to_version(owner, stood) != seen_version:
        raise Stale(_("These steps were ticked elsewhere since the page was drawn. Open it again to see them."))
    if not set(done) <= set(STEPS[owner]):
        raise Invalid(_("One of the steps is not yours to tick."), field="done")
    for step in STEPS[owner]:
        if (step in done) == (step in stood):
            continue
        if step in done:
            HandoverTick.objects.create(placement=placement, step=step, at=at, ticked_by=ticked_by)
        else:
            HandoverTick.objects.filter(placement=placement, step=step).delete()
        verb = "placement.step_ticked" if step in done else "placement.step_reopened"
        ledger.record(verb, placement, by=by, at=at, subject=person, body={"step": step})
