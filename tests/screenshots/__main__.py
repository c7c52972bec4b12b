"""Every page × viewer × theme at two widths into var/screenshots/, with a sheet that shows them all.

Pages are answered first, in one transaction that is taken back; then as many browsers as there are cores draw them.
Pages that look alike are drawn once, for the first who sees them. Words given narrow it to routes that hold one.
"""

import importlib
import multiprocessing
import os
import shutil
import sys
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

import django
from django.template import Context, Engine

from portal.embedded.place import PROJECT

FOLDER = PROJECT / "var" / "screenshots"
AT_ONCE = 20


def main(words: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    began = time.perf_counter()
    company = importlib.import_module("tests.screenshots.company")
    pages = company.get_pages(words)
    _say(f"{len(pages)} pages, answered in {time.perf_counter() - began:.0f} s")
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    camera = importlib.import_module("tests.screenshots.camera")
    shown = []
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(os.cpu_count(), mp_context=spawn, initializer=django.setup) as cameras:
        shares = [pages[start : start + AT_ONCE] for start in range(0, len(pages), AT_ONCE)]
        for done in as_completed([cameras.submit(camera.take, share, FOLDER) for share in shares]):
            shown += done.result()
            _say(f"{len(shown)} of {len(pages)} pages, {time.perf_counter() - began:.0f} s")
    _write_sheet(sorted(shown))
    _say(f"Look at {(FOLDER / 'index.html').relative_to(PROJECT)}")
    return 0


def _write_sheet(shown: list[tuple[str, str, str, list[str]]]) -> None:
    """One page of small pictures, each leading to its large one."""
    template = Engine(dirs=[str(Path(__file__).parent)]).get_template("sheet.html")
    (FOLDER / "index.html").write_text(template.render(Context({"pages": shown})), encoding="utf-8")


def _say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
