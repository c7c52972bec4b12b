"""The browser of tests and audits: a real Chromium, the one that `make test` found."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

from portal.embedded import browser as browsers


def find_browser() -> str:
    """Where it is; empty where there is none."""
    return os.environ.get("UNDRAFT_BROWSER") or browsers.find_on_path().get("UNDRAFT_BROWSER") or ""


@contextmanager
def chromium(path: str) -> Iterator[Browser]:
    """Playwright's loop runs in the caller's own thread; Django takes that for an asynchronous caller."""
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=list(browsers.ARGUMENTS))
        try:
            yield started
        finally:
            started.close()
