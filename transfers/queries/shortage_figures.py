"""The picture of shortages before and after: the first figures that were kept against the newest."""

from datetime import date

from django.db.models import Subquery
from django.utils.translation import gettext as _

from transfers.formats.figures import Figure, Mark
from transfers.formats.pictures import Dumbbell, Pair
from transfers.models import ShortageSnapshot
from transfers.queries.days import day_in_words
from transfers.queries.shortages import ShortagePage, UnitShortage

MOST = 12  # units in the picture: those that changed most


def get_shortage_figures(page: ShortagePage | None) -> list[Figure]:
    """Nothing before figures of a second day were kept, or while no unit has changed."""
    if page is None:
        return []
    first = ShortageSnapshot.objects.order_by("on").values("on")[:1]
    rows = list(ShortageSnapshot.objects.filter(on=Subquery(first)).values_list("unit_id", "shortage_bp", "on"))
    before = {unit_id: basis_points for unit_id, basis_points, _on in rows}
    changed = [row for row in page.rows if before.get(row.unit_id, row.basis_points) != row.basis_points]
    changed.sort(key=lambda row: (-abs(row.basis_points - before[row.unit_id]), row.unit_id))
    return [_draw(changed[:MOST], before, rows[0][2], page.on)] if changed else []


def _draw(shown: list[UnitShortage], before: dict[int, int], first: date, newest: date) -> Figure:
    longest = max(1_000, *(max(before[row.unit_id], row.basis_points) for row in shown))
    days = {"first": day_in_words(first), "newest": day_in_words(newest), "most": _points(longest)}
    return Figure(
        name="shortage-before-after",
        title=_("Shortage before and after"),
        says=_(
            "The units whose shortage changed most from %(first)s to %(newest)s; the line’s end is %(most)s. "
            "Moves count from their announcement."
        )
        % days,
        picture=Dumbbell(
            [
                Pair(
                    row.name,
                    f"{_points(before[row.unit_id])} → {_points(row.basis_points)}",
                    before[row.unit_id] / longest,
                    row.basis_points / longest,
                )
                for row in shown
            ]
        ),
        headers=(_("Unit"), days["first"], days["newest"]),
        rows=[(row.name, _points(before[row.unit_id]), _points(row.basis_points)) for row in shown],
        marks=(Mark("ring", days["first"]), Mark("full", days["newest"])),
    )


def _points(basis_points: int) -> str:
    return _("%(number)s\N{NO-BREAK SPACE}%%") % {"number": (basis_points + 50) // 100}
