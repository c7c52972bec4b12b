"""The product's pages, one block a noun."""

from django.urls.resolvers import URLPattern, URLResolver

app_name = "transfers"
urlpatterns: list[URLPattern | URLResolver] = []
