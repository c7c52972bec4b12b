"""The dated steps of a handover: what is owed by whom, from the announcement of a move to its first weeks."""

import uuid
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from accounts.models import Holiday
from transfers.calendars import Holidays, add_working_days, local_date
from transfers.errors import NotVisible
from transfers.models import HandoverTick, Placement
from transfers.models.handover_tick import MANAGER, PARTNER, PERSON, STEPS
from transfers.queries.hiring import get_arrivals
from transfers.sight.actor import Person
from transfers.sight.filters import placements_visible_to
from transfers.sight.hats import roles_managed_by
from transfers.states import PlacementStatus

WORDS: dict[str, Promise] = {
    "written_down": gettext_lazy("Write down the work in hand, where it stands and who waits for it"),
    "handed_over": gettext_lazy("Go through it with whoever takes it over"),
    "given_back": gettext_lazy("Give back the devices, keys and rights that belong to the work that is left"),
    "day_agreed": gettext_lazy("Agree on the first day with the person: hour, place, who meets them"),
    "place_ready": gettext_lazy("Have access, devices and a place to work ready"),
    "weeks_talked": gettext_lazy("Talk about the first weeks, and whether the terms are as agreed"),
    "records_follow": gettext_lazy("See that pay, leave and time records follow to the new unit"),
}
OWNER_WORDS: dict[str, Promise] = {
    PERSON: gettext_lazy("The person who moves"),
    MANAGER: gettext_lazy("The receiving manager"),
    PARTNER: gettext_lazy("The HR partner"),
}
# working days from the effective day, and by whose calendar: of the site that is left, or of the role's
_DAYS = {
    "written_down": (-5, PERSON),
    "handed_over": (-2, PERSON),
    "given_back": (-1, PERSON),
    "day_agreed": (-5, MANAGER),
    "place_ready": (-1, MANAGER),
    "weeks_talked": (20, MANAGER),
    "records_follow": (0, MANAGER),
}
_UNDER_WAY = (PlacementStatus.PENDING, PlacementStatus.FINALISED)


@dataclass(frozen=True, slots=True)
class HandoverStep:
    """One step: by which day, and since when it is done."""

    key: str
    title: Promise
    day: date
    done_at: datetime | None


@dataclass(frozen=True, slots=True)
class Part:
    """The steps of one side, in the order of their days."""

    owner: str
    title: Promise
    steps: list[HandoverStep]


@dataclass(frozen=True, slots=True)
class Arrival:
    """Somebody on the way to a role of the viewer's."""

    placement: Placement
    has_handover: bool
    next_step: HandoverStep | None
    is_late: bool  # the day of that step is over where the role is


@dataclass(frozen=True, slots=True)
class OwedStep:
    """One step that a manager still owes, and whose move it belongs to."""

    placement: uuid.UUID
    step: HandoverStep
    is_late: bool


def get_handovers(placements: Iterable[Placement]) -> dict[int, list[Part]]:
    """By placement id, the steps of the person, the receiving manager and the HR partner. Two queries in all.

    Of moves that were announced and are not over; the others are not in it. Each placement needs its person's and
    its role's site along.
    """
    begun = [one for one in placements if one.announced_at is not None and one.status in _UNDER_WAY]
    if not begun:
        return {}
    sites = {one.employee.site_id for one in begun} | {one.role.site_id for one in begun}
    holidays: dict[int, set[date]] = defaultdict(set)
    for site_id, day in Holiday.objects.filter(site_id__in=sites).values_list("site_id", "on"):
        holidays[site_id].add(day)
    done = get_done(begun)
    return {one.pk: _parts(one, lambda site_id: frozenset(holidays[site_id]), done[one.pk]) for one in begun}


def get_done(placements: Iterable[Placement]) -> Mapping[int, dict[str, datetime]]:
    """By placement id, when each step that is done was ticked."""
    done: dict[int, dict[str, datetime]] = defaultdict(dict)
    ticks = HandoverTick.objects.filter(placement__in=[one.pk for one in placements])
    for placement_id, step, at in ticks.values_list("placement_id", "step", "at"):
        done[placement_id][step] = at
    return done


def get_next_step(parts: Sequence[Part], owner: str) -> HandoverStep | None:
    """The first step of one side that is not done."""
    return next((step for part in parts if part.owner == owner for step in part.steps if step.done_at is None), None)


def to_version(owner: str, done: Collection[str]) -> int:
    """Which steps of one side stand as done, as a form carries it."""
    return sum(1 << n for n, step in enumerate(STEPS[owner]) if step in done)


def get_arrivals_with_steps(viewer: Person, at: datetime) -> list[Arrival]:
    """Who comes to the viewer's roles, the first to arrive first, each with the next step that is the viewer's."""
    arrivals = get_arrivals(viewer, at)
    parts = get_handovers(arrivals)
    found = []
    for one in arrivals:
        step = get_next_step(parts[one.pk], MANAGER) if one.pk in parts else None
        found.append(Arrival(one, one.pk in parts, step, step is not None and is_late(step, one, at)))
    return found


def get_steps_of_manager(viewer: Person, at: datetime) -> list[OwedStep]:
    """What the viewer still does for those who come to their roles, the first to fall due first."""
    arrivals = {one.pk: one for one in get_arrivals(viewer, at)}
    found = [
        OwedStep(arrivals[pk].public_id, step, is_late=is_late(step, arrivals[pk], at))
        for pk, parts in get_handovers(arrivals.values()).items()
        for part in parts
        if part.owner == MANAGER
        for step in part.steps
        if step.done_at is None
    ]
    return sorted(found, key=lambda owed: (owed.step.day, str(owed.placement)))


def get_arrival(viewer: Person, public_id: uuid.UUID, at: datetime) -> Placement:
    """A move to a role of the viewer's that is under way; NotVisible for everybody else."""
    coming = placements_visible_to(viewer, at).filter(
        public_id=public_id, role__in=roles_managed_by(viewer, at), status__in=_UNDER_WAY
    )
    placement = coming.select_related("employee__site", "role__unit", "role__site").first()
    if placement is None:
        raise NotVisible()
    return placement


def is_late(step: HandoverStep, placement: Placement, at: datetime) -> bool:
    """Whether the day of a step is over where it is counted: at the site that is left, or at the role's."""
    _n, calendar = _DAYS[step.key]
    site = placement.employee.site if calendar == PERSON else placement.role.site
    return step.day < local_date(at, site.time_zone)


def _parts(placement: Placement, holidays_of: Callable[[int], Holidays], done: Mapping[str, datetime]) -> list[Part]:
    sites = {PERSON: placement.employee.site_id, MANAGER: placement.role.site_id}

    def step(key: str) -> HandoverStep:
        n, calendar = _DAYS[key]
        return HandoverStep(key, WORDS[key], _day(placement, n, holidays_of(sites[calendar])), done.get(key))

    return [Part(owner, OWNER_WORDS[owner], [step(key) for key in keys]) for owner, keys in STEPS.items()]


def _day(placement: Placement, n: int, holidays: Holidays) -> date:
    """Never before the announcement, of which nobody could have known, nor after the trial."""
    if placement.announced_at is None:
        raise AssertionError  # only asked of moves that were announced
    announced_on = local_date(placement.announced_at, placement.role.site.time_zone)
    day = add_working_days(placement.effective_on, n, holidays)
    return min(max(day, announced_on), placement.trial_ends_on)
