"""What a run's outcome asks for that was not offered yet."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q

from transfers.models import Claim, Exclusion, Finding, Role, Round, RoundRun
from transfers.models.round import DECLINED, EXPIRED
from transfers.queries.clearance import is_in_round
from transfers.queries.facts import get_managers
from transfers.queries.round_inputs import get_free_seats
from transfers.states import ClaimStatus, FindingStatus, RoundStatus


class Offer(NamedTuple):
    """One seat of a role for one person."""

    employee_id: int
    role_id: int


def get_offers(of: Round, run: RoundRun, at: datetime) -> list[Offer]:
    """Everybody's role of the outcome, by person, that can be offered to them now.

    Not to who left, accepted an offer of the round, was offered that role by it before, or holds an offer for it; to
    who excluded its manager or was given a finding about it since; nor, once the round is published, of a role
    that gives nobody a seat by now or that another round has.
    """
    roles = {row.number: row.role for row in of.round_roles.select_related("role__unit")}
    is_out = of.status == RoundStatus.PUBLISHED
    given = {number for number, role in roles.items() if not is_out or _can_be_offered(role, at)}
    answered, barred = get_answered(of), _barred_pairs(of, [role.pk for role in roles.values()], at)
    standing = of.ballots.filter(left_at__isnull=True).order_by("employee_id").values_list("employee_id", "ballot")
    found = []
    for employee_id, ballot in standing:
        number = run.outcome[ballot]
        if number in given and employee_id not in answered:
            offer = Offer(employee_id, roles[number].pk)
            if offer not in barred:
                found.append(offer)
    return found


def _can_be_offered(role: Role, at: datetime) -> bool:
    return get_free_seats(role) > 0 and not is_in_round(role, at)


def _barred_pairs(of: Round, role_ids: Collection[int], at: datetime) -> set[tuple[int, int]]:
    """People and roles that are not brought together by an offer of the round, or not again."""
    claims = Claim.objects.filter(Q(round=of) | Q(status=ClaimStatus.OFFERED), role_id__in=role_ids)
    found = Finding.objects.filter(role_id__in=role_ids, status=FindingStatus.CONFIRMED)
    roles_of: defaultdict[int, set[int]] = defaultdict(set)
    for role_id, manager_id in get_managers(at, role_ids).items():
        roles_of[manager_id].add(role_id)
    excluded = Exclusion.objects.filter(manager_id__in=roles_of, candidacy__employee__ballots__round=of)
    return {
        *claims.values_list("employee_id", "role_id"),
        *found.values_list("employee_id", "role_id"),
        *(
            (employee_id, role_id)
            for employee_id, manager_id in excluded.values_list("candidacy__employee_id", "manager_id")
            for role_id in roles_of[manager_id]
        ),
    }


def get_answered(of: Round) -> set[int]:
    """People who accepted an offer of the round: they stay where they are."""
    accepted = Claim.objects.filter(round=of, status=ClaimStatus.ACCEPTED)
    return set(accepted.values_list("employee_id", flat=True))


def get_out_of_offers(of: Round) -> dict[int, str]:
    """Ballots, by id, of a published round whose person let go of all that it offered them, and how.

    An offer that was withdrawn, or whose role was closed, takes nobody out of the round.
    """
    standing = [ClaimStatus.OFFERED, ClaimStatus.ACCEPTED]
    live = Claim.objects.filter(round=of, employee_id=OuterRef("employee_id"), status__in=standing)
    let_go = Claim.objects.filter(round=of, status__in=[ClaimStatus.DECLINED, ClaimStatus.EXPIRED])
    gone = of.ballots.filter(~Exists(live), left_at__isnull=True, employee_id__in=let_go.values("employee_id"))
    last = dict(let_go.order_by("pk").values_list("employee_id", "status"))
    return {
        pk: EXPIRED if last[employee_id] == ClaimStatus.EXPIRED else DECLINED
        for pk, employee_id in gone.values_list("pk", "employee_id")
    }
