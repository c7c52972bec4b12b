"""Every address of the portal: the product's pages, sign-in, the admin and the health pages."""

from allauth.account import views as account
from django.urls import include, path, re_path

from portal import errors, sign_in
from portal.admin_site import site

# Only what is meant to be used of allauth: nobody makes an account here or changes where HR sends mail.
sign_in_addresses = [
    path("sign-in/", account.login, name="account_login"),
    path("sign-out/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("confirm/", account.reauthenticate, name="account_reauthenticate"),
    path("password/", account.password_change, name="account_change_password"),
    path("password/forgotten/", account.password_reset, name="account_reset_password"),
    path("password/forgotten/sent/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/new/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/new/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("demo/", sign_in.demo_sign_in, name="demo_sign_in"),
]

urlpatterns = [
    path("account/", include(sign_in_addresses)),
    path("admin/", site.urls),
    path("", include("transfers.urls")),
]

handler400 = errors.bad_request
handler403 = errors.permission_denied
handler404 = errors.not_found
handler500 = errors.server_error
