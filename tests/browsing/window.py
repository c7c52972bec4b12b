"""A browser that is handed pages as they were answered, with their headers, and files from their folders.

No server runs: a page may come from a transaction that is taken back, and looks the same however often it is opened.
The page's own content policy is in force.
"""

import mimetypes
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.contrib.staticfiles import finders
from playwright.sync_api import Browser, Page, Route

from tests.browsing.drawn import Answer, Drawn
from tests.chromium import newcomer
from tests.functional.axe import SCRIPT

HOST = "http://localhost"  # a browser trusts it as it trusts https
# What a script of the page's own policy cannot know beforehand: each breach of it, and each error.
_LISTEN = """(() => { window.breaches = [];
  addEventListener("securitypolicyviolation", e => breaches.push(
    `${e.effectiveDirective} refuses ${e.blockedURI} ${e.sample} at ${e.sourceFile || "the page"}:${e.lineNumber}`));
})()"""


@cache
def _file(address: str) -> Answer | None:
    """A file of the portal's own, as its folder has it."""
    if not address.startswith("/static/"):
        return None
    found = finders.find(unquote(address.removeprefix("/static/")))
    if not isinstance(found, str):
        return None
    kind = mimetypes.guess_type(found)[0] or "application/octet-stream"
    return Answer(200, {"Content-Type": kind}, Path(found).read_bytes())


_REFUSED = 400


class Window:
    """One tab. `complaints` is what the browser itself found wrong with the page that is open; `instead` is given
    in place of some files."""

    def __init__(self, browser: Browser, *, scripts: bool = True) -> None:
        self.context = newcomer(browser, scripts=scripts)
        self.context.route("**/*", self._serve)
        if scripts:
            self.context.add_init_script(_LISTEN)
            self.context.add_init_script(path=SCRIPT)
        self.page: Page = self.context.new_page()
        self.complaints: list[str] = []
        self.instead: dict[str, Answer] = {}
        self._answers: Mapping[str, Answer] = {}
        self._before: Mapping[str, Answer] = {}
        self._expected = 200
        self.page.on("pageerror", lambda error: self.complaints.append(f"a script threw: {error}"))
        self.page.on("console", lambda line: self._heard(line.type, line.text))

    def _heard(self, kind: str, text: str) -> None:
        is_status = f"status of {self._expected}" in text and self._expected >= 400  # the page is a refusal
        # a refused form shows what was sent, and a field for numbers leaves out what is none
        is_no_number = text.startswith("The specified value") and self._expected == _REFUSED
        if kind in ("error", "warning") and not (is_status or is_no_number):
            self.complaints.append(f"console: {text}")

    def _serve(self, route: Route) -> None:
        asked = urlsplit(route.request.url)
        address = asked.path + (f"?{asked.query}" if asked.query else "")
        answer = self._answers.get(address) or self._answers.get(asked.path) or _file(asked.path)
        answer = answer or self._before.get(asked.path)
        if answer is None or f"{asked.scheme}://{asked.netloc}" != HOST:
            self.complaints.append(f"asked for {route.request.url}")
            route.abort()
            return
        route.fulfill(status=answer.status, headers=dict(answer.headers), body=answer.body)

    @staticmethod
    def file(address: str) -> Answer:
        """A file as pages get it."""
        found = _file(address)
        assert found is not None, address
        return found

    def show(self, drawn: Drawn) -> Page:
        """Open a page anew, and forget what was wrong with the one before."""
        self.complaints.clear()
        self._expected = drawn.answer.status
        # the page before may still be asking when this one comes
        self._answers, self._before = {drawn.address: drawn.answer, **drawn.files, **self.instead}, self._answers
        self.page.goto(HOST + drawn.address, wait_until="load")
        return self.page

    def breaches(self) -> list[str]:
        """What the page's content policy refused."""
        found: list[str] = self.page.evaluate("window.breaches")
        return [f"policy: {each}" for each in found]

    def close(self) -> None:
        self.context.close()
