"""What was published of the choices, as everybody reads it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from transfers.errors import NotVisible
from transfers.formats.suppression import UnitCell
from transfers.models import Campaign, ChoiceKey, Release, ReleaseCell, ReleaseProposal, ReleaseSite
from transfers.models.release import PROPOSAL_LASTS
from transfers.queries.days import day_in_words, instant_in_words
from transfers.queries.policies import get_policy_at
from transfers.sight.actor import Viewer
from transfers.sight.filters import releases_visible_to
from transfers.states import CampaignStatus

# a share is shown in whole points, and never as none or all
_POINT, _ALL_BUT_A_POINT = 100, 9_900


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit's numbers, rounded; None is “not shown”. `within` is the unit above it where that is listed."""

    name: str
    within: str
    assigned: int
    undraft: int | None
    stay: int | None
    none: int | None
    share_bp: int | None


@dataclass(frozen=True, slots=True)
class LevelLine:
    """The numbers of some levels, rounded."""

    lowest: int
    highest: int
    assigned: int
    undraft: int
    share_bp: int


@dataclass(frozen=True, slots=True)
class SiteLine:
    """The numbers of a site, rounded; without a name, of all other sites together."""

    name: str
    assigned: int
    undraft: int
    share_bp: int


@dataclass(frozen=True, slots=True)
class ReleasePage:
    """One release: the whole campaign, its larger units, bands of levels and sites (none: not shown)."""

    public_id: UUID
    campaign: str
    number: int
    floor: int
    published_at: datetime
    whole: UnitLine | None
    units: Sequence[UnitLine]
    levels: Sequence[LevelLine]
    sites: Sequence[SiteLine]


def get_releases(viewer: Viewer, at: datetime) -> list[Release]:
    """Every release, newest first."""
    return list(releases_visible_to(viewer, at).select_related("campaign").order_by("-published_at", "-pk"))


def get_release_page(viewer: Viewer, public_id: UUID, at: datetime) -> ReleasePage:
    """One release with its numbers. Raises NotVisible."""
    release = releases_visible_to(viewer, at).filter(public_id=public_id).select_related("campaign").first()
    if release is None:
        raise NotVisible()
    cells = list(release.cells.select_related("unit__parent").order_by("position"))
    of_units = [cell for cell in cells if cell.lowest is None]
    listed = {cell.unit_id for cell in of_units}
    units = [_unit_line(cell, listed) for cell in of_units if cell.unit_id is not None]
    return ReleasePage(
        public_id=release.public_id,
        campaign=release.campaign.name,
        number=release.number,
        floor=release.floor,
        published_at=release.published_at,
        whole=next((_unit_line(cell, listed) for cell in of_units if cell.unit_id is None), None),
        units=units,
        levels=[_level_line(cell) for cell in cells if cell.lowest is not None],
        sites=[_site_line(line) for line in release.sites.select_related("site").order_by("position")],
    )


@dataclass(frozen=True, slots=True)
class UnitCount:
    """What the newest release of a campaign says of one unit; no line where the unit is not listed in it."""

    public_id: UUID
    campaign: str
    line: UnitLine | None


def get_unit_counts(viewer: Viewer, unit_id: int, at: datetime) -> list[UnitCount]:
    """What was published of one unit by each campaign's newest release, newest first."""
    whole = Q(unit__isnull=True)
    cells = ReleaseCell.objects.filter(whole | Q(unit=unit_id), lowest__isnull=True)
    cells = cells.filter(release__in=releases_visible_to(viewer, at).values("pk"))
    newest: dict[int, Release] = {}
    lines: dict[int, UnitLine] = {}
    for cell in cells.select_related("release__campaign", "unit__parent").order_by("-release__published_at", "-pk"):
        newest.setdefault(cell.release.campaign_id, cell.release)
        if cell.unit_id is not None:
            lines[cell.release_id] = _unit_line(cell, set())
    return [UnitCount(of.public_id, of.campaign.name, lines.get(of.pk)) for of in newest.values()]


def get_last_release(campaign: Campaign) -> Release | None:
    """The newest release of a campaign."""
    return Release.objects.filter(campaign=campaign).order_by("-number").first()


def get_countable_from(campaign: Campaign, at: datetime) -> datetime | None:
    """When the time to file late is over too, so that counts may be published; None while it is not closed."""
    if campaign.status != CampaignStatus.CLOSED or campaign.closed_at is None:
        return None
    closed_at: datetime = campaign.closed_at
    return closed_at + timedelta(days=(campaign.policy or get_policy_at(at)).late_filing_days)


def is_window_released(campaign: Campaign) -> bool:
    """Whether the counts of the window that closed last are published."""
    last = get_last_release(campaign)
    return last is not None and campaign.closed_at is not None and last.published_at >= campaign.closed_at


def say_counts(campaign: Campaign, at: datetime) -> str:
    """Whether the counts of the window that closed last are published, proposed, may be proposed, or from when."""
    since = get_countable_from(campaign, at)
    if since is None:
        return "–"
    if is_window_released(campaign):
        return _("Published.")
    if at >= since:
        proposal = get_standing_proposal(campaign, at)
        if proposal is None:
            return _("Can be published: one person proposes it, another publishes.")
        until = instant_in_words(proposal.proposed_at + PROPOSAL_LASTS, campaign.deadline_zone)
        return _("Proposed by %(name)s: another person can publish them until %(until)s.") % {
            "name": proposal.proposed_by,
            "until": until,
        }
    return _("From %(day)s on: until then people may still file late through HR.") % {"day": day_in_words(since)}


def get_standing_proposal(campaign: Campaign, at: datetime) -> ReleaseProposal | None:
    """The proposal that a second person may publish now: young, not published, and of the window that closed last."""
    proposals = get_standing_proposals(at).filter(campaign=campaign)
    return proposals.select_related("proposed_by").order_by("-pk").first()


def get_standing_proposals(at: datetime) -> QuerySet[ReleaseProposal]:
    """As `get_standing_proposal`, of every campaign."""
    young = ReleaseProposal.objects.filter(proposed_at__gt=at - PROPOSAL_LASTS, release__isnull=True)
    return young.filter(Q(campaign__closed_at__isnull=True) | Q(proposed_at__gt=F("campaign__closed_at")))


def get_unit_cells(release: Release) -> list[UnitCell]:
    """What a release says of units, for comparing a later one with it."""
    rows = release.cells.filter(lowest__isnull=True).order_by("position")
    return [UnitCell(*row) for row in rows.values_list("unit_id", "assigned", "undraft", "stay", "none")]


def are_keys_standing(campaign: Campaign) -> bool:
    """Whether everything that was filed can still be opened."""
    return not ChoiceKey.objects.filter(choice__assignment__campaign=campaign, key__isnull=True).exists()


def _unit_line(cell: ReleaseCell, listed: set[int | None]) -> UnitLine:
    parent = cell.unit.parent if cell.unit is not None else None
    return UnitLine(
        name=cell.unit.name if cell.unit is not None else "",
        within=parent.name if parent is not None and parent.pk in listed else "",
        assigned=cell.assigned,
        undraft=cell.undraft,
        stay=cell.stay,
        none=cell.none,
        share_bp=_share_bp(cell.undraft, cell.assigned) if cell.undraft is not None else None,
    )


def _level_line(cell: ReleaseCell) -> LevelLine:
    undraft = cell.undraft or 0
    return LevelLine(cell.lowest or 0, cell.highest or 0, cell.assigned, undraft, _share_bp(undraft, cell.assigned))


def _site_line(line: ReleaseSite) -> SiteLine:
    name = line.site.name if line.site is not None else ""
    return SiteLine(name, line.assigned, line.undraft, _share_bp(line.undraft, line.assigned))


def _share_bp(part: int, whole: int) -> int:
    """Of the rounded numbers, to the nearest point; from 1 to 99, for nothing shown is none or all."""
    nearest = (200 * part + whole) // (2 * whole) * _POINT if whole else _POINT
    return min(max(nearest, _POINT), _ALL_BUT_A_POINT)
