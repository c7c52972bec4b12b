"""Every address of the portal: the product's pages, sign-in, the admin and the health pages."""

from allauth.account import views as account
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkeys
from allauth.socialaccount import views as linked
from allauth.socialaccount.providers.openid_connect import views as openid
from allauth.usersessions import views as sessions
from django.urls import URLPattern, URLResolver, include, path, re_path

from portal import company_sign_in, errors, second_factors, sign_in, style
from portal.admin_site import site

# Only what is meant to be used of allauth: nobody makes an account here or changes where HR sends mail.
sign_in_addresses = [
    path("sign-in/", account.login, name="account_login"),
    path("sign-out/", account.logout, name="account_logout"),
    path("inactive/", sign_in.inactive, name="account_inactive"),
    path("confirm/", account.reauthenticate, name="account_reauthenticate"),
    path("password/", account.password_change, name="account_change_password"),
    path("password/forgotten/", account.password_reset, name="account_reset_password"),
    path("password/forgotten/sent/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/new/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        sign_in.NewPassword.as_view(),
        name="account_reset_password_from_key",
    ),
    path(
        "password/new/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    # second factors: nobody's but one's own, and each change after a fresh sign-in
    path("passkey/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("second-step/", factors.authenticate, name="mfa_authenticate"),
    path("confirm/code/", factors.reauthenticate, name="mfa_reauthenticate"),
    path("confirm/passkey/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("security/", second_factors.Index.as_view(), name="mfa_index"),
    path("security/app/", second_factors.fresh(app.activate_totp), name="mfa_activate_totp"),
    path("security/app/picture.svg", second_factors.app_picture, name="mfa_app_picture"),
    path("security/app/remove/", second_factors.fresh(app.deactivate_totp), name="mfa_deactivate_totp"),
    path("security/passkeys/add/", second_factors.fresh(passkeys.add_webauthn), name="mfa_add_webauthn"),
    path(
        "security/passkeys/<int:pk>/remove/",
        second_factors.fresh(second_factors.RemovePasskey.as_view()),
        name="mfa_remove_webauthn",
    ),
    path("security/codes/", second_factors.fresh(codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path(
        "security/codes/new/", second_factors.fresh(codes.generate_recovery_codes), name="mfa_generate_recovery_codes"
    ),
    path("sessions/", sessions.list_usersessions, name="usersessions_list"),
    # the company's own sign-in, where settings name one
    path("<slug:provider_id>/sign-in/", company_sign_in.start, name="openid_connect_login"),
    path("<slug:provider_id>/back/", openid.callback, name="openid_connect_callback"),
    path("company/unlink/", company_sign_in.unlink, name="company_unlink"),
    path("company/cancelled/", linked.login_cancelled, name="socialaccount_login_cancelled"),
    path("company/failed/", linked.login_error, name="socialaccount_login_error"),
    path("demo/", sign_in.demo_sign_in, name="demo_sign_in"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("account/", include(sign_in_addresses)),
    path("admin/", site.urls),
    path("style/", style.style, name="style"),
    path("", include("transfers.urls")),
]

handler400 = errors.bad_request
handler403 = errors.permission_denied
handler404 = errors.not_found
handler500 = errors.server_error
