"""Who may file, when, and what stands in the way."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from transfers.errors import NotAllowed, NotVisible
from transfers.models import Assignment, Choice
from transfers.queries.choices import OpenedChoice
from transfers.queries.deadlines import get_deadline, get_grace, is_in_grace, is_window_open
from transfers.queries.policies import get_policy_at
from transfers.sight.actor import Actor, Portal
from transfers.sight.hats import assignments_served_by
from transfers.states import AssignmentStatus, CampaignStatus

STAY, UNDRAFT = "stay", "undraft"


class WindowClosed(NotAllowed):
    """The deadline and its grace are over."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "The window for filing is closed. What you filed before it closed stands. If leave, an outage or a "
                "lock-out kept you from filing, your HR partner can still record it for a limited time."
            )
        )


def check_can_file(
    actor: Actor,
    assignment: Assignment,
    option: str,
    *,
    latest: Choice | OpenedChoice | None,
    latest_option: str,
    has_pending: bool,
    opened_at: datetime,
    at: datetime,
) -> None:
    """The person, for an assignment whose choice is offered, in time.

    After the window only stay is open, to everybody who filed and any time before acceptance: for who filed undraft
    that turns back, for who filed stay it changes nothing, so that having the way tells nothing. A pending placement
    (`has_pending`) that the present undraft led to must be cancelled first; who has one and filed in an earlier
    window does not file again.
    """
    if actor != assignment.employee:
        raise NotVisible()
    _check_offered(assignment)
    is_over = not is_window_open(assignment, at) and not is_in_grace(assignment, opened_at, at)
    if is_over and (latest is None or option != STAY):
        raise WindowClosed
    if has_pending:
        _check_beside_pending(assignment, latest, latest_option, is_over=is_over)


def check_can_file_late(actor: Actor, assignment: Assignment, *, latest: Choice | None, at: datetime) -> None:
    """As `check_may_file_late`, where nothing was filed."""
    check_may_file_late(actor, assignment, at)
    if latest is not None:
        raise NotAllowed(_("Something was filed already, and it stands. It is filed late only where nothing was."))


def check_may_file_late(actor: Actor, assignment: Assignment, at: datetime) -> None:
    """An HR partner of the campaign who serves the person, in the time of late filing.

    What a page may ask that must not tell whether anything was filed.
    """
    if isinstance(actor, Portal) or not assignments_served_by(actor, at).filter(pk=assignment.pk).exists():
        raise NotVisible()
    check_is_late(assignment, at)


def check_is_late(assignment: Assignment, at: datetime) -> None:
    """From the end of an assignment's window to the end of late filing, whoever records it and whatever stands."""
    _check_offered(assignment)
    deadline = get_deadline(assignment)
    if deadline is None or at <= deadline + get_grace(assignment, at):
        raise NotAllowed(_("The window is still open: the person files for themselves."))
    policy = assignment.campaign.policy or get_policy_at(at)
    if at > deadline + timedelta(days=policy.late_filing_days):
        raise NotAllowed(_("Late filing ended %(days)d days after the deadline.") % {"days": policy.late_filing_days})


def _check_offered(assignment: Assignment) -> None:
    if not assignment.choice_offered:
        raise NotAllowed(_("This memo does not offer you the choice. The page says why, and whom to ask."))
    if assignment.status != AssignmentStatus.ACTIVE:
        raise NotAllowed(_("This assignment has ended, and with it the choice about it."))
    if assignment.campaign.status not in (CampaignStatus.OPEN, CampaignStatus.CLOSED):
        raise WindowClosed


def _check_beside_pending(
    assignment: Assignment, latest: Choice | OpenedChoice | None, latest_option: str, *, is_over: bool
) -> None:
    if latest_option == UNDRAFT or is_over:
        raise NotAllowed(
            _("You have accepted an offer. Undo or cancel that placement first, then change your choice.")
        )
    opened_at = assignment.campaign.open_at
    if latest is not None and opened_at is not None and latest.filed_at < opened_at:
        raise NotAllowed(_("You filed in an earlier window and have a placement pending, so you do not file again."))
