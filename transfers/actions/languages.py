"""The language the portal speaks to a person."""

from django.utils.translation import gettext as _

from accounts.models import Employee
from transfers import atomic, ledger
from transfers.actions.locks import lock_person
from transfers.clock import Clock, database_clock
from transfers.errors import Invalid
from transfers.permissions.languages import check_can_set_language
from transfers.queries.languages import is_spoken
from transfers.sight.actor import Actor


@atomic.write
def set_language(person: Employee, language: str, *, by: Actor, clock: Clock = database_clock) -> None:
    """Speak this language to the person from now on, in mails too. Choosing it again changes and records nothing.

    Raises NotVisible where `by` is somebody else, Invalid where the portal does not speak it. Locks: the person.
    """
    person = lock_person(person.pk)
    at = clock()
    check_can_set_language(by, person, at)
    if not is_spoken(language):
        raise Invalid(_("Choose one of the languages below."), field="language")
    if Employee.objects.filter(pk=person.pk).exclude(language=language).update(language=language):
        ledger.record("employee.language_set", person, by=by, at=at, subject=person)
