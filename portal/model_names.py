"""What the administration calls things, their fields and their states: Django draws these names by itself.

They are put into the reader's language here and not in the models, whose plain names stand in the migrations.
"""

from django.apps import apps
from django.utils.translation import gettext_lazy

_APPS = ("accounts", "transfers")


def translate_names() -> None:
    """Have every name, field name and choice of a model looked up in the reader's language when it is drawn."""
    for app in _APPS:
        for model in apps.get_app_config(app).get_models():
            names = model._meta
            names.verbose_name = gettext_lazy(str(names.verbose_name))
            names.verbose_name_plural = gettext_lazy(str(names.verbose_name_plural))
            for field in names.concrete_fields:
                field.verbose_name = gettext_lazy(str(field.verbose_name))
                if field.choices:
                    field.choices = [(value, gettext_lazy(str(label))) for value, label in field.flatchoices]
