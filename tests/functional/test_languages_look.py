"""Longer words and right-to-left text break no page at 320 px, and the language is chosen at the foot of each."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests import factories as f
from tests.engineer import member
from tests.functional.axe import is_wider_than_its_window, violations
from tests.functional.visitors import let_in
from tests.pages import THEN
from tests.pseudo import LONG, MIRRORED, speak_pseudo_languages
from transfers.actions.saved_searches import save_search
from transfers.queries.ranked_roles import RoleFilter

pytestmark = pytest.mark.django_db(transaction=True)

# what is cut off: text that runs out of a box that hides what does not fit
_CUT = """() => [...document.querySelectorAll("main *, header *, footer *")].filter(box => {
  const style = getComputedStyle(box);
  return ["hidden", "clip"].includes(style.overflowX) && box.clientWidth > 1 && box.scrollWidth > box.clientWidth + 1;
}).map(box => box.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("language", [LONG, MIRRORED, "de"])
def test_main_pages_fit_320_px_in_every_language(
    page: Page, live_server: LiveServer, settings: Any, tmp_path: Path, language: str
) -> None:
    speak_pseudo_languages(settings, tmp_path)
    of = member(employee=f.EmployeeFactory.create(language=language, unit=f.UnitFactory.create(name="Applied AI")))
    f.candidate(of.employee)
    claim = f.claim(f.role(title="Software engineer"), of.employee, at=THEN)
    save_search(of.employee, "Backend in Lisbon", RoleFilter("backend", level=5), by=of.employee)
    let_in(page, live_server, of.employee)
    page.set_viewport_size({"width": 320, "height": 640})
    own = (
        f"choice/{of.public_id}",
        f"memo/{of.campaign.public_id}",
        f"offers/{claim.public_id}",
        "roles",
        "timeline",
    )
    for address in (
        "",
        "visibility",
        "preferences",
        "offers",
        "inbox",
        "policy",
        "language",
        "account/security",
        "answers",
        "inbox/notifications",
        "my-record/kept",
        "roles/saved",
        *own,
    ):
        page.goto(f"{live_server.url}/{address}/".replace("//", "/").replace(":/", "://"))
        expect(page.locator("html")).to_have_attribute("dir", "rtl" if language == MIRRORED else "ltr")
        assert not is_wider_than_its_window(page), address
        assert page.evaluate(_CUT) == [], address


def test_language_is_chosen_at_the_foot_and_holds(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/account/sign-in/")
    page.get_by_role("contentinfo").get_by_role("link", name="Language").click()
    page.get_by_label("Deutsch").check()
    page.get_by_role("button", name="Save my language").click()
    expect(page.get_by_role("status")).to_contain_text("Das Portal spricht jetzt Deutsch mit Ihnen.")
    assert violations(page) == []
    page.goto(f"{live_server.url}/account/sign-in/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Anmelden")
