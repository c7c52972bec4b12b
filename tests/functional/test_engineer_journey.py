"""The engineer's journey in a real browser: home, choose, check, receipt, offers, the move, the timeline."""

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from django.urls import resolve
from playwright.sync_api import Frame, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import Employee
from tests import factories as f
from tests.browsing.looks import faults_in_all_looks
from tests.functional.hands import Hands
from tests.functional.visitors import follow, let_in
from tests.integration.test_sign_in import PASSWORD
from tests.pages import THEN, travel
from transfers.actions.acceptance import accept_claim, undo_acceptance
from transfers.actions.placements import finalise_placement
from transfers.models import Assignment, Choice, Claim, Placement

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def of() -> Assignment:
    """A drafted engineer in an open window, with an HR partner to ask."""
    travel(THEN)
    campaign = f.campaign(deadline_at=THEN + 14 * f.DAY, opened_at=THEN - 7 * f.DAY, after_end="origin")
    f.hr_partner(campaign, name="Ana Berg")
    employee = f.EmployeeFactory.create(
        name="Ada Västerbottensson-Hjortsbergskiöldstråle",
        sign_in_name="ada",
        time_zone="Europe/Lisbon",
        unit=f.UnitFactory.create(name="Applied AI"),
    )
    employee.set_password(PASSWORD)
    employee.save()
    return f.assignment(campaign, employee)


def offer(to: Employee, title: str) -> Claim:
    of = f.role(title=title)
    return f.claim(of, to, at=THEN)


@dataclass
class Keyboard:
    """Presses keys and counts them, and the pages that come."""

    page: Page
    pressed: list[str] = field(default_factory=list)
    screens: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("framenavigated", self._came)

    def _came(self, frame: Frame) -> None:
        """Written down as the page comes, not when all of it is there: its heading can be read before that."""
        if frame.parent_frame is None and "#" not in frame.url:
            self.screens.append(resolve(urlsplit(frame.url).path).url_name or "")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.pressed.append(key)

    def tab_to(self, name: str) -> None:
        """Tab until the control with this name has the focus."""
        for _ in range(12):
            self.press("Tab")
            focused = self.page.evaluate("(document.activeElement.innerText || document.activeElement.id).trim()")
            if focused.startswith(name):
                return
        raise AssertionError(f"{name} is not reached by Tab: {self.pressed}")


def test_keyboard_alone_leads_from_sign_in_to_the_receipt_over_3_screens_in_25_keys(
    page: Page, live_server: LiveServer, of: Assignment
) -> None:
    """Counted from the moment the person is signed in. Fails with a fourth screen, or a longer way to any answer."""
    page.goto(live_server.url)
    page.get_by_label("Sign-in name").fill("ada")
    page.get_by_label("Password").fill(PASSWORD)
    keys = Keyboard(page)
    page.get_by_role("button", name="Sign in").click()
    heading = page.get_by_role("heading", level=1)
    expect(page.get_by_role("link", name=re.compile("nothing is filed yet"))).to_be_visible()
    keys.press("Tab", "Enter")  # past the header
    keys.tab_to("Make your choice")
    keys.press("Enter")
    expect(heading).to_have_text("Your choice")
    keys.press("Tab", "Enter")
    keys.tab_to("Go to your answer")
    keys.press("Enter")
    keys.tab_to("id_option")
    keys.press("Space", "Tab", "Enter")
    expect(heading).to_have_text("Check your answer")
    keys.press("Tab", "Enter")
    keys.tab_to("File my choice")
    keys.press("Enter")
    expect(heading).to_have_text("Your choice is filed")
    assert keys.screens == ["home", "choice", "choice_check", "receipt"], "three, then the receipt"
    assert len(keys.pressed) <= 25, keys.pressed
    assert Choice.objects.count() == 1


def test_engineer_walks_from_sign_in_to_the_move(hands: Hands, live_server: LiveServer, of: Assignment) -> None:
    page = hands.page
    page.goto(live_server.url)
    hands.write(page.get_by_label("Sign-in name"), "ada")
    hands.write(page.get_by_label("Password"), PASSWORD)
    hands.press(page.get_by_role("button", name="Sign in"))
    hands.press(page.get_by_role("link", name=re.compile("nothing is filed yet")))
    hands.press(page.locator("summary", has_text="Read the memo here"))
    expect(page.get_by_text("we defer to each individual's choice")).to_be_visible()
    hands.press(page.locator("summary", has_text="Does my pay change?"))
    expect(page.get_by_text("Not stated yet: ask Ana Berg.").first).to_be_visible()
    hands.choose(page.get_by_role("radio", name="Undraft"))
    hands.press(page.get_by_role("button", name="Check my answer"))
    expect(page.get_by_text("At the latest until Friday 3 May 2041.")).to_be_visible()
    hands.press(page.get_by_role("button", name="File my choice"))
    expect(page).to_have_url(re.compile(r"/receipt/[0-9a-f-]{36}/$"))
    expect(page.get_by_role("main")).not_to_contain_text("Undraft")
    hands.press(page.get_by_role("button", name="Show what I filed"))
    expect(page.get_by_role("main")).to_contain_text("Undraft")
    f.candidate(of.employee)
    offer(of.employee, "Reliability engineer")
    offer(of.employee, "Platform engineer")
    hands.press(page.get_by_role("link", name="Offers").first)
    hands.press(page.get_by_role("link", name="Read and answer Reliability engineer"))
    hands.press(page.get_by_role("button", name="Accept this offer"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Accepting closes another offer")
    hands.press(page.get_by_role("button", name="Accept this offer"))
    expect(page.get_by_role("button", name="Undo my acceptance")).to_be_visible()
    placement = Placement.objects.get()
    finalise_placement(placement, clock=f.clock_at(placement.effective_at))
    travel(placement.effective_at + f.DAY)
    hands.press(page.get_by_role("link", name="Timeline"))
    expect(page.get_by_role("listitem").filter(has_text="You move to Payments Reliability")).to_have_class("done")
    expect(page.get_by_role("listitem").filter(has_text="The trial ends")).to_have_class("now")


def test_engineer_declines_and_undoes_with_one_button_each(
    hands: Hands, live_server: LiveServer, of: Assignment
) -> None:
    page = hands.page
    f.candidate(of.employee)
    declined, accepted = offer(of.employee, "Platform engineer"), offer(of.employee, "Reliability engineer")
    let_in(page, live_server, of.employee)
    page.goto(f"{live_server.url}/offers/{declined.public_id}/")
    hands.press(page.get_by_role("button", name="Decline this offer"))
    expect(page.get_by_text("Declined", exact=True)).to_be_visible()
    page.goto(f"{live_server.url}/offers/{accepted.public_id}/")
    hands.press(page.get_by_role("button", name="Accept this offer"))
    hands.press(page.get_by_role("button", name="Undo my acceptance"))
    expect(page.get_by_text("Taken back by you", exact=True)).to_be_visible()


def test_answer_left_out_is_said_at_the_field_and_in_the_summary(
    tab: Page, live_server: LiveServer, of: Assignment
) -> None:
    let_in(tab, live_server, of.employee)
    tab.goto(f"{live_server.url}/choice/{of.public_id}/")
    tab.locator("form[action$='check/']").evaluate("form => form.noValidate = true")
    follow(tab.get_by_role("button", name="Check my answer"))
    expect(tab.get_by_role("heading", name="There is a problem")).to_be_visible()
    expect(tab.locator(".error-summary")).to_be_focused()
    expect(tab.get_by_role("link", name="Choose one of the two options")).to_be_visible()
    expect(tab).to_have_title("Error: Your choice – Undraft")


def test_back_button_after_filing_files_nothing_twice(tab: Page, live_server: LiveServer, of: Assignment) -> None:
    let_in(tab, live_server, of.employee)
    tab.goto(f"{live_server.url}/choice/{of.public_id}/")
    tab.get_by_role("radio", name="Stay").check()
    follow(tab.get_by_role("button", name="Check my answer"))
    address = tab.url
    follow(tab.get_by_role("button", name="File my choice"))
    expect(tab.get_by_text("Your choice is filed")).to_be_visible()
    tab.goto(address)  # the check page has nothing in its address: it leads to the question
    expect(tab.get_by_role("heading", level=1)).to_have_text("Your choice")
    expect(tab.get_by_role("radio", checked=True)).to_have_count(0)
    assert Choice.objects.count() == 1


def test_every_page_of_the_journey_holds_for_axe_and_at_320_px(
    page: Page, live_server: LiveServer, of: Assignment
) -> None:
    person = of.employee
    f.candidate(person)
    f.file(of, "stay", at=THEN)
    accepted = accept_claim(offer(person, "A" * 60 + " engineer"), by=person, clock=f.clock_at(THEN))
    undo_acceptance(accepted, by=person, clock=f.clock_at(THEN + f.HOUR))
    travel(THEN + 2 * f.HOUR)
    live = offer(person, "Reliability engineer")
    let_in(page, live_server, person)
    receipt = of.choices.get().receipt.public_id
    for address in (
        "",
        f"memo/{of.campaign.public_id}/",
        f"stated/{of.public_id}/",
        "my-record/",
        "my-record/terms/",
        "inbox/notifications/",
        "mails/stop/",
        f"choice/{of.public_id}/",
        f"receipt/{receipt}/",
        "offers/",
        f"offers/{live.public_id}/",
        f"offers/{accepted.public_id}/next/",
        "timeline/",
        "policy/",
    ):
        page.goto(f"{live_server.url}/{address}")
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        assert faults_in_all_looks(page) == [], address
