"""People, units and sign-in names. Knows nothing of transfers."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("People and places")
    default_auto_field = "django.db.models.BigAutoField"
