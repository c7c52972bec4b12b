"""The composition root as an app, for its commands and templates."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "portal"
