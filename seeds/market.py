"""What people did with their choice: filed, became candidates, were claimed.

Who does what is drawn by chance from the demo's seed; whether it may be done is decided by the actions alone.
"""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from accounts.models import Employee
from seeds.cast import CAST
from seeds.fitting import find_fitting_roles
from seeds.outcomes import Outcomes
from seeds.schedule import Schedule
from transfers.actions.candidacies import save_availability, save_visibility, submit_list
from transfers.actions.choices import file_choice
from transfers.actions.claims import offer_claim
from transfers.clock import Clock
from transfers.errors import TransferError
from transfers.models import Assignment, Campaign, Candidacy, Claim, Role
from transfers.models.candidacy import QUALIFYING, RANKED, ROUNDS
from transfers.models.grant import HIRING_MANAGER
from transfers.sight.hats import grants_in_force
from transfers.states import RoleStatus

T = TypeVar("T")

STAY, UNDRAFT = "stay", "undraft"
HOUR, A_MINUTE = timedelta(hours=1), timedelta(minutes=1)
MOST_TRIED, LONGEST_LIST = 4, 6
ACCEPTED = frozenset({"pending", "finalised"})


@dataclass(frozen=True, slots=True)
class Volume:
    """How much happened: choices filed, people claimed, people who asked on their own, and moves before the draft."""

    filings: int
    movers: int
    askers: int
    earlier: int


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of an offer, how often in a hundred, and between which days ago it was made."""

    name: str
    weight: int
    first: float
    last: float


VOLUMES = {"full": Volume(100, 45, 8, 6), "small": Volume(60, 36, 10, 8)}
FATES = (
    Fate("live", 20, 3.5, 0.5),
    Fate("expired", 10, 24, 13),
    Fate("withdrawn", 8, 20, 4),
    Fate("declined", 12, 20, 2),
    Fate("finalised", 16, 29, 25),
    Fate("returned", 6, 29.5, 28),
    Fate("undone", 6, 20, 3),
    Fate("cancelled", 6, 16, 6),
    Fate("pending", 16, 12, 2),
)
EARLIER_FATES = (Fate("settled", 5, 170, 160), Fate("finalised", 3, 100, 90), Fate("returned", 2, 160, 120))


class Market:
    """Puts what people did on the schedule. `happened` counts what came of it."""

    def __init__(self, size: str, schedule: Schedule, outcomes: Outcomes, chance: random.Random) -> None:
        self._volume = VOLUMES[size]
        self._schedule = schedule
        self._outcomes = outcomes
        self._chance = chance
        self.happened: Counter[str] = Counter()

    def plan_before_the_draft(self, clock: Clock) -> None:
        """Moves on own request by people who were not drafted: settled by now, in trial, or returned."""
        leads = Employee.objects.exclude(reports=None).values("pk")
        people = Employee.objects.exclude(pk__in=leads).exclude(hr_id__in=_CAST)
        chosen = self._some(list(people.exclude(unit__code__startswith="AAI")), 12 * self._volume.earlier)
        self._plan_moves(chosen, self._volume.earlier, EARLIER_FATES, clock())

    def plan_the_window(self, campaign: Campaign, clock: Clock) -> None:
        """Choices since the campaign opened, candidacies, and offers to those who filed undraft."""
        members = campaign.assignments.filter(choice_offered=True, employee__on_leave_from=None)
        others = list(members.exclude(employee__hr_id__in=_CAST).select_related("employee__site").order_by("pk"))
        filing = self._some(others, self._volume.filings)
        undrafting = filing[: len(filing) * 45 // 100]
        staying = filing[len(undrafting) :]
        for assignment in staying:
            self._plan_filing(assignment, STAY, self._between(30, 1))
        assignment_of = {assignment.employee_id: assignment for assignment in undrafting}
        moving = self._plan_moves(
            [assignment.employee for assignment in undrafting], self._volume.movers, FATES, clock(), assignment_of
        )
        for assignment in undrafting:
            if assignment.employee_id not in moving:
                filed_at = self._between(30, 3)
                self._plan_filing(assignment, UNDRAFT, filed_at)
                if self._chance.random() < 0.15:
                    self._plan_filing(assignment, STAY, filed_at + 30 * HOUR)
        self._plan_askers(clock())

    def _plan_askers(self, at: datetime) -> None:
        """Candidates on own request, some of them stayers, whom nobody has claimed."""
        people = self._some(list(Employee.objects.exclude(hr_id__in=_CAST).filter(reports=None)), self._volume.askers)
        relocations = {person.pk: self._relocation() for person in people}
        fitting = find_fitting_roles(people, relocations, at)
        for person in people:
            when = self._between(25, 1)
            self._plan_candidacy(person, relocations[person.pk], fitting[person.pk], QUALIFYING, when)

    def _plan_moves(
        self,
        people: Sequence[Employee],
        wanted: int,
        fates: Sequence[Fate],
        at: datetime,
        assignments: dict[int, Assignment] | None = None,
    ) -> set[int]:
        """Plan an offer to `wanted` of `people` who qualify for something; returns the ids of those people."""
        relocations = {person.pk: self._relocation() for person in people}
        fitting = find_fitting_roles(people, relocations, at)
        moving: set[int] = set()
        for person in people:
            if len(moving) == wanted:
                break
            roles = list(fitting[person.pk])
            if not roles:
                continue
            moving.add(person.pk)
            self._chance.shuffle(roles)
            # every fate at least once, however small the company
            fate = fates[len(moving) - 1] if len(moving) <= len(fates) else self._draw(fates)
            offered_at = self._between(fate.first, fate.last)
            shown_at = offered_at - self._chance.uniform(6, 40) * HOUR
            if assignments is not None:
                shown_at = max(shown_at, self._schedule.ago(30.5))
                self._plan_filing(assignments[person.pk], UNDRAFT, shown_at - self._chance.uniform(1, 20) * HOUR)
            visibility = self._chance.choice((QUALIFYING, QUALIFYING, RANKED))
            self._plan_candidacy(person, relocations[person.pk], roles, visibility, shown_at)
            self._plan_offer(person, roles, fate.name, offered_at)
        return moving

    def _plan_filing(self, assignment: Assignment, option: str, when: datetime) -> None:
        def file(clock: Clock) -> None:
            version = assignment.choices.count()
            opened_at = clock() - 3 * A_MINUTE
            person = assignment.employee
            file_choice(assignment, option, seen_version=version, opened_at=opened_at, by=person, clock=clock)
            self.happened["choices filed"] += 1

        self._schedule.at(when, file)

    def _plan_candidacy(
        self, person: Employee, relocation: str, roles: Sequence[Role], visibility: str, when: datetime
    ) -> None:
        def open_up(clock: Clock) -> None:
            before = Candidacy.objects.filter(employee=person).first()
            candidacy = save_availability(
                person,
                available_from=None,
                relocation=relocation,
                note="",
                seen_version=before.version if before is not None else 0,
                by=person,
                clock=clock,
            )
            standing = Role.objects.filter(pk__in=[role.pk for role in roles]).exclude(status=RoleStatus.CLOSED)
            open_ids = set(standing.values_list("pk", flat=True))
            listed = [role.public_id for role in roles if role.pk in open_ids][:LONGEST_LIST]
            if listed:
                candidacy = submit_list(person, listed, seen_version=candidacy.version, by=person, clock=clock)
            save_visibility(
                person,
                visibility if listed else ROUNDS,
                excluded=[],
                seen_at=clock(),
                seen_version=candidacy.version,
                by=person,
                clock=clock,
            )
            self.happened["candidacies"] += 1

        self._schedule.at(when, open_up)

    def _plan_offer(self, person: Employee, roles: Sequence[Role], fate: str, when: datetime) -> None:
        def offer(clock: Clock) -> None:
            claims = self._offers(person, roles, clock)
            if claim := next(claims, None):
                self._outcomes.meet(claim, fate, clock())
                # a second manager who asks is overtaken when the first offer is accepted
                if fate in ACCEPTED and next(claims, None):
                    self.happened["overtaken"] += 1

        self._schedule.at(when, offer)

    def _offers(self, person: Employee, roles: Sequence[Role], clock: Clock) -> Iterator[Claim]:
        """Offers for one role after the other, as the rules allow them."""
        for role in roles[:MOST_TRIED]:
            try:
                yield offer_from_manager(role, person, clock)
            except TransferError:
                # the seat went to another, or somebody with priority comes first: the next role then
                self.happened["offers refused by a rule"] += 1

    def _between(self, first: float, last: float) -> datetime:
        """An instant between so many and so many days ago."""
        return self._schedule.ago(self._chance.uniform(last, first))

    def _draw(self, fates: Sequence[Fate]) -> Fate:
        return self._chance.choices(fates, [fate.weight for fate in fates])[0]

    def _relocation(self) -> str:
        return self._chance.choice(("none", "country", "anywhere", "anywhere"))

    def _some(self, things: list[T], count: int) -> list[T]:
        return self._chance.sample(things, min(count, len(things)))


_CAST = [member.hr_id for member in CAST]


def offer_from_manager(role: Role, person: Employee, clock: Clock) -> Claim:
    """An offer by the role's hiring manager, on the role's own terms, to start as soon as may be."""
    at = clock()
    manager = grants_in_force(at).filter(kind=HIRING_MANAGER, role=role).select_related("employee").get().employee
    return offer_claim(
        role,
        person,
        terms=role.terms,
        level=max(role.level_min, min(person.level, role.level_max)),
        start_on=at.date() + timedelta(days=10),
        by=manager,
        clock=clock,
    )
