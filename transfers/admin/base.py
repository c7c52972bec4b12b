"""What every page of the admin shares: rights from confirmed grants, read-only pages, and verbs that call actions.

A page shows; it never writes by itself. Whatever changes something is a `Verb`: a plain form on a page of its own,
sent once, that calls one action, which opens its own transaction. So there is no second way to reach a state.
"""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.contrib.admin import ModelAdmin, ShowFacets
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from transfers.admin.columns import InWords
from transfers.admin.done_words import say_done
from transfers.admin.lists import ReadList
from transfers.admin.titles import heading_of, title_of
from transfers.admin.verb_forms import Desk, StandingForm, Verb, VerbForm, Words, sent_with
from transfers.admin.widgets import SelectMany, SelectOne
from transfers.atomic import answer_once, find_answer
from transfers.clock import database_clock
from transfers.downloads import table_asked_for
from transfers.errors import NotVisible, Stale, TransferError
from transfers.models.grant import ADMIN, HR_PARTNER
from transfers.queries.desks import get_desk_kinds
from transfers.sight.actor import Person
from transfers.told import tell_once

__all__ = ["Desk", "PortalAdmin", "StandingForm", "Verb", "VerbForm", "Words", "desk_of", "open_desk"]

# what a file is refused with: too large, or no table
_OF_FILES = (413, 415)


def desk_of(request: HttpRequest) -> Desk | None:
    """The viewer's desk, read once a request; None for who is not signed in."""
    viewer = request.user
    if not isinstance(viewer, Person) or not viewer.is_active:
        return None
    desk: Desk | None = getattr(request, "_desk", None)
    if desk is None:
        at = database_clock()
        kinds = get_desk_kinds(viewer, at)
        desk = Desk(viewer, at, is_admin=ADMIN in kinds, is_hr_partner=HR_PARTNER in kinds)
        setattr(request, "_desk", desk)  # noqa: B010  (kept on the request, which has no such attribute)
    return desk


def open_desk(request: HttpRequest) -> Desk:
    """The viewer's desk, for the site and every page of it: for who has none open, none of them exists."""
    desk = desk_of(request)
    if desk is None or not desk.is_open:
        raise Http404
    return desk


class PortalAdmin(InWords, ModelAdmin):  # type: ignore[type-arg]  # not generic at run time
    """Read-only list and page of one noun for those whose desk is open, with its verbs."""

    noun: ClassVar[type[Model]]
    verbs: ClassVar[Sequence[Verb]] = ()
    for_hr_partners = True
    about: ClassVar[Words] = ""  # over the list: what comes to stand in it, where that is not plain
    empty: ClassVar[Words] = gettext_lazy("Nothing stands here yet.")
    list_per_page = 50
    show_full_result_count = False
    show_facets = ShowFacets.NEVER  # a count by status would be a release

    @property
    def media(self) -> forms.Media:
        """None of Django's scripts for lists and forms that are typed into: these are read. A verb's form brings
        what its own fields need."""
        return forms.Media()

    # --- who may look -------------------------------------------------------------------------------------
    def is_shown_to(self, request: HttpRequest) -> bool:
        desk = desk_of(request)
        return desk is not None and (desk.is_admin or (desk.is_hr_partner and self.for_hr_partners))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.is_shown_to(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:  # noqa: ARG002
        return self.is_shown_to(request)

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002  (Django's signature)
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:  # noqa: ARG002
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:  # noqa: ARG002
        return False

    def rows_for(self, rows: QuerySet[Any], desk: Desk) -> QuerySet[Any]:  # noqa: ARG002
        """The rows this viewer may see; the rest do not exist."""
        return rows

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return self.rows_for(super().get_queryset(request), open_desk(request))

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:  # noqa: ARG002
        """Only the filters shown. Django also lets any column and the presence of any related row be asked for in
        the address, and an address such as ?entitlements__isnull=0 would tell who undrafted."""
        allowed: set[str] = set()
        for item in self.list_filter:
            if isinstance(item, str):
                allowed |= {item, f"{item}__exact", f"{item}__id__exact", f"{item}__isnull"}
            elif isinstance(item, type):
                allowed.add(str(getattr(item, "parameter_name", "")))
        return lookup in allowed

    # --- pages --------------------------------------------------------------------------------------------
    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ReadList]:  # noqa: ARG002
        return ReadList

    def get_urls(self) -> list[URLPattern]:
        """List, page and verbs; no adding, deleting or log beside them."""
        noun = f"{self.opts.app_label}_{self.opts.model_name}"
        wrap = self.admin_site.admin_view
        return [
            path("", wrap(self.changelist_view), name=f"{noun}_changelist"),
            path("new/<slug:name>/", wrap(self.verb_view), name=f"{noun}_new"),
            path("<int:object_id>/", wrap(self.page_view), name=f"{noun}_change"),
            path("<int:object_id>/<slug:name>/", wrap(self.verb_view), name=f"{noun}_verb"),
        ]

    def page_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        if request.method not in ("GET", "HEAD") or not self.is_shown_to(request):
            raise Http404
        return self.changeform_view(request, str(object_id))

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if not self.is_shown_to(request):
            raise Http404
        desk = open_desk(request)
        offered = [verb for verb in self.verbs if verb.is_new and verb.offered(None, desk)]
        tools = [(verb.label, self._address("new", verb.name)) for verb in offered]
        context = {"tools": tools, "title": capfirst(str(self.opts.verbose_name_plural)), "about": self.about}
        return super().changelist_view(request, context | (extra_context or {}))

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The page of one thing, read-only, with the verbs that it offers now."""
        thing = self.get_object(request, str(object_id))
        if thing is None:
            raise Http404
        desk = open_desk(request)
        offered = [verb for verb in self.verbs if not verb.is_new and verb.offered(thing, desk)]
        tools = {verb: (verb.label_for(thing, desk), self._address("verb", thing.pk, verb.name)) for verb in offered}
        context = {"title": title_of(thing), "subtitle": None} | self.lay_out(thing, desk, tools)
        return super().changeform_view(request, object_id, form_url, context | (extra_context or {}))

    def lay_out(self, _thing: Any, _desk: Desk, tools: Mapping[Verb, tuple[Words, str]]) -> dict[str, Any]:
        """Where the verbs of a page stand, each a label and an address: all over it, where nothing else is said."""
        return {"tools": list(tools.values())}

    def verb_view(self, request: HttpRequest, name: str, object_id: int | None = None) -> HttpResponse:
        """One verb: its form, and on a whole answer its action, once."""
        desk = open_desk(request)
        verb = next((each for each in self.verbs if each.name == name and each.is_new == (object_id is None)), None)
        if verb is None or not self.is_shown_to(request):
            raise Http404
        thing = self.get_object(request, str(object_id)) if object_id is not None else None
        if thing is None and object_id is not None:
            raise Http404
        if not verb.offered(thing, desk):
            return self._answer_again(request, verb, thing, desk)
        if request.method == "POST" and verb.is_shown_only:
            raise Http404
        is_preview = verb.form.previews and "preview" in request.POST
        if request.method == "POST":
            form = self._form(verb, thing, desk, request.POST, files=request.FILES)
            location = None
            if is_preview:
                form.errors.clear()  # what is missing is said once it is sent
            elif form.is_valid():
                location = self._run(request, verb, thing, form, desk)
            if location is not None:
                return HttpResponseRedirect(location)
        else:
            initial = {**verb.form.initial_of(thing, desk), "form_key": uuid.uuid4()}
            if issubclass(verb.form, StandingForm):
                initial["drawn"] = verb.form.drawn_from(thing, desk)
            form = self._form(verb, thing, desk, initial=initial)
        shown = verb.context(thing, desk)
        if verb.is_shown_only and (table := table_asked_for(request, shown.get("figures", ()))) is not None:
            return table
        context = {
            **self.admin_site.each_context(request),
            "title": heading_of(self.noun, verb.name) or str(verb.label_for(thing, desk)),
            "label": verb.label_for(thing, desk),
            "subtitle": title_of(thing),
            "opts": self.opts,
            "thing": thing,
            "verb": verb,
            "form": form,
            "is_preview": is_preview,
            "media": form.media,
            "back": self._back(thing),
            **shown,
        }
        return TemplateResponse(request, verb.template, context, status=form.answer if form.errors else 200)

    def _form(
        self,
        verb: Verb,
        thing: Model | None,
        desk: Desk,
        data: Any = None,
        *,
        initial: dict[str, Any] | None = None,
        files: Any = None,
    ) -> VerbForm:
        form = verb.form(data, files, initial=initial)
        form.fit(thing)
        for name, (model, column) in form.autocompletes.items():
            bound = form.fields[name]
            if not isinstance(bound, forms.ModelChoiceField):
                continue
            is_many = isinstance(bound, forms.ModelMultipleChoiceField)
            select = SelectMany if is_many else SelectOne
            widget = select(model._meta.get_field(column), self.admin_site)
            widget.choices = bound.choices
            bound.widget = widget
        form.narrow(desk)
        return form

    def _run(self, request: HttpRequest, verb: Verb, thing: Model | None, form: VerbForm, desk: Desk) -> str | None:
        """Call the action once for this form; where to go, or None after a refusal, which stays on the form."""
        cleaned = {name: value for name, value in form.cleaned_data.items() if name not in ("form_key", "drawn")}
        body = sent_with(request)
        told: list[str] = []
        said = say_done(self.noun, verb, thing) if thing is not None else ""  # where it is gone then

        def work() -> str:
            if isinstance(form, StandingForm):
                stands = self.get_object(request, str(thing.pk)) if thing is not None else None
                if form.cleaned_data["drawn"] != form.drawn_from(stands, desk):
                    raise Stale(
                        _("This was changed since the page was drawn. Open it again to see how it stands now.")
                    )
            made = verb.run(thing, cleaned, desk)
            told.append(say_done(self.noun, verb, made) if thing in (None, made) else said)
            gone = thing is not None and not self.noun._default_manager.filter(pk=thing.pk).exists()
            return self._back(made if made is not None else None if gone else thing)

        try:
            location = answer_once(work, by=desk.viewer, key=form.cleaned_data["form_key"], body=body)
        except NotVisible as hidden:
            raise Http404 from hidden
        except TransferError as refusal:
            verb.refused(thing, refusal, desk)
            name = getattr(refusal, "field", "")
            form.add_error(name if name in form.fields else None, refusal.message)
            form.answer = refusal.status if isinstance(refusal, Stale) or refusal.status in _OF_FILES else 400
            return None
        verb.after(thing)
        tell_once(request, told[-1] if told else said or say_done(self.noun, verb, None), is_again=not told)
        return location

    def _answer_again(self, request: HttpRequest, verb: Verb, thing: Model | None, desk: Desk) -> HttpResponse:
        """A second click of what is done by now, and so not offered any more, leads where the first one did."""
        key = request.POST.get("form_key", "")
        location = find_answer(by=desk.viewer, key=key, body=sent_with(request)) if key else None
        if location is None:
            raise Http404
        tell_once(request, say_done(self.noun, verb, thing), is_again=True)
        return HttpResponseRedirect(location)

    def _address(self, page: str, *args: Any) -> str:
        return reverse(f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_{page}", args=args)

    def _back(self, thing: Any) -> str:
        is_ours = isinstance(thing, self.model) and thing.pk is not None
        return self._address("change", thing.pk) if is_ours else self._address("changelist")

    def log_addition(self, *_args: Any, **_kwargs: Any) -> None:  # type: ignore[override]
        """Leave no log entry: history lives in Events."""

    log_change = log_addition  # type: ignore[assignment]
    log_deletions = log_addition  # type: ignore[assignment]
