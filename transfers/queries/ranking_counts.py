"""How many people ranked a role: counted once a week, shown in bands."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from django.db.models import Count, Subquery

from transfers.models import InterestSnapshot, Preference, Role
from transfers.models.candidacy import SUBMITTED
from transfers.states import CandidacyStatus, RoleStatus

# the lowest count of each band; under the first it is “fewer than”
BANDS = (10, 25, 50)


@dataclass(frozen=True, slots=True)
class Interest:
    """The newest weekly count. Its numbers leave this module only as bands."""

    on: date | None
    people: Mapping[int, int]

    def band(self, role_id: int) -> str | None:
        """“<10”, “10–24”, “25–49”, “50+”; None for a role that was not yet open at the last count."""
        if role_id not in self.people:
            return None
        people = self.people[role_id]
        if people < BANDS[0]:
            return f"<{BANDS[0]}"
        for low, high in pairwise(BANDS):
            if people < high:
                return f"{low}–{high - 1}"
        return f"{BANDS[-1]}+"


def monday_of(at: datetime) -> date:
    """The Monday (UTC) of the week an instant lies in."""
    return at.date() - timedelta(days=at.weekday())


def get_interest() -> Interest:
    """The newest weekly count of every role."""
    newest = InterestSnapshot.objects.order_by("-on").values("on")[:1]
    rows = list(InterestSnapshot.objects.filter(on=Subquery(newest)).values_list("on", "role_id", "people"))
    return Interest(on=rows[0][0] if rows else None, people={role_id: people for _, role_id, people in rows})


def count_rankings(on: date) -> list[InterestSnapshot]:
    """One row for every role people can rank, not yet written: on how many open candidates' submitted lists it is."""
    listed = Preference.objects.filter(
        stage=SUBMITTED, candidacy__status=CandidacyStatus.OPEN, candidacy__employee__is_active=True
    )
    people = dict(listed.values_list("role_id").annotate(n=Count("id")))
    roles = Role.objects.filter(status__in=[RoleStatus.OPEN, RoleStatus.PAUSED]).values_list("pk", flat=True)
    return [InterestSnapshot(role_id=pk, on=on, people=people.get(pk, 0)) for pk in roles]


def get_weeks_without_count(at: datetime) -> list[int]:
    """This week's Monday as an ordinal, until it was counted."""
    monday = monday_of(at)
    return [] if InterestSnapshot.objects.filter(on=monday).exists() else [monday.toordinal()]
