"""The picture of one person's own steps: each day on which something happened or is to happen."""

from collections.abc import Sequence
from datetime import date, datetime
from itertools import groupby

from django.utils.translation import gettext as _

from transfers.calendars import local_date
from transfers.formats.figures import Figure, Mark
from transfers.formats.pictures import Moment, Strip
from transfers.queries.days import day_in_words
from transfers.queries.timelines import DONE, Step


def get_timeline_figures(steps: Sequence[Step], at: datetime, zone: str) -> list[Figure]:
    """One dot a day, numbered as the steps are in the table; nothing while all are of one day."""
    days = [step.day or local_date(step.at or step.sort_at, zone) for step in steps]
    today = local_date(at, zone)
    if len(set(days)) < 2:
        return []
    first, last = min(days), max(days)

    def place(day: date) -> float:
        return (day - first).days / (last - first).days

    moments = []
    for (day, is_past), group in groupby(range(len(steps)), lambda n: (days[n], steps[n].state == DONE)):
        numbers = list(group)
        mark = str(numbers[0] + 1) if len(numbers) == 1 else f"{numbers[0] + 1}–{numbers[-1] + 1}"
        moments.append(Moment(place(day), mark, is_past))
    names = {"first": day_in_words(first), "last": day_in_words(last)}
    return [
        Figure(
            name="timeline",
            title=_("Your steps by day"),
            says=_("From %(first)s to %(last)s; the numbers are those of the table.") % names,
            picture=Strip(
                moments,
                now=place(today) if first <= today <= last else None,
                now_says=_("Today"),
                first=names["first"],
                last=names["last"],
            ),
            headers=(_("Number"), _("Step"), _("Day")),
            rows=[
                (str(n + 1), step.title, day_in_words(day))
                for n, (step, day) in enumerate(zip(steps, days, strict=True))
            ],
            marks=(Mark("full", _("Over")), Mark("ring", _("Ahead")), Mark("limit", _("Today"))),
        )
    ]
