"""The portal's language, for everybody: signed in it goes with the person, else with the browser."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from transfers.actions.languages import set_language
from transfers.forms.languages import LanguageForm
from transfers.queries.languages import get_languages
from transfers.sight.actor import Person


@require_http_methods(["GET", "HEAD", "POST"])
def language(request: HttpRequest) -> HttpResponse:
    """Which language; a form sent twice does the same thing once, so it needs no key."""
    if request.method == "POST":
        form = LanguageForm(request.POST)
        if form.is_valid():
            return _choose(request, form.cleaned_data["language"])
    else:
        form = LanguageForm(initial={"language": translation.get_language()})
    options = [{"value": code, "label": name, "lang": code} for code, name in get_languages()]
    status = 400 if form.errors else 200
    return render(request, "languages/language.html", {"form": form, "options": options}, status=status)


def _choose(request: HttpRequest, chosen: str) -> HttpResponse:
    viewer = request.user
    if isinstance(viewer, Person):
        set_language(viewer, chosen, by=viewer)
    with translation.override(chosen):
        messages.success(request, _("The portal speaks English to you now."))
    answer = HttpResponseRedirect(reverse("transfers:language"))
    answer.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        chosen,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Lax",
    )
    return answer
