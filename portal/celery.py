"""The Celery application: its settings are those of settings.py that start with CELERY_."""

import os
from pathlib import Path

from celery import Celery
from celery.signals import beat_init, heartbeat_sent, setup_logging, worker_ready
from django.conf import settings

from portal.logs import write_last_words

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

app = Celery("portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["transfers"])


@worker_ready.connect
@heartbeat_sent.connect
@beat_init.connect
def say_ready(**_: object) -> None:
    """Tell the supervisor, or a container's health check, that this process is up and hears the broker."""
    if settings.READY_FILE:
        Path(settings.READY_FILE).touch()


@setup_logging.connect
def keep_our_log(**_: object) -> None:
    """The log is the portal's own, in a worker and a beat as well: Celery quotes the errors of tasks in full."""
    write_last_words()
