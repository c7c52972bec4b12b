"""A set of terms kept under a name: saved, changed and deleted by its owner."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from transfers import atomic, ledger
from transfers.actions.locks import lock_person
from transfers.clock import Clock, database_clock
from transfers.errors import Invalid, NotAllowed, NotVisible, Stale
from transfers.models import TermsTemplate
from transfers.models.terms import TermsSheet, validate_role_terms
from transfers.permissions.terms_templates import check_can_change_template, check_can_keep_templates
from transfers.sight.actor import Actor, Person

MOST = 20
LONGEST_NAME = 80


@atomic.write
def save_template(name: str, terms: TermsSheet, *, by: Actor, clock: Clock = database_clock) -> TermsTemplate:
    """Keep a set of terms under a name that its owner has not used yet.

    Raises NotVisible, NotAllowed beyond MOST, Invalid. Locks: the owner.
    """
    at = clock()
    person = check_can_keep_templates(by, at)
    lock_person(person.pk)
    if TermsTemplate.objects.filter(employee=person).count() >= MOST:
        raise NotAllowed(_("You keep %(most)d sets of terms already. Delete one first.") % {"most": MOST})
    template = TermsTemplate(employee=person, name=_take_name(name, person), terms=_take_terms(terms))
    template.save(force_insert=True)
    ledger.record("termstemplate.saved", template, by=by, at=at)
    return template


@atomic.write
def edit_template(
    template: TermsTemplate,
    name: str,
    terms: TermsSheet,
    *,
    seen_version: int,
    by: Actor,
    clock: Clock = database_clock,
) -> TermsTemplate:
    """Change name and terms; claims that were filled from it keep theirs.

    Raises NotVisible, Invalid, Stale. Locks: the owner.
    """
    template = _locked(template)
    at = clock()
    check_can_change_template(by, template, at)
    if template.version != seen_version:
        raise Stale(_("These terms were changed since you opened the page. Open it again to see them now."))
    template.name, template.terms = _take_name(name, template.employee, but=template.pk), _take_terms(terms)
    template.version += 1
    template.save(update_fields=["name", "terms", "version"])
    ledger.record("termstemplate.edited", template, by=by, at=at)
    return template


@atomic.write
def delete_template(template: TermsTemplate, *, by: Actor, clock: Clock = database_clock) -> None:
    """Keep a set of terms no longer. Claims stand as they are. Raises NotVisible. Locks: the owner."""
    template = _locked(template)
    at = clock()
    check_can_change_template(by, template, at)
    ledger.record("termstemplate.deleted", template, by=by, at=at)
    template.delete()


def _locked(template: TermsTemplate) -> TermsTemplate:
    lock_person(template.employee_id)
    found = TermsTemplate.objects.select_related("employee").filter(pk=template.pk).first()
    if found is None:
        raise NotVisible()
    return found


def _take_name(name: str, person: Person, *, but: int = 0) -> str:
    name = name.strip()
    if not name or len(name) > LONGEST_NAME:
        raise Invalid(_("Give a name of at most %(most)d characters.") % {"most": LONGEST_NAME}, field="name")
    if TermsTemplate.objects.filter(employee=person, name=name).exclude(pk=but).exists():
        raise Invalid(_("You keep terms under this name already."), field="name")
    return name


def _take_terms(terms: TermsSheet) -> TermsSheet:
    try:
        validate_role_terms(terms)
    except ValidationError as error:
        raise Invalid(error.messages[0]) from error
    return terms
