"""What a search for roles may ask."""

from django import forms
from django.utils.translation import gettext_lazy

from transfers.queries.ranked_roles import RoleFilter

HIGHEST_LEVEL = 20


class RoleSearchForm(forms.Form):
    """Every field may stay empty. The template draws the two selects from the roles that there are."""

    words = forms.CharField(
        label=gettext_lazy("Title, unit, site or skill"),
        required=False,
        max_length=100,
        widget=forms.TextInput({"type": "search"}),
    )
    unit = forms.UUIDField(
        label=gettext_lazy("Unit"),
        required=False,
        error_messages={"invalid": gettext_lazy("Choose a unit from the list.")},
    )
    site = forms.CharField(label=gettext_lazy("Site"), required=False, max_length=40)
    level = forms.IntegerField(label=gettext_lazy("Level"), required=False, min_value=1, max_value=HIGHEST_LEVEL)

    def get_filter(self) -> RoleFilter:
        """What is asked, as the query takes it; nothing where a field was not understood."""
        given = self.cleaned_data
        return RoleFilter(
            words=given.get("words") or "",
            unit=given.get("unit"),
            site=given.get("site") or "",
            level=given.get("level"),
        )
