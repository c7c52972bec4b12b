"""Lighthouse on the main pages: a real web server, files as an installation has them, each page measured three times.

The program comes from the npm registry as tests/lighthouse/package-lock.json locks it, into var/lighthouse/.
"""

import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from statistics import median

from django.conf import settings

from portal.embedded import ports
from portal.embedded.place import PROJECT
from tests.bench.scratch import scratch_database
from tests.bench.table import say
from tests.chromium import find_browser
from tests.collected import collect
from tests.main_pages import MainPage, main_pages
from tests.pages import signed_in
from tests.processes import WebProcess

SAYS = "Lighthouse on ten main pages, as a phone and as a desk, the median of three: speed, accessibility, practices"
LEAST = {"performance": 98, "accessibility": 100, "best-practices": 98}
TIMES = 3
_TRIES = 3
DEVICES = {"desktop": ("--preset=desktop",), "mobile": ()}
_HOME = PROJECT / "var" / "lighthouse"
_LOCKED = PROJECT / "tests" / "lighthouse"
_FLAGS = "--headless=new --no-sandbox --disable-dev-shm-usage --lang=en-GB"


def run() -> dict[str, object]:
    """Scores by page and device; each below LEAST is a violation, with the audits that cost it."""
    program = _program()
    scores: dict[str, dict[str, float]] = {}
    lacking: dict[str, list[str]] = {}
    with scratch_database(), tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "static").mkdir()
        collect(folder / "static")
        # the check page comes of a form that is sent: it has no address to be measured at
        pages = [page for page in main_pages() if not page.is_checked]
        web = WebProcess(folder, f"127.0.0.1:{ports.any_free()}", COLLECTED=str(folder / "static"), LOG_LEVEL="ERROR")
        web.start()
        try:
            for page in pages:
                for device, flags in DEVICES.items():
                    about = f"{page.name}, {device}"
                    runs = [_measured(program, web.address, page, flags, folder) for _ in range(TIMES)]
                    scores[about] = {each: median(one[0][each] for one in runs) for each in LEAST}
                    say(f"      {about}: {scores[about]}")
                    if any(scores[about][each] < least for each, least in LEAST.items()):
                        lacking[about] = runs[-1][1]
        finally:
            web.stop()
    return {"pages": len(pages), "times": TIMES, "scores": scores, "lacking": lacking, "violations": len(lacking)}


def _program() -> Path:
    """Lighthouse, installed as it is locked unless it was already."""
    program = _HOME / "node_modules" / ".bin" / "lighthouse"
    lock = (_LOCKED / "package-lock.json").read_bytes()
    kept = _HOME / "package-lock.json"
    if not (program.exists() and kept.exists() and kept.read_bytes() == lock):
        if shutil.which("npm") is None:
            raise FileNotFoundError("npm was not found: Lighthouse needs Node.js 18.20 or newer")
        _HOME.mkdir(parents=True, exist_ok=True)
        for file in ("package.json", "package-lock.json"):
            shutil.copy(_LOCKED / file, _HOME / file)
        command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        subprocess.run(command, cwd=_HOME, check=True, stdout=subprocess.DEVNULL)
    return program


def _measured(
    program: Path, address: str, page: MainPage, flags: tuple[str, ...], folder: Path
) -> tuple[dict[str, float], list[str]]:
    """Scores of 100, and what stands in their way."""
    cookie = signed_in(page.person).cookies[settings.SESSION_COOKIE_NAME].value
    headers, report = folder / "headers.json", folder / "report.json"
    headers.write_text(json.dumps({"Cookie": f"{settings.SESSION_COOKIE_NAME}={cookie}"}))
    command = [
        str(program),
        f"http://{address}{page.path}",
        "--quiet",
        "--output=json",
        f"--output-path={report}",
        f"--extra-headers={headers}",
        f"--only-categories={','.join(LEAST)}",
        f"--chrome-flags={_FLAGS}",
        *flags,
    ]
    _run(command)
    found = json.loads(report.read_text())
    scores = {each: round((found["categories"][each]["score"] or 0) * 100) for each in LEAST}
    weights = {ref["id"]: ref["weight"] for each in LEAST for ref in found["categories"][each]["auditRefs"]}
    poor = [
        f"{name}: {audit.get('displayValue') or audit['title']}"
        for name, audit in found["audits"].items()
        if weights.get(name) and audit["score"] is not None and audit["score"] < 1
    ]
    return scores, poor


def _run(command: list[str]) -> None:
    """Once more where it lost the browser's trace, which it says itself now and then."""
    for tries_left in reversed(range(_TRIES)):
        done = subprocess.run(command, check=False, env={**os.environ, "CHROME_PATH": find_browser()})
        if done.returncode == 0:
            return
        if not tries_left:
            done.check_returncode()
