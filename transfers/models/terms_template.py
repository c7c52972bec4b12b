"""A set of terms that somebody keeps under a name, to fill claims from."""

import uuid

from django.conf import settings
from django.db import models

from transfers.models.terms import validate_role_terms


class TermsTemplate(models.Model):
    """Its owner's alone. A claim that was filled from it keeps its own terms: a later change touches no claim."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    employee = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="terms_templates", editable=False
    )
    version = models.PositiveIntegerField(default=1)
    name = models.CharField(max_length=80)
    terms = models.JSONField(default=dict, validators=[validate_role_terms])

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["employee", "name"], name="one_terms_template_a_name"),
            models.CheckConstraint(condition=~models.Q(name=""), name="a_terms_template_has_a_name"),
        ]

    def __str__(self) -> str:
        return f"terms template {self.pk}"
