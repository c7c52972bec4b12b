"""What every answer shares: the headers of a personal page, and one place that turns a refusal into a page."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control

from portal.errors import get_way_back, method_not_allowed, refused
from transfers.errors import TransferError

GetResponse = Callable[[HttpRequest], HttpResponse]

# Nothing of the device is needed; a page that was taken over could not ask for it either.
_PERMISSIONS = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer",
        "microphone", "midi", "payment", "screen-wake-lock", "usb", "xr-spatial-tracking",
    )
)  # fmt: skip


class Headers:
    """Personal pages are not stored anywhere, and signing out empties what the browser kept."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_store=True)
        response.headers.setdefault("Permissions-Policy", _PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if self._is_sign_out(request):
            # Not "cookies": the session's is deleted anyway, and the device stays known to its person.
            response["Clear-Site-Data"] = '"cache", "storage"'
        return response

    @staticmethod
    def _is_sign_out(request: HttpRequest) -> bool:
        match = request.resolver_match
        return request.method == "POST" and match is not None and match.view_name == "account_logout"


class TransferErrors:
    """A refusal becomes a page with its sentence; what the viewer may not see becomes the one 404.

    An address that only takes a form answers a plain visit with a page too: people reload after signing in again.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 405 and not response.content:
            response.content = method_not_allowed().content
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        is_opening = request.method in ("GET", "HEAD")
        if not isinstance(exception, TransferError):
            return None
        return refused(exception, is_opening=is_opening, back=get_way_back(request))
