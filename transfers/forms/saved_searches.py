"""A search and the name it is kept under."""

from django import forms
from django.utils.translation import gettext_lazy

from transfers.forms.roles import RoleSearchForm


class SaveSearchForm(RoleSearchForm):
    """The filters go along unseen: the page says them in words."""

    name = forms.CharField(
        label=gettext_lazy("Name of the search"),
        max_length=60,
        error_messages={"required": gettext_lazy("Give the search a name.")},
    )
