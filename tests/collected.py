"""The static files as an installation has them: named by content, compressed."""

import os
import subprocess
import sys
from pathlib import Path

from tests.processes import PROJECT


def collect(folder: Path) -> None:
    """Collect them into a folder; a web process takes them from there by COLLECTED."""
    command = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"]
    settings = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "COLLECTED": str(folder)}
    subprocess.run(command, cwd=PROJECT, env=settings, check=True)
