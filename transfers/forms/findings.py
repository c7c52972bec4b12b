"""A finding proposed, decided on, answered."""

from collections.abc import Iterable, Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from transfers.actions.findings import LONGEST_ANSWER, LONGEST_REASONS

LEVEL = "level"
CONFIRM, REFUSE, UPHOLD, WITHDRAW = "confirm", "refuse", "uphold", "withdraw"
_DECISIONS = {
    CONFIRM: _("Confirm: it counts, and the person is given it in writing"),
    REFUSE: _("Refuse: it does not count, and the person hears nothing of it"),
    UPHOLD: _("Uphold: I read the answer, the finding stands, and the person is told"),
    WITHDRAW: _("Withdraw: it counts no more, and the person is told"),
}
_MISSING = _("Choose what you decide.")


class FindingForm(forms.Form):
    """Which published criterion, and why. `skills` are the role's required ones, by public name."""

    criterion = forms.ChoiceField(
        label=_("Which criterion that the role has published is not met?"),
        help_text=_("Only what the role asked for when it opened counts."),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose one of the criteria that the role has published."),
            "invalid_choice": _("Choose one of the criteria that the role has published."),
        },
    )
    reasons = forms.CharField(
        label=_("Why, although the profile says that it is met?"),
        help_text=_("Job-related reasons only. Somebody independent reviews them, and then the person reads them."),
        max_length=LONGEST_REASONS,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Give your reasons.")},
    )

    def __init__(self, data: Mapping[str, object] | None, skills: Iterable[tuple[str, str]]) -> None:
        super().__init__(data)
        criterion = self.fields["criterion"]
        if isinstance(criterion, forms.ChoiceField):
            criterion.choices = [*skills, (LEVEL, _("The level band"))]


class DecisionForm(forms.Form):
    """What the second person decides; `offered` are the decisions that are open now."""

    decision = forms.ChoiceField(
        label=_("What do you decide?"),
        widget=forms.RadioSelect,
        error_messages={"required": _MISSING, "invalid_choice": _MISSING},
    )

    def __init__(self, data: Mapping[str, object] | None, offered: Iterable[str]) -> None:
        super().__init__(data)
        decision = self.fields["decision"]
        if isinstance(decision, forms.ChoiceField):
            decision.choices = [(each, _DECISIONS[each]) for each in offered]


class AnswerForm(forms.Form):
    """What the person says to it, once."""

    answer = forms.CharField(
        label=_("Your answer"),
        help_text=_(
            "Your HR partner reads it, then withdraws the finding or has it stand; you are told. You answer once."
        ),
        max_length=LONGEST_ANSWER,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Write your answer.")},
    )
