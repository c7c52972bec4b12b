"""The queue: what Celery reads that no installation changes. settings.py takes all of it.

The rows are the queue (docs/adr/0004-outbox.md): a message is a nudge; a lost one waits for the sweep.
"""

from typing import Any

_visibility_timeout = 600
_broker_options: dict[str, Any] = {
    "visibility_timeout": _visibility_timeout,
    # A broker that is down or frozen must not hold a page: a nudge tries once, for a second, and the sweep does
    # the rest. Six seconds were measured without the last three. A worker's own connection is tried for ever.
    "socket_timeout": 1.0,
    "socket_connect_timeout": 1.0,
    "retry_on_timeout": False,
    "max_retries": 0,
    "interval_start": 0,
    "connect_retries_timeout": 1,
}
CELERY_BROKER_TRANSPORT_OPTIONS = _broker_options
CELERY_RESULT_BACKEND_TRANSPORT_OPTIONS = _broker_options
CELERY_VISIBILITY_TIMEOUT = _visibility_timeout
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_IGNORE_RESULT = True
# A message is taken off only when its task ended, so a worker killed in the middle leaves it for the next.
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
# Longer than the visibility timeout would run twice at once.
CELERY_TASK_TIME_LIMIT = 300
CELERY_TASK_SOFT_TIME_LIMIT = 240
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 10
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_MAX_TASKS_PER_CHILD = 1000
CELERY_TASK_SERIALIZER = "json"
CELERY_RESULT_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = "UTC"
CELERY_ENABLE_UTC = True
# How often each sweeper and the sealer run. A tick that comes twice finds nothing left to do.
CELERY_BEAT_SCHEDULE = {
    "tick": {"task": "transfers.tasks.tick", "schedule": 30.0, "options": {"expires": 30}},
    "seal": {"task": "transfers.tasks.seal_history", "schedule": 5.0, "options": {"expires": 5}},
}
