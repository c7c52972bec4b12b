"""The picture of the roles at the top of somebody's list: how well each fits them by how short its unit is."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from transfers.formats.figures import Figure, Mark
from transfers.formats.pictures import Scatter, Spot
from transfers.matching.ranking import RankedRole
from transfers.matching.scoring import fit_bp
from transfers.matching.types import FULL_BP
from transfers.queries.ranked_roles import Reader

_LEAST_SCALE_BP = 1_000


def get_role_figures(reader: Reader, rows: Sequence[RankedRole]) -> list[Figure]:
    """Public shortages and the reader's own profile, which the cards beside are of too; nothing for one role."""
    if len(rows) < 2:
        return []
    fits = [fit_bp(reader.person, row.role, row.policy) for row in rows]
    highest = max(_LEAST_SCALE_BP, *(row.shortage_bp for row in rows))
    names = [reader.public.shown[row.role_id].title for row in rows]
    return [
        Figure(
            name="fit-and-shortage",
            title=_("Fit and shortage"),
            says=_(
                "The first roles for you, numbered as on their cards: the further along, the better your skills, "
                "level and place fit; the higher, the shorter of people the unit is."
            ),
            picture=Scatter(
                [
                    Spot(fit / FULL_BP, row.shortage_bp / highest, str(row.rank))
                    for row, fit in zip(rows, fits, strict=True)
                ],
                highest=_("Shortage %(share)s") % {"share": _points(highest)},
                first=_("Fit %(share)s") % {"share": _points(0)},
                last=_("Fit %(share)s") % {"share": _points(FULL_BP)},
            ),
            headers=(_("Number"), _("Role"), _("Fit"), _("Shortage")),
            rows=[
                (str(row.rank), name, _points(fit), _points(row.shortage_bp))
                for row, name, fit in zip(rows, names, fits, strict=True)
            ],
            marks=(Mark("seen", _("A role, with the number on its card")),),
        )
    ]


def _points(basis_points: int) -> str:
    return _("%(number)s\N{NO-BREAK SPACE}%%") % {"number": (basis_points + 50) // 100}
