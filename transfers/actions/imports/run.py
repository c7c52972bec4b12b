"""What every import does before its first check and after its last write."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from transfers import ledger
from transfers.actions.imports.report import ImportReport
from transfers.actions.imports.sheet import Sheet
from transfers.actions.imports.staging import hold_imports
from transfers.clock import Clock
from transfers.ledger import Fact
from transfers.permissions.imports import check_can_import
from transfers.sight.actor import Actor

# called with the name of the step that begins
Progress = Callable[[str], None]
CHECK, LOCK, WRITE, RECORD = STEPS = ("check", "lock", "write", "record")


def say_nothing(_step: str) -> None:
    """Whoever does not watch."""


def begin(*, by: Actor, clock: Clock, progress: Progress) -> datetime:
    """Wait for other imports, then read the clock and check that `by` may: the start of an import without row locks.

    Raises NotAllowed.
    """
    hold_imports()
    at = clock()
    check_can_import(by, at)
    progress(CHECK)
    return at


def report_of(
    kind: str, sheet: Sheet, *, created: int, changed: int, missing: list[str], waiting_too: int = 0
) -> ImportReport:
    """The report of an import whose other rows stand as they stood; of `waiting_too` changed rows a part waits."""
    return ImportReport(
        kind=kind,
        rows=len(sheet),
        created=created,
        changed=changed,
        unchanged=len(sheet) - created - changed - (len(sheet.waiting) - waiting_too),
        missing=sorted(missing),
        waiting=sheet.waiting,
        warnings=sheet.warnings,
    )


def finish(report: ImportReport, *, by: Actor, at: datetime, dry_run: bool, progress: Progress) -> ImportReport:
    """Leave the import's one Event; after a dry run take everything back."""
    progress(RECORD)
    if dry_run:
        report.is_dry_run = True
        transaction.set_rollback(True)
        return report
    # an import has no row of its own: the Event is its record
    counts = {"rows": report.rows, "created": report.created, "changed": report.changed}
    body = counts | ({"batch": str(report.batch)} if report.batch else {})
    ledger.record_all([Fact(verb=f"import.{report.kind}", noun="import", noun_id=0, body=body)], by=by, at=at)
    return report
