"""A round of the demo: held some days ago among roles that no story needs, published, its offers still open."""

from datetime import timedelta

from accounts.models import Employee
from seeds import cast
from seeds.fitting import find_fitting_roles
from seeds.openings import CAST_ROLES
from seeds.schedule import Schedule
from transfers.actions.candidacies import save_availability, save_visibility, submit_list
from transfers.actions.round_runs import ask_to_publish, publish_round, run_round
from transfers.actions.rounds import approve_round, commit_to_secret, freeze_round, prepare_round, reveal_secret
from transfers.clock import Clock
from transfers.models import Role
from transfers.models.candidacy import ROUNDS
from transfers.queries.clearance import is_in_clearance
from transfers.states import RoleStatus

HELD = 3.5  # days ago
_ROLES = {"small": 22, "full": 400}
# who lets rounds alone see them; enough for what came of it to be told: numbers are from ten on
_JOINING = {"small": 40, "full": 60}
_LONGEST, _ANYWHERE = 5, "anywhere"
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
    _join(roles, _JOINING[size], clock)
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


def _join(roles: list[Role], number: int, clock: Clock) -> None:
    """Tomás first, out of curiosity, then as many people again who qualify for one of these roles, at own request.

    A third of them ranks roles that are open to people with priority only, which fall away; the others those with the
    fewest seats first. So of those with a role, without one and with nothing to be given there are ten each and more,
    and seats are scarce.
    """
    at = clock()
    free = Employee.objects.filter(is_active=True, candidacy=None, reports=None, on_leave_from=None)
    others = free.exclude(hr_id__in=[member.hr_id for member in cast.CAST]).order_by("hr_id")
    tomas = Employee.objects.get(hr_id=cast.TOMAS.hr_id)
    people = [tomas, *others[: 8 * number]]
    fitting = find_fitting_roles(people, dict.fromkeys((person.pk for person in people), _ANYWHERE), at)
    clear = {role.pk: role for role in roles if not is_in_clearance(role, at)}
    late = {role.pk: role for role in roles if role.pk not in clear}
    places = {"clear": number - number // 3, "late": number // 3}
    for person in people:
        found = {
            "late": [late[role.pk] for role in fitting[person.pk] if role.pk in late and person != tomas],
            "clear": [clear[role.pk] for role in fitting[person.pk] if role.pk in clear],
        }
        kind = next((kind for kind, listed in found.items() if listed and places[kind]), None)
        if kind is not None:
            places[kind] -= 1
            listed = sorted(found[kind], key=lambda role: (role.seats - role.taken, role.code))[:_LONGEST]
            _take_part(person, listed, clock)


def _take_part(person: Employee, roles: list[Role], clock: Clock) -> None:
    made = save_availability(
        person, available_from=None, relocation=_ANYWHERE, note="", seen_version=0, by=person, clock=clock
    )
    listed = [role.public_id for role in roles]
    made = submit_list(person, listed, seen_version=made.version, by=person, clock=clock)
    save_visibility(person, ROUNDS, excluded=[], seen_at=clock(), seen_version=made.version, by=person, clock=clock)
