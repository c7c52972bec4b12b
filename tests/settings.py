"""The portal's own settings, in the small demonstration's environment unless the caller gave another.

Type checking and collecting need settings too and reach no server: hence addresses that lead nowhere.
"""

import os
from pathlib import Path

os.environ.setdefault("DEMO", "small")
os.environ.setdefault("DATABASE_URL", "postgres://nobody@127.0.0.1:1/nowhere")
os.environ.setdefault("REDIS_URL", "redis://127.0.0.1:1/0")
os.environ.setdefault("LOG_LEVEL", "WARNING")
# Mail and static files of tests stay out of the demonstration's.
os.environ.setdefault("VAR_DIR", str(Path(__file__).resolve().parent.parent / "var" / "test"))

from portal.settings import *  # noqa: F403
from portal.settings import CELERY_BROKER_TRANSPORT_OPTIONS, STORAGES

if "COLLECTED" in os.environ:
    # A test had them collected there, and takes them as an installation has them.
    STATIC_ROOT = Path(os.environ["COLLECTED"])
else:
    # Static files straight from their folders: nothing was collected yet.
    STORAGES = STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
if "PYTEST_VERSION" in os.environ:  # figures and audits take the portal as it is
    # Looked for when they are asked for: every new client of a test would read all folders of static files first.
    WHITENOISE_AUTOREFRESH = True
    PASSWORD_HASHERS = ["tests.passwords.QuickArgon2"]
# Test processes that run side by side share one broker, each with queues of its own.
CELERY_BROKER_TRANSPORT_OPTIONS = CELERY_BROKER_TRANSPORT_OPTIONS | {
    "global_keyprefix": f"{os.environ.get('PYTEST_XDIST_WORKER', 'single')}:",
}
