"""The pictures of a release, drawn from what it stored and nothing else."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from transfers.formats.figures import Figure, Mark
from transfers.formats.pictures import Bar, Bars
from transfers.queries.releases import LevelLine, ReleasePage, SiteLine, UnitLine


def get_release_figures(page: ReleasePage) -> list[Figure]:
    """Nothing where nothing of the whole campaign is shown."""
    if page.whole is None or page.whole.undraft is None:
        return []
    figures = [_by_unit(page.whole, page.units)]
    figures += [_by_level(page.levels)] if page.levels else []
    return [*figures, _by_site(page.sites)] if page.sites else figures


def _by_unit(whole: UnitLine, units: Sequence[UnitLine]) -> Figure:
    lines = [(_("Whole campaign"), whole), *((line.name, line) for line in units)]
    return Figure(
        name="share-by-unit",
        title=_("Share that filed undraft, by unit"),
        says=_(
            "The full width is everybody who was assigned. A dashed outline stands for “not shown”: too few people, "
            "or a number by which a small one could be worked out."
        ),
        picture=Bars([Bar(name, _in_words(line), _share(line.share_bp)) for name, line in lines]),
        headers=(_("Unit"), _("Assigned"), _("Undraft"), _("Share in percent")),
        rows=[(name, line.assigned, line.undraft, _percent(line.share_bp)) for name, line in lines],
        marks=(Mark("part", _("Filed undraft")), Mark("rest", _("Filed stay or no choice"))),
    )


def _by_level(levels: Sequence[LevelLine]) -> Figure:
    return Figure(
        name="share-by-level",
        title=_("Share that filed undraft, by level"),
        says=_("The full width is everybody at these levels who was assigned."),
        picture=Bars([Bar(_span_in_words(line), _in_words(line), _share(line.share_bp)) for line in levels]),
        headers=(_("Levels"), _("Assigned"), _("Undraft"), _("Share in percent")),
        rows=[(_span(line), line.assigned, line.undraft, _percent(line.share_bp)) for line in levels],
        marks=(Mark("part", _("Filed undraft")), Mark("rest", _("Filed stay or no choice"))),
    )


def _by_site(sites: Sequence[SiteLine]) -> Figure:
    lines = [(line.name or _("Other sites"), line) for line in sites]
    return Figure(
        name="share-by-site",
        title=_("Share that filed undraft, by site"),
        says=_("The full width is everybody at these sites who was assigned."),
        picture=Bars([Bar(name, _in_words(line), _share(line.share_bp)) for name, line in lines]),
        headers=(_("Site"), _("Assigned"), _("Undraft"), _("Share in percent")),
        rows=[(name, line.assigned, line.undraft, _percent(line.share_bp)) for name, line in lines],
        marks=(Mark("part", _("Filed undraft")), Mark("rest", _("Filed stay or no choice"))),
    )


def _in_words(line: UnitLine | LevelLine | SiteLine) -> str:
    if line.undraft is None or line.share_bp is None:
        return _("not shown")
    words = {"undraft": line.undraft, "assigned": line.assigned, "share": _percent(line.share_bp)}
    return _("%(undraft)s of %(assigned)s, %(share)s\N{NO-BREAK SPACE}%%") % words


def _span_in_words(line: LevelLine) -> str:
    return _("Level %(levels)s") % {"levels": _span(line)}


def _span(line: LevelLine) -> str:
    return str(line.lowest) if line.lowest == line.highest else f"{line.lowest}–{line.highest}"


def _percent(share_bp: int | None) -> int | None:
    return None if share_bp is None else share_bp // 100


def _share(share_bp: int | None) -> float | None:
    return None if share_bp is None else share_bp / 10_000
