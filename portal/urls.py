"""Every address of the portal: the product's pages, sign-in, the admin and the health pages."""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("", include("transfers.urls")),
]
