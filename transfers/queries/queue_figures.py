"""The picture of how long an HR partner's queue has waited: of the same rows that the page lists to them."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import pairwise

from django.utils.translation import gettext as _

from transfers.formats.figures import Figure
from transfers.formats.pictures import Bar, Bars

_EDGES = (1, 3, 7, 14, 30)  # days


def get_queue_figures(since: Iterable[datetime | None], at: datetime) -> list[Figure]:
    """Everything that waits, by its age in days; nothing while nothing waits."""
    ages = [at - each for each in since if each is not None]
    if not ages:
        return []
    rows = [(words, sum(lowest <= age < highest for age in ages)) for words, lowest, highest in _spans()]
    most = max(count for _words, count in rows)
    return [
        Figure(
            name="queue-age",
            title=_("How long it has waited"),
            says=_(
                "People without a placement, findings and moves of files, by the days since they began to wait. "
                "The full width is %(most)s."
            )
            % {"most": most},
            picture=Bars([Bar(words, str(count), count / most) for words, count in rows]),
            headers=(_("Waiting"), _("Number")),
            rows=rows,
        )
    ]


def _spans() -> list[tuple[str, timedelta, timedelta]]:
    days = [timedelta(days=each) for each in _EDGES]
    first = (_("Less than a day"), timedelta.min, days[0])
    between = [
        (_("%(from)s to %(to)s days") % {"from": low, "to": high - 1}, timedelta(days=low), timedelta(days=high))
        for low, high in pairwise(_EDGES)
    ]
    return [first, *between, (_("%(from)s days and more") % {"from": _EDGES[-1]}, days[-1], timedelta.max)]
