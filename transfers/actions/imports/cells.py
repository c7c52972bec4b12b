"""What one cell may hold. Each function takes the cell's text and returns its value, or raises WrongCell."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.names import validate_country, validate_time_zone
from transfers.models.terms import LONGEST_LINE, NO_CHANGE, NOT_STATED, STATED, TermsLine

T = TypeVar("T")
Parse = Callable[[str], T]
# pairs of a skill's id and a level from 1 to 5
Levels = tuple[tuple[int, int], ...]

LIST_SEPARATOR, PAIR_SEPARATOR = "|", ":"
LARGEST_NUMBER = 1_000_000
FIRST_DAY, LAST_DAY = date(1950, 1, 1), date(2100, 12, 31)

_EMAIL = re.compile(r"[^@\s\x00-\x1f\x7f<>()\[\],;:\"\\]+@[^@\s.\x00-\x1f\x7f]+(\.[^@\s.\x00-\x1f\x7f]+)+")
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]*")
_YES = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}


class WrongCell(Exception):
    """The cell's text is not a value of its kind. `message` is a sentence."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def text(longest: int) -> Parse[str]:
    """Any text of at most `longest` letters."""

    def parse(cell: str) -> str:
        if len(cell) > longest:
            raise WrongCell(_("This is longer than %(longest)d letters.") % {"longest": longest})
        return cell

    return parse


def code(longest: int) -> Parse[str]:
    """A stable code: letters, digits, dot, dash, slash, underscore."""

    def parse(cell: str) -> str:
        if len(cell) > longest or not _CODE.fullmatch(cell):
            raise WrongCell(
                _("“%(cell)s” is not a code: letters, digits and . - _ / only, at most %(longest)d of them.")
                % {"cell": cell, "longest": longest}
            )
        return cell

    return parse


def whole(least: int, most: int = LARGEST_NUMBER) -> Parse[int]:
    """A whole number between `least` and `most`."""

    def parse(cell: str) -> int:
        if not cell.isascii() or not cell.isdecimal() or len(cell) > 9 or not least <= int(cell) <= most:
            raise WrongCell(
                _("“%(cell)s” is not a whole number from %(least)d to %(most)d.")
                % {"cell": cell, "least": least, "most": most}
            )
        return int(cell)

    return parse


def yes_no(cell: str) -> bool:
    """yes or no."""
    answer = _YES.get(cell.casefold())
    if answer is None:
        raise WrongCell(_("“%(cell)s” is neither yes nor no.") % {"cell": cell})
    return answer


def day(cell: str) -> date:
    """A day as 2026-11-21."""
    try:
        value = date.fromisoformat(cell) if len(cell) == len("2026-11-21") else None
    except ValueError:
        value = None
    if value is None or not FIRST_DAY <= value <= LAST_DAY:
        raise WrongCell(_("“%(cell)s” is not a day such as 2026-11-21.") % {"cell": cell})
    return value


def email(cell: str) -> str:
    """A mail address."""
    if len(cell) > 254 or not _EMAIL.fullmatch(cell):
        raise WrongCell(_("“%(cell)s” is not a mail address.") % {"cell": cell})
    return cell


def country(cell: str) -> str:
    """A two-letter country code."""
    return _validated(cell, validate_country)


def zone(cell: str) -> str:
    """An IANA time zone."""
    return _validated(cell, validate_time_zone)


def _validated(cell: str, validate: Callable[[str], None]) -> str:
    try:
        validate(cell)
    except ValidationError as error:
        raise WrongCell(" ".join(error.messages)) from error
    return cell


def one_of(known: Mapping[str, T], what: str) -> Parse[T]:
    """The thing with this code; `what` is its noun, such as “unit”."""

    def parse(cell: str) -> T:
        try:
            return known[cell]
        except KeyError:
            raise WrongCell(_("No %(what)s has the code “%(cell)s”.") % {"what": what, "cell": cell}) from None

    return parse


def listed(parse_one: Parse[T]) -> Parse[tuple[T, ...]]:
    """Several values with | between them, none twice."""

    def parse(cell: str) -> tuple[T, ...]:
        parts = [part.strip() for part in cell.split(LIST_SEPARATOR)]
        if len(set(parts)) != len(parts):
            raise WrongCell(_("“%(cell)s” names something twice.") % {"cell": cell})
        return tuple(parse_one(part) for part in parts)

    return parse


def levels(known: Mapping[str, int]) -> Parse[Levels]:
    """Skills and how well: “python:4|go:3”, as pairs of the skill's id and a level from 1 to 5."""
    skill, level = one_of(known, _("skill")), whole(1, 5)

    @cache  # many people, few pairs of a skill and a level
    def parse_one(part: str) -> tuple[int, int]:
        name, separator, number = part.partition(PAIR_SEPARATOR)
        if not separator:
            raise WrongCell(_("“%(part)s” lacks its level: write it as python:4.") % {"part": part})
        return skill(name.strip()), level(number.strip())

    several = listed(parse_one)

    def parse(cell: str) -> Levels:
        pairs = several(cell)
        if len({pair[0] for pair in pairs}) != len(pairs):
            raise WrongCell(_("“%(cell)s” names something twice.") % {"cell": cell})
        return pairs

    return parse


def terms_line(cell: str) -> TermsLine:
    """“no change”, “ask …” for what is openly not stated, or the words of the term itself."""
    if len(cell) > LONGEST_LINE:
        raise WrongCell(_("This is longer than %(longest)d letters.") % {"longest": LONGEST_LINE})
    lowered = cell.casefold()
    if lowered == "no change":
        return {"statement": NO_CHANGE, "text": "", "ask": ""}
    if lowered.startswith("ask "):
        return {"statement": NOT_STATED, "text": "", "ask": cell[len("ask ") :].strip()}
    return {"statement": STATED, "text": cell, "ask": ""}
