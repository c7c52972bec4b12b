"""What a run's outcome asks for that was not offered yet."""

from typing import NamedTuple

from django.db.models import Exists, F, OuterRef

from transfers.models import Claim, Role, Round, RoundRun
from transfers.models.round import DECLINED, EXPIRED
from transfers.states import ClaimStatus, RoleStatus


class Offer(NamedTuple):
    """One seat of a role for one person."""

    employee_id: int
    role_id: int


def get_offers(of: Round, run: RoundRun) -> list[Offer]:
    """Everybody's role of the outcome, by person, less those who left, who accepted or who were offered it before."""
    roles = dict(of.round_roles.values_list("number", "role_id"))
    before = set(Claim.objects.filter(round=of).values_list("employee_id", "role_id"))
    answered = get_answered(of)
    standing = of.ballots.filter(left_at__isnull=True).order_by("employee_id").values_list("employee_id", "ballot")
    found = []
    for employee_id, ballot in standing:
        number = run.outcome[ballot]
        if number is not None and employee_id not in answered and (employee_id, roles[number]) not in before:
            found.append(Offer(employee_id, roles[number]))
    return found


def has_free_seat(role_id: int) -> bool:
    """Whether a seat of an open role can be offered."""
    free = Role.objects.filter(pk=role_id, status=RoleStatus.OPEN, taken__lt=F("seats") - F("held_seats"))
    return free.filter(unit__is_at_risk=False).exists()


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
