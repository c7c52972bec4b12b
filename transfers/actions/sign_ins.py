"""What signing in leaves behind."""

from accounts.models import Employee
from transfers import ledger
from transfers.atomic import write
from transfers.clock import Clock, database_clock


@write
def record_sign_in(person: Employee, *, method: str, clock: Clock = database_clock) -> None:
    """Write that `person` signed in, and how: "password", "demo". Shown to nobody but the person."""
    ledger.record("employee.signed_in", person, by=person, at=clock(), subject=person, body={"method": method})
