"""An import taken back in one step within a day: every row as it stood, or none (docs/adr/0022-uploads.md)."""

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from transfers import atomic, transition
from transfers.actions.addresses import NewAddress, keep_address_changes
from transfers.actions.imports.journal import Journal, Written, moved, take_back, unpack_journal
from transfers.actions.imports.own_chain import NEAR, people_near, units_near
from transfers.actions.imports.staging import hold_imports
from transfers.actions.locks import hold_people, hold_units, lock_campaign, lock_roles
from transfers.actions.upload_work import is_ours
from transfers.actions.uploads import hold_upload
from transfers.clock import Clock, database_clock
from transfers.errors import TransferError
from transfers.models import Upload, UploadContent
from transfers.models.address_change import LEAVE, OWN
from transfers.permissions.uploads import check_can_undo_upload, check_can_work_on_upload
from transfers.queries.undoing import get_reasons_against
from transfers.sight.actor import PORTAL, Actor
from transfers.states import UploadStatus

_GONE = gettext_lazy("What it wrote is kept no longer.")
# percent done once the journal was read, once nothing newer was found, and once the rows are back
_READ, _LOOKED, _BACK = 5, 15, 95
_ADDRESSES = {"email": OWN, "leave_email": LEAVE}
_PLACES = {"accounts_employee": ("unit_id", "manager_id"), "accounts_unit": ("parent_id", "lead_id")}


class CannotUndo(TransferError):
    """Something newer depends on the import. The sentence has every reason."""

    def __init__(self, reasons: list[str]) -> None:
        words = _("This cannot be undone, and nothing was changed: %(reasons)s")
        super().__init__(words % {"reasons": " ".join(reasons)})


@atomic.write
def ask_to_undo(upload: Upload, *, by: Actor, clock: Clock = database_clock) -> Upload:
    """Have the worker take back what the file wrote; it looks first whether something newer depends on that.

    Raises NotAllowed, CannotUndo where what it wrote is kept no longer. Locks: the upload.
    """
    upload = hold_upload(upload)
    at = clock()
    check_can_undo_upload(by, upload, at)
    if not UploadContent.objects.filter(upload=upload, journal__isnull=False).exists():
        raise CannotUndo([str(_GONE)])
    transition.move(upload, UploadStatus.UNDOING, by=by, at=at, says="")
    return upload


@atomic.write
def undo_upload(
    upload: Upload, *, by: Actor = PORTAL, clock: Clock = database_clock, told: Callable[[int], object]
) -> Upload | None:
    """Put every row back, or none; `told` gets the percent done. Does nothing where it was, or another worker has it.

    Raises CannotUndo where something newer came between. Locks: imports, the upload, then what its rows are of and
    stand on: campaigns, people, roles, units.
    """
    check_can_work_on_upload(by)
    if not is_ours(upload):
        return None
    hold_imports()
    upload = hold_upload(upload)
    if upload.status != UploadStatus.UNDOING:
        return None
    journal = read_journal(upload)
    told(_READ)
    _hold(journal)
    who = upload.undoing_by or PORTAL
    at = clock()
    _refuse(get_reasons_against(upload.kind, journal))
    told(_LOOKED)
    take_back(journal, lambda percent: told(_LOOKED + (_BACK - _LOOKED) * percent // 100))
    _refuse_near(upload.kind, journal, who)
    keep_address_changes(_new_addresses(journal.get("accounts_employee", ())), by=who, at=at)
    UploadContent.objects.filter(upload=upload).update(journal=None)
    transition.move(upload, UploadStatus.UNDONE, by=who, at=at, body={"counts": upload.counts})
    return upload


@atomic.write
def keep_applied(upload: Upload, words: str, *, by: Actor = PORTAL, clock: Clock = database_clock) -> Upload:
    """Say why an import could not be taken back; what it wrote stands. Locks: the upload."""
    upload = hold_upload(upload)
    at = clock()
    check_can_work_on_upload(by)
    if upload.status == UploadStatus.UNDOING:
        transition.move(upload, UploadStatus.APPLIED, by=upload.undoing_by or PORTAL, at=at, says=words)
    return upload


def read_journal(upload: Upload) -> Journal:
    """What applying the file wrote. Raises CannotUndo where it is kept no longer."""
    packed = UploadContent.objects.filter(upload=upload).values_list("journal", flat=True).first()
    if packed is None:
        raise CannotUndo([str(_GONE)])
    return unpack_journal(bytes(packed))


def _hold(journal: Journal) -> None:
    """Nothing newer comes between the look at what depends on the import and the rows that go back."""
    drafted = [line for row in journal.get("transfers_assignment", ()) for line in row[1:] if line]
    for campaign_id in sorted({line["campaign_id"] for line in drafted}):
        lock_campaign(campaign_id)
    hold_people([row.id for row in journal.get("accounts_employee", ())] + [line["employee_id"] for line in drafted])
    lock_roles(row.id for row in journal.get("transfers_role", ()))
    hold_units(row.id for row in journal.get("accounts_unit", ()))


def _refuse(reasons: list[str]) -> None:
    if reasons:
        raise CannotUndo(reasons)


def _refuse_near(kind: str, journal: Journal, by: Actor) -> None:
    """Who stands near somebody, or a unit, that would be moved back leaves it to another admin."""
    ids: set[int] = set()
    for table, columns in _PLACES.items():
        ids |= set(moved(journal.get(table, ()), columns))
    near = units_near(by) if kind == "units" else people_near(by)
    if kind == "units":
        ids |= {int(line["unit_id"]) for row in journal["accounts_unit_delegates"] for line in row[1:] if line}
    if ids & near:
        raise CannotUndo([str(NEAR)])


def _new_addresses(people: "list[Written] | tuple[()]") -> list[NewAddress]:
    """Addresses that go back to what they were, with what stood until now."""
    return [
        NewAddress(row.id, kind, row.after[column])
        for column, kind in _ADDRESSES.items()
        for row in people
        if row.before and row.after and row.before[column].lower() != row.after[column].lower()
    ]
