"""Somebody who walks a journey: with a pointer, without JavaScript, or with the keyboard alone.

A journey is written once, in these words; by keyboard nothing is done but pressing keys: the focus is led by Tab to
what is meant, however long that takes, and every key and every page that comes is counted.
"""

import re
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import datetime

from playwright.sync_api import FilePayload, Frame, Locator, Page

from tests.functional.visitors import follow

POINTER, NO_SCRIPTS, KEYBOARD = "with scripts", "without scripts", "by keyboard alone"
WAYS = (POINTER, NO_SCRIPTS, KEYBOARD)
_MOST_TABS = 250
_IS_FOCUSED = "element => element === document.activeElement"
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d))?$")


@dataclass
class Hands:
    """What a person does to the page that is open. `keys` and `screens` is what it took so far."""

    page: Page
    way: str = POINTER
    keys: list[str] = field(default_factory=list)
    screens: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("framenavigated", self._came)

    def _came(self, frame: Frame) -> None:
        if frame.parent_frame is None and "#" not in frame.url:
            self.screens.append(frame.url)

    def press(self, control: Locator) -> None:
        """Follow a link, press a button, open what is folded. All but the last bring a page, which is waited for."""
        brings_page = control.evaluate("element => element.tagName") != "SUMMARY"
        if self.way == KEYBOARD:
            self._reach(control)
            with self.page.expect_navigation() if brings_page else nullcontext():
                self._key("Enter")
        elif brings_page:
            follow(control)
        else:
            control.click()

    def choose(self, control: Locator) -> None:
        """A radio button or a box that is ticked."""
        if self.way != KEYBOARD:
            control.check()
            return
        control.wait_for()
        if control.is_checked():
            return
        if control.get_attribute("type") == "checkbox":
            self._reach(control)
            self._key("Space")
        else:
            self._reach_radio(control)
        assert control.is_checked(), "keys do not choose it"

    def write(self, control: Locator, text: str) -> None:
        """Type into a field, in place of what stands there."""
        if self.way != KEYBOARD:
            control.fill(text)
            return
        self._reach(control)
        if _DAY.match(text):
            self._write_day(control, text)
        else:
            self._key("Control+A")
            self._type(text)
        assert control.input_value() == text, f"keys do not write it: {control.input_value()}"

    def _write_day(self, control: Locator, text: str) -> None:
        """As the browser's own field takes it: in the order of the language that the browser itself speaks."""
        found = _DAY.match(text)
        assert found is not None
        year, month, day, hour, minute = found.groups()
        noon = datetime(2041, 1, 1, int(hour or 0), int(minute or 0)).strftime("%I%M%p")  # noqa: DTZ001
        for date, time in ((f"{month}{day}{year}", noon), (f"{day}{month}{year}", f"{hour}{minute}")):
            for _ in range(6):
                self._key("ArrowLeft")
            self._type(date)
            if hour is not None:
                self._key("Tab")
                self._type(time)
            if control.input_value() == text:
                return

    def pick(self, control: Locator, option: str) -> None:
        """One option of a list, by its words."""
        if self.way != KEYBOARD:
            control.select_option(label=option)
            return
        self._reach(control)
        self._key("Home")
        for _ in range(control.locator("option").count()):
            if control.locator("option:checked").inner_text().strip() == option:
                return
            self._key("ArrowDown")
        raise AssertionError(f"{option} is not picked by keys")

    def hand_in(self, control: Locator, file: FilePayload) -> None:
        """A file, by the browser's own window for files."""
        if self.way != KEYBOARD:
            control.set_input_files(file)
            return
        with self.page.expect_file_chooser() as chooser:
            self._reach(control)
            self._key("Enter")
        chooser.value.set_files(file)

    def _reach(self, control: Locator) -> None:
        control.wait_for(state="attached")
        for _ in range(_MOST_TABS):
            if control.evaluate(_IS_FOCUSED):
                return
            self._key("Tab")
        raise AssertionError(f"{control} is not reached by Tab")

    def _reach_radio(self, control: Locator) -> None:
        """Tab leads to one button of a group, arrows to the others."""
        name = control.get_attribute("name")
        group = self.page.locator(f'input[type=radio][name="{name}"]')
        is_in_group = f"document.activeElement.name === {name!r}"
        for _ in range(_MOST_TABS):
            if self.page.evaluate(is_in_group):
                break
            self._key("Tab")
        self._key("Space")
        for _ in range(group.count()):
            if control.is_checked():
                return
            self._key("ArrowDown")

    def _key(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.keys.append(key)

    def _type(self, text: str) -> None:
        self.page.keyboard.type(text)
        self.keys += list(text)
