"""The browser of tests and audits: a real Chromium, the one that `make test` found."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

from portal.embedded import browser as browsers
from tests.processes import PATIENCE


def find_browser() -> str:
    """Where it is; empty where there is none."""
    return os.environ.get("UNDRAFT_BROWSER") or browsers.find_on_path().get("UNDRAFT_BROWSER") or ""


@contextmanager
def chromium(path: str) -> Iterator[Browser]:
    """Playwright's loop runs in the caller's own thread; Django takes that for an asynchronous caller."""
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=list(browsers.ARGUMENTS))
        expect.set_options(timeout=PATIENCE * 1000)
        try:
            yield started
        finally:
            started.close()


def newcomer(browser: Browser, *, scripts: bool = True) -> BrowserContext:
    """The browser of somebody who has never been here: no cookies, British English, UTC."""
    fresh = browser.new_context(
        locale="en-GB",
        timezone_id="UTC",
        viewport={"width": 1280, "height": 900},
        java_script_enabled=scripts,
        # colours that are still on their way from light to dark would be judged as they are at that instant
        reduced_motion="reduce",
    )
    fresh.set_default_timeout(PATIENCE * 1000)
    return fresh
