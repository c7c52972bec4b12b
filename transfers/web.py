"""What pages share: who looks, form keys and versions, paging, documents to take along."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar
from zoneinfo import ZoneInfo

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from transfers.atomic import answer_once
from transfers.errors import Invalid, Stale
from transfers.formats.pdf import Document, Section, write_pdf
from transfers.nudges import nudge
from transfers.queries.days import minute_in_words, weekday_in_words
from transfers.queries.deadlines import FORM_LASTS
from transfers.sight.actor import Person
from transfers.told import tell_once

P = ParamSpec("P")
T = TypeVar("T")

_SALT = "transfers.web.form"


def person_page(
    view: Callable[Concatenate[HttpRequest, Person, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """A page for people who are signed in: `view(request, viewer, …)`. Everybody else is led to sign-in first,
    whatever the address and the method, so that being signed out tells nothing about what exists."""

    @wraps(view)
    def shown(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        viewer = request.user
        if not isinstance(viewer, Person):
            return redirect_to_login(request.get_full_path() if request.method in ("GET", "HEAD") else "/")
        return view(request, viewer, *args, **kwargs)

    return shown


def is_sign_in_fresh(request: HttpRequest) -> bool:
    """Whether this session's person signed in or confirmed who they are within the last ten minutes.

    By this machine's clock, as sessions are: moving the demo's clock makes nobody prove anything anew.
    """
    proofs = get_authentication_records(request, request.user)
    age = timezone.now().timestamp() - proofs[-1]["at"] if proofs else None
    return age is not None and age < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def fresh_page(
    view: Callable[Concatenate[HttpRequest, Person, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """A personal page for who has just proved who they are; others confirm it first and come back.

    A form that comes too late is not kept until then, as allauth's own decorator does: it would lie in the session.
    """

    @wraps(view)
    @person_page
    def shown(request: HttpRequest, viewer: Person, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if is_sign_in_fresh(request):
            return view(request, viewer, *args, **kwargs)
        if get_adapter().get_reauthentication_methods(viewer):
            return redirect_to_login(request.path, reverse("account_reauthenticate"))
        logout(request)  # who has neither a password nor a second factor proves it at the company's sign-in again
        return redirect_to_login(request.path)

    return shown


@dataclass(frozen=True, slots=True)
class FormKeys:
    """The hidden fields of a form that changes something; components/form_keys.html prints them."""

    form_key: str
    drawn: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a form was drawn from: the version of its thing, and when, by the clock that deadlines use."""

    version: int
    at: datetime


def form_keys(viewer: Person, purpose: str, thing: uuid.UUID, *, version: int, at: datetime) -> FormKeys:
    """Fresh keys for one rendering of a form: `purpose` names the form, `thing` is what it is about.

    The signed part binds both to the person, the version that was shown and the instant `at` of drawing.
    """
    bound = [purpose, str(viewer.public_id), str(thing), version, at.isoformat()]
    return FormKeys(form_key=str(uuid.uuid4()), drawn=signing.dumps(bound, salt=_SALT))


def read_drawn(request: HttpRequest, viewer: Person, purpose: str, thing: uuid.UUID, *, at: datetime) -> Drawn:
    """What the form that was sent had been drawn from.

    Raises Invalid where its signed part is missing, broken or made for another person, purpose or thing, Stale where
    it is older than two hours. Comparing the version is the action's part, after its locks.
    """
    try:
        bound = signing.loads(request.POST.get("drawn", ""), salt=_SALT)
        said_purpose, person, said_thing, version, drawn_at = bound
        drawn = Drawn(version=int(version), at=datetime.fromisoformat(drawn_at))
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise Invalid(_broken()) from error
    if [said_purpose, person, said_thing] != [purpose, str(viewer.public_id), str(thing)]:
        raise Invalid(_broken())
    if at - drawn.at > FORM_LASTS:
        raise Stale(_("This page was open for more than two hours. Open it again and check what stands now."))
    return drawn


def _broken() -> str:
    return _("The form was not sent whole. Open the page again and fill it in once more.")


def _form_key(request: HttpRequest) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get("form_key", ""))
    except ValueError as error:
        raise Invalid(_broken()) from error


def _body(request: HttpRequest) -> bytes:
    """The form's fields in a settled order, without the CSRF token: it is masked anew in every page."""
    fields = sorted((name, values) for name, values in request.POST.lists() if name != "csrfmiddlewaretoken")
    return repr((request.path, fields)).encode()


def do_once(request: HttpRequest, viewer: Person, work: Callable[[], str]) -> HttpResponseRedirect:
    """Answer a form: do `work` (actions; it returns the address to go to), nudge the queue, redirect there.

    Sending the same form again leads to the same address and does nothing; the same key with other fields is a 409.
    """
    return HttpResponseRedirect(answer_form(request, viewer, work))


def answer_form(request: HttpRequest, viewer: Person, work: Callable[[], str]) -> str:
    """As `do_once`, for a form whose answer is a page of its own: returns what `work` did, for finding that again.

    It is kept, so it says where the answer lies, never what it is.
    """
    found_by = answer_once(work, by=viewer, key=_form_key(request), body=_body(request))
    nudge()
    return found_by


def do_and_say(request: HttpRequest, viewer: Person, work: Callable[[], str], said: str) -> HttpResponse:
    """As `do_once`; the page it leads to says that it was done."""
    done = do_once(request, viewer, work)
    tell_once(request, said)
    return done


def do_or_redraw(
    request: HttpRequest,
    viewer: Person,
    form: BaseForm,
    work: Callable[[], str],
    said: str,
    redraw: Callable[[], HttpResponse],
) -> HttpResponse:
    """As `do_and_say`, for a form that is drawn again, with what was typed, where the action refuses a value."""
    try:
        return do_and_say(request, viewer, work, said)
    except Invalid as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        return redraw()


def paginate(
    request: HttpRequest, items: "QuerySet[Any] | Sequence[T]", *, per_page: int = 20, asked_by: str = "page"
) -> Page[Any]:
    """The page of `items` that ?page= asks for; the nearest one where there is no such page.

    A second list on a page is `asked_by` a word of its own.
    """
    return Paginator(items, per_page).get_page(request.GET.get(asked_by))


def as_pdf(
    name: str,
    title: str,
    sections: Sequence[Section],
    *,
    lead: str,
    made_at: datetime,
    attached: tuple[str, str] | None = None,
) -> HttpResponse:
    """A PDF to take along, in the reader's language; `name` and `title` say nothing of what is in it."""
    document = Document(
        title=title,
        lead=lead,
        made_at=made_at,
        sections=sections,
        language=get_language() or settings.LANGUAGE_CODE,
        is_right_to_left=get_language_bidi(),
        lacks=_("“?” stands for a letter that this file cannot draw. The page shows it."),
        attached=attached,
    )
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(write_pdf(document), content_type="application/pdf", headers=headers)


def instant_in_words(at: datetime, zone: str) -> str:
    """An instant for a file, by one clock, which is named: “Monday 4 March 2041, 10:00, Europe/Berlin”."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{weekday_in_words(local)}, {minute_in_words(local)}, {zone}"
