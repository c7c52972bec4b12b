"""Who voids an assignment or gives one member longer."""

from datetime import datetime

from django.utils.translation import gettext as _

from transfers.errors import NotAllowed, NotVisible
from transfers.models import Assignment
from transfers.permissions.campaigns import check_is_no_member
from transfers.permissions.chains import check_is_outside_chain_of
from transfers.queries.lock_outs import LOCK_OUT
from transfers.sight.actor import Actor, Portal
from transfers.sight.hats import assignments_served_by, is_admin
from transfers.states import AssignmentStatus

# why one member gets longer: classes, never a text about a person's health or family
OWN_DEADLINE_REASONS = {"leave": "leave", "outage": "the portal was not reachable", LOCK_OUT: "could not sign in"}


def check_can_change_assignment(actor: Actor, assignment: Assignment, at: datetime) -> None:
    """An HR partner of its campaign who serves the person, or an admin who is no member of it; never about oneself or
    anybody in whose chain one stands."""
    if not isinstance(actor, Portal):
        served = assignments_served_by(actor, at).filter(pk=assignment.pk)
        if not is_admin(actor, at) and not served.exists():
            raise NotVisible()
        check_is_outside_chain_of(actor, assignment.employee)
        check_is_no_member(actor, assignment.campaign)
    if assignment.status != AssignmentStatus.ACTIVE:
        raise NotAllowed(_("This assignment has ended already."))
