"""Which language an answer is in: the person's own where they chose one, else the browser's (LocaleMiddleware)."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from accounts.models import Employee
from transfers.queries.languages import is_spoken

GetResponse = Callable[[HttpRequest], HttpResponse]


class OwnLanguage:
    """Before any page, also one that does not exist: a refusal would tell by its language what does."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        viewer = request.user
        if isinstance(viewer, Employee) and is_spoken(viewer.language):
            translation.activate(viewer.language)
            request.LANGUAGE_CODE = viewer.language
        return self.get_response(request)
