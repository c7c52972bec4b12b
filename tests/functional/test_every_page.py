"""Every route in a real browser: axe in both themes, 320 px, content policy, console.

Each once, as it is most often seen; `make audit ARGS="browser_person browser_forms"` and its like see every state and
every form refused.
"""

from dataclasses import replace

import pytest
from playwright.sync_api import Browser

from tests.browsing import drawn, worlds
from tests.browsing.drawn import Answer, Drawn
from tests.browsing.faults import faults_of
from tests.browsing.inspection import Inspection
from tests.browsing.looks import TWO_LOOKS
from tests.browsing.window import Window
from tests.hostile.examples import PLACES
from tests.privacy.lives import lives_of
from tests.privacy.routes import NO_VERB, get_routes
from tests.privacy.scene import Scene

pytestmark = pytest.mark.django_db

# Routes that give no page of their own, and what they give.
NO_PAGE = {
    "/admin/nothing/of/this/kind/": "the 404 of everywhere",
    "admin:autocomplete": "rows for a field that searches",
    "admin:jsi18n": "words for scripts",
    "admin:transfers_event_change": "no page: the list says all",
    "admin:transfers_upload_verb error-rows": "a file",
    "company_unlink": "stands only with a company's sign-in: tests/integration/test_company_sign_in.py",
    "mfa_app_picture": "a picture",
    "mfa_reauthenticate_webauthn": "leads on: tests/functional/test_second_factors.py",
    "mfa_view_recovery_codes": "drawn after new codes were made",
    "openid_connect_callback": "stands only with a company's sign-in: tests/integration/test_company_sign_in.py",
    "openid_connect_login": "stands only with a company's sign-in: tests/integration/test_company_sign_in.py",
    "transfers:choice_deadline": "a file for a calendar",
    "transfers:hiring": "leads on",
    "transfers:receipt_keys": "keys for programs",
    "transfers:release_table": "a table",
    "transfers:round_document": "a file, after a fresh sign-in",
}


def _routes_of_forms() -> set[str]:
    """A form's page is drawn by its example; the admin's verbs are named there with a stroke."""
    return {name.replace("/", " ") for name in PLACES}


def test_every_route_holds_in_both_themes_and_at_320_px(browser: Browser) -> None:
    """Fails with a route that no life of MAIN_LIVES shows and no form draws, so that no new page is left out."""
    inspection = Inspection(Window(browser), looks_at=TWO_LOOKS)
    scene = Scene()
    inspection.look_at(drawn.first_of(scene, list(lives_of(scene, drawn.MAIN_LIVES)), drawn.MAIN_VIEWERS))
    inspection.look_at(worlds.error_pages())
    inspection.window.close()
    assert not inspection.wrong, "\n".join(inspection.wrong)
    routes = {name for name in get_routes() if not name.endswith(NO_VERB)}
    assert routes - set(inspection.asked) - _routes_of_forms() == set(NO_PAGE)


SHEET = "/static/portal/pages.css"
# What no page may do, put into one: each is found.
BROKEN = {
    "light at 1280: image-alt": '<img src="/static/portal/img/mark.svg" width="9" height="9">',
    "policy: style-src": '<p style="color: red">red</p>',
    "policy: script-src": "<script>alert(1)</script>",
    "policy: img-src": '<img alt="far" src="https://example.com/a.png">',
    "console: ": '<script src="/static/portal/no.js"></script>',
    "dark at 320: scrolls sideways": "",
    "dark at 320: color-contrast": "",
}
# What a sheet may not do, for those faults whose markup is whole.
RULES = {
    "dark at 320: scrolls sideways": "h1 { width: 900px }",
    "dark at 320: color-contrast": "@media (prefers-color-scheme: dark) { p { color: #444 !important } }",
}


def _broken(page: Drawn, inside: str) -> Drawn:
    body = page.answer.body.replace(b"</main>", inside.encode() + b"</main>")
    return replace(page, answer=replace(page.answer, body=body))


@pytest.mark.parametrize("fault", BROKEN)
def test_what_a_page_may_not_do_is_found(browser: Browser, fault: str) -> None:
    window = Window(browser)
    page = next(worlds.error_pages())
    assert faults_of(window, page, TWO_LOOKS) == []
    if fault in RULES:
        sheet = Window.file(SHEET).body + b"\n" + RULES[fault].encode()
        window.instead = {SHEET: Answer(200, {"Content-Type": "text/css"}, sheet)}
    found = faults_of(window, _broken(page, BROKEN[fault]), TWO_LOOKS)
    window.close()
    assert any(fault in each for each in found), found
