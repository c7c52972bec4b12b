"""Moves that took place, by unit, in steps of the floor: what everybody may know of them.

Only finalised moves count, up to the last midnight (UTC), and what took place once is never taken back: so a number
only grows, by whole steps, and no step belongs to an hour. All of them were announced before.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Count
from django.utils.translation import gettext as _

from transfers.formats.figures import Figure
from transfers.formats.flows import Flow, Stream
from transfers.models import Placement
from transfers.queries.units import Tree

# Of the first so many moves, the day by which half of the people had moved, from their offer.
_MEDIAN = """
SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY days) FROM (
    SELECT placement.effective_on - (claim.offered_at AT TIME ZONE 'UTC')::date AS days
    FROM transfers_placement placement JOIN transfers_claim claim ON claim.id = placement.claim_id
    WHERE placement.finalised_at < %s
    ORDER BY placement.finalised_at, placement.id LIMIT %s) first
"""
_MOST = 12  # streams in the picture


@dataclass(frozen=True, slots=True)
class MovesMade:
    """Names of units with whole steps of `floor` people: nothing below the first step is there."""

    floor: int
    lost: Sequence[tuple[str, int]]
    gained: Sequence[tuple[str, int]]
    streams: Sequence[Stream]
    median_days: int | None


def get_moves_made(tree: Tree, floor: int, at: datetime) -> MovesMade:
    """What took place before the day of `at`."""
    midnight = at.replace(hour=0, minute=0, second=0, microsecond=0)
    made = Placement.objects.filter(finalised_at__lt=midnight).order_by()
    rows = made.values_list("from_unit_id", "role__unit_id").annotate(people=Count("pk"))
    pairs: Counter[tuple[int, int]] = Counter()
    for here, there, people in rows:
        pairs[tree.standing(here), tree.standing(there)] += people
    lost, gained = Counter[int](), Counter[int]()
    for (here, there), people in pairs.items():
        lost[here] += people
        gained[there] += people
    streams = [
        Stream(tree.rows[here].name, tree.rows[there].name, people // floor * floor)
        for (here, there), people in pairs.items()
        if people >= floor
    ]
    counted = pairs.total() // floor * floor
    return MovesMade(
        floor=floor,
        lost=_in_steps(lost, tree, floor),
        gained=_in_steps(gained, tree, floor),
        streams=sorted(streams, key=lambda stream: (-stream.number, stream.origin, stream.target)),
        median_days=_get_median(midnight, counted) if counted else None,
    )


def get_flow_figures(moves: MovesMade) -> list[Figure]:
    """Nothing before `floor` people went from one unit to another."""
    if not moves.streams:
        return []
    return [
        Figure(
            name="moves-between-units",
            title=_("From unit to unit"),
            says=_(
                "Moves that took place, from the unit at the start to the unit at the end; each number is the last "
                "step of %(floor)s that was reached. Smaller streams are not shown."
            )
            % {"floor": moves.floor},
            picture=Flow(moves.streams[:_MOST]),
            headers=(_("From"), _("To"), _("People, at least")),
            rows=[(stream.origin, stream.target, stream.number) for stream in moves.streams[:_MOST]],
        )
    ]


def _in_steps(people: Mapping[int, int], tree: Tree, floor: int) -> list[tuple[str, int]]:
    shown = [(tree.rows[unit], number // floor * floor) for unit, number in people.items() if number >= floor]
    return [(row.name, number) for row, number in sorted(shown, key=lambda each: (-each[1], each[0].sort_name))]


def _get_median(before: datetime, first: int) -> int | None:
    with connection.cursor() as cursor:
        cursor.execute(_MEDIAN, [before, first])
        [days] = cursor.fetchone()
    return None if days is None else int(days)
