"""Constraints and triggers of the database, by name."""

from django.apps import apps

from transfers.models.triggers import APPEND_ONLY
from transfers.states import STATUSES

_APPS = ("accounts", "transfers")


def constraints() -> list[str]:
    """The names of all constraints that the models ask for."""
    models = (model for name in _APPS for model in apps.get_app_config(name).get_models())
    return sorted({f"constraint · {each.name}" for model in models for each in model._meta.constraints})


def triggers() -> list[str]:
    """The triggers that the states ask for; `test_triggers.py` compares them with the database."""
    status = [f"trigger · transfers_{noun} · {noun}_status" for noun in STATUSES]
    return sorted(status + [f"trigger · transfers_{noun} · {noun}_append_only" for noun in APPEND_ONLY])
