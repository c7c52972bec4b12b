"""The picture of a unit's headcount against what was stated for it, from what its page shows."""

from django.utils.translation import gettext as _

from transfers.formats.figures import Figure, Mark
from transfers.formats.pictures import Bar, Bars
from transfers.queries.leads import Headcount, LeadPage


def get_lead_figures(page: LeadPage) -> list[Figure]:
    """Nothing where no minimum is stated for the unit."""
    if not page.headcounts:
        return []
    longest = max(1, *(max(of.there or 0, of.least) for of in page.headcounts))
    return [
        Figure(
            name="headcount-minimum",
            title=_("Headcount against minimum"),
            says=_(
                "People who are there, with announced moves as done, against what was stated. The full width is "
                "%(most)s people; a dashed outline stands for “not shown”: too few people."
            )
            % {"most": longest},
            picture=Bars(
                [
                    Bar(
                        name_of(of),
                        _says(of, page.floor),
                        of.there / longest if of.there is not None else None,
                        of.least / longest,
                    )
                    for of in page.headcounts
                ]
            ),
            headers=(_("Of"), _("People there"), _("Minimum")),
            rows=[(name_of(of), of.there, of.least) for of in page.headcounts],
            marks=(Mark("part", _("People there")), Mark("limit", _("Minimum"))),
        )
    ]


def name_of(of: Headcount) -> str:
    """What a minimum is of."""
    if of.proficiency is None:
        return _("Everybody (%(campaign)s)") % {"campaign": of.name}
    return _("%(skill)s, level %(level)s or above") % {"skill": of.name, "level": of.proficiency}


def _says(of: Headcount, floor: int) -> str:
    if of.there is None and of.least >= floor:  # fewer than the floor, so fewer than the minimum
        return _("too few; below minimum %(least)s") % {"least": of.least}
    if of.there is None:
        return _("not shown; minimum %(least)s") % {"least": of.least}
    if of.there < of.least:
        return _("%(there)s; below minimum %(least)s") % {"there": of.there, "least": of.least}
    return _("%(there)s; minimum %(least)s") % {"there": of.there, "least": of.least}
