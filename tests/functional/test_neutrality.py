"""The two options stand before a person as equals, in markup, words and browser; each kind of favour is refused."""

import re
from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest
from playwright.sync_api import Browser

from accounts.models import Employee
from tests import factories as f
from tests.browsing.drawn import Answer, Drawn, draw
from tests.browsing.looks import ALL_LOOKS, turn
from tests.browsing.window import Window
from tests.engineer import check, member, question
from tests.neutrality import faults_in_browser, faults_of_markup, faults_of_words, options_of, order_of, read
from tests.pages import THEN, signed_in, text_of
from transfers.models import Assignment

pytestmark = pytest.mark.django_db

SHEET = "/static/portal/pages.css"
# One option as it is marked up: whoever changes it sees here what both are from then on.
SHAPE = (
    "<div class='option'><input aria-describedby id name='option' required='' type='radio' value>"
    "<label for>…<p class='hint' id>…"
)


@pytest.fixture
def of() -> Assignment:
    return member(employee=f.EmployeeFactory.create(unit=f.UnitFactory.create(name="Applied AI")))


@pytest.fixture
def window(browser: Browser) -> Iterator[Window]:
    opened = Window(browser)
    yield opened
    opened.close()


def asked(of: Assignment) -> str:
    return text_of(signed_in(of.employee).get(question(of)))


@pytest.mark.parametrize("language", ["en-gb", "de"])
def test_both_options_have_one_shape_one_length_and_nothing_chosen(of: Assignment, language: str) -> None:
    Employee.objects.filter(pk=of.employee.pk).update(language=language)
    page = asked(of)
    assert faults_of_markup(page) == []
    assert [box.shape() for box in options_of(read(page))] == [SHAPE, SHAPE]


def test_no_screen_of_the_choice_repeats_the_memo_or_talks_anybody_into_it(of: Assignment) -> None:
    client = signed_in(of.employee)
    memo = of.campaign.memo
    pages = [client.get("/"), client.get(question(of)), client.get(f"/stated/{of.public_id}/")]
    pages += [check(client, of, option) for option in ("stay", "undraft")]
    f.file(of, "stay", at=THEN)
    pages += [
        client.get("/"),
        client.get(question(of)),
        client.get(f"/receipt/{of.choices.get().receipt.public_id}/"),
    ]
    assert memo
    for page in pages:
        assert page.status_code == 200
        assert faults_of_words(text_of(page), memo) == []


def test_either_option_comes_first_for_half_of_the_people_and_always_for_one_of_them(of: Assignment) -> None:
    """Fails with an order that is everybody's, or that is drawn anew at each look."""
    client, firsts = signed_in(of.employee), []
    for _ in range(60):
        Assignment.objects.filter(pk=of.pk).update(public_id=uuid4())
        of.refresh_from_db()
        orders = {tuple(order_of(text_of(client.get(question(of))))) for _look in range(2)}
        assert len(orders) == 1
        firsts.append(orders.pop()[0])
    assert 12 <= firsts.count("stay") <= 48  # by chance outside of it once in more than 100,000 times


# What somebody could do to the page for one option: its markup changed.
FAVOURS: dict[str, Callable[[str], str]] = {
    "chosen beforehand": lambda page: page.replace('value="stay"', 'value="stay" checked'),
    "focused beforehand": lambda page: page.replace('value="stay"', 'value="stay" autofocus'),
    "the other cannot be chosen": lambda page: page.replace('value="undraft"', 'value="undraft" disabled'),
    "a class of its own": lambda page: _box(page, "stay", lambda box: box.replace('"option"', '"option good"', 1)),
    "a mark beside it": lambda page: _box(page, "stay", lambda box: box.replace("</label>", "</label><svg></svg>")),
    "in bold": lambda page: _box(page, "stay", lambda box: re.sub(r"(<label[^>]*>)([^<]*)", r"\1<b>\2</b>", box)),
    "more words": lambda page: _box(page, "stay", lambda box: box.replace("</p>", f" {'Good for you. ' * 3}</p>")),
    "recommended": lambda page: _box(page, "stay", lambda box: box.replace("on the terms", "as recommended", 1)),
    "the other folded away": lambda page: _box(page, "undraft", lambda box: f"<details>{box}</details>"),
    "the only one": lambda page: _box(page, "undraft", lambda _box: ""),
    "a third": lambda page: _box(page, "stay", lambda box: box + box),
}


def _box(page: str, value: str, change: Callable[[str], str]) -> str:
    """The page with the box of one option changed."""
    boxes = re.findall(r'<div class="option">.*?</div>', page, flags=re.DOTALL)
    mine = next(box for box in boxes if f'value="{value}"' in box)
    return page.replace(mine, change(mine))


@pytest.mark.parametrize("favour", FAVOURS)
def test_markup_that_favours_one_option_is_refused(of: Assignment, favour: str) -> None:
    page = asked(of)
    assert FAVOURS[favour](page) != page
    assert faults_of_markup(FAVOURS[favour](page)) != []


@pytest.mark.parametrize(
    "said", ["We'd prefer everyone to stay.", "We’d prefer everyone to stay", "Are you sure?", "Most people stay."]
)
def test_words_that_favour_one_option_are_refused(of: Assignment, said: str) -> None:
    page, memo = asked(of), "Dear all. We'd prefer everyone to stay, but we defer to each individual's choice."
    assert faults_of_words(page, memo) == []
    assert faults_of_words(page.replace("</fieldset>", f"<p>{said}</p></fieldset>"), memo) != []


def seen(of: Assignment) -> Drawn:
    client = signed_in(of.employee)
    page = draw(client, client.get(question(of)), name="", viewer="", state="", address=question(of))
    assert page is not None
    return page


def test_browser_draws_both_options_alike_in_each_theme_at_each_width(of: Assignment, window: Window) -> None:
    page = window.show(seen(of))
    for look in ALL_LOOKS:
        turn(page, look.width, look.scheme)
        assert faults_in_browser(page) == [], look


# What a sheet could do for one option without a word of markup.
RULES = {
    "colour": '[value="stay"] + label { color: green; }',
    "size": '.option:has([value="undraft"]) { width: 80%; }',
    "weight": '[value="stay"] + label { font-weight: 800; }',
    "ground": '.option:has([value="stay"]) { background: #efe; }',
    "a mark": '[value="stay"] + label::after { content: " ✓"; }',
    "faint": '.option:has([value="undraft"]) { opacity: 0.8; }',
    "when chosen": '.option:has([value="undraft"]:checked) { border-color: red; }',
    "further down": '.option:has([value="undraft"]) { margin-block-start: 40px; }',
}


@pytest.mark.parametrize("rule", RULES)
def test_sheet_that_favours_one_option_is_refused(of: Assignment, window: Window, rule: str) -> None:
    drawn = seen(of)
    sheet = window.file(SHEET).body + f"\n{RULES[rule]}".encode()
    window.instead = {SHEET: Answer(200, {"Content-Type": "text/css"}, sheet)}
    assert faults_in_browser(window.show(drawn)) != []
