"""A round of the loaded demo company, among all roles that take part in none and that no story needs."""

from accounts.models import Employee
from seeds import cast
from seeds.openings import CAST_ROLES
from tests.factories import DAY
from transfers.actions.candidacies import save_visibility, submit_list
from transfers.actions.ratings import rate_candidate
from transfers.actions.rounds import approve_round, commit_to_secret, freeze_round, prepare_round, reveal_secret
from transfers.clock import database_clock
from transfers.models import Claim, Role, Round
from transfers.models.candidacy import ROUNDS
from transfers.queries.managers import get_managers_of
from transfers.queries.ranked_roles import get_reader, rank
from transfers.sight.candidates import candidates_visible_to
from transfers.states import RoleStatus

_SHORTEST, _LONGEST = 2, 8  # roles on a list
_SECRETS = ("a kettle and eleven spoons", "the third lamp on the left")


def get_roles() -> list[Role]:
    """Open roles with no offer of an earlier round, ranked by anybody."""
    offered = Claim.objects.filter(round__isnull=False).values("role_id")
    found = Role.objects.filter(status=RoleStatus.OPEN, unit__is_at_risk=False, in_round_until_at__isnull=True)
    return list(found.exclude(code__in=CAST_ROLES).exclude(pk__in=offered).order_by("code"))


def submit_lists(number: int) -> int:
    """Lists of as many more people, each of the first roles that they are shown: seats become scarce.

    Returns how many were submitted.
    """
    at = database_clock()
    free = {role.pk: role.public_id for role in get_roles()}
    people = Employee.objects.filter(is_active=True, assignments__isnull=False, candidacy__isnull=True)
    given = 0
    for person in people.order_by("hr_id")[: 2 * number]:
        listed = rank(reader := get_reader(person, at), reader.public.catalogue).only(free.__contains__)
        if given < number and len(listed) >= _SHORTEST:
            made = save_visibility(person, ROUNDS, excluded=(), seen_at=at, seen_version=0, by=person)
            roles = [free[each.role.id] for each in listed[:_LONGEST]]
            submit_list(person, roles, seen_version=made.version, by=person)
            given += 1
    return given


def rate_some(number: int) -> int:
    """As many ratings as there are by managers of those roles of people they see; returns how many were given."""
    at, given = database_clock(), 0
    for role in get_roles():
        for pk in sorted(get_managers_of([role.pk], at)):
            manager = Employee.objects.get(pk=pk)
            for candidacy in candidates_visible_to(manager, role, at).order_by("pk")[:2]:
                if given < number:
                    rate_candidate(role, candidacy, given % 5 + 1, seen_version=0, by=manager)
                    given += 1
        if given >= number:
            break
    return given


def prepare_company_round() -> Round:
    """Bound, frozen, approved, both secrets revealed: ready to be run."""
    preparer, approver = (Employee.objects.get(hr_id=member.hr_id) for member in (cast.DOLORES, cast.NGOZI))
    start_on = (database_clock() + 40 * DAY).date()
    made = prepare_round("Company round", get_roles(), start_on=start_on, approver=approver, by=preparer)
    for person, secret in zip((preparer, approver), _SECRETS, strict=True):
        made = commit_to_secret(made, secret, by=person)
    made = freeze_round(made, by=preparer)
    made = approve_round(made, by=approver)
    for person, secret in zip((preparer, approver), _SECRETS, strict=True):
        made = reveal_secret(made, secret, by=person)
    return made
