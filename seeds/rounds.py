"""A round of the demo: held some days ago among roles that no story needs, published, its offers still open."""

from datetime import timedelta

from accounts.models import Employee
from seeds import cast
from seeds.openings import CAST_ROLES
from seeds.schedule import Schedule
from transfers.actions.round_runs import ask_to_publish, publish_round, run_round
from transfers.actions.rounds import approve_round, commit_to_secret, freeze_round, prepare_round, reveal_secret
from transfers.clock import Clock
from transfers.models import Role
from transfers.states import RoleStatus

HELD = 3.5  # days ago
_ROLES = {"small": 12, "full": 400}
_A_MINUTE = timedelta(minutes=1)
# a demonstration's, so anybody may know them
_SECRETS = {cast.DOLORES.hr_id: "snow on the harbour wall", cast.NGOZI.hr_id: "seven kettles and a whistle"}


def hold_a_round(schedule: Schedule, size: str) -> None:
    """Put it on the schedule."""
    schedule.at(schedule.ago(HELD), lambda clock: _hold(size, clock))


def _hold(size: str, clock: Clock) -> None:
    at = clock()

    def after(minutes: int) -> Clock:
        return lambda: at + minutes * _A_MINUTE

    dolores, ngozi = (Employee.objects.get(hr_id=hr_id) for hr_id in _SECRETS)
    is_open = Role.objects.filter(status=RoleStatus.OPEN, unit__is_at_risk=False).exclude(code__in=CAST_ROLES)
    roles = list(is_open.order_by("code")[: _ROLES[size]])
    made = prepare_round(
        "Autumn round", roles, start_on=at.date() + timedelta(days=30), approver=ngozi, by=dolores, clock=clock
    )
    for person in (dolores, ngozi):
        commit_to_secret(made, _SECRETS[person.hr_id], by=person, clock=after(1))
    freeze_round(made, by=dolores, clock=after(2))
    approve_round(made, by=ngozi, clock=after(3))
    for person in (dolores, ngozi):
        reveal_secret(made, _SECRETS[person.hr_id], by=person, clock=after(4))
    run_round(made, clock=after(5))
    ask_to_publish(made, by=dolores, clock=after(6))
    publish_round(made, clock=after(7))
