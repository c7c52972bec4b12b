"""The numbers of a draft list, and the button that was pressed."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _

from transfers.queries.candidacies import ListedRole

SAVE, SUBMIT, UP, DOWN, REMOVE = "save", "submit", "up", "down", "remove"


class RankForm(forms.Form):
    """One number field a role on the draft, and `do`: the button's verb, with its role after a colon.

    Ranks are compared, not counted: any different numbers from 1 on give an order.
    """

    do = forms.CharField(max_length=60, required=False, widget=forms.HiddenInput)

    def __init__(self, draft: list[ListedRole], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.draft = draft
        for role in draft:
            named = {"title": role.title, "code": role.code}
            self.fields[self.name_of(role)] = forms.IntegerField(
                label=_("Rank of %(title)s, %(code)s") % named,
                min_value=1,
                max_value=9_999,
                initial=role.rank,
                error_messages={
                    "required": _("Give a rank to %(title)s, %(code)s, or take it off the list.") % named,
                    "invalid": _("The rank of %(title)s, %(code)s is a whole number.") % named,
                },
            )

    @staticmethod
    def name_of(role: ListedRole) -> str:
        """The field of a role."""
        return f"rank-{role.public_id}"

    def rows(self) -> list[dict[str, Any]]:
        """Each role with its field, in the order of the list."""
        return [{"role": role, "field": self[self.name_of(role)]} for role in self.draft]

    def clean(self) -> dict[str, Any]:
        """Refuse one rank given twice, at the second field that has it."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        seen: dict[int, ListedRole] = {}
        for role in self.draft:
            rank = cleaned.get(self.name_of(role))
            if rank in seen:
                same = {"rank": rank, "title": seen[rank].title, "code": seen[rank].code}
                self.add_error(self.name_of(role), _("Rank %(rank)s is taken by %(title)s, %(code)s.") % same)
            elif rank is not None:
                seen[rank] = role
        return cleaned

    def get_verb(self) -> tuple[str, UUID | None]:
        """The button's verb and its role; an unknown one saves, which changes nothing but the order given."""
        verb, _colon, about = self.cleaned_data["do"].partition(":")
        if verb not in (UP, DOWN, REMOVE):
            return (SUBMIT if verb == SUBMIT else SAVE), None
        try:
            return verb, UUID(about)
        except ValueError:
            return SAVE, None

    def get_order(self) -> list[UUID]:
        """The list that the numbers and then the button ask for."""
        ranked = sorted(self.draft, key=lambda role: self.cleaned_data[self.name_of(role)])
        order = [role.public_id for role in ranked]
        verb, about = self.get_verb()
        if about not in order:
            return order
        place = order.index(about)
        if verb == REMOVE:
            del order[place]
        elif verb == UP and place > 0:
            order[place - 1], order[place] = order[place], order[place - 1]
        elif verb == DOWN and place < len(order) - 1:
            order[place + 1], order[place] = order[place], order[place + 1]
        return order
