"""What no cell of the people file shows alone: mail addresses twice, loops of managers, leave that ends too early."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Employee
from transfers.actions.imports.loops import find_loops
from transfers.actions.imports.sheet import Sheet
from transfers.actions.imports.staging import Column
from transfers.sight.actor import Actor, employee_of


@dataclass(frozen=True, slots=True)
class Standing:
    """A person as the portal knows them before the import."""

    id: int
    email: str
    sign_in_name: str
    manager: str | None
    is_active: bool
    left_on: date | None


def read_standing() -> dict[str, Standing]:
    people = Employee.objects.values_list(
        "hr_id", "id", "email", "sign_in_name", "manager__hr_id", "is_active", "left_on"
    )
    return {
        hr_id: Standing(pk, email, sign_in_name, manager, is_active, left_on)
        for hr_id, pk, email, sign_in_name, manager, is_active, left_on in people
    }


def check_across(
    sheet: Sheet, hr_ids: Sequence[str], columns: Sequence[Column], known: dict[str, Standing], by: Actor
) -> None:
    """What no cell shows alone: mail addresses twice, leave ending before it starts, loops, one's own row."""
    values: dict[str, Sequence[Any]] = {c.name: c.values for c in columns if c.values is not None}
    own = employee_of(by)
    if own is not None and own.hr_id in hr_ids:
        sheet.refuse(hr_ids.index(own.hr_id), "hr_id", _("This is you: ask another admin for your own row."))
    if "email" in values:
        _refuse_shared_mail(sheet, hr_ids, values["email"], known)
    if "on_leave_from" in values and "on_leave_until" in values:
        for index in list(sheet.sound()):
            since, until = values["on_leave_from"][index], values["on_leave_until"][index]
            if until is not None and (since is None or until < since):
                sheet.refuse(index, "on_leave_until", _("The leave ends before it starts."))
    if sheet.has("manager_hr_id"):
        _refuse_loops(sheet, hr_ids, known)


def _refuse_shared_mail(
    sheet: Sheet, hr_ids: Sequence[str], emails: Sequence[str], known: dict[str, Standing]
) -> None:
    folded = [email and email.lower() for email in emails]
    owners = {person.email.lower(): hr_id for hr_id, person in known.items()}
    first: dict[str, int] = {}
    for index in list(sheet.sound()):
        mail = folded[index]
        owner = owners.get(mail)
        if first.setdefault(mail, index) != index:
            row = sheet.numbers[first[mail]]
            words = _("“%(mail)s” is the mail address of row %(row)d too; large and small letters are the same.")
            sheet.refuse(index, "email", words % {"mail": emails[index], "row": row})
        elif owner is not None and owner != hr_ids[index]:
            words = _("“%(mail)s” is the mail address of %(owner)s; large and small letters are the same.")
            sheet.refuse(index, "email", words % {"mail": emails[index], "owner": owner})


def _refuse_loops(sheet: Sheet, hr_ids: Sequence[str], known: dict[str, Standing]) -> None:
    """Keep a problem on every row that stands in a loop of managers, or whose manager has left."""
    managers = sheet.raw("manager_hr_id")
    sound = list(sheet.sound())
    in_file = set(hr_ids)
    above: dict[str, str | None] = {hr_id: person.manager for hr_id, person in known.items()}
    above |= {hr_ids[index]: managers[index] or None for index in sound}
    for index in sound:
        manager = known.get(managers[index])
        if manager is not None and not manager.is_active and managers[index] not in in_file:
            sheet.refuse(index, "manager_hr_id", _("“%(hr_id)s” has left.") % {"hr_id": managers[index]})
    place = {hr_ids[index]: index for index in sound}
    for loop in find_loops(above):
        words = _("This makes a loop: %(loop)s.") % {"loop": " → ".join([*loop, loop[0]])}
        for hr_id in loop:
            if hr_id in place:
                sheet.refuse(place[hr_id], "manager_hr_id", words)
