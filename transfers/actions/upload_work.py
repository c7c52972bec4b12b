"""What the worker does with an upload: the import itself, tried and taken back, or kept.

A check and an application are each one transaction that runs the importer as every command does. Of several workers
one has an upload; one that dies leaves the upload as it was, for the next sweep.
"""

from django.db import connection, transaction
from django.utils.translation import gettext as _

from transfers import atomic, transition
from transfers.actions.imports.compare import import_and_compare, to_lines
from transfers.actions.imports.journal import pack_journal, written_down
from transfers.actions.imports.layouts import File, in_words_of_the_file, read_file, samples_of, to_layout
from transfers.actions.imports.report import ImportRefused, Problem
from transfers.actions.imports.run import Progress
from transfers.actions.imports.sheet import HEADER_ROW
from transfers.actions.imports.staging import hold_imports
from transfers.actions.uploads import KEPT, hold_upload
from transfers.clock import Clock, database_clock
from transfers.errors import TransferError
from transfers.formats.layouts import write_layout
from transfers.models import Upload, UploadContent
from transfers.permissions.uploads import check_can_work_on_upload
from transfers.queries.previews import COLUMNS, WRONG_ROWS, Found, pack
from transfers.queries.uploads import get_content
from transfers.sight.actor import PORTAL, Actor
from transfers.states import UploadStatus

_OURS = "SELECT pg_try_advisory_xact_lock(hashtext('transfers.actions.upload_work'), %s)"
READ = "read"
# shown of a file while the rest of it is looked at
FIRST_ROWS = 5


class NotAsShown(TransferError):
    """What the import would write is not what its preview shows."""

    def __init__(self) -> None:
        super().__init__(
            _("What stands here changed since the preview was drawn. This is a new one; nothing was applied.")
        )


@atomic.write
def look_at_upload(upload: Upload, *, by: Actor = PORTAL, progress: Progress) -> File | None:
    """Read the file, and keep what its page may tell while it is checked; None where another worker has it.

    Raises ImportRefused where it cannot be read.
    """
    check_can_work_on_upload(by)
    if not is_ours(upload):
        return None
    progress(READ)
    file = _read(upload, guesses=True)
    table = file.table
    there = [place for place, name in enumerate(table.columns) if name not in table.absent]
    cells = [table.columns, *(row.cells for row in table.rows[:FIRST_ROWS])] if table.rows else []
    found = Found(
        counts={"rows": len(table.rows)},
        first=[[line[place] for place in there] for line in cells],
        headers=list(file.headers),
        layout=write_layout(file.layout) if file.layout is not None else "",
    )
    UploadContent.objects.filter(upload=upload).update(found=pack(found).data)
    return file


@atomic.write
def try_upload(
    upload: Upload, file: File, *, by: Actor = PORTAL, clock: Clock = database_clock, progress: Progress
) -> Found | None:
    """What applying a file that was read would do, of which nothing is kept; None where another worker has it.

    Raises ImportRefused, or the refusal of who may not import.
    """
    check_can_work_on_upload(by)
    if not is_ours(upload):
        return None
    try:
        hold_imports()
        return _import(upload, file, by=upload.checking_by or PORTAL, clock=clock, progress=progress)
    finally:
        transaction.set_rollback(True)


@atomic.write
def keep_check(upload: Upload, found: Found, *, by: Actor = PORTAL, clock: Clock = database_clock) -> Upload:
    """Keep what a check found: the preview of a file without errors, or the errors. Locks: the upload."""
    upload = hold_upload(upload)
    at = clock()
    check_can_work_on_upload(by)
    if upload.status != UploadStatus.CHECKING:
        return upload  # dropped meanwhile, or another worker was first
    to = UploadStatus.REFUSED if found.errors else UploadStatus.CHECKED
    packed, counts = pack(found), _counts(found)
    UploadContent.objects.filter(upload=upload).update(found=packed.data)
    transition.move(
        upload,
        to,
        by=by,
        at=at,
        counts=counts,
        drawn=packed.digest,
        layout=found.layout or upload.layout,
        body={"counts": counts},
    )
    return upload


@atomic.write
def apply_upload(
    upload: Upload, *, by: Actor = PORTAL, clock: Clock = database_clock, progress: Progress
) -> Upload | None:
    """Write everything that the preview shows, or nothing. Does nothing where it was done, or another worker has it.

    Raises NotAsShown, and what the import raises. Locks: as imports do, then the upload.
    """
    check_can_work_on_upload(by)
    if not is_ours(upload):
        return None
    progress(READ)
    file = _read(upload, guesses=False)
    hold_imports()
    upload = hold_upload(upload)
    if upload.status != UploadStatus.APPLYING:
        return None
    who = upload.applying_by or PORTAL
    with written_down(upload.kind) as journal:
        found = _import(upload, file, by=who, clock=clock, progress=progress)
    packed, counts = pack(found), _counts(found)
    if packed.digest != upload.drawn:
        raise NotAsShown
    at = clock()
    UploadContent.objects.filter(upload=upload).update(found=packed.data, journal=pack_journal(journal))
    transition.move(
        upload, UploadStatus.APPLIED, by=who, at=at, counts=counts, kept_until_at=at + KEPT, body={"counts": counts}
    )
    return upload


def _counts(found: Found) -> dict[str, int]:
    # rows of a file that could not be read are not there to be mended
    wrong = {number for number, _column, _words in found.errors if number > HEADER_ROW} if found.is_read else ()
    return found.counts | {COLUMNS: len(found.headers), WRONG_ROWS: len(wrong)}


@atomic.write
def send_back(upload: Upload, words: str, *, by: Actor = PORTAL, clock: Clock = database_clock) -> Upload:
    """Have an upload that could not be applied checked again: its preview tells why. Locks: the upload."""
    upload = hold_upload(upload)
    at = clock()
    check_can_work_on_upload(by)
    if upload.status == UploadStatus.APPLYING:
        transition.move(upload, UploadStatus.CHECKING, by=upload.applying_by or PORTAL, at=at, says=words)
    return upload


class Wrong(TransferError):
    """A file with errors, after it was read: `found` has them in the file's words."""

    def __init__(self, found: Found, message: str) -> None:
        super().__init__(message)
        self.found = found


def found_of(refusal: TransferError) -> Found:
    """A refusal of the whole file, or of its rows, as what a check found."""
    if isinstance(refusal, Wrong):
        return refusal.found
    problems = refusal.problems if isinstance(refusal, ImportRefused) else [Problem(0, "", refusal.message)]
    return Found(counts={"errors": len(problems)}, errors=to_lines(problems))


def _read(upload: Upload, *, guesses: bool) -> File:
    content = get_content(upload)
    if content is None:
        raise ImportRefused([Problem(0, "", _("The file is kept no longer. Upload it again."))])
    layout = to_layout(upload.layout, upload.kind) if upload.layout else None
    return read_file(upload.kind, bytes(content.data), layout, guesses=guesses)


def _import(upload: Upload, file: File, *, by: Actor, clock: Clock, progress: Progress) -> Found:
    """Load a file that was read, and tell what that did, in its own words. Raises Wrong with every error of it."""
    errors: list[Problem] = []
    found = Found(counts={})
    try:
        if file.is_readable:
            found = import_and_compare(upload.kind, file.table, by=by, clock=clock, progress=progress)
    except ImportRefused as refused:
        errors = refused.problems
    found.headers, found.samples, found.is_read = list(file.headers), samples_of(file), file.is_readable
    found.layout = write_layout(file.layout) if file.layout is not None else ""
    if errors or file.problems:
        told = ImportRefused(in_words_of_the_file(errors, file))
        wrong = Found({"errors": len(told.problems)}, to_lines(told.problems))
        wrong.headers, wrong.samples = found.headers, found.samples
        wrong.layout, wrong.is_read = found.layout, found.is_read
        raise Wrong(wrong, told.message)
    return found


def is_ours(upload: Upload) -> bool:
    """One worker at a time; the lock goes with the transaction, also where the worker is killed."""
    with connection.cursor() as cursor:
        cursor.execute(_OURS, [upload.pk])
        return bool(cursor.fetchone()[0])
