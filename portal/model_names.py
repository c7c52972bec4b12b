"""What the administration calls things, their fields and their states: Django draws these names by itself.

They are put into the reader's language here and not in the models, whose plain names stand in the migrations.
"""

from django.apps import apps
from django.utils.translation import gettext_lazy, pgettext_lazy

from transfers.queries.policy_names import POLICY_NAMES

_APPS = ("accounts", "transfers")
# by model and field, where the name of the column is no name for readers
_NAMES = {
    "unit.is_at_risk": gettext_lazy("at risk"),
    "unit.parent": gettext_lazy("within"),
    "unit.is_pool": gettext_lazy("pool"),
    "unit.merged_into": gettext_lazy("merged into"),
    "employee.is_active": gettext_lazy("works here"),
    "employee.on_leave_from": gettext_lazy("on leave from"),
    "employee.on_leave_until": gettext_lazy("on leave until"),
    "role.level_min": gettext_lazy("lowest level"),
    "role.level_max": gettext_lazy("highest level"),
    "role.wanted_by_on": gettext_lazy("wanted by"),
    "role.is_trainable": gettext_lazy("can be learned in the role"),
    "role.is_remote_allowed": gettext_lazy("can be done remotely"),
    "role.clearance_until_at": gettext_lazy("open to people with priority only until"),
    "roleskill.is_required": gettext_lazy("required"),
    "campaign.memo_from": gettext_lazy("signed by"),
    "campaign.until_placed": gettext_lazy("where people work until placed"),
    "campaign.mail_tested_at": gettext_lazy("test mail arrived"),
    "assignment.own_deadline_at": gettext_lazy("own deadline"),
    "assignment.not_offered_because": gettext_lazy("why no choice is offered"),
    "assignment.voided_because": gettext_lazy("why it was voided"),
    "policy.effective_at": gettext_lazy("takes effect"),
    "backfill.left_on": gettext_lazy("empty from"),
    "heldmove.unit": pgettext_lazy("of a move", "to"),
    "round.preparing_by": gettext_lazy("prepared by"),
    "round.policy": gettext_lazy("rules"),
    "heldmove.at": gettext_lazy("waiting since"),
    **{f"policy.{name}": words for name, words in POLICY_NAMES.items()},
}


def translate_names() -> None:
    """Have every name, field name and choice of a model looked up in the reader's language when it is drawn."""
    for app in _APPS:
        for model in apps.get_app_config(app).get_models():
            names = model._meta
            names.verbose_name = gettext_lazy(str(names.verbose_name))
            names.verbose_name_plural = gettext_lazy(str(names.verbose_name_plural))
            for field in names.concrete_fields:
                name = _NAMES.get(f"{names.model_name}.{field.name}")
                field.verbose_name = name if name is not None else gettext_lazy(str(field.verbose_name))
                if field.choices:
                    field.choices = [(value, gettext_lazy(str(label))) for value, label in field.flatchoices]
