"""Which of one's own steps of a handover are done."""

from django import forms
from django.utils.translation import gettext_lazy

from transfers.queries.handovers import Part


class HandoverForm(forms.Form):
    """One box a step; a box that is not ticked says that the step is open."""

    done = forms.MultipleChoiceField(
        label=gettext_lazy("Done"),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("One of the steps is not yours to tick.")},
    )

    def __init__(self, *args: object, part: Part, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own arguments, handed on
        choices = [(step.key, step.title) for step in part.steps]
        self.fields["done"].choices = choices  # type: ignore[attr-defined]  # of a field that has choices
