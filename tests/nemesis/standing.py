"""The whole portal on servers of its own, for as long as a block lasts."""

import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from django.core.management import call_command
from django.test.utils import setup_test_environment

from portal.embedded.place import PROJECT
from tests.nemesis.scene import Scene


@contextmanager
def standing() -> Iterator[Scene]:
    """Start servers, web and workers, and make this process one of the portal's; all ends with the block."""
    # in the project: where root's PostgreSQL runs as nobody it cannot enter everybody's folders
    above = PROJECT / "var" / "test" / "nemesis"
    above.mkdir(parents=True, exist_ok=True)
    home = Path(tempfile.mkdtemp(dir=above))
    home.chmod(0o755)
    scene = Scene(home)
    # whoever ends this process ends all it started
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        os.environ.update(scene.start_servers())
        # this process says only how things end; what the portal says stands in its own logs
        os.environ["LOG_LEVEL"] = "ERROR"
        django.setup()
        setup_test_environment()
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        scene.start_portal()
        yield scene
    finally:
        scene.stop()
        shutil.rmtree(home, ignore_errors=True)
