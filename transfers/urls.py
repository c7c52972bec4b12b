"""The product's pages, one block a noun."""

from django.urls import path
from django.urls.resolvers import URLPattern, URLResolver

from transfers.views import inbox

app_name = "transfers"
urlpatterns: list[URLPattern | URLResolver] = [
    path("inbox", inbox.inbox, name="inbox"),
    path("inbox/<uuid:public_id>", inbox.notice, name="notice"),
]
