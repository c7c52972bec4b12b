"""Counts of many kinds of rows in one query: how many of each, from when to when, and the first one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Min, QuerySet, Value


@dataclass(frozen=True, slots=True)
class Rows:
    """What the database counts: the rows, the column with the instant of each, and what tells them apart."""

    rows: QuerySet[Any]
    at: str
    of: str = "pk"


@dataclass(frozen=True, slots=True)
class Found:
    """How many there are; the first and the last instant, where that is known; the first one's primary key."""

    number: int = 0
    since: datetime | None = None
    until: datetime | None = None
    first: int | None = None


# which of them was counted, how many, the first and the last instant, the first one's primary key
Counted = tuple[int, int, datetime | None, datetime | None, int | None]


def count_all(asked: Sequence[Rows]) -> QuerySet[Any, Counted]:
    """One query that counts each of them, for a Statement; `found_in` reads what it gave."""
    counts = [
        each.rows.order_by()
        .annotate(which=Value(which))
        .values("which")
        .annotate(number=Count(each.of, distinct=True), oldest=Min(each.at), newest=Max(each.at), first=Min(each.of))
        .values_list("which", "number", "oldest", "newest", "first")
        for which, each in enumerate(asked)
    ]
    together: QuerySet[Any, Counted] = counts[0].union(*counts[1:], all=True)
    return together


def found_in(counted: Sequence[Counted], number: int) -> list[Found]:
    """What was counted of so many kinds, in the order asked; of which there are none has no row."""
    found = {which: Found(*of) for which, of in ((row[0], row[1:]) for row in counted)}
    return [found.get(which, Found()) for which in range(number)]
