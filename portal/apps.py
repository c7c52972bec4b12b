"""The composition root as an app, for its commands and templates."""

from django.apps import AppConfig

from portal.celery import app as queue


class PortalConfig(AppConfig):
    name = "portal"
    # Every process has the queue's settings, also one that only nudges it.
    queue = queue
