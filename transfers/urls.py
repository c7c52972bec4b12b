"""The product's pages, one block a noun."""

from django.urls import path
from django.urls.resolvers import URLPattern, URLResolver

from transfers.views import about, inbox

app_name = "transfers"
urlpatterns: list[URLPattern | URLResolver] = [
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/<uuid:public_id>/", inbox.notice, name="notice"),
    # about the portal
    path("help/", about.help_page, name="help"),
    path("privacy/", about.privacy, name="privacy"),
    path("accessibility/", about.accessibility, name="accessibility"),
]
