"""What a page costs that nobody has opened before: requests and bytes over the wire, everything counted.

A real web server with files as an installation has them, named by content and compressed; a browser without cache.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.chromium import newcomer
from tests.collected import collect
from tests.functional.visitors import let_in, open_main_page
from tests.main_pages import MainPage, main_pages
from tests.processes import WebProcess

pytestmark = pytest.mark.django_db(transaction=True)

MOST_REQUESTS, MOST_BYTES = 6, 60_000


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The static files, collected and compressed."""
    folder = tmp_path_factory.mktemp("static")
    collect(folder)
    return folder


def weigh(context: BrowserContext, web: str, of: MainPage) -> tuple[int, int]:
    """Requests and bytes, head and body, as they came over the wire."""
    page = context.new_page()
    counter = context.new_cdp_session(page)
    came: list[dict[str, Any]] = []
    counter.on("Network.loadingFinished", lambda one: came.append(one))
    counter.send("Network.enable")
    counter.send("Network.setCacheDisabled", {"cacheDisabled": True})
    if of.is_checked:
        open_main_page(page, web, of)
    came.clear()
    (page.reload if of.is_checked else lambda **wait: page.goto(web + of.path, **wait))(wait_until="networkidle")
    page.close()
    return len(came), int(sum(one["encodedDataLength"] for one in came))


def test_ten_main_pages_cost_at_most_six_requests_and_60_kb_cold(
    browser: Browser, start_web: Callable[..., WebProcess], collected: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With 70 roles, units and managers, 26 candidates, a list of 12."""
    pages = main_pages()
    web = start_web(COLLECTED=str(collected))
    cost = {}
    for of in pages:
        context = newcomer(browser)
        let_in(context.new_page(), f"http://{web.address}", of.person)
        cost[of.name] = weigh(context, f"http://{web.address}", of)
        context.close()
    with capsys.disabled():
        lines = [f"{name:15} {both[0]} requests {both[1] / 1000:5.1f} kB" for name, both in cost.items()]
        sys.stdout.write("\n" + "\n".join(lines) + "\n")
    assert {name: both for name, both in cost.items() if both[0] > MOST_REQUESTS or both[1] > MOST_BYTES} == {}
    assert all(requests >= 3 for requests, _ in cost.values()), "a page without its sheet was weighed"
