"""Who may propose, confirm, refuse and end the right to act."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from accounts.models import Employee
from transfers.errors import Invalid, NotAllowed, NotVisible
from transfers.models import Grant
from transfers.models.grant import ADMIN, HIRING_MANAGER
from transfers.sight.actor import Actor, Portal
from transfers.sight.hats import grants_in_force, is_admin, is_hr_partner

# one proposes and another confirms: with fewer, nobody could be given a right any more
LEAST_ADMINS = 2


def check_can_propose_grant(actor: Actor, kind: str, employee: Employee, ends_on: date | None, at: datetime) -> None:
    """An admin proposes any right, an HR partner that of a hiring manager; nobody their own."""
    _check_may_govern(actor, kind, at)
    if actor == employee:
        raise NotAllowed(_("Nobody proposes a grant for themselves. Ask a colleague."))
    if not employee.is_active:
        raise Invalid(_("This person does not work here any more."), field="employee")
    if ends_on is not None and ends_on < at.date():
        raise Invalid(_("The last day lies in the past."), field="ends_on")


def check_can_propose_batch(actor: Actor, kinds: set[str], at: datetime) -> None:
    """As for one; an import proposes many."""
    for kind in kinds:
        _check_may_govern(actor, kind, at)


def check_can_confirm_grant(actor: Actor, grant: Grant, at: datetime) -> None:
    """A second person: neither who proposed it nor who receives it."""
    _check_may_govern(actor, grant.kind, at)
    if isinstance(actor, Portal):
        raise NotAllowed(_("A grant is confirmed by a person."))
    if actor == grant.employee:
        raise NotAllowed(_("Nobody confirms their own grant. Ask a colleague."))
    if actor == grant.proposed_by:
        raise NotAllowed(_("You proposed this grant, so another person confirms it."))
    if not grant.employee.is_active:
        raise NotAllowed(_("This person does not work here any more: refuse the proposal."))


def check_can_refuse_grant(actor: Actor, grant: Grant, at: datetime) -> None:
    """Whoever may govern this kind; who proposed it may take it back."""
    _check_may_govern(actor, grant.kind, at)


def check_can_end_grant(actor: Actor, grant: Grant, at: datetime) -> None:
    """Whoever may govern this kind, as long as two admins remain."""
    _check_may_govern(actor, grant.kind, at)
    if grant.kind == ADMIN and not two_admins_remain(grant.employee, at):
        raise NotAllowed(_("Two admins must remain. Confirm another one first."))


def two_admins_remain(without: Employee, at: datetime) -> bool:
    """Whether two others are admins without a last day: one whose right runs out leaves too few a day later."""
    lasting = grants_in_force(at).filter(kind=ADMIN, ends_on__isnull=True).exclude(employee=without)
    return lasting.count() >= LEAST_ADMINS


def _check_may_govern(actor: Actor, kind: str, at: datetime) -> None:
    if isinstance(actor, Portal) or is_admin(actor, at):
        return
    if not is_hr_partner(actor, at):
        raise NotVisible()
    if kind != HIRING_MANAGER:
        raise NotAllowed(
            _("Only an admin proposes and confirms this grant. HR partners propose and confirm hiring managers.")
        )
