"""What happens behind people's backs: somebody leaves, a role closes, a file comes, a round is held.

Done by the actions that the admin's pages call, in this process, so that a dying server meets them as well.
"""

import datetime as dt
import random
import uuid
from collections.abc import Callable

from django.db import DatabaseError, InterfaceError, connection

from accounts.models import Employee
from tests.nemesis.history import IMPORTED
from tests.nemesis.people import Stage, Step
from transfers.actions.departures import record_departure
from transfers.actions.grants import end_grant
from transfers.actions.imports.kinds import KINDS
from transfers.actions.roles import close_role
from transfers.actions.round_runs import ask_to_publish
from transfers.actions.rounds import (
    approve_round,
    commit_to_secret,
    discard_round,
    freeze_round,
    prepare_round,
    reveal_secret,
)
from transfers.errors import TransferError
from transfers.models import Grant, Role, Round

DONE, REFUSED, BROKEN = 302, 409, 0


def _do(stage: Stage, kind: str, about: dict[str, str], work: Callable[[], object]) -> None:
    op = stage.history.begin("administrator", kind, about, str(uuid.uuid4()))
    try:
        work()
        status = DONE
    except TransferError:
        status = REFUSED
    except (DatabaseError, InterfaceError):
        status = BROKEN
    finally:
        connection.close()
    stage.history.end(op, status, "")


def leave(stage: Stage, rng: random.Random) -> None:
    """Out of everything at once, whatever is offered, accepted or on its way at that moment."""
    person = rng.choice(stage.people.members).person
    day = stage.today - dt.timedelta(days=3)

    def work() -> None:
        record_departure(Employee.objects.get(public_id=person), day, by=stage.people.admin)

    _do(stage, "leave", {"person": person}, work)


def close(stage: Stage, rng: random.Random) -> None:
    """A role closes while offers of it stand; the sweep withdraws them."""
    role = rng.choice(stage.people.managers).role
    _do(stage, "close", {"role": role}, lambda: close_role(Role.objects.get(public_id=role), by=stage.people.admin))


def lose_a_manager(stage: Stage, rng: random.Random) -> None:
    """The manager's right ends between a page and its form."""
    role = rng.choice(stage.people.managers).role

    def work() -> None:
        for grant in Grant.objects.filter(role__public_id=role, status="confirmed"):
            end_grant(grant, by=stage.people.admin)

    _do(stage, "end", {"role": role}, work)


def import_people(stage: Stage, rng: random.Random) -> None:
    """A file of new people, which may break off anywhere: all of them come, or nobody."""
    batch = f"{rng.randrange(16**8):08x}"

    def work() -> None:
        admin = Employee.objects.select_related("unit", "job_family", "site").get(pk=stage.people.admin.pk)
        place = f"{admin.unit.code},{admin.job_family.code},5,{admin.site.code},2020-01-01"
        lines = ["hr_id,name,email,unit_code,job_family,level,site,hired_on"]
        lines += [f"{batch}-{n},Person {n},{batch}.{n}@example.com,{place}" for n in range(IMPORTED)]
        kind = KINDS["people"]
        kind.load(kind.read("\n".join(lines).encode()), by=stage.people.admin)

    _do(stage, "import", {"batch": batch}, work)


def take_a_round_further(stage: Stage, rng: random.Random) -> None:
    """To its next stage, as two HR partners would; the workers run and publish it. Now and then it is discarded."""
    preparer, approver = stage.people.clearing

    def work() -> None:
        made = Round.objects.exclude(status__in=["published", "discarded"]).order_by("pk").first()
        if made is None:
            roles = list(Role.objects.filter(public_id__in=[each.role for each in stage.people.managers]))
            standing = [role for role in roles if role.status == "open"]
            made = prepare_round("Round", standing, start_on=stage.today, approver=approver, by=preparer)
            for person in (preparer, approver):
                commit_to_secret(made, _secret_of(made, person), by=person)
        elif rng.random() < 0.1:
            discard_round(made, because="A unit was left out.", by=approver)
        elif made.status == "preparing":
            freeze_round(made, by=preparer)
        elif made.status == "frozen":
            approve_round(made, by=approver)
        elif made.status == "approved":
            for person in (preparer, approver):
                reveal_secret(made, _secret_of(made, person), by=person)
        else:
            ask_to_publish(made, by=approver)

    _do(stage, "round", {}, work)


def _secret_of(made: Round, person: Employee) -> str:
    return f"the secret of {person.hr_id} for round {made.pk}"


STEPS: dict[Step, int] = {leave: 2, close: 2, lose_a_manager: 1, import_people: 2, take_a_round_further: 6}
