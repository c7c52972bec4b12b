"""Who may answer a survey: every member of the campaign alike, while a wave is open."""

from datetime import datetime

from django.utils.translation import gettext as _

from transfers.errors import NotAllowed, NotVisible
from transfers.models import Campaign
from transfers.queries.surveys import get_open_wave, is_counted
from transfers.sight.actor import Actor, Person, Portal
from transfers.sight.filters import assignments_visible_to
from transfers.states import AssignmentStatus


def check_can_answer_survey(actor: Actor, campaign: Campaign, at: datetime) -> tuple[Person, int]:
    """A member, in the wave that is open. Returns who acts and which wave it is."""
    if isinstance(actor, Portal):
        raise NotVisible()
    own = assignments_visible_to(actor, at).filter(campaign=campaign)
    if not own.exclude(status=AssignmentStatus.VOIDED).exists():
        raise NotVisible()
    found = get_open_wave(campaign, at)
    if found is None or is_counted(campaign, found[0]):
        raise NotAllowed(_("These questions are closed. Nothing was sent."))
    return actor, found[0]
