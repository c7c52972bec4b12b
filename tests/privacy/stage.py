"""Where the audit's walks take place."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.test.utils import setup_test_environment, teardown_test_environment

from tests.bench.scratch import scratch_database


@contextmanager
def stage() -> Iterator[None]:
    """An empty database, in one transaction that is taken back, for test clients; nothing logged is printed."""
    setup_test_environment()
    logging.getLogger().handlers = [logging.NullHandler()]
    try:
        with scratch_database(), transaction.atomic():
            yield
            transaction.set_rollback(True)
    finally:
        teardown_test_environment()
