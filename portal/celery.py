"""The Celery application: its settings are those of settings.py that start with CELERY_."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

app = Celery("portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
# Threads of a web server have no current app of their own: without this they would send to a default broker.
app.set_default()
app.autodiscover_tasks(["transfers"])
