"""Sets of terms that the viewer keeps: one's own alone."""

import uuid
from collections.abc import Mapping, Sequence

from transfers.canonical import JSON
from transfers.errors import NotVisible
from transfers.models import TermsTemplate
from transfers.sight.actor import Person

Template = TermsTemplate  # the name by which floors that import no model know it


def get_templates(viewer: Person) -> list[Template]:
    """Those of the viewer by name."""
    return list(TermsTemplate.objects.filter(employee=viewer).order_by("name", "pk"))


def get_template(viewer: Person, public_id: uuid.UUID) -> Template:
    """One of them. Raises NotVisible."""
    template = TermsTemplate.objects.filter(employee=viewer, public_id=public_id).first()
    if template is None:
        raise NotVisible()
    return template


def find_template(templates: Sequence[Template], asked: str) -> Template | None:
    """The one that a page's address asks for; None where it asks for none. Raises NotVisible."""
    for template in templates:
        if str(template.public_id) == asked:
            return template
    if asked:
        raise NotVisible()
    return None


def get_template_rows(viewer: Person) -> list[Mapping[str, JSON]]:
    """One row a set of terms, for the copy of one's record."""
    return [{"name": each.name, "terms": _said(each)} for each in get_templates(viewer)]


def _said(template: Template) -> JSON:
    return [
        f"{topic}: {line['statement']} {line['text'] or line['ask']}".strip()
        for topic, line in sorted(template.terms.items())
    ]
