"""Roles, list and visibility in a real browser: by keyboard, with and without scripts, narrow and dark."""

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import Employee
from tests import factories as f
from tests.browsing.looks import faults_in_both_looks
from tests.chromium import newcomer
from tests.functional.hands import Hands
from tests.functional.visitors import follow, let_in
from tests.pages import THEN, travel
from transfers.actions.shortages import keep_interest, keep_shortages
from transfers.models import Candidacy, Preference, Role

pytestmark = pytest.mark.django_db(transaction=True)
PAGES = {
    "roles": "/roles/",
    "not listed": "/roles/not-listed/",
    "list": "/preferences/",
    "visibility": "/visibility/",
    "availability": "/visibility/availability/",
    "shortage": "/shortage/",
    "search error": "/roles/?level=x",
    "no match": "/roles/?words=haskell",
}
TITLES = ("Kundtjänstteknikerutbildningssamordnare", "Reliability engineer", "Data engineer")


@pytest.fixture
def person() -> Employee:
    """A drafted engineer with three roles to rank, one that is out of reach, and a chain."""
    travel(THEN)
    boss = f.EmployeeFactory.create(name="Chain Manager")
    person = f.assignment(employee=f.EmployeeFactory.create(name="Ada Berg", manager=boss)).employee
    for short, title in enumerate(TITLES):
        unit = f.UnitFactory.create(name=f"Unit {short}", approved_headcount=10 + short)
        f.role(title=title, unit=unit, manager=f.EmployeeFactory.create(name=f"Manager {short}"))
    f.role(title="Out of reach", level_min=8, level_max=9, manager=boss)
    keep_shortages()
    keep_interest()
    return person


def draft_of(person: Employee) -> list[str]:
    drafted = Preference.objects.filter(candidacy__employee=person, stage="draft")
    return list(drafted.values_list("role__title", flat=True))


def test_roles_are_added_ranked_and_submitted_and_managers_let_in(
    hands: Hands, live_server: LiveServer, person: Employee
) -> None:
    page = hands.page
    let_in(page, live_server, person)
    page.goto(f"{live_server.url}/roles/")
    for title in TITLES:
        button = page.get_by_role("button", name=f"Add to your list {title}")
        hands.press(button)
        expect_added(page, button)
    hands.press(page.get_by_role("link", name="Your list"))
    hands.press(page.get_by_role("button", name=f"Up {TITLES[2]}"))
    assert draft_of(person) == [TITLES[0], TITLES[2], TITLES[1]]
    for rank, title in enumerate(TITLES, 1):
        hands.write(page.get_by_label(f"Rank of {title}"), str(rank))
    hands.press(page.get_by_role("button", name="Save the order"))
    expect(page.get_by_text("Your draft is saved.")).to_be_visible()
    assert draft_of(person) == list(TITLES)
    hands.press(page.get_by_role("button", name="Submit my list"))
    expect(page.get_by_text("This is the list that you submitted.")).to_be_visible()

    hands.press(page.get_by_role("link", name="Who can see me").first)
    expect(page.get_by_text("You have not answered yet")).to_be_visible()
    hands.choose(page.get_by_label("Managers of roles I ranked"))
    hands.choose(page.get_by_label("Hide me from Manager 1"))
    hands.press(page.get_by_role("button", name="Save who may see me"))
    expect(page.get_by_text("2 managers see you today.")).to_be_visible()
    candidacy = Candidacy.objects.get(employee=person)
    assert (candidacy.visibility, candidacy.exclusions.count()) == ("ranked", 1)


def test_an_error_takes_the_focus_and_leads_to_its_field(
    page: Page, live_server: LiveServer, person: Employee
) -> None:
    let_in(page, live_server, person)
    page.goto(f"{live_server.url}/visibility/")
    page.locator("form[method=post] input[type=radio]").first.evaluate("el => el.form.noValidate = true")
    page.get_by_role("button", name="Save who may see me").click()
    expect(page.locator(".error-summary")).to_be_focused()
    page.get_by_role("link", name="Choose who may see you").press("Enter")
    expect(page.locator("#id_visibility_0")).to_be_focused()


def test_a_list_is_ranked_with_the_keyboard_alone(page: Page, live_server: LiveServer, person: Employee) -> None:
    let_in(page, live_server, person)
    page.goto(f"{live_server.url}/roles/")
    for title in TITLES[:2]:
        button = page.get_by_role("button", name=f"Add to your list {title}")
        reach(page, button.get_attribute("value") or "")
        page.keyboard.press("Enter")
        expect_added(page, button)
    page.goto(f"{live_server.url}/preferences/")
    first = page.get_by_label(f"Rank of {TITLES[0]}")
    first.focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("9")
    page.keyboard.press("Enter")  # the first button of the form saves; it moves nothing
    expect(page.get_by_text("Your draft is saved.")).to_be_visible()
    assert draft_of(person) == [TITLES[1], TITLES[0]]


def drag(page: Page, title: str, to: str, *, then: str = "release") -> None:
    """Take the row of one role by its grip to just above another's middle."""
    rows = page.locator(".rank-list > li")
    grip = rows.filter(has_text=title).locator(".grip").bounding_box()
    target = rows.filter(has_text=to).bounding_box()
    assert grip is not None
    assert target is not None
    page.mouse.move(grip["x"] + 8, grip["y"] + grip["height"] / 2)
    page.mouse.down()
    page.mouse.move(grip["x"] + 8, target["y"] + target["height"] / 2 - 4, steps=5)
    if then == "escape":
        page.keyboard.press("Escape")
    page.mouse.up()


def drafted(person: Employee) -> None:
    """Draft the three roles in their order."""
    candidacy = f.candidate(person, visibility=None)
    for rank, title in enumerate(TITLES, 1):
        role = Role.objects.get(title=title)
        Preference.objects.create(candidacy=candidacy, role=role, stage="draft", rank=rank)


def test_a_row_is_dragged_and_the_form_saves_the_order(page: Page, live_server: LiveServer, person: Employee) -> None:
    drafted(person)
    let_in(page, live_server, person)
    page.goto(f"{live_server.url}/preferences/")
    unsaved = page.get_by_text("The order has changed and is not saved yet.")
    expect(unsaved).to_be_hidden()
    drag(page, TITLES[2], to=TITLES[0])
    expect(page.locator(".rank-list .ranked a")).to_have_text([TITLES[2], TITLES[0], TITLES[1]])
    expect(page.get_by_label(f"Rank of {TITLES[2]}")).to_have_value("1")
    expect(page.get_by_role("button", name=f"Up {TITLES[2]}")).to_be_disabled()
    expect(page.get_by_role("button", name=f"Up {TITLES[0]}")).to_be_enabled()
    expect(unsaved).to_be_visible()
    assert draft_of(person) == list(TITLES)  # dragging alone keeps nothing
    page.get_by_role("button", name="Save the order").click()
    expect(page.get_by_text("Your draft is saved.")).to_be_visible()
    assert draft_of(person) == [TITLES[2], TITLES[0], TITLES[1]]


def test_a_dragged_row_goes_back_with_escape_and_with_the_others_put_back(
    page: Page, live_server: LiveServer, person: Employee
) -> None:
    drafted(person)
    let_in(page, live_server, person)
    page.goto(f"{live_server.url}/preferences/")
    names = page.locator(".rank-list .ranked a")
    page.get_by_label(f"Rank of {TITLES[0]}").fill("7")
    drag(page, TITLES[2], to=TITLES[0], then="escape")
    expect(names).to_have_text(list(TITLES))
    expect(page.get_by_label(f"Rank of {TITLES[0]}")).to_have_value("7")  # what was typed stays
    drag(page, TITLES[2], to=TITLES[0])
    drag(page, TITLES[0], to=TITLES[2])
    drag(page, TITLES[1], to=TITLES[2])
    drag(page, TITLES[0], to=TITLES[1])
    expect(names).to_have_text(list(TITLES))
    expect(page.get_by_text("The order has changed and is not saved yet.")).to_be_hidden()


def test_a_finger_drags_nothing_and_scrolls_on(browser: Browser, live_server: LiveServer, person: Employee) -> None:
    drafted(person)
    context = browser.new_context(has_touch=True, is_mobile=True, viewport={"width": 320, "height": 640})
    page = context.new_page()
    let_in(page, live_server, person)
    page.goto(f"{live_server.url}/preferences/")
    expect(page.locator(".grip").first).to_be_hidden()
    page.get_by_role("button", name=f"Up {TITLES[2]}").tap()
    expect(page.get_by_text("Your draft is saved.")).to_be_visible()
    assert draft_of(person) == [TITLES[0], TITLES[2], TITLES[1]]
    context.close()


def test_a_list_without_scripts_has_no_grip_and_all_the_rest(
    browser: Browser, live_server: LiveServer, person: Employee
) -> None:
    drafted(person)
    context = newcomer(browser, scripts=False)
    page = context.new_page()
    let_in(page, live_server, person)
    page.goto(f"{live_server.url}/preferences/")
    expect(page.locator(".grip")).to_have_count(0)
    follow(page.get_by_role("button", name=f"Down {TITLES[0]}"))
    assert draft_of(person) == [TITLES[1], TITLES[0], TITLES[2]]
    context.close()


def expect_added(page: Page, button: Locator) -> None:
    """Wait for the page that comes next: without its button, for the one before may bear the same words."""
    expect(button).to_have_count(0)
    expect(page.get_by_text("Added to your list, a draft until you submit it.")).to_be_visible()


def reach(page: Page, value: str) -> None:
    """Tab until the button with this value has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.value") == value:
            return
    raise AssertionError("the button is not reached by Tab")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_reads_well_at_any_width_in_any_light(
    page: Page, live_server: LiveServer, person: Employee, name: str
) -> None:
    ranked = list(Role.objects.filter(title__in=TITLES))
    candidacy = f.candidate(person, ranked=ranked)
    for rank, role in enumerate(reversed(ranked), 1):
        Preference.objects.create(candidacy=candidacy, role=role, stage="draft", rank=rank)
    let_in(page, live_server, person)
    page.goto(live_server.url + PAGES[name])
    assert faults_in_both_looks(page) == []
