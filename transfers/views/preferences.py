"""Your list: ranked by numbers or buttons, a draft until it is submitted."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from transfers.actions.candidacies import add_to_draft_list, save_draft_list, submit_list, withdraw_list
from transfers.clock import database_clock
from transfers.errors import Invalid, Stale
from transfers.forms.preferences import SUBMIT, UP, RankForm
from transfers.queries.candidacies import get_drafted_ids, get_lists, get_own_candidacy
from transfers.queries.ranked_roles import get_reader
from transfers.sight.actor import Person
from transfers.web import do_and_say, do_or_redraw, form_keys, person_page, read_drawn

LIST, WITHDRAW, ADD = "list", "withdraw_list", "add_role"
# With the role's anchor behind it, the address that a form's key keeps still has room.
_LONGEST_BACK = 200


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@person_page
def preferences(request: HttpRequest, viewer: Person) -> HttpResponse:
    """Draw the draft and the submitted list; save, move, take off or submit."""
    at = database_clock()
    if request.method != "POST":
        return _page(request, viewer, at)
    version = read_drawn(request, viewer, LIST, viewer.public_id, at=at).version
    candidacy = get_own_candidacy(viewer)
    if version != candidacy.version:
        raise Stale(_("You changed your list in another tab since this page was drawn. Open it again to see it."))
    draft, _submitted = get_lists(viewer, get_reader(viewer, at))
    form = RankForm(draft, request.POST)
    if not form.is_valid():
        return _page(request, viewer, at, form)

    def work() -> str:
        verb, about = form.get_verb()
        order = form.get_order()
        if verb == SUBMIT:
            submit_list(viewer, order, seen_version=version, by=viewer)
        else:
            save_draft_list(viewer, order, seen_version=version, by=viewer)
        return reverse("transfers:preferences") + _focus(verb, about, order)

    said = _("Your list is submitted.") if form.get_verb()[0] == SUBMIT else _("Your draft is saved.")
    return do_or_redraw(request, viewer, form, work, said, lambda: _page(request, viewer, at, form))


@require_POST
@person_page
def add(request: HttpRequest, viewer: Person) -> HttpResponse:
    """Put a role at the end of the draft, and go back to where the button was."""
    try:
        role = UUID(request.POST.get("role", ""))
    except ValueError as error:
        raise Invalid(_("Choose a role from the list of roles."), field="role") from error

    def work() -> str:
        read_drawn(request, viewer, ADD, viewer.public_id, at=database_clock())
        add_to_draft_list(viewer, role, by=viewer)
        return f"{_back(request)}#role-{role}"

    return do_and_say(request, viewer, work, _("Added to your list, a draft until you submit it."))


@require_POST
@person_page
def withdraw(request: HttpRequest, viewer: Person) -> HttpResponse:
    """Take the submitted list back."""
    said = _("Your submitted list is taken back. The draft stays.")
    if not get_drafted_ids(viewer):
        said = _("Your submitted list is taken back. Your draft is empty.")

    def work() -> str:
        drawn = read_drawn(request, viewer, WITHDRAW, viewer.public_id, at=database_clock())
        withdraw_list(viewer, seen_version=drawn.version, by=viewer)
        return reverse("transfers:preferences")

    return do_and_say(request, viewer, work, said)


def _focus(verb: str, about: UUID | None, order: list[UUID]) -> str:
    """Where the keyboard goes on: the pressed button, the row where the button ended, the list where the row did."""
    if about is None:
        return ""
    if about not in order:
        return "#draft" if order else ""
    is_at_end = about == (order[0] if verb == UP else order[-1])
    return f"#role-{about}" if is_at_end else f"#{verb}-{about}"


def _back(request: HttpRequest) -> str:
    """The page the button was on, if it is a page of roles."""
    roles, back = reverse("transfers:roles"), request.POST.get("back", "")
    is_own = back.startswith(roles) and "\\" not in back and back.isprintable() and len(back) <= _LONGEST_BACK
    return back if is_own else roles


def _page(request: HttpRequest, viewer: Person, at: datetime, form: RankForm | None = None) -> HttpResponse:
    candidacy = get_own_candidacy(viewer)
    draft, submitted = get_lists(viewer, get_reader(viewer, at))
    is_same = [role.public_id for role in draft] == [role.public_id for role in submitted]
    shown = {
        "form": form or RankForm(draft),
        "candidacy": candidacy,
        "submitted": submitted,
        "is_same": is_same,
        "keys": form_keys(viewer, LIST, viewer.public_id, version=candidacy.version, at=at),
        "withdraw_keys": form_keys(viewer, WITHDRAW, viewer.public_id, version=candidacy.version, at=at),
    }
    return render(request, "preferences/list.html", shown, status=200 if form is None else 400)
