"""The composition root as an app, for its commands and templates."""

from django.apps import AppConfig
from django.conf import settings

from portal.catalogues import keep_compiled
from portal.celery import app as queue
from portal.model_names import translate_names


class PortalConfig(AppConfig):
    name = "portal"
    # Every process has the queue's settings, also one that only nudges it.
    queue = queue

    def ready(self) -> None:
        """Django reads compiled catalogues only: every process that starts finds them made."""
        keep_compiled(settings.CATALOGUES, settings.LOCALE_PATHS[0])
        translate_names()
