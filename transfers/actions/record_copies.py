"""Taking a copy of one's own record: reading that leaves a record."""

from datetime import datetime

from accounts.models import Employee
from transfers import atomic, ledger
from transfers.clock import Clock, database_clock
from transfers.permissions.record_copies import check_can_copy_record
from transfers.queries.record_copies import Row, get_record
from transfers.sight.actor import Actor


@atomic.write
def copy_record(
    person: Employee, *, opens: bool, by: Actor, clock: Clock = database_clock
) -> tuple[datetime, dict[str, list[Row]]]:
    """Everything about one person, for that person alone, and as of when. It can be repeated at will.

    The Event does not tell whether what was filed is in the copy. Raises NotVisible for anybody else.
    """
    at = clock()
    check_can_copy_record(by, person, at)
    record = get_record(person, at, opens=opens)
    ledger.record("record.copied", person, by=by, at=at, subject=person)
    return at, record
