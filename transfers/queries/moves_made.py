"""Moves that took place, by unit, in steps of the floor: what everybody may know of them.

Moves by an offer and by a latest end day count alike, up to the last midnight (UTC), and what took place once is
never taken back: so a number only grows, by whole steps, and no step belongs to an hour. All of them were announced
before. Were end days left out, they would be what a unit's public headcount lost beyond this, and each tells of an
undraft.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, QuerySet, Value
from django.utils.translation import gettext as _

from transfers.formats.figures import Figure
from transfers.formats.flows import Flow, Stream
from transfers.formats.small_counts import in_steps
from transfers.models import Assignment, Placement
from transfers.models.assignment import END_DAY
from transfers.models.campaign import POOL
from transfers.prepared import ask
from transfers.queries.statements import Statement
from transfers.queries.units import Tree
from transfers.states import AssignmentStatus

# Of the first so many moves, the day by which half of the people had moved, from their offer.
_MEDIAN = """
SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY days) FROM (
    SELECT placement.effective_on - (claim.offered_at AT TIME ZONE 'UTC')::date AS days
    FROM transfers_placement placement JOIN transfers_claim claim ON claim.id = placement.claim_id
    WHERE placement.finalised_at < %s
    ORDER BY placement.finalised_at, placement.id LIMIT %s) first
"""
_MOST = 12  # streams in the picture
_OFFER = "offer"


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
    pairs: Counter[tuple[int, int | None]] = Counter()
    by_offer = 0
    for here, there, kind, people in _ROWS.ask(before=midnight):
        target = tree.standing(there)
        # only end days lead to a pool: whoever is known to have gone there would be known to have filed undraft
        to_pool = kind == POOL or (kind != _OFFER and tree.is_closed(target))
        pairs[tree.standing(here), None if to_pool else target] += people
        by_offer += people if kind == _OFFER else 0
    counted = in_steps(by_offer, floor)
    lost, gained = Counter[int](), Counter[int]()
    streams = []
    for (here, to), people in pairs.items():
        lost[here] += people
        if to is not None:
            gained[to] += people
            if number := in_steps(people, floor):
                streams.append(Stream(tree.rows[here].name, tree.rows[to].name, number))
    return MovesMade(
        floor=floor,
        lost=_by_unit(lost, tree, floor),
        gained=_by_unit(gained, tree, floor),
        streams=sorted(streams, key=lambda stream: (-stream.number, stream.origin, stream.target)),
        median_days=_get_median(midnight, counted) if counted else None,
    )


def _rows(before: datetime) -> "QuerySet[Any, tuple[int, int, str, int]]":
    """From where to where, by an offer or to where an end day leads, and how many people."""
    made = Placement.objects.filter(finalised_at__lt=before).order_by().annotate(kind=Value(_OFFER))
    ended = Assignment.objects.filter(status=AssignmentStatus.ENDED, ended_because=END_DAY, ended_at__lt=before)
    by_offer = made.values_list("from_unit_id", "role__unit_id", "kind").annotate(people=Count("pk"))
    ends = ended.order_by().annotate(kind=F("campaign__after_end"))
    by_end_day = ends.values_list("assigned_unit_id", "origin_unit_id", "kind").annotate(people=Count("pk"))
    return by_offer.union(by_end_day, all=True)


_ROWS = Statement(_rows, before=datetime)


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


def _by_unit(people: Mapping[int, int], tree: Tree, floor: int) -> list[tuple[str, int]]:
    shown = [(tree.rows[unit], number) for unit, all_ in people.items() if (number := in_steps(all_, floor))]
    return [(row.name, number) for row, number in sorted(shown, key=lambda each: (-each[1], each[0].sort_name))]


def _get_median(before: datetime, first: int) -> int | None:
    [(days,)] = ask(_MEDIAN, [before, first])
    return None if days is None else int(days)
