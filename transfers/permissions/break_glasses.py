"""Who proposes, confirms, refuses and uses the right to read one choice once."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from transfers.errors import NotAllowed, NotVisible
from transfers.models import Assignment, BreakGlass
from transfers.models.break_glass import PROPOSAL_LASTS, STANDING
from transfers.queries.break_glasses import HOURS_TO_DECIDE
from transfers.sight.actor import Actor, Person, Portal
from transfers.sight.break_glasses import assignments_opened_for, break_glasses_visible_to, may_join
from transfers.sight.hats import is_admin
from transfers.states import BreakGlassStatus

PROPOSALS_A_DAY = 3
_A_DAY = timedelta(hours=24)


def check_may_join(actor: Actor, at: datetime) -> None:
    """Admins, auditors and HR partners have the page."""
    if isinstance(actor, Portal) or not may_join(actor, at):
        raise NotVisible()


def check_may_propose(actor: Actor, at: datetime) -> None:
    """Admins alone: whoever may confirm need not be one."""
    if isinstance(actor, Portal) or not is_admin(actor, at):
        raise NotVisible()


def check_can_propose_break_glass(actor: Actor, assignment: Assignment, at: datetime) -> Person:
    """An admin outside the person's chain and campaign who hires for no role; few a day. Returns who proposes."""
    if isinstance(actor, Portal) or not assignments_opened_for(actor, at).filter(pk=assignment.pk).exists():
        raise NotVisible()
    if BreakGlass.objects.filter(assignment=assignment, status__in=STANDING).exists():
        raise NotAllowed(_("It is proposed or confirmed for this person already."))
    if BreakGlass.objects.filter(proposed_by=actor, proposed_at__gt=at - _A_DAY).count() >= PROPOSALS_A_DAY:
        raise NotAllowed(
            _("You proposed %(n)s within 24 hours, and that is the limit. It is for when nothing else will do.")
            % {"n": PROPOSALS_A_DAY}
        )
    return actor


def check_can_confirm_break_glass(actor: Actor, glass: BreakGlass, at: datetime) -> None:
    """A second person who may know of it: never who proposed it, never the person, nobody in their chain."""
    _check_is_shown(actor, glass, at)
    check_may_confirm(actor, glass, at)


def check_may_confirm(actor: Actor, glass: BreakGlass, at: datetime) -> None:
    """What is left to ask of somebody to whom it is shown."""
    check_may_refuse(actor, glass, at)
    if actor == glass.proposed_by:
        raise NotAllowed(_("You proposed it, so another person confirms it."))
    if at >= get_proposal_end(glass):
        raise NotAllowed(
            _("Nobody confirmed it within %(n)d hours. It has to be proposed anew.") % {"n": HOURS_TO_DECIDE}
        )
    if not _may_still_read(glass, at):
        raise NotAllowed(_("Who proposed it may not read this any more. Refuse it."))


def check_can_refuse_break_glass(actor: Actor, glass: BreakGlass, at: datetime) -> None:
    """Whoever may decide on it; who proposed it takes it back so."""
    _check_is_shown(actor, glass, at)
    check_may_refuse(actor, glass, at)


def check_may_refuse(actor: Actor, glass: BreakGlass, at: datetime) -> None:
    """What is left to ask of somebody to whom it is shown."""
    if glass.status != BreakGlassStatus.PROPOSED:
        raise NotAllowed(_("Somebody has decided on it already."))


def check_can_use_break_glass(actor: Actor, glass: BreakGlass, at: datetime) -> Person:
    """Its proposer alone, once and in time, while both who opened it could still do so. Returns who reads."""
    if isinstance(actor, Portal) or actor != glass.proposed_by or not _may_still_read(glass, at):
        raise NotVisible()
    if glass.status == BreakGlassStatus.USED:
        raise NotAllowed(_("You have read it. It was open to you once."))
    if glass.status != BreakGlassStatus.CONFIRMED:
        raise NotAllowed(_("It is not open to you."))
    if glass.open_until_at is None or at >= glass.open_until_at:
        raise NotAllowed(_("The hour in which it was open to you is over."))
    second = glass.confirmed_by
    if second is None or not break_glasses_visible_to(second, at).filter(pk=glass.pk).exists():
        raise NotAllowed(_("Who confirmed it has lost the right to. It is not open any more."))
    return actor


def check_can_lapse_break_glass(actor: Actor, glass: BreakGlass, at: datetime) -> None:
    """The portal, once its time is over."""
    if not isinstance(actor, Portal):
        raise NotVisible()
    ends_at = get_proposal_end(glass) if glass.status == BreakGlassStatus.PROPOSED else glass.open_until_at
    if glass.status not in STANDING or ends_at is None or at < ends_at:
        raise NotAllowed(_("This is not due yet."))


def get_proposal_end(glass: BreakGlass) -> datetime:
    """Until when a second person may confirm it."""
    proposed_at: datetime = glass.proposed_at
    return proposed_at + PROPOSAL_LASTS


def _check_is_shown(actor: Actor, glass: BreakGlass, at: datetime) -> None:
    if isinstance(actor, Portal) or not break_glasses_visible_to(actor, at).filter(pk=glass.pk).exists():
        raise NotVisible()


def _may_still_read(glass: BreakGlass, at: datetime) -> bool:
    proposer = glass.proposed_by
    return proposer is not None and assignments_opened_for(proposer, at).filter(pk=glass.assignment_id).exists()
