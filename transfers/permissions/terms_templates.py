"""Who keeps sets of terms: whoever makes claims, each their own."""

from datetime import datetime

from transfers.errors import NotVisible
from transfers.models import TermsTemplate
from transfers.sight.actor import Actor, Person, Portal
from transfers.sight.hats import is_hiring_manager, is_hr_partner


def check_can_keep_templates(actor: Actor, at: datetime) -> Person:
    """A hiring manager, or an HR partner, who may claim in place of one."""
    if isinstance(actor, Portal) or not (is_hiring_manager(actor, at) or is_hr_partner(actor, at)):
        raise NotVisible()
    return actor


def check_can_change_template(actor: Actor, template: TermsTemplate, at: datetime) -> None:
    """Its owner, while they make claims."""
    if check_can_keep_templates(actor, at).pk != template.employee_id:
        raise NotVisible()
