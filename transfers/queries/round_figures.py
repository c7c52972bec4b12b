"""The pictures of a round and of a simulation beside it, from the rounded numbers that their pages show."""

from django.utils.translation import gettext as _

from transfers.formats.figures import Figure, Mark
from transfers.formats.pictures import Bar, Bars, Dumbbell, Pair, share_of
from transfers.queries.round_outcomes import Numbers
from transfers.queries.simulations import ShownReport


def get_outcome_figures(numbers: Numbers) -> list[Figure]:
    """Which of their choices people got; nothing where no count is shown."""
    most = max((number for number in numbers.ranks if number is not None), default=0)
    if not most:
        return []
    rows = [(_rank_in_words(place, len(numbers.ranks)), number) for place, number in enumerate(numbers.ranks, 1)]
    return [
        Figure(
            name="rank-obtained",
            title=_("Which role of their list people get"),
            says=_(
                "Everybody who gets a role. The full width is %(most)s people; a dashed outline stands for “not "
                "shown”: too few people, or a number by which a small one could be worked out."
            )
            % {"most": most},
            picture=Bars([Bar(name, _in_words(number), share_of(number, most)) for name, number in rows]),
            headers=(_("Role"), _("People")),
            rows=rows,
        )
    ]


def get_comparison_figures(today: ShownReport, supposed: ShownReport) -> list[Figure]:
    """A round as it is against what was supposed; nothing where no count is shown."""
    rows: list[tuple[str, int | None, int | None]] = [
        (_("Get a role"), today.placed, supposed.placed),
        (_("Get none"), today.unplaced, supposed.unplaced),
    ]
    last = len(today.ranks)
    for place, (now, then) in enumerate(zip(today.ranks, supposed.ranks, strict=True), 1):
        rows.append((_rank_in_words(place, last), now, then))
    most = max((number for row in rows for number in row[1:] if number is not None), default=0)
    if not most:
        return []
    return [
        Figure(
            name="round-compared",
            title=_("The round as it is and as supposed"),
            says=_(
                "People by what they get. The line’s end is %(most)s people; “not shown” stands for too few people, "
                "or a number by which a small one could be worked out."
            )
            % {"most": most},
            picture=Dumbbell([_pair(*row, most) for row in rows]),
            headers=(_("Of the round"), _("As it is"), _("As supposed")),
            rows=rows,
            marks=(Mark("ring", _("As it is")), Mark("full", _("As supposed"))),
        )
    ]


def _pair(name: str, now: int | None, then: int | None, most: int) -> Pair:
    words = _in_words(now) if now == then else f"{_in_words(now)} → {_in_words(then)}"
    return Pair(name, words, share_of(now, most), share_of(then, most))


def _rank_in_words(place: int, last: int) -> str:
    if place == 1:
        return _("The first of their list")
    words = _("Number %(n)s of their list") if place < last else _("Number %(n)s or further down")
    return words % {"n": place}


def _in_words(number: int | None) -> str:
    return _("not shown") if number is None else str(number)
