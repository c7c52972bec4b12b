"""The counts of a campaign's choices: proposed by one person, counted and published by another."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from transfers import atomic, ledger
from transfers.actions.locks import lock_campaign
from transfers.clock import Clock, database_clock
from transfers.errors import NotAllowed
from transfers.formats.filings import suppress_days
from transfers.formats.sites import suppress_sites
from transfers.formats.suppression import WHOLE, Table, Tree, UnitCell, suppress, suppress_again
from transfers.ledger import Owed
from transfers.models import Campaign, Release, ReleaseCell, ReleaseDay, ReleaseProposal, ReleaseSite
from transfers.permissions.releases import check_can_propose_release, check_can_publish_release
from transfers.queries.counts import count_choices, count_first_filings
from transfers.queries.policies import get_policy_at
from transfers.queries.releases import get_last_release, get_standing_proposal, get_unit_cells
from transfers.sight.actor import Actor
from transfers.sight.hats import people_who_run


@atomic.write
def propose_release(campaign: Campaign, *, by: Actor, clock: Clock = database_clock) -> ReleaseProposal:
    """Ask for a release; whoever may publish it is told. Nothing is counted: nobody sees a number before everybody.

    Raises NotVisible, NotAllowed. Locks: the campaign.
    """
    campaign = lock_campaign(campaign.pk)
    at = clock()
    person = check_can_propose_release(by, campaign, at)
    proposal = ReleaseProposal.objects.create(campaign=campaign, proposed_at=at, proposed_by=person)
    event = ledger.record("release.proposed", proposal, by=by, at=at)
    others = people_who_run(campaign, at).exclude(pk=person.pk)
    told = [Owed(event, pk, "release.proposed") for pk in others.order_by("pk").values_list("pk", flat=True)]
    ledger.owe_all(told, at=at)
    return proposal


@atomic.write
def publish_release(campaign: Campaign, *, by: Actor, clock: Clock = database_clock) -> Release:
    """Count every choice, store what may be shown of it, and forget the rest; from the commit on everybody reads it.

    Raises NotVisible; NotAllowed without a proposal, to who made it, and where a later release would tell who changed
    their mind since the one before. Locks: the campaign alone, which keeps filing out while it is counted.
    """
    campaign = lock_campaign(campaign.pk)
    at = clock()
    person, proposal = check_can_publish_release(by, campaign, get_standing_proposal(campaign, at), at)
    last = get_last_release(campaign)
    floor = max((campaign.policy or get_policy_at(at)).suppression_floor, last.floor if last is not None else 0)
    counted = count_choices(campaign, at)
    table = _first(counted, floor) if last is None else _after(last, counted, floor)
    release = Release.objects.create(
        campaign=campaign,
        number=last.number + 1 if last is not None else 1,
        proposal=proposal,
        floor=floor,
        proposed_by=proposal.proposed_by,
        published_at=at,
        published_by=person,
    )
    ReleaseCell.objects.bulk_create(_cells(release, table))
    ReleaseSite.objects.bulk_create(
        ReleaseSite(release=release, position=position, site_id=site, assigned=assigned, undraft=undraft)
        for position, (site, assigned, undraft) in enumerate(table.sites)
    )
    if last is None and any(cell.unit is WHOLE and cell.none is not None for cell in table.units):
        days = suppress_days(count_first_filings(campaign, at), floor)
        ReleaseDay.objects.bulk_create(ReleaseDay(release=release, until_on=day, filed=filed) for day, filed in days)
    ledger.record("release.published", release, by=by, at=at)
    return release


def _first(counted: Tree, floor: int) -> Table:
    table = suppress(counted, floor)
    return table._replace(sites=suppress_sites(counted, table, floor))


def _after(last: Release, counted: Tree, floor: int) -> Table:
    stood: list[UnitCell] = get_unit_cells(last)
    table = suppress_again(stood, count_choices(last.campaign, last.published_at), counted, floor)
    if table is None:
        raise NotAllowed(_("Too little has changed since the last release: another one could give somebody away."))
    return table


def _cells(release: Release, table: Table) -> Iterator[ReleaseCell]:
    for position, unit in enumerate(table.units):
        yield ReleaseCell(
            release=release,
            position=position,
            unit_id=unit.unit,
            assigned=unit.assigned,
            undraft=unit.undraft,
            stay=unit.stay,
            none=unit.none,
        )
    for position, level in enumerate(table.levels, len(table.units)):
        yield ReleaseCell(
            release=release,
            position=position,
            lowest=level.lowest,
            highest=level.highest,
            assigned=level.assigned,
            undraft=level.undraft,
        )
