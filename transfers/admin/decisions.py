"""The log of decisions that hold for everybody: when, who, what changed, and what prompted it."""

from collections.abc import Collection
from typing import Any

from django.contrib.admin import SimpleListFilter, display
from django.db.models import Model, QuerySet, Value
from django.http import HttpRequest, HttpResponse
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from transfers.admin.base import Desk, PortalAdmin
from transfers.admin.titles import title_of
from transfers.models import Decision
from transfers.queries.days import instant_in_words
from transfers.queries.decisions import (
    get_decisions,
    get_lines,
    say_prompt,
    say_what,
    say_who,
    stands_as_recorded,
)

_NOUNS = {"policy": _("Policies"), "campaign": _("Campaigns")}
_SHORT = 120


class _Noun(SimpleListFilter):
    """By what was decided on."""

    title = _("about")
    parameter_name = "about"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:  # noqa: ARG002
        return list(_NOUNS.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Decision]) -> QuerySet[Decision]:  # noqa: ARG002
        noun = self.value()
        return queryset.filter(**{f"{noun}__isnull": False}) if noun in _NOUNS else queryset


class DecisionAdmin(PortalAdmin):
    """Newest first. A decision is written with what it decides, and nobody changes it."""

    noun = Decision
    about = _(
        "What was decided for everybody: the policy, and the terms, window and minimums of campaigns. Nothing here "
        "is about one person, and nothing is changed or deleted."
    )
    list_display = ("at", "what", "about_what", "who", "changed", "prompt")
    list_filter = (_Noun,)
    search_fields = ("prompted_by", "policy__note", "campaign__name", "campaign__code")
    fields = ("at", "what", "about_what", "who", "whole_prompt")
    readonly_fields = fields
    change_form_template = "admin/decision.html"

    def rows_for(self, rows: QuerySet[Decision], desk: Desk) -> QuerySet[Decision]:  # noqa: ARG002
        return get_decisions(desk.viewer, desk.at).annotate(read_in=Value(desk.viewer.zone))

    def left_out_of(self, thing: Model | None) -> Collection[str]:
        """What prompted it, where that was not recorded."""
        return ("whole_prompt",) if isinstance(thing, Decision) and not say_prompt(thing) else ()

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The decision, with what it changed from and to."""
        found = self.get_object(request, str(object_id))
        shown: dict[str, Any] = {}
        if isinstance(found, Decision):
            lines = get_lines(found)
            has_words = bool(lines or say_prompt(found))
            shown = {"lines": lines, "has_words": has_words, "is_as_recorded": stands_as_recorded(found)}
        return super().changeform_view(request, object_id, form_url, {**(extra_context or {}), **shown})

    @display(description=_("when"), ordering="event_id")
    def at(self, decision: Decision) -> str:
        return instant_in_words(decision.event.at, getattr(decision, "read_in", "UTC"))

    @display(description=_("what"))
    def what(self, decision: Decision) -> str:
        return say_what(decision)

    @display(description=_("about"))
    def about_what(self, decision: Decision) -> str:
        return title_of(decision)

    @display(description=_("who"))
    def who(self, decision: Decision) -> str:
        return say_who(decision)

    @display(description=_("what changed"))
    def changed(self, decision: Decision) -> str:
        """The names alone, or what one thing was and is."""
        lines = get_lines(decision)
        if len(lines) == 1:
            return Truncator(f"{lines[0].name}: {lines[0].was} → {lines[0].now}").chars(_SHORT)
        return Truncator(", ".join(line.name for line in lines)).chars(_SHORT) or "–"

    @display(description=_("what prompted it"))
    def prompt(self, decision: Decision) -> str:
        return Truncator(say_prompt(decision)).chars(_SHORT)

    @display(description=_("what prompted it"))
    def whole_prompt(self, decision: Decision) -> str:
        return say_prompt(decision)
